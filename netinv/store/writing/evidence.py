"""Why links are believed, in the store. Intervals: what is given again writes nothing."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from netinv.store.reading.reasons import READ_AT
from netinv.store.writing.facts import insert_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection

Given = tuple[str, str, str]
"""A source, the side that gives it (``a``, ``b``, ``declared``), and what was said."""

_COLUMNS = ("link_id", "source", "side", "said", "valid_from")


def current(connection: Connection) -> dict[int, list[Given]]:
    """What is given for each link; for one that nobody claims any more, what was given last."""
    holding: dict[int, list[Given]] = defaultdict(list)
    ended: dict[int, tuple[int, list[Given]]] = {}
    sql = """SELECT e.link_id, e.source, e.side, e.said, e.valid_to FROM link_evidence e
             JOIN link_state s ON s.link_id = e.link_id AND s.valid_to IS NULL
             WHERE e.valid_to IS NULL OR s.last_seen IS NOT NULL"""
    for link_id, *given, valid_to in connection.exec_driver_sql(sql).all():
        if valid_to is None:
            holding[link_id].append(tuple(given))
        elif link_id not in ended or ended[link_id][0] < valid_to:
            ended[link_id] = (valid_to, [tuple(given)])
        elif ended[link_id][0] == valid_to:
            ended[link_id][1].append(tuple(given))
    return {link_id: given for link_id, (_at, given) in ended.items()} | holding


def read_times(connection: Connection) -> dict[int, int]:
    """When each device was last read, by its id."""
    return {device_id: at for device_id, at in connection.exec_driver_sql(READ_AT).all() if at is not None}


def write(
    connection: Connection,
    at_ms: int,
    given: Mapping[int, Iterable[Given]],
    kept: Mapping[int, Iterable[Given]],
    read_at: Mapping[int, int],
) -> None:
    """Begin and end reasons, so that those hold that are given now.

    Args:
        connection: Within a write transaction.
        at_ms: Now.
        given: What is given now, by the link's id.
        kept: What goes on if it held, and does not begin; a declaration does.
        read_at: When each device was last read before now: what it no longer gives was seen then.
    """
    held = _held(connection)
    now = {(link_id, *reason) for link_id, reasons in given.items() for reason in reasons}
    for link_id, reasons in kept.items():
        now.update(row for reason in reasons if (row := (link_id, *reason)) in held or reason[1] == "declared")
    ended = sorted(held.keys() - now)
    if ended:
        sql = """UPDATE link_evidence SET valid_to = ?, last_seen = ?
                 WHERE link_id = ? AND source = ? AND side = ? AND said = ? AND valid_to IS NULL"""
        connection.exec_driver_sql(sql, [(at_ms, read_at.get(held[row]), *row) for row in ended])
    insert_rows(connection, "link_evidence", _COLUMNS, [(*row, at_ms) for row in sorted(now - held.keys())])


def _held(connection: Connection) -> dict[tuple[Any, ...], int]:
    """What holds, with the id of the device that gives it (0 for a declaration)."""
    sql = """SELECT CASE e.side WHEN 'a' THEN l.a_device_id WHEN 'b' THEN l.b_device_id ELSE 0 END,
             e.link_id, e.source, e.side, e.said FROM link_evidence e JOIN link l ON l.id = e.link_id
             WHERE e.valid_to IS NULL"""
    return {tuple(row[1:]): row[0] for row in connection.exec_driver_sql(sql).all()}
