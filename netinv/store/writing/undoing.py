"""Taking a reorganisation back: the units that it ended are again, those that it made are not. Within a transaction."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection


def newest(connection: Connection) -> int | None:
    """The number of the last reorganisation that holds."""
    row = connection.exec_driver_sql("SELECT max(id) FROM reorganisation WHERE undone_at IS NULL").first()
    return None if row is None else row[0]


def hindrances(connection: Connection, number: int) -> list[tuple[str, str, str]]:
    """What has come to the units it made since, and would be nowhere: (kind, name, code of the unit)."""
    born = _ids(connection, number, "born")
    found: list[tuple[str, str, str]] = []
    for kind in ("device", "service"):
        by_it = f"r.{kind}_id = d.id AND r.reorganisation_id = ?"
        sql = f"""SELECT '{kind}', d.name, s.code FROM {kind} d JOIN site s ON s.id = d.site_id
                  WHERE d.site_id IN ({born}) AND NOT EXISTS (SELECT 1 FROM relocation r WHERE {by_it})
                  ORDER BY d.name"""
        found += [(row[0], row[1], row[2]) for row in connection.exec_driver_sql(sql, (number,))]
    sql = f"""SELECT 'site', c.code || ' ' || c.name, s.code FROM site c JOIN site s ON s.id = c.parent_id
              WHERE c.parent_id IN ({born}) AND c.id NOT IN ({born}) ORDER BY c.code"""
    work = f"""SELECT 'work', 'maintenance ' || m.id, s.code FROM maintenance m JOIN site s ON s.id = m.site_id
               WHERE m.site_id IN ({born}) ORDER BY m.id"""
    found += [(row[0], row[1], row[2]) for row in connection.exec_driver_sql(work)]
    figures = f"""SELECT 'figure', f.indicator || ' ' || f.date, s.code FROM declared_figure f
                  JOIN site s ON s.id = f.site_id WHERE f.site_id IN ({born}) ORDER BY f.id"""
    found += [(row[0], row[1], row[2]) for row in connection.exec_driver_sql(figures)]
    return found + [(row[0], row[1], row[2]) for row in connection.exec_driver_sql(sql)]


def undo(connection: Connection, number: int, at_ms: int) -> tuple[int, int]:
    """Take it back; returns how many units there are again and how many are no more."""
    born, ended = _ids(connection, number, "born"), _ids(connection, number, "ended")
    connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    for kind in ("device", "service"):
        _bring_back(connection, number, kind, born)
    connection.exec_driver_sql("DELETE FROM relocation WHERE reorganisation_id = ?", (number,))
    connection.exec_driver_sql("DELETE FROM succession WHERE reorganisation_id = ?", (number,))
    connection.exec_driver_sql(f"UPDATE site SET valid_to = NULL WHERE id IN ({ended})")
    here = "(SELECT d.site_id FROM device d WHERE d.id = event.device_id)"
    connection.exec_driver_sql(f"UPDATE event SET site_id = {here} WHERE site_id IN ({born})")
    here = "(SELECT d.site_id FROM device d WHERE d.name = problem.name)"
    connection.exec_driver_sql(f"UPDATE problem SET site_id = {here} WHERE site_id IN ({born})")
    connection.exec_driver_sql(f"DELETE FROM site WHERE id IN ({born})")
    connection.exec_driver_sql("UPDATE reorganisation SET undone_at = ? WHERE id = ?", (at_ms, number))
    return len(ended.split(",")) if ended else 0, len(born.split(",")) if born else 0


def _ids(connection: Connection, number: int, column: str) -> str:
    text = connection.exec_driver_sql(f"SELECT {column} FROM reorganisation WHERE id = ?", (number,)).scalar_one()
    return ",".join(str(int(one)) for one in json.loads(text))


def _bring_back(connection: Connection, number: int, kind: str, born: str) -> None:
    """Where it stood before; what has moved on since stays, and is said to have left from there."""
    by_it = f"r.reorganisation_id = {int(number)}"
    first = f"""SELECT r.from_site_id FROM relocation r WHERE r.{kind}_id = {{of}} AND {by_it}
                ORDER BY r.date, r.id LIMIT 1"""
    last = f"SELECT max(r.id) FROM relocation r WHERE r.{kind}_id = {kind}.id AND {by_it}"
    since = f"SELECT 1 FROM relocation r WHERE r.{kind}_id = {kind}.id AND r.id > ({last})"
    connection.exec_driver_sql(
        f"""UPDATE {kind} SET site_id = ({first.format(of=f"{kind}.id")})
            WHERE ({last}) IS NOT NULL AND NOT EXISTS ({since})"""
    )
    first = first.format(of=f"relocation.{kind}_id")
    later = f"{kind}_id IS NOT NULL AND reorganisation_id IS NOT {int(number)} AND from_site_id IN ({born})"
    connection.exec_driver_sql(f"DELETE FROM relocation WHERE {later} AND ({first}) IS NULL")
    connection.exec_driver_sql(f"UPDATE relocation SET from_site_id = ({first}) WHERE {later}")
