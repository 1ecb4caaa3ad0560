"""Writing the event log and the SSH host keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.store.writing.facts import insert_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from netinv.events import NewEvent
    from netinv.model import Taken

_TAKEN = "acked_by = ?, acked_at = ?, note = coalesce(?, note)"
_EVENT_COLUMNS = ("time", "kind", "subject", "device_id", "site_id", "old", "new", "severity", "cause", "problem_id")


def write_events(connection: Connection, at_ms: int, events: Iterable[NewEvent]) -> int:
    """Append to the log, each with its site, or that of its device; returns how many."""
    sites: dict[int, int] = dict(connection.exec_driver_sql("SELECT id, site_id FROM device").all())
    rows = [(*(at_ms, *event[:3]), event.site_id or sites.get(event.device_id or 0), *event[3:8]) for event in events]
    insert_rows(connection, "event", _EVENT_COLUMNS, rows)
    return len(rows)


def trust_host_keys(connection: Connection, at_ms: int, keys: Iterable[tuple[str, int, str, bytes]]) -> None:
    """Keep keys that were seen for the first time."""
    columns = ("address", "port", "key_type", "key", "first_seen")
    insert_rows(connection, "host_key", columns, [(*key, at_ms) for key in keys], replace=True)


def last_host_key_events(connection: Connection) -> dict[int, str]:
    """What was last said of a changed host key, by device."""
    newest = "SELECT max(id) FROM event WHERE kind = 'host_key' GROUP BY device_id"
    sql = f"SELECT device_id, new FROM event WHERE id IN ({newest})"
    return dict(connection.exec_driver_sql(sql).all())


def forget_host_key(connection: Connection, address: str, port: int) -> None:
    """Drop the key kept for a server."""
    connection.exec_driver_sql("DELETE FROM host_key WHERE address = ? AND port = ?", (address, port))


def known_events(connection: Connection, event_ids: Iterable[int]) -> set[int]:
    """Those of the numbers that are events."""
    few = ",".join(str(int(event_id)) for event_id in event_ids)
    return {row[0] for row in connection.exec_driver_sql(f"SELECT id FROM event WHERE id IN ({few})")}


def acknowledge(connection: Connection, event_ids: Iterable[int], taken: Taken) -> None:
    """Note on events, and on the open problems they belong to, who took them on, when and with which words."""
    few = ",".join(str(int(event_id)) for event_id in event_ids)
    connection.exec_driver_sql(f"UPDATE event SET {_TAKEN} WHERE id IN ({few})", taken)
    theirs = f"SELECT problem_id FROM event WHERE id IN ({few})"
    connection.exec_driver_sql(f"UPDATE problem SET {_TAKEN} WHERE closed_at IS NULL AND id IN ({theirs})", taken)


def tell_cause(connection: Connection, number: int, cause: str | None, note: str | None) -> bool:
    """Keep what a problem was, be it open or ended; False: there is none of that number."""
    sql = "UPDATE problem SET told_cause = ?, note = coalesce(?, note) WHERE id = ?"
    return connection.exec_driver_sql(sql, (cause, note, number)).rowcount > 0


def acknowledge_problem(connection: Connection, number: int, taken: Taken) -> bool:
    """The same of an open problem and all its events; False: no open problem has that number."""
    done = connection.exec_driver_sql(
        f"UPDATE problem SET {_TAKEN} WHERE closed_at IS NULL AND id = ?", (*taken, number)
    )
    connection.exec_driver_sql(f"UPDATE event SET {_TAKEN} WHERE problem_id = ?", (*taken, number))
    return done.rowcount > 0
