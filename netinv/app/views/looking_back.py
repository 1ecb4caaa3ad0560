"""The network as it was known at a time, from the stored intervals: a reader that answers everything as of then."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeVar

from netinv.app.words.durations import local_time
from netinv.errors import UsageError
from netinv.i18n import _
from netinv.store.reading.event_query import EVERY_EVENT, EventQuery
from netinv.store.reading.reader import Reader
from netinv.store.reading.views import EventRow, ProblemRow

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from netinv.maintenance import Window
    from netinv.store.reading import views
    from netinv.store.reading.finding import Finding

Taken = TypeVar("Taken", ProblemRow, EventRow)
_DAY_MS = 86_400_000


class Past(Reader):
    """Reads what held at one time (epoch ms). What is declared, as addresses and names, is as it is now."""

    def __init__(self, path: Path, at: int, option: str = "--at") -> None:
        """Open for reading.

        Raises:
            UsageError: the time lies in the future, or before the first sweep.
        """
        if at > time.time() * 1000:
            raise UsageError(_("{option}: {time} is in the future").format(option=option, time=local_time(at)))
        super().__init__(path)
        self.at = at
        if not super().sweeps(at=at):
            self.close()
            message = _("{option}: nothing is known of {time}: no sweep had ended by then")
            raise UsageError(message.format(option=option, time=local_time(at)))

    def sites(self, at: int | None = None) -> list[views.SiteRow]:
        """The units valid then."""
        return super().sites(self.at if at is None else at)

    def devices(self, at: int | None = None, *, state: str | None = None) -> list[views.DeviceRow]:
        """All devices with what held for them."""
        then = self.at if at is None else at
        seen = self._swept(then)
        return [_as_of(row, then, seen) for row in super().devices(then, state=state)]

    def states_by_site(self, at: int | None = None) -> dict[int, dict[str, int]]:
        """How many devices were in which state."""
        return super().states_by_site(self.at if at is None else at)

    def bare_links(self, at: int | None = None, *, only_wrong: bool = False) -> list[views.LinkRow]:
        """The links without their evidence."""
        return super().bare_links(self.at if at is None else at, only_wrong=only_wrong)

    def device(self, device_id: int, at: int | None = None) -> views.DeviceRow | None:
        """One device."""
        then = self.at if at is None else at
        row = super().device(device_id, then)
        return row and _as_of(row, then, self._swept(then))

    def sources(self, device_id: int, at: int | None = None) -> str | None:
        """Where the facts of its identification stood."""
        return super().sources(device_id, self.at if at is None else at)

    def interfaces(self, device_id: int | None = None, at: int | None = None) -> list[views.InterfaceRow]:
        """The ports."""
        return super().interfaces(device_id, self.at if at is None else at)

    def links(self, device_id: int | None = None, at: int | None = None) -> list[views.LinkRow]:
        """The links."""
        return super().links(device_id, self.at if at is None else at)

    def finding(self, at: int | None = None) -> Finding:
        """Looking for what was known by a part of it."""
        return super().finding(self.at if at is None else at)

    def services(self, at: int | None = None) -> list[views.ServiceRow]:
        """The services, where they stood, with what held for them."""
        then = self.at if at is None else at
        swept = self._swept(then)
        return [
            row._replace(latency_us=None, checked_at=None if row.state_since is None else swept)
            for row in super().services(then)
        ]

    def neighbors(self, device_id: int, at: int | None = None) -> list[views.NeighborRow]:
        """What a device claimed to see."""
        return super().neighbors(device_id, self.at if at is None else at)

    def events(self, query: EventQuery = EVERY_EVENT, limit: int = 1000) -> list[views.EventRow]:
        """The newest events until then."""
        until = self.at if query.until is None else min(query.until, self.at)
        return [_untaken(row, self.at) for row in super().events(query._replace(until=until), limit)]

    def problems(
        self, at: int | None = None, since: int | None = None, number: int | None = None
    ) -> list[views.ProblemRow]:
        """The problems that were open then, as they were: what ended or was taken on later was not yet."""
        then = self.at if at is None else at
        rows = super().problems(then, since, number)
        return [_untaken(row if (row.closed_at or 0) <= then else row._replace(closed_at=None), then) for row in rows]

    def breaches(self, at: int | None = None) -> list[views.BreachRow]:
        """The rules that were broken then."""
        return super().breaches(self.at if at is None else at)

    def windows(self) -> list[Window]:
        """The windows of planned work that were known then, as they were."""
        known = (window for window in super().windows() if window.added_at <= self.at)
        return [
            window._replace(ended_at=None, ended_by=None) if (window.ended_at or 0) > self.at else window
            for window in known
        ]

    def silenced(self, problem_ids: Iterable[int], at: int | None = None) -> list[views.SilencedRow]:
        """The devices that they silenced then."""
        return super().silenced(problem_ids, self.at if at is None else at)

    def sweeps(self, limit: int = 1, *, running: bool = False, at: int | None = None) -> list[views.SweepRow]:
        """The newest sweeps that had ended; none was running then that still would."""
        return [] if running else super().sweeps(limit, at=self.at if at is None else at)

    def _swept(self, then: int) -> int | None:
        return next((sweep.finished_at for sweep in self.sweeps(at=then)), None)


def open_at(path: Path, at: int | None, option: str = "--at", *, boundaries: str | None = None) -> Reader:
    """The reader of what holds now, or of what held at a time; by the units of a day (ISO date) if one is named.

    Raises:
        UsageError: the time lies in the future, or before the first sweep; there were no units on the day.
    """
    reader = Reader(path) if at is None else Past(path, at, option)
    reader.boundaries = boundaries
    if boundaries is not None and not reader.sites():
        reader.close()
        raise UsageError(
            _("--boundaries: no unit is known of {day}: netinv geo log shows the changes").format(day=boundaries)
        )
    return reader


def _untaken(row: Taken, then: int) -> Taken:
    """Without who took it on later than that."""
    return row if (row.acked_at or 0) <= then else row._replace(acked_by=None, acked_at=None, note=None)


def _as_of(row: views.DeviceRow, then: int, swept: int | None) -> views.DeviceRow:
    """Without what is only known of now; a device that answered then was seen by the sweep before."""
    answered = row.state in ("up", "degraded")
    seen = swept if answered else row.last_seen if row.last_seen is not None and row.last_seen <= then else None
    return row._replace(last_seen=seen, uptime_ticks=None, rtt_us=None, interfaces_total=None, interfaces_up=None)


def travelled(reader: Reader, at: int | None, sweeps: int, days: int) -> int | None:
    """When the sweep ended that lies so many sweeps and days from a time, both negative to go back; None is now.

    Raises:
        UsageError: no sweep had ended by then.
    """
    newest = next(iter(reader.sweep_ends(1)), None)
    here = newest if at is None else at
    if here is not None and days:
        here = next(iter(reader.sweep_ends(1, until=here + days * _DAY_MS)), None)
    if here is not None and sweeps < 0:
        ends = reader.sweep_ends(-sweeps, until=here - 1)
        here = ends[-1] if ends else None
    elif here is not None and sweeps > 0:
        ends = reader.sweep_ends(sweeps, after=here)
        here = ends[-1] if len(ends) == sweeps else newest
    if here is None and min(sweeps, days) < 0:
        raise UsageError(_("there is no earlier sweep: nothing is known of the time before"))
    return None if here == newest and (sweeps > 0 or days > 0) else here
