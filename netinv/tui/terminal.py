"""The terminal that we draw on, as the system has it, and the signals that end us."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import termios
from functools import partial
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

_SIGNALS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)


class Exit(Protocol):
    """How an application is told to end."""

    def __call__(self, *, return_code: int) -> None:
        """End, with this exit code."""


class Ending:
    """A signal ends the application: with its code, and the terminal as it was.

    Not the event loop's own way for signals: who writes to a terminal that took nothing any more and is gone now waits
    for ever, and the loop with it. Such a process is ended at once.
    """

    def __init__(self, leave: Exit, *, before: Callable[[], object]) -> None:
        """Take the signals over, within a running loop.

        Args:
            leave: Ends the application in good order.
            before: What must be done where it cannot end so.
        """
        self._loop = asyncio.get_running_loop()
        self._leave = leave
        self._before = before
        self._handlers = {number: signal.signal(number, self._end) for number in _SIGNALS}

    def forget(self) -> None:
        """Signals do again what they did."""
        for number, handler in self._handlers.items():
            signal.signal(number, handler)

    def _end(self, number: int, _frame: FrameType | None) -> None:
        if _is_gone():
            self._before()
            os._exit(128 + number)
        self._loop.call_soon_threadsafe(partial(self._leave, return_code=128 + number))


def _is_gone() -> bool:
    """Whether our terminal was taken away: the window closed, the line dropped."""
    try:
        termios.tcgetattr(sys.__stdin__)  # type: ignore[arg-type]  # there is one: it was looked at before we began
    except (termios.error, OSError, ValueError):
        return True
    return False
