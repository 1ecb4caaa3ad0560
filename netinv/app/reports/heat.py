"""How available each unit was on each of the last days, worst first: the figures of ``netinv report availability``.

A large network takes seconds: it is read at once, and reckoned in parts, so that others can be answered in between.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from netinv.app.reports.days import DAYS, local_days
from netinv.app.reports.device_times import DeviceTimes
from netinv.app.reports.period import Period
from netinv.app.reports.scope import Scope, Wanted
from netinv.declaration import day_of
from netinv.reports.availability import Availability, Days

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netinv.reports.availability import StateSpan
    from netinv.reports.intervals import Interval
    from netinv.store.reading.reader import Reader
    from netinv.store.reading.views import SiteRow

_AT_ONCE = 250
"""Devices of one part: a few hundredths of a second."""

_Same = tuple[int, tuple["StateSpan", ...]]


class UnitDays(NamedTuple):
    """A unit: the whole period, and each of its days, the oldest first, summed over its devices and those beneath."""

    site: SiteRow
    devices: int
    whole: Availability
    days: Days


class Heat(NamedTuple):
    """The days, the last one until the moment asked for; and the units with devices, in the order of the report."""

    spans: Sequence[Interval]
    units: Sequence[UnitDays]


class Reckoning:
    """The last days of all units until a moment. Reads in the beginning; then needs no database."""

    def __init__(self, reader: Reader, now_ms: int, stale_ms: int) -> None:
        """News older than ``stale_ms`` are none.

        Raises:
            UsageError: no unit is known of the day.
        """
        self._spans = local_days(now_ms, DAYS)
        self._scope = Scope(reader, Wanted(), day_of(now_ms - 1))
        self._times = DeviceTimes(reader.history(), Period(self._spans[0][0], now_ms), stale_ms)
        self._left = list(self._scope.devices)
        self.total = len(self._left)
        self._whole: dict[int, Availability] = defaultdict(Availability)
        self._days: dict[int, Days] = {}
        self._counts: dict[int, int] = defaultdict(int)
        self._alike: dict[_Same, tuple[Availability, Days]] = {}
        self.heat: Heat | None = None
        """Once all is reckoned."""

    @property
    def done(self) -> int:
        """How many of the :attr:`total` devices have been reckoned."""
        return self.total - len(self._left)

    @property
    def finished(self) -> bool:
        """Whether all of them have."""
        return self.heat is not None

    def step(self) -> None:
        """Reckon the next of them."""
        part, self._left = self._left[-_AT_ONCE:], self._left[:-_AT_ONCE]
        for device in part:
            found = self._of(device.id)
            if found is not None:
                for site in self._scope.above(device.site_id):
                    self._add(site.id, *found)
        if not self._left:
            self.heat = Heat(self._spans, self._worst_first())

    def _of(self, device_id: int) -> tuple[Availability, Days] | None:
        course = self._times.course(device_id)
        if course is None:
            return None
        if self._times.explained(device_id):
            return self._times.whole(device_id, course), course.days(self._spans)
        same = course.span[0], self._times.states(device_id)
        if same not in self._alike:  # most devices are up all the time: they are reckoned once
            self._alike[same] = course.whole(()), course.days(self._spans)
        return self._alike[same]

    def _add(self, site_id: int, whole: Availability, days: Days) -> None:
        self._counts[site_id] += 1
        self._whole[site_id].add(whole)
        before = self._days.get(site_id)
        self._days[site_id] = days if before is None else before.with_more(days)

    def _worst_first(self) -> Sequence[UnitDays]:
        sites = (site for site in self._scope.shown() if site.id in self._days)
        found = [UnitDays(site, self._counts[site.id], self._whole[site.id], self._days[site.id]) for site in sites]
        return sorted(found, key=lambda one: (*one.whole.badness, one.site.code))
