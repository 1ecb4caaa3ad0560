"""Waiting until the application has done all that there is to do, however busy the machine is.

Textual's own waiting takes a process that gets no CPU for an idle one, so that keys and looks come too early.
"""

from __future__ import annotations

import asyncio
import time
from threading import Event
from typing import TYPE_CHECKING, Any

from textual._context import active_app

from netinv.tui.app import NetinvApp

if TYPE_CHECKING:
    from textual.app import App

_LIMIT_S = 90.0
_QUIET_ROUNDS = 2  # one alone may end while a widget still handles what it took from its queue


async def settle(*_limits_s: float) -> None:
    """Return when nothing is on its way to any widget, drawing, resizing and answers of the feed included.

    Takes the place of ``textual._wait.wait_for_idle``, hence its arguments.
    """
    app: Any = active_app.get()
    until = time.monotonic() + _LIMIT_S
    await _quiet(app, until)
    if isinstance(app, NetinvApp):
        await _answered(app, until)
        await _quiet(app, until)


async def _quiet(app: App[Any], until: float) -> None:
    quiet = 0
    while quiet < _QUIET_ROUNDS and app.is_running and app._exception is None:
        assert time.monotonic() < until, "the application does not come to rest"
        quiet = quiet + 1 if await _round(app, until) else 0


async def _round(app: App[Any], until: float) -> bool:
    """Let everyone handle what it was sent before; whether nothing new came of that."""
    everyone: list[Any] = [app, *app._registry]
    busy: set[Any] = set()
    for one in everyone:
        if one.call_later(lambda done=one: busy.discard(done)):
            busy.add(one)
    while any(one.is_running for one in busy) and app.is_running and time.monotonic() < until:
        await asyncio.sleep(0.001)
    if app.is_running:
        app.screen._on_timer_update()
    await asyncio.sleep(0)
    idle = all(one._message_queue.empty() and not one._next_callbacks for one in everyone)
    return idle and app._resize_timer is None  # a new size is taken up a moment later


async def _answered(app: NetinvApp, until: float) -> None:
    """The feed answers in turn: when it comes to a question of ours, all before it are answered."""
    asked = Event()
    app.feed._questions.put(lambda _views: asked.set())
    while not asked.is_set() and app.feed._thread.is_alive() and not app.trouble and time.monotonic() < until:
        await asyncio.sleep(0.001)
