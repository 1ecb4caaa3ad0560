"""Services in the store: what holds for them, and writing what checks found. Within a write transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from netinv.store.writing.facts import insert_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection


class StateRow(NamedTuple):
    """What a service is taken for, how its check ended, until when its certificate is valid (epoch ms)."""

    state: str
    cause: str | None = None
    status: str | None = None
    not_after: int | None = None


class CheckRow(NamedTuple):
    """When a service was last checked, and how long it took to answer."""

    service_id: int
    checked_at: int
    latency_us: int | None


def states(connection: Connection) -> dict[int, StateRow]:
    """What holds for each service that was ever checked."""
    sql = "SELECT service_id, state, cause, status, not_after FROM service_state WHERE valid_to IS NULL"
    return {row[0]: StateRow._make(row[1:]) for row in connection.exec_driver_sql(sql)}


def checks(connection: Connection) -> dict[int, CheckRow]:
    """The last check of each."""
    sql = f"SELECT {', '.join(CheckRow._fields)} FROM service_check"
    return {row[0]: CheckRow._make(row) for row in connection.exec_driver_sql(sql)}


def write_states(connection: Connection, at_ms: int, changed: Mapping[int, StateRow]) -> None:
    """End what held and begin what holds now."""
    ended = [(at_ms, service_id) for service_id in changed]
    if ended:
        sql = "UPDATE service_state SET valid_to = ? WHERE service_id = ? AND valid_to IS NULL"
        connection.exec_driver_sql(sql, ended)
    columns = ("service_id", "valid_from", *StateRow._fields)
    insert_rows(connection, "service_state", columns, [(ident, at_ms, *row) for ident, row in changed.items()])


def write_checks(connection: Connection, rows: list[CheckRow]) -> None:
    """Write the dense rows over."""
    insert_rows(connection, "service_check", CheckRow._fields, [tuple(row) for row in rows], replace=True)
