"""Windows of planned work in the store. Within a write transaction; readers have them from the reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.declaration import day_of
from netinv.maintenance import Window
from netinv.store.reading.placing import Placing

if TYPE_CHECKING:
    from sqlalchemy import Connection

COLUMNS = ", ".join(Window._fields)


def standing(connection: Connection, at_ms: int) -> list[Window]:
    """The windows that may count at that time: neither ended, nor over for good."""
    sql = f"""SELECT {COLUMNS} FROM maintenance
              WHERE ended_at IS NULL AND starts_at <= ? AND (repeat IS NOT NULL OR ends_at > ?) ORDER BY id"""
    found = [Window._make(row) for row in connection.exec_driver_sql(sql, (at_ms, at_ms - _OVERLAP_MS))]
    placing = Placing(lambda query: [tuple(row) for row in connection.exec_driver_sql(query)], day_of(at_ms))
    return placing.windows(found)


_OVERLAP_MS = 24 * 3600 * 1000
"""A sweep that began within a window may end after it, but not a day after."""


def add(connection: Connection, window: Window) -> Window:
    """Keep a new window; gives it with its number."""
    columns, values = Window._fields[1:], window[1:]
    places = ", ".join("?" * len(values))
    sql = f"INSERT INTO maintenance ({', '.join(columns)}) VALUES ({places}) RETURNING id"
    return window._replace(id=int(connection.exec_driver_sql(sql, tuple(values)).scalar_one()))


def end(connection: Connection, window_id: int, by: str, at_ms: int) -> Window | None:
    """End a window now; gives it, None: there is none of that number. One that was ended stays as it is."""
    sql = "UPDATE maintenance SET ended_by = ?, ended_at = ? WHERE id = ? AND ended_at IS NULL"
    connection.exec_driver_sql(sql, (by, at_ms, window_id))
    row = connection.exec_driver_sql(f"SELECT {COLUMNS} FROM maintenance WHERE id = ?", (window_id,)).first()
    return None if row is None else Window._make(row)
