"""The outbox: alerts are written in the transaction of the sweep that found them, and taken out after its commit.

A sender takes rows by pushing their next try ahead. If it dies, they come due again: at least once, and a receiver can
tell by the id. Only the oldest undelivered alert of a problem can be taken, so that none overtakes another.
"""

from __future__ import annotations

import json
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from netinv.recipients import SEVERITIES
from netinv.store.file.connection import check_readable, connect, transaction, translated
from netinv.store.writing.facts import insert_rows

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from sqlalchemy import Connection

_COLUMNS = (
    *("uid", "channel", "problem_id", "action", "severity", "lang", "title", "text", "body", "created_at"),
    *("standing", "status", "attempts", "next_try_at"),
)
_FIRST = """o.sent_at IS NULL AND o.status = 'pending' AND NOT EXISTS (
    SELECT 1 FROM outbox e WHERE e.sent_at IS NULL AND e.status = 'pending' AND e.channel = o.channel
    AND e.problem_id = o.problem_id AND e.id < o.id)"""
_LONGEST_WAIT_S = 900
_FIRST_WAIT_S = 60
GIVE_UP_MS = 7 * 24 * 3600 * 1000
"""After so long without success an alert is no news any more."""


class NewAlert(NamedTuple):
    """An alert to be written. ``replaces``: the row that was the last word on its problem until now."""

    uid: str
    channel: str
    problem_id: int
    action: str
    severity: str
    lang: str
    title: str
    text: str
    body: Mapping[str, Any]
    replaces: int | None


class StandingRow(NamedTuple):
    """The last word to a channel on a problem; ``closed_at``: the problem has ended since.

    ``worst`` is the worst severity, and ``sites`` are all sites (codes), that it was told of since the opening.
    """

    id: int
    channel: str
    problem_id: int
    severity: str
    lang: str
    body: dict[str, Any]
    created_at: int
    closed_at: int | None
    worst: str
    sites: frozenset[str]


class OutboxRow(NamedTuple):
    """An alert that is not delivered."""

    id: int
    uid: str
    channel: str
    problem_id: int
    action: str
    severity: str
    title: str
    text: str
    body: dict[str, Any]
    created_at: int
    status: str
    attempts: int
    next_try_at: int
    error: str | None


_ROW = ", ".join(f"o.{field}" for field in OutboxRow._fields)


def standing(connection: Connection) -> list[StandingRow]:
    """What channels were told of problems whose end they do not know."""
    sql = """SELECT o.id, o.channel, o.problem_id, o.severity, o.lang, o.body, o.created_at, p.closed_at,
                    (SELECT group_concat(DISTINCT t.severity) FROM outbox t
                     WHERE t.problem_id = o.problem_id AND t.channel = o.channel),
                    (SELECT json_group_array(DISTINCT site.value)
                     FROM outbox t, json_each(t.body, '$.affected_sites') site
                     WHERE t.problem_id = o.problem_id AND t.channel = o.channel)
             FROM outbox o JOIN problem p ON p.id = o.problem_id WHERE o.standing ORDER BY o.id"""
    return [_standing(*row) for row in connection.exec_driver_sql(sql)]


def _standing(*row: Any) -> StandingRow:
    worst = min(row[8].split(","), key=SEVERITIES.index)
    return StandingRow._make((*row[:5], json.loads(row[5]), *row[6:8], worst, frozenset(json.loads(row[9]))))


def opening_events(connection: Connection, problem_ids: Iterable[int]) -> dict[int, int]:
    """The event that opened each problem, else its first one: the one to acknowledge."""
    few = ",".join(str(int(one)) for one in problem_ids)
    first = "coalesce(min(CASE WHEN severity = 'error' THEN id END), min(id))"
    sql = f"SELECT problem_id, {first} FROM event WHERE problem_id IN ({few}) GROUP BY problem_id"
    return dict(connection.exec_driver_sql(sql).all())


def put(connection: Connection, at_ms: int, alerts: Sequence[NewAlert]) -> None:
    """Write alerts that are due at once, within the caller's transaction."""
    done = [(alert.replaces,) for alert in alerts if alert.replaces is not None]
    if done:
        connection.exec_driver_sql("UPDATE outbox SET standing = 0 WHERE id = ?", done)
    rows = [
        (*alert[:8], json.dumps(alert.body, ensure_ascii=False), at_ms, alert.action != "end", "pending", 0, at_ms)
        for alert in alerts
    ]
    insert_rows(connection, "outbox", _COLUMNS, rows)


