"""Ctrl-C and SIGTERM in a sweep: the asking ends early, what was heard is still stored, and the exit code says it."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

_EXIT_BY_SIGNAL = 128


@dataclass(slots=True)
class Interruption:
    """The signals caught so far. ``wake`` is called at the first of them, from the signal handler."""

    caught: list[int] = field(default_factory=list)
    wake: Callable[[], None] | None = None

    @property
    def exit_code(self) -> int | None:
        """What the process ends with; None: nothing interrupted it."""
        return _EXIT_BY_SIGNAL + self.caught[0] if self.caught else None

    def catch(self, number: int, _frame: FrameType | None) -> None:
        """The signal handler. Who is impatient and asks twice loses nothing either."""
        self.caught.append(number)
        if self.wake is not None and len(self.caught) == 1:
            self.wake()


@contextmanager
def interruptible() -> Iterator[Interruption]:
    """Within, the two signals end nothing by themselves."""
    interruption = Interruption()
    before = {number: signal.signal(number, interruption.catch) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield interruption
    finally:
        # After the first signal they stay caught: the report must get out before an impatient second one ends us.
        for number, handler in before.items():
            if not interruption.caught:
                signal.signal(number, handler)
