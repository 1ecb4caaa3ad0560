"""Problems in the store: which are open, and writing what became of them. Within a write transaction."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from netinv.problems import OpenProblem
from netinv.store.writing.facts import insert_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection

    from netinv.problems import Course, Trouble

_COLUMNS = (
    *("kind", "name", "explains", "state", "severity", "confidence", "alternative", "members", "affected_sites"),
    *("site_id", "opened_at", "since", "flaps"),
)
_SILENCED = ("problem_id", "device_id", "valid_from", "failed")


def open_problems(connection: Connection) -> list[OpenProblem]:
    """The problems that are open, oldest first."""
    silenced: dict[int, set[int]] = {}
    sql = """SELECT s.problem_id, s.device_id FROM problem_device s JOIN problem p ON p.id = s.problem_id
             WHERE p.closed_at IS NULL AND s.valid_to IS NULL"""
    for problem_id, device_id in connection.exec_driver_sql(sql):
        silenced.setdefault(problem_id, set()).add(device_id)
    sql = """SELECT id, kind, name, coalesce(since, opened_at), members, affected_sites, state FROM problem
             WHERE closed_at IS NULL ORDER BY opened_at, id"""
    return [
        OpenProblem(
            row[0],
            row[1],
            row[2],
            row[3],
            _names(row[4]),
            _names(row[5]),
            frozenset(silenced.get(row[0], ())),
            row[6],
        )
        for row in connection.exec_driver_sql(sql)
    ]


def _names(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


def write_course(
    connection: Connection, at_ms: int, course: Course, since: Mapping[tuple[str, str], int]
) -> dict[tuple[str, str], int]:
    """Open, go on with and close problems; returns the number of each that is open, by kind and name.

    ``since``: when what opens now began, by kind and name, where that was before.
    """
    numbers: dict[tuple[str, str], int] = {}
    for problem, trouble in course.continued:
        _go_on(connection, at_ms, problem, trouble)
        numbers[trouble.key] = problem.id
    sites: dict[str, int] = dict(
        connection.exec_driver_sql("SELECT code, id FROM site ORDER BY valid_to IS NULL, id").all()
    )
    for trouble in course.opened:
        values = (*_facts(trouble), json.dumps(trouble.affected_sites), sites.get(trouble.site or ""), at_ms)
        values = (*values, trouble.since or since.get(trouble.key), trouble.flaps)
        names, places = ", ".join(_COLUMNS), ", ".join("?" * len(_COLUMNS))
        row = connection.exec_driver_sql(f"INSERT INTO problem ({names}) VALUES ({places}) RETURNING id", values)
        numbers[trouble.key] = number = int(row.scalar_one())
        _silence(connection, at_ms, number, trouble, trouble.silenced)
    ended = [(at_ms, problem.id) for problem in course.closed]
    if ended:
        connection.exec_driver_sql("UPDATE problem SET closed_at = ? WHERE id = ?", ended)
        connection.exec_driver_sql(
            "UPDATE problem_device SET valid_to = ? WHERE problem_id = ? AND valid_to IS NULL", ended
        )
    return numbers


def _facts(trouble: Trouble) -> tuple[object, ...]:
    return (*trouble[:7], json.dumps(trouble.members))


def _go_on(connection: Connection, at_ms: int, problem: OpenProblem, trouble: Trouble) -> None:
    """A problem may turn out to be another thing, grow and shrink: its sites are those it ever silenced."""
    sites = sorted({*problem.affected_sites, *trouble.affected_sites})
    columns = ", ".join(f"{column} = ?" for column in _COLUMNS[:8])
    connection.exec_driver_sql(
        f"UPDATE problem SET {columns}, affected_sites = ?, since = coalesce(?, since), flaps = ? WHERE id = ?",
        (*_facts(trouble), json.dumps(sites), trouble.since, trouble.flaps, problem.id),
    )
    back = [(at_ms, problem.id, device_id) for device_id in problem.silenced - trouble.silenced]
    if back:
        sql = "UPDATE problem_device SET valid_to = ? WHERE problem_id = ? AND device_id = ? AND valid_to IS NULL"
        connection.exec_driver_sql(sql, back)
    _silence(connection, at_ms, problem.id, trouble, trouble.silenced - problem.silenced)


def _silence(connection: Connection, at_ms: int, number: int, trouble: Trouble, devices: Iterable[int]) -> None:
    rows = [(number, device_id, at_ms, device_id in trouble.failed) for device_id in sorted(devices)]
    insert_rows(connection, "problem_device", _SILENCED, rows)
