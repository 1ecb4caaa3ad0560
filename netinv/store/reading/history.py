"""The stored intervals over a period, as reports need them: states, what explained silence, when sweeps ended."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from netinv.reports.coverage import Figure
    from netinv.reports.restarts import Restart

    Query = Callable[[str], list[tuple[Any, ...]]]


class LinkSpan(NamedTuple):
    """A state of a link of a carrier or circuit, from a time until another (None: it holds)."""

    link_id: int
    start: int
    end: int | None
    state: str
    carrier: str | None
    circuit: str | None


class DeviceSpan(NamedTuple):
    """A state of a device or a service, from a time until another (None: it holds), and what it was put down to."""

    start: int
    end: int | None
    state: str
    cause: str | None


class Explanation(NamedTuple):
    """That a problem silenced a device, from a time until another (None: it does).

    ``failed``: the device itself is the problem; ``kind``: the problem's; ``told``: what it was, as somebody told.
    """

    device_id: int
    start: int
    end: int | None
    failed: bool
    kind: str
    told: str | None


class History:
    """Reads one period after the other, in plain SQL. Times are epoch milliseconds; a period ends before its end."""

    def __init__(self, query: Query, devices: Collection[int] | None = None) -> None:
        """``devices``: what is said of each device is read of these alone."""
        self._query = query
        self._among = "" if devices is None else f"AND {{}} IN ({','.join(map(str, map(int, devices)))})"

    def device_states(self, start: int, end: int) -> dict[int, list[DeviceSpan]]:
        """The states of each device that held within the period."""
        return self._states("device", start, end, self._among.format("device_id"))

    def planned_work(self, start: int, end: int) -> dict[str, list[tuple[int, int | None]]]:
        """When what a silence may be put down to was in planned work: by name of a device, a link, a circuit."""
        found: dict[str, list[tuple[int, int | None]]] = {}
        sql = f"""SELECT d.name, s.valid_from, s.valid_to FROM device_state s JOIN device d ON d.id = s.device_id
                  WHERE s.state = 'maintenance' AND {_within(start, end, "s.")}"""
        for name, begun, ended in self._query(sql):
            found.setdefault(name, []).append((begun, ended))
        port = "CASE l.{0}_interface WHEN '' THEN '' ELSE ':' || l.{0}_interface END"
        sql = f"""SELECT a.name || '--' || b.name, a.name || {port.format("a")} || '--' || b.name || {port.format("b")},
                  s.circuit, s.valid_from, s.valid_to FROM link_state s JOIN link l ON l.id = s.link_id
                  JOIN device a ON a.id = l.a_device_id JOIN device b ON b.id = l.b_device_id
                  WHERE s.state = 'maintenance' AND {_within(start, end, "s.")}"""
        for *names, begun, ended in self._query(sql):
            for name in {*names} - {None}:
                found.setdefault(name, []).append((begun, ended))
        return found

    def service_states(self, start: int, end: int) -> dict[int, list[DeviceSpan]]:
        """The states of each service that held within the period."""
        return self._states("service", start, end)

    def _states(self, kind: str, start: int, end: int, among: str = "") -> dict[int, list[DeviceSpan]]:
        sql = f"""SELECT {kind}_id, valid_from, valid_to, state, cause FROM {kind}_state
                  WHERE {_within(start, end)} {among} ORDER BY {kind}_id, valid_from"""
        found: dict[int, list[DeviceSpan]] = {}
        for ident, *state in self._query(sql):
            found.setdefault(ident, []).append(DeviceSpan._make(state))
        return found

    def births(self) -> dict[int, int]:
        """When each device came to the inventory, or was first known of, if that was before."""
        sql = f"""SELECT d.id, min(d.added_at, coalesce((SELECT min(valid_from) FROM device_state s
                  WHERE s.device_id = d.id), d.added_at)) FROM device d WHERE true {self._among.format("d.id")}"""
        return {row[0]: row[1] for row in self._query(sql)}

    def device_names(self) -> dict[str, int]:
        """The id of each device by its name."""
        return dict(self._query("SELECT name, id FROM device"))

    def explanations(self, start: int, end: int) -> Iterator[Explanation]:
        """What silenced devices."""
        sql = f"""SELECT s.device_id, s.valid_from, s.valid_to, s.failed, p.kind, p.told_cause FROM problem_device s
                  JOIN problem p ON p.id = s.problem_id
                  WHERE {_within(start, end, "s.")} {self._among.format("s.device_id")}"""
        yield from map(Explanation._make, self._query(sql))

    def restarts(self, start: int) -> dict[int, list[Restart]]:
        """The restarts of each device that were noticed since a moment."""
        from netinv.reports.restarts import Restart

        found: dict[int, list[Restart]] = {}
        sql = f"""SELECT device_id, new, time FROM event
                  WHERE kind = 'reboot' AND device_id IS NOT NULL AND new IS NOT NULL AND time >= {int(start)}
                  {self._among.format("device_id")}"""
        for device_id, since, noticed in self._query(sql):
            started = round(datetime.fromisoformat(since).timestamp() * 1000)
            found.setdefault(device_id, []).append(Restart(started, noticed))
        return found

    def link_states(self, start: int, end: int) -> list[LinkSpan]:
        """The states of the links that have a carrier or a circuit."""
        sql = f"""SELECT link_id, valid_from, valid_to, state, carrier, circuit FROM link_state
                  WHERE (carrier IS NOT NULL OR circuit IS NOT NULL) AND {_within(start, end)}
                  ORDER BY link_id, valid_from"""
        return [LinkSpan._make(row) for row in self._query(sql)]

    def first_answers(self) -> dict[int, int]:
        """When each device answered for the first time; those that never did are not there."""
        sql = """SELECT device_id, min(valid_from) FROM device_state WHERE state IN ('up', 'degraded')
                 GROUP BY device_id"""
        return {row[0]: row[1] for row in self._query(sql)}

    def made_of(self) -> dict[int, list[int]]:
        """Of which units each unit was made."""
        found: dict[int, list[int]] = {}
        sql = "SELECT new_site_id, old_site_id FROM succession WHERE action <> 'abolish'"
        for new, old in self._query(sql):
            found.setdefault(new, []).append(old)
        return found

    def figures(self, day: str) -> dict[str, dict[int, Figure]]:
        """The latest declared figure of each unit up to a day, by indicator."""
        from netinv.reports.coverage import Figure

        found: dict[str, dict[int, Figure]] = {}
        sql = "SELECT indicator, site_id, value, total, date, source FROM declared_figure ORDER BY date"
        for indicator, site_id, *figure in self._query(sql):
            if figure[2] <= day:
                found.setdefault(indicator, {})[site_id] = Figure._make(figure)
        return found

    def media(self, at: int) -> list[tuple[str | None, str, int, int]]:
        """Medium, state and both devices of each link that was known at a time."""
        sql = f"""SELECT s.medium, s.state, l.a_device_id, l.b_device_id FROM link_state s JOIN link l
                  ON l.id = s.link_id WHERE {_within(at, at + 1, "s.")}"""
        return [(row[0], row[1], row[2], row[3]) for row in self._query(sql)]

    def sweep_ends(self, start: int, end: int) -> list[int]:
        """When whole sweeps ended within the period, and the last one before it."""
        whole = "status IN ('done', 'partial') AND whole"
        before = self._query(f"SELECT max(finished_at) FROM sweep WHERE {whole} AND finished_at < {int(start)}")[0][0]
        sql = (
            f"SELECT finished_at FROM sweep WHERE {whole} AND finished_at >= {int(start)} AND finished_at < {int(end)}"
        )
        return [*([] if before is None else [before]), *sorted(row[0] for row in self._query(sql))]


def _within(start: int, end: int, table: str = "") -> str:
    """The condition that an interval has a part in the period."""
    return f"{table}valid_from < {int(end)} AND ({table}valid_to IS NULL OR {table}valid_to > {int(start)})"
