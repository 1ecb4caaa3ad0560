"""The one thread that reads the database. It answers questions and looks every two seconds whether something changed.

A thread of our own and a daemon: a read that waits for a lock must not keep the program from ending.
"""

from __future__ import annotations

import time
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import TYPE_CHECKING, TypeVar

from netinv.app.views.pages import Views
from netinv.errors import NetinvError, StoreError
from netinv.i18n import _
from netinv.tui.messages import Answered, Broken, Refreshed, Refused, Troubled

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.message import Message

    from netinv.app.views.pages import Snapshot

    Post = Callable[[Message], object]
    Question = Callable[[Views], Message | None]

Answer = TypeVar("Answer")

LOOK_EVERY_S = 2.0
_END_WITHIN_S = 0.5


class Feed:
    """Reads for the screens; every answer is a message."""

    def __init__(
        self, path: Path, post: Post, views: Views, now_ms: Callable[[], int], *, look_every_s: float = LOOK_EVERY_S
    ) -> None:
        """Take over ``views``, which the first screen was read from."""
        self._path = path
        self._post = post
        self._views: Views | None = views
        self._now_ms = now_ms
        self._look_every_s = look_every_s
        self.passing: Callable[[], Message | None] = lambda: None
        """Asked where a look found no news: time alone may have changed something."""
        self._questions: SimpleQueue[Question | None] = SimpleQueue()
        self._ended = Event()
        self._in_trouble = False
        self.last: Snapshot | None = None
        self._thread = Thread(target=self._run, name="netinv-feed", daemon=True)

    def start(self) -> None:
        """Begin to look for changes."""
        self._thread.start()

    def stop(self) -> None:
        """End, without waiting for a read that hangs."""
        self._ended.set()
        self._questions.put(None)
        if self._thread.is_alive():
            self._thread.join(_END_WITHIN_S)

    def ask(self, question: Callable[[Views], Answer], then: Callable[[Answer], object]) -> None:
        """Ask something of the reading use cases; ``then`` is told the answer, in the application's own thread."""
        self._questions.put(lambda views: Answered(then, question(views)))

    def ask_all(self) -> None:
        """Ask for everything anew, changed or not: :class:`Refreshed` answers."""
        self._questions.put(self._refreshed)

    def look_now(self) -> None:
        """Look at once whether something changed."""
        self._questions.put(self._look)

    def _run(self) -> None:
        looked_at = time.monotonic()
        while not self._ended.is_set():
            wait_s = max(0.0, looked_at + self._look_every_s - time.monotonic())
            try:
                question = self._questions.get(timeout=wait_s)
            except Empty:
                question, looked_at = self._look, time.monotonic()
            if question and not self._ended.is_set():
                self._answer(question)
        if self._views:
            self._views.close()

    def _answer(self, question: Question) -> None:
        try:
            if self._reopen():
                self._post(self._refreshed(self._opened()))
            message = question(self._opened())
        except (StoreError, OSError) as error:
            self._in_trouble = True
            self._post(Troubled(str(error)))
            return
        except NetinvError as error:
            self._post(Refused(str(error)))
            return
        except Exception as error:  # noqa: BLE001  # a fault of ours must end the program, not the feed in silence
            self._ended.set()
            self._post(Broken(error))
            return
        if message:
            self._in_trouble = False
            self._post(message)

    def _reopen(self) -> bool:
        """Another file at the path (restored, made anew), or one that could not be opened before: open it."""
        if self._views and not self._views.replaced():
            return False
        if not self._path.exists():
            raise StoreError(_("{path} is not there any more: what you see is what it held").format(path=self._path))
        if self._views:
            self._views.close()
            self._views = None
        self._views = Views(self._path)
        return True

    def _opened(self) -> Views:
        assert self._views is not None
        return self._views

    def _refreshed(self, views: Views) -> Message:
        views.changed()
        snapshot = views.snapshot(self._now_ms())
        if self.last:
            snapshot.read_like(self.last)
        self.last = snapshot
        return Refreshed(snapshot)

    def _look(self, views: Views) -> Message | None:
        return self._refreshed(views) if views.changed() or self._in_trouble else self.passing()
