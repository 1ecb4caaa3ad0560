"""The terminal that we draw on, as the system has it."""

from __future__ import annotations

import select
import sys
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def when_gone(then: Callable[[], object]) -> None:
    """Call something when our terminal is taken away: the window closed, the line dropped. Without a terminal, never.

    In a thread of its own, and not upon SIGHUP: who writes to a terminal that takes nothing waits, and waits for ever
    once it is gone. No handler of a signal runs in the main thread meanwhile.
    """
    if sys.__stdin__ is None or not sys.__stdin__.isatty():
        return
    poll = select.poll()
    poll.register(sys.__stdin__.fileno(), 0)  # that it is gone is told unasked, and nothing else is

    def wait() -> None:
        poll.poll()
        then()

    threading.Thread(target=wait, daemon=True).start()
