"""Reorganisations in the store: what they work on, writing one, taking one back. Within a write transaction."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from netinv.store.writing.facts import insert_rows
from netinv.text import fold
from netinv.units.world import Subject, Unit, World

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Connection

_UNIT = ", ".join(Unit._fields)
_RELOCATION = ("device_id", "service_id", "date", "from_site_id", "reorganisation_id")


def world(connection: Connection) -> World:
    """All units and what stands at them."""
    units = {row[0]: Unit._make(row) for row in connection.exec_driver_sql(f"SELECT {_UNIT} FROM site ORDER BY id")}
    successions = connection.exec_driver_sql("SELECT old_site_id, new_site_id FROM succession").all()
    subjects = []
    for kind in ("device", "service"):
        sql = f"""SELECT '{kind}', s.id, s.name, s.site_id, coalesce(max(r.date), '')
                  FROM {kind} s LEFT JOIN relocation r ON r.{kind}_id = s.id GROUP BY s.id ORDER BY s.name"""
        subjects += [Subject._make(row) for row in connection.exec_driver_sql(sql)]
    figures = connection.exec_driver_sql("SELECT site_id, max(date) FROM declared_figure GROUP BY site_id").all()
    declared = {row[0]: row[1] for row in figures}
    return World(units, [(row[0], row[1]) for row in successions], subjects, declared)


def applied(connection: Connection, digest: str) -> tuple[int, int] | None:
    """The number and time of a reorganisation that holds and came from a file of that content."""
    sql = "SELECT id, applied_at FROM reorganisation WHERE digest = ? AND undone_at IS NULL"
    row = connection.exec_driver_sql(sql, (digest,)).first()
    return None if row is None else (row[0], row[1])


def write(connection: Connection, planned: World, *, by: str, at_ms: int, file: str, digest: str) -> int:
    """Store what a plan made of the world; returns the number of the reorganisation."""
    connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")  # a new unit may come before the one above it
    sql = """INSERT INTO reorganisation (applied_at, applied_by, file, digest, steps, ended, born)
             VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id"""
    steps = json.dumps([step._asdict() for step in planned.steps])
    ended = [unit_id for unit_id in planned.ended if unit_id not in set(planned.born)]
    values = (at_ms, by, file, digest, steps, json.dumps(ended), json.dumps(planned.born))
    number = int(connection.exec_driver_sql(sql, values).scalar_one())
    born = [planned.units[unit_id] for unit_id in planned.born]
    rows = [(*unit, fold(f"{unit.name} {unit.code}")) for unit in born]
    insert_rows(connection, "site", (*Unit._fields, "search"), rows)
    ends = [(planned.units[unit_id].valid_to, unit_id) for unit_id in ended]
    if ends:
        connection.exec_driver_sql("UPDATE site SET valid_to = ? WHERE id = ?", ends)
    columns = ("old_site_id", "new_site_id", "date", "action", "basis", "reorganisation_id")
    insert_rows(connection, "succession", columns, [(*one, number) for one in planned.new_successions])
    _relocate(connection, planned, number)
    return number


def _relocate(connection: Connection, planned: World, number: int) -> None:
    rows, moves = [], {}
    for move in planned.relocations:
        device = move.subject.id if move.subject.kind == "device" else None
        service = move.subject.id if move.subject.kind == "service" else None
        rows.append((device, service, move.date, move.from_id, number))
        moves[move.subject.kind, move.subject.id] = move.to_id
    insert_rows(connection, "relocation", _RELOCATION, rows)
    for kind in ("device", "service"):
        sites = [(to_id, subject_id) for (what, subject_id), to_id in moves.items() if what == kind]
        if sites:
            connection.exec_driver_sql(f"UPDATE {kind} SET site_id = ? WHERE id = ?", sites)


def left(connection: Connection, day: str, moved: Collection[tuple[str, int, int]]) -> None:
    """Note that devices or services, (kind, id, site), left a site because the inventory says so."""
    rows = [
        (subject_id if kind == "device" else None, subject_id if kind == "service" else None, day, site_id, None)
        for kind, subject_id, site_id in moved
    ]
    insert_rows(connection, "relocation", _RELOCATION, rows)