def forget(connection: Connection, at_ms: int, keep_days: int) -> None:
    """Give up what could not be delivered for days; drop what is over and old. Writes only where there is such."""
    old = at_ms - keep_days * 24 * 3600 * 1000
    connection.exec_driver_sql(
        "UPDATE outbox SET status = 'abandoned' WHERE sent_at IS NULL AND status = 'pending' AND created_at < ?",
        (at_ms - GIVE_UP_MS,),
    )
    over = "NOT (standing AND EXISTS (SELECT 1 FROM problem p WHERE p.id = problem_id AND p.closed_at IS NULL))"
    connection.exec_driver_sql(f"DELETE FROM outbox WHERE sent_at < ? AND {over}", (old,))
    connection.exec_driver_sql(
        f"DELETE FROM outbox WHERE sent_at IS NULL AND status = 'abandoned' AND created_at < ? AND {over}", (old,)
    )


def due(path: Path, now_ms: int) -> list[str]:
    """The channels for which something can be sent now."""
    with _reading(path) as connection:
        sql = f"SELECT DISTINCT channel FROM outbox o WHERE next_try_at <= ? AND {_FIRST}"
        return [channel for (channel,) in connection.execute(sql, (now_ms,))]


def undelivered(path: Path) -> list[OutboxRow]:
    """All that is not delivered, oldest first."""
    with _reading(path) as connection:
        sql = f"SELECT {_ROW} FROM outbox o WHERE sent_at IS NULL ORDER BY id"
        return list(map(_row, connection.execute(sql)))


def claim(path: Path, channel: str, now_ms: int, lease_ms: int, limit: int) -> list[OutboxRow]:
    """Take alerts of a channel for sending: until the lease ends nobody else does. The least tried go first."""
    with transaction(path) as connection:
        sql = f"""SELECT {_ROW} FROM outbox o WHERE channel = ? AND next_try_at <= ? AND {_FIRST}
                  ORDER BY attempts, id LIMIT ?"""
        rows = list(map(_row, connection.execute(sql, (channel, now_ms, limit))))
        taken = [(now_ms + lease_ms, row.id) for row in rows]
        connection.executemany("UPDATE outbox SET next_try_at = ?, error = NULL WHERE id = ?", taken)
    return rows


def settle(
    path: Path, now_ms: int, sent: Iterable[OutboxRow], failed: Mapping[int, str], left: Iterable[OutboxRow]
) -> None:
    """Give back what was claimed.

    Args:
        path: The database.
        now_ms: Now.
        sent: Delivered.
        failed: Why, by row id: tried again after a pause that grows.
        left: Not tried: due as before.
    """
    with transaction(path) as connection:
        connection.executemany(
            "UPDATE outbox SET status = 'sent', sent_at = ?, error = NULL, attempts = attempts + 1 WHERE id = ?",
            [(now_ms, row.id) for row in sent],
        )
        connection.executemany(
            """UPDATE outbox SET attempts = attempts + 1, error = ?, next_try_at = ? + 1000 * min(?, ? * (1 <<
               min(attempts, 10))) WHERE id = ? AND status = 'pending'""",
            [(why, now_ms, _LONGEST_WAIT_S, _FIRST_WAIT_S, row_id) for row_id, why in failed.items()],
        )
        connection.executemany("UPDATE outbox SET next_try_at = ? WHERE id = ?", [(now_ms, row.id) for row in left])


def hasten(path: Path, now_ms: int) -> None:
    """Make what waits for its next try, and what was given up, due now; what a sender has taken stays taken."""
    with transaction(path) as connection:
        connection.execute(
            """UPDATE outbox SET next_try_at = ?, status = 'pending'
               WHERE sent_at IS NULL AND (error IS NOT NULL AND next_try_at > ? OR status = 'abandoned')""",
            (now_ms, now_ms),
        )


def _row(row: tuple[Any, ...]) -> OutboxRow:
    at = OutboxRow._fields.index("body")
    return OutboxRow._make((*row[:at], json.loads(row[at]), *row[at + 1 :]))


@contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection]:
    with translated(path), closing(connect(path)) as connection:
        check_readable(connection, path)
        yield connection
