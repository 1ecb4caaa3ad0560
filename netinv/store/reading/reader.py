"""Reading the store: plain SQL into typed rows. ``at`` (epoch ms) asks what held then; None asks what holds now."""

from __future__ import annotations

import json
import time
from functools import partial
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from netinv.declaration import day_of
from netinv.maintenance import Window
from netinv.store import measured
from netinv.store.file.connection import check_readable, connect, translated
from netinv.store.reading import doubles, queries, views
from netinv.store.reading.event_query import EVERY_EVENT, FOLDED, EventQuery
from netinv.store.reading.history import History
from netinv.store.reading.placing import Placing
from netinv.store.reading.rates import Rates
from netinv.store.reading.reasons import Reasons
from netinv.text import fold

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection, Iterable
    from pathlib import Path

    from sqlalchemy import Connection

    from netinv.store.measured.latest import Latest
    from netinv.store.measured.reading import Measured
    from netinv.store.reading.finding import Finding

Row = TypeVar("Row")
_LITTLE_KIB = 2000
_HELD_DAYS = 2
_DAY_MS = 86_400_000


class Reader:
    """Reads one database file. Never writes, never migrates, never blocks a writer."""

    def __init__(self, path: Path) -> None:
        """Open for reading.

        Raises:
            StoreError: no file, no netinv database, or an older one that a writing command must migrate first.
            SchemaTooNew: a newer netinv made it.
        """
        self.path = path
        self._held: dict[str, Placing] | None = None  # while all is of one moment
        self.boundaries: str | None = None
        """The day whose units things are shown at, where it is not that of the time asked for."""
        self._connection = connect(path)
        self.check()

    def check(self) -> None:
        """Whether this netinv still knows the database's form.

        Raises:
            StoreError: it does not.
        """
        with translated(self.path):
            check_readable(self._connection, self.path)

    @classmethod
    def within(cls, connection: Connection, path: Path) -> Self:
        """Reads what a write transaction sees. The connection stays its owner's: nothing is to be closed."""
        reader = cls.__new__(cls)
        reader.path, reader.boundaries, reader._held = path, None, None
        reader._connection = cast("sqlite3.Connection", connection.connection.driver_connection)
        return reader

    def close(self) -> None:
        """Give the file back."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def hold_little(self) -> None:
        """Keep few pages of the file in memory: for whoever stays open for days and reads now and then."""
        self._query(f"PRAGMA cache_size = -{_LITTLE_KIB}")

    def snapshot(self) -> None:
        """Begin a read transaction: until :meth:`release`, all queries see one and the same moment."""
        self._query("BEGIN")
        self._held = {}

    def release(self) -> None:
        """End what :meth:`snapshot` began."""
        self._held = None
        if self._connection.in_transaction:
            self._query("ROLLBACK")

    def _placing(self, at: int | None) -> Placing:
        """Where things stand by the boundaries asked for, else by those of the time, or now."""
        day = self.boundaries or day_of(round(time.time() * 1000) if at is None else at)
        held = {} if self._held is None else self._held
        if day not in held:
            if len(held) >= _HELD_DAYS:  # a report of many years goes from day to day and does not come back
                del held[next(iter(held))]
            held[day] = Placing(self._query, day)
        return held[day]

    def sites(self, at: int | None = None) -> list[views.SiteRow]:
        """The units valid at the time, parents not necessarily first, by code."""
        placing = self._placing(at)
        sql = """SELECT id, code, name, level, kind, parent_id, lat, lon, status, connected_since, valid_from, valid_to,
                 search FROM site WHERE valid_from <= ? AND (valid_to IS NULL OR valid_to > ?) ORDER BY code"""
        once = queries.once(queries.SHARED_OF_SITES)
        return placing.sites(self._rows(lambda row: views.SiteRow._make(once(row)), sql, (placing.day, placing.day)))

    def reorganisations(self) -> list[views.ReorganisationRow]:
        """The reorganisations, the newest first."""
        sql = """SELECT id, applied_at, applied_by, file, undone_at, json_array_length(ended), json_array_length(born),
                 steps FROM reorganisation ORDER BY id DESC"""
        return self._rows(lambda row: views.ReorganisationRow._make((*row[:7], json.loads(row[7]))), sql)

    def successions(self) -> list[views.SuccessionRow]:
        """Who follows whom among the units, by date and codes."""
        sql = """SELECT a.id, a.code, a.name, b.id, b.code, b.name, s.date, s.action, nullif(s.basis, '')
                 FROM succession s JOIN site a ON a.id = s.old_site_id JOIN site b ON b.id = s.new_site_id
                 ORDER BY s.date, a.code, b.code"""
        return self._rows(views.SuccessionRow._make, sql)

    def devices(self, at: int | None = None, *, state: str | None = None) -> list[views.DeviceRow]:
        """All devices by name, or those in one state, with what held for them."""
        sql = queries.DEVICES.format(state_holds=queries.holds("s", at), system_holds=queries.holds("y", at))
        where, parameters = ("WHERE s.state = ? ", (state,)) if state else ("", ())
        once = queries.once(queries.SHARED)
        rows = self._rows(lambda row: views.DeviceRow._make(once(row)), f"{sql}{where}ORDER BY d.name", parameters)
        return self._placing(at).devices(rows)

    def states_by_site(self, at: int | None = None) -> dict[int, dict[str, int]]:
        """How many devices of each site are in which state."""
        placing = self._placing(at)
        who = "d.id" if placing.dated else "0"
        sql = f"""SELECT {who}, d.site_id, coalesce(s.state, 'unknown'), count(*) FROM device d
                  LEFT JOIN device_state s ON s.device_id = d.id AND {queries.holds("s", at)} GROUP BY 1, 2, 3"""
        counts: dict[int, dict[str, int]] = {}
        for device_id, site_id, state, n in self._query(sql):
            here = counts.setdefault(placing.site_of(device_id, site_id) or site_id, {})
            here[state] = here.get(state, 0) + n
        return counts

    def device(self, device_id: int, at: int | None = None) -> views.DeviceRow | None:
        """One device."""
        sql = (
            queries.DEVICES.format(state_holds=queries.holds("s", at), system_holds=queries.holds("y", at))
            + "WHERE d.id = ?"
        )
        return next(iter(self._placing(at).devices(self._rows(views.DeviceRow._make, sql, (device_id,)))), None)

    def sources(self, device_id: int, at: int | None = None) -> str | None:
        """Where the facts of its identification stood, as :class:`netinv.model.System` has it."""
        sql = f"SELECT y.sources FROM system y WHERE y.device_id = ? AND {queries.holds('y', at)}"
        return next(iter(self._rows(lambda row: row[0], sql, (device_id,))), None)

    def doubles(self) -> list[views.Double]:
        """The serial numbers and engine IDs that two devices or more claim now."""
        return self._rows(doubles.made, doubles.SQL)

    def interfaces(self, device_id: int | None = None, at: int | None = None) -> list[views.InterfaceRow]:
        """The ports of one device or of all, by device and ifIndex, with their rates."""
        sql = queries.INTERFACES.format(holds=queries.holds("i", at))
        parameters: tuple[Any, ...] = ()
        if device_id is not None:
            sql, parameters = sql + " AND i.device_id = ?", (device_id,)
        with translated(self.path):
            rates = Rates(self._connection, device_id, at)

        def make(row: tuple[Any, ...]) -> views.InterfaceRow:
            return views.InterfaceRow._make((*row[:13], *rates.of(row[0], row[2]), *row[13:]))

        return self._rows(make, sql + " ORDER BY d.name, i.if_index IS NULL, i.if_index, i.name", parameters)

    def links(self, device_id: int | None = None, at: int | None = None) -> list[views.LinkRow]:
        """The links, of one device or all, by the names of their ends."""
        sql, parameters = queries.LINKS.format(state_holds=queries.holds("s", at)), ()
        if device_id is not None:
            sql, parameters = sql + "WHERE a.id = ? OR b.id = ?", (device_id, device_id)  # type: ignore[assignment]
        swept = next((sweep.finished_at for sweep in self.sweeps(at=at)), None)
        with translated(self.path):
            reasons = Reasons(self._connection, device_id, at, swept)

        def make(row: tuple[Any, ...]) -> views.LinkRow:
            # No row is stamped each sweep: a link was last seen when one of those was read that claim it.
            evidence = reasons.of(row[0])
            seen = [one.last_seen for one in evidence if one.device is not None and one.last_seen is not None]
            return views.LinkRow._make(
                (*row[:9], tuple(row[9].split(",")), *row[10:16], max(seen, default=row[16]), evidence)
            )

        return self._rows(make, sql + " ORDER BY a.name, l.a_interface, b.name, l.b_interface", parameters)

    def bare_links(self, at: int | None = None, *, only_wrong: bool = False) -> list[views.LinkRow]:
        """All links or those that are not up, without their evidence, and so without when they were last seen."""
        where = "WHERE coalesce(s.judged, s.state) <> 'up' " if only_wrong else ""
        sql = queries.LINKS.format(state_holds=queries.holds("s", at)) + where
        order = "ORDER BY a.name, l.a_interface, b.name, l.b_interface"
        return self._rows(queries.bare_link(), sql + order)

    def finding(self, at: int | None = None) -> Finding:
        """Looking for what is known by a part of it."""
        from netinv.store.reading.finding import Finding

        self._connection.create_function(FOLDED, 1, fold, deterministic=True)
        return Finding(self._query, at)

    def neighbors(self, device_id: int, at: int | None = None) -> list[views.NeighborRow]:
        """What a device claims to see."""
        sql = f"""SELECT device_id, protocol, local_port, remote_chassis, remote_port, remote_port_description,
                  remote_name, remote_address, remote_platform FROM neighbor n
                  WHERE device_id = ? AND {queries.holds("n", at)} ORDER BY local_port, protocol, remote_name"""
        return self._rows(views.NeighborRow._make, sql, (device_id,))

    def services(self, at: int | None = None) -> list[views.ServiceRow]:
        """The services by name, with what holds for them; days are counted to the time, or to now."""
        now_ms = round(time.time() * 1000) if at is None else at
        rows = self._rows(partial(_service, now_ms), queries.SERVICES.format(state_holds=queries.holds("s", at)))
        return self._placing(at).services(rows)

    def port_counts(self, at: int | None = None) -> dict[int, tuple[int, int]]:
        """How many ports each device has, and how many of them are up."""
        sql = f"""SELECT device_id, count(*), coalesce(sum(oper_status = 1), 0) FROM interface i
                  WHERE {queries.holds("i", at)} GROUP BY device_id"""
        return {device_id: (total, up) for device_id, total, up in self._query(sql)}

    def events(self, query: EventQuery = EVERY_EVENT, limit: int = 1000) -> list[views.EventRow]:
        """The newest events first, those that are asked for."""
        if query.site_ids is not None:
            query = query._replace(site_ids=sorted(self._placing(query.until).now_in(query.site_ids)))
        where, parameters = query.where()
        if query.text:
            self._connection.create_function(FOLDED, 1, fold, deterministic=True)
        sql = f"""SELECT e.id, e.time, e.kind, e.subject, e.device_id, t.code, e.old, e.new, e.severity, e.cause,
                  e.acked_by, e.acked_at, e.note, e.problem_id
                  FROM event e LEFT JOIN site t ON t.id = e.site_id LEFT JOIN site above ON above.id = t.parent_id
                  WHERE {where} ORDER BY e.time DESC, e.id DESC LIMIT {int(limit)}"""
        return self._rows(views.EventRow._make, sql, tuple(parameters))

    def problems(
        self, at: int | None = None, since: int | None = None, number: int | None = None
    ) -> list[views.ProblemRow]:
        """The problems that are open now, or were at a time, oldest first; with ``since`` also those ended since.

        With ``number`` that one alone, open or ended, if it had begun.
        """
        wanted = "p.closed_at IS NULL"
        if at is not None:
            wanted = f"p.opened_at <= {int(at)} AND (p.closed_at IS NULL OR p.closed_at > {int(at)})"
        begun = "" if at is None else f" AND p.opened_at <= {int(at)}"
        if number is not None:
            wanted = f"p.id = {int(number)}{begun}"
        elif since is not None:
            wanted = f"({wanted}) OR (p.closed_at >= {int(since)}{begun})"
        sql = f"""SELECT p.id, p.kind, p.name, p.explains, p.state, p.severity, p.confidence, p.alternative, p.members,
                  p.affected_sites, t.code, p.opened_at, p.closed_at, p.acked_by, p.acked_at, p.note, p.since, p.flaps,
                  p.told_cause FROM problem p LEFT JOIN site t ON t.id = p.site_id
                  WHERE {wanted} ORDER BY p.opened_at, p.id"""
        return self._placing(at).problems(self._rows(views.ProblemRow._make, sql))

    def silenced(self, problem_ids: Iterable[int], at: int | None = None) -> list[views.SilencedRow]:
        """The devices that those problems silence now or at a time, by name; of one that had ended, all it ever did."""
        numbers = ",".join(str(int(one)) for one in problem_ids)
        ended = "p.closed_at IS NOT NULL" if at is None else f"p.closed_at <= {int(at)}"
        sql = f"""SELECT s.problem_id, s.device_id, d.name, s.valid_from, s.valid_to, s.failed
                  FROM problem_device s JOIN device d ON d.id = s.device_id JOIN problem p ON p.id = s.problem_id
                  WHERE ({queries.holds("s", at)} OR {ended}) AND s.problem_id IN ({numbers})
                  ORDER BY d.name, s.valid_from"""
        return self._rows(views.SilencedRow._make, sql)

    def breaches(self, at: int | None = None) -> list[views.BreachRow]:
        """The rules that are broken now or were at a time, by what breaks them."""
        sql = (
            f"SELECT b.rule, b.subject, b.valid_from, b.said FROM breach b WHERE {queries.holds('b', at)} ORDER BY 2, 1"
        )
        return self._rows(views.BreachRow._make, sql)

    def windows(self) -> list[Window]:
        """All windows of planned work, past ones too, in the order in which they were added."""
        rows = self._rows(Window._make, f"SELECT {', '.join(Window._fields)} FROM maintenance ORDER BY id")
        return self._placing(None).windows(rows)

    def sweeps(self, limit: int = 1, *, running: bool = False, at: int | None = None) -> list[views.SweepRow]:
        """The newest sweeps first: the ended ones (done or partial), or the one marked as running."""
        wanted = "status = 'running'" if running else "status IN ('done', 'partial')"
        if at is not None:
            wanted += f" AND finished_at <= {int(at)}"
        sql = """SELECT id, status, started_at, finished_at, deadline_at, pid, process_started, host, targets, answered,
                 changes, whole, report FROM sweep"""
        return self._rows(views.SweepRow._make, f"{sql} WHERE {wanted} ORDER BY id DESC LIMIT {int(limit)}")

    def sweep_ends(self, limit: int, *, until: int | None = None, after: int | None = None) -> list[int]:
        """When sweeps ended: the newest first up to a time, or the oldest first ``after`` one."""
        ended = "SELECT finished_at FROM sweep WHERE status IN ('done', 'partial')"
        if after is not None:
            rows = self._query(f"{ended} AND finished_at > ? ORDER BY id LIMIT ?", (after, limit))
        else:
            rows = self._query(f"{ended} AND finished_at <= ? ORDER BY id DESC LIMIT ?", (until or 2**62, limit))
        return [at for (at,) in rows]

    def history(self, devices: Collection[int] | None = None) -> History:
        """The stored intervals over a period, for reports; of each device, or of these alone."""
        return History(self._query, devices)

    def measured(self, device_id: int) -> Measured:
        """What was measured of a device over time."""
        return measured.of_device(self._query, device_id)

    def latest(self) -> dict[int, Latest]:
        """What the last sweep measured, by device."""
        return measured.newest(self._query)

    def host_keys(self) -> dict[tuple[str, int], tuple[str, bytes]]:
        """The SSH host keys trusted so far, by address and port."""
        rows = self._query("SELECT address, port, key_type, key FROM host_key")
        return {(address, port): (key_type, key) for address, port, key_type, key in rows}

    def learned_repetitions(self) -> dict[int, int]:
        """The max-repetitions that worked last, by device id."""
        return dict(self._query("SELECT device_id, max_repetitions FROM poll WHERE max_repetitions IS NOT NULL"))

    def data_version(self) -> int:
        """A number that moves when another connection has written."""
        return int(self._query("PRAGMA data_version")[0][0])

    def _query(self, sql: str, parameters: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
        with translated(self.path):
            return self._connection.execute(sql, tuple(parameters)).fetchall()

    def _rows(self, make: Callable[[Any], Row], sql: str, parameters: Iterable[Any] = ()) -> list[Row]:
        with translated(self.path):
            return list(map(make, self._connection.execute(sql, tuple(parameters))))


def _service(now_ms: int, row: tuple[Any, ...]) -> views.ServiceRow:
    not_after = row[10]
    days = None if not_after is None else (not_after - now_ms) // _DAY_MS
    return views.ServiceRow._make((*row[:11], days, *row[11:]))
