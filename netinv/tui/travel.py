"""Time travel: which time is looked at, and the network as it was then. News of now never disturb the past."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.app.words.durations import local_time
from netinv.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from netinv.app.views.pages import Snapshot, Views

    Ask = Callable[[Callable[[Views], Snapshot | None], Callable[[Snapshot | None], object]], None]


class Travel:
    """The network of now, and of the time that is looked at."""

    def __init__(self, ask: Ask, clock: Callable[[], int], arrived: Callable[[], object], present: Snapshot) -> None:
        """``ask`` is that of the feed; ``arrived`` is called when another network is to be shown."""
        self._ask = ask
        self._clock = clock
        self._arrived = arrived
        self.present = present
        self.shown = present
        self._journey = 0
        self._under_way = False
        self._sweeps = self._days = 0

    @property
    def at(self) -> int | None:
        """The time looked at; None: now."""
        return self.shown.at

    def refreshed(self, present: Snapshot) -> None:
        """Keep the network of now; it is shown unless one looks at the past."""
        self.present = present
        if self.at is None:
            self.shown = present
        self._arrived()

    def step(self, sweeps: int, days: int) -> None:
        """Go so many sweeps and days. While a step is under way others add up: a held key never queues."""
        self._sweeps += sweeps
        self._days += days
        if self._under_way or not (self._sweeps or self._days):
            return
        at, journey, wanted = self.at, self._journey, (self._sweeps, self._days)
        self._under_way, self._sweeps, self._days = True, 0, 0

        def read(views: Views) -> Snapshot | None:
            then = views.travel(at, *wanted)
            return None if then is None else views.snapshot(self._clock(), then)

        self._ask(read, lambda then: self._arrive(then) if journey == self._journey else None)

    def to_now(self) -> None:
        """Look at now again, at once, whatever was under way."""
        self.give_up()
        self._show(self.present)

    def give_up(self) -> None:
        """There is no such time, or it cannot be read, or it is not wanted any more."""
        self._journey += 1
        self._under_way = False
        self._sweeps = self._days = 0

    def _arrive(self, then: Snapshot | None) -> None:
        self._under_way = False
        self._show(self.present if then is None else then)
        self.step(0, 0)

    def _show(self, snapshot: Snapshot) -> None:
        self.shown = snapshot
        self._arrived()

    def banner(self, key: str) -> str:
        """What says that this is the past, and by which key one comes back; empty where it is not."""
        if self.at is None:
            return ""
        return _("the past: {time}    {key} returns to now").format(time=local_time(self.at, seconds=True), key=key)
