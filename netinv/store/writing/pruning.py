"""Dropping what is old and over: in small transactions, so that sweeps go on meanwhile."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

from netinv.store.file.connection import connect, translated

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DAY_MS = 24 * 3600 * 1000
_ROWS_AT_ONCE = 20_000


class Rule(NamedTuple):
    """Rows of a table that may go; ``{limit}`` in the condition is the oldest time that must stay whole."""

    what: str
    table: str
    condition: str


class Space(NamedTuple):
    """Bytes of the file, and how many of them are free within it."""

    file: int
    free: int


_HEARD = "(h.state = 'unknown' OR h.icmp IN ('ok', 'auth') OR h.snmp IN ('ok', 'auth') OR h.ssh IN ('ok', 'auth'))"
_UNTOLD = "SELECT problem_id FROM outbox WHERE standing OR status = 'pending'"
_KEPT_PROBLEM = f"SELECT id FROM problem WHERE closed_at IS NULL OR closed_at >= {{limit}} UNION ALL {_UNTOLD}"

RULES = (
    # Sweeps first: a time whose sweeps are gone cannot be asked for, so half a state of it is never shown.
    Rule("sweeps", "sweep", "status != 'running' AND coalesce(finished_at, started_at) < {limit}"),
    Rule(
        "events",
        "event",
        f"""time < {{limit}} AND (problem_id IS NULL OR problem_id NOT IN ({_KEPT_PROBLEM})) AND id NOT IN
        (SELECT max(id) FROM event WHERE kind = 'host_key' GROUP BY device_id)""",
    ),
    Rule("alerts", "outbox", "NOT standing AND status != 'pending' AND coalesce(sent_at, created_at) < {limit}"),
    Rule("problems", "problem", f"closed_at < {{limit}} AND id NOT IN ({_UNTOLD})"),
    # The last sign of life of each device stays: since when one is silent is counted from it.
    Rule(
        "intervals",
        "device_state",
        f"""valid_to <= {{limit}} AND (device_id, valid_to) NOT IN (SELECT h.device_id, max(h.valid_to)
        FROM device_state h WHERE h.valid_to IS NOT NULL AND {_HEARD} GROUP BY h.device_id)""",
    ),
    *(
        Rule("intervals", table, "valid_to <= {limit}")
        for table in (
            *("system", "interface", "address", "neighbor", "link_state", "link_evidence"),
            *("service_state", "breach"),
        )
    ),
    Rule("windows", "maintenance", "coalesce(ended_at, CASE WHEN repeat IS NULL THEN ends_at END) < {limit}"),
    # What is measured from a keyframe may be a day younger than it.
    Rule("counters", "counter_chunk", f"taken_at < {{limit}} - {DAY_MS}"),
    Rule("measurements", "measured_day", f"(day + 1) * {DAY_MS} <= {{limit}}"),
)


def limit(path: Path, cut_ms: int) -> int:
    """The oldest time that stays whole: the last sweep before the cut, so that the kept time has a beginning."""
    with translated(path), closing(connect(path)) as connection:
        sql = "SELECT max(finished_at) FROM sweep WHERE status IN ('done', 'partial') AND whole AND finished_at <= ?"
        found = connection.execute(sql, (cut_ms,)).fetchone()[0]
    return cut_ms if found is None else int(found)


def count(path: Path, limit_ms: int) -> tuple[dict[str, int], int | None]:
    """How many rows of each kind would go, and about how many bytes (None: this SQLite cannot tell)."""
    rows = dict.fromkeys((rule.what for rule in RULES), 0)
    size: float | None = 0.0
    with translated(path), closing(connect(path)) as connection:
        for rule in RULES:
            n = connection.execute(
                f"SELECT count(*) FROM {rule.table} WHERE {rule.condition.format(limit=int(limit_ms))}"
            ).fetchone()[0]
            rows[rule.what] += n
            share = _bytes_of(connection, rule.table, n)
            size = None if size is None or share is None else size + share
    return rows, None if size is None else round(size)


def _bytes_of(connection: sqlite3.Connection, table: str, n: int) -> float | None:
    """What so many rows of a table take, with their share of its indexes."""
    if not n:
        return 0.0
    sql = """SELECT sum(pgsize) FROM dbstat WHERE aggregate = 1 AND name IN
             (SELECT name FROM sqlite_master WHERE tbl_name = ?)"""
    try:
        whole = float(connection.execute(sql, (table,)).fetchone()[0] or 0)
    except sqlite3.OperationalError:
        return None
    return whole * n / float(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def drop(path: Path, limit_ms: int) -> Iterator[tuple[str, int]]:
    """Drop what is over; gives what kind and how many after each small transaction.

    Ended in the middle, it leaves nothing half: what is dropped with the next run.
    """
    with translated(path), closing(connect(path, write=True)) as connection:
        for rule in RULES:
            condition = rule.condition.format(limit=int(limit_ms))
            key = _key(connection, rule.table)
            sql = f"""DELETE FROM {rule.table} WHERE ({key}) IN
                      (SELECT {key} FROM {rule.table} WHERE {condition} LIMIT {_ROWS_AT_ONCE})"""
            while dropped := _in_transaction(connection, sql):
                yield rule.what, dropped


def _key(connection: sqlite3.Connection, table: str) -> str:
    """The columns of the primary key: clustered tables have no row number."""
    columns = connection.execute(f"SELECT name FROM pragma_table_info('{table}') WHERE pk ORDER BY pk").fetchall()
    return ", ".join(name for (name,) in columns)


def _in_transaction(connection: sqlite3.Connection, sql: str) -> int:
    connection.execute("BEGIN IMMEDIATE")
    try:
        dropped = connection.execute(sql).rowcount
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")
    return dropped


def space(path: Path) -> Space:
    """How large the file is and how much of that is free."""
    with translated(path), closing(connect(path)) as connection:
        page, pages, free = (
            connection.execute(f"PRAGMA {what}").fetchone()[0] for what in ("page_size", "page_count", "freelist_count")
        )
    return Space(page * pages, page * free)


def give_back(path: Path) -> None:
    """Write the file anew without its free space. Others can read meanwhile, and write only after it."""
    with translated(path), closing(connect(path, write=True)) as connection:
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
