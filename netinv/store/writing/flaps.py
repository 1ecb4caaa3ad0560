"""What is restless, in the store. Within a write transaction; a row is written when its thing changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.flapping import Key, Spell
from netinv.store.writing.facts import insert_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

_COLUMNS = ("kind", "name", *Spell._fields)


def spells(connection: Connection) -> dict[Key, Spell]:
    """All that is restless."""
    rows = connection.exec_driver_sql(f"SELECT {', '.join(_COLUMNS)} FROM flap")
    return {(row[0], row[1]): Spell._make(row[2:]) for row in rows}


def write(connection: Connection, changes: Mapping[Key, Spell | None]) -> None:
    """Keep what changed, drop what is over."""
    rows = [(*key, *spell) for key, spell in changes.items() if spell is not None]
    insert_rows(connection, "flap", _COLUMNS, rows, replace=True)
    over = [key for key, spell in changes.items() if spell is None]
    if over:
        connection.exec_driver_sql("DELETE FROM flap WHERE kind = ? AND name = ?", over)
