"""Bringing one table up to what rows declare: new rows and differing ones in two batches, no statement for the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, insert, select, update

from netinv.declaration import Change

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection, Table

    from netinv.declaration import ImportCounts, Kind

_NOT_SHOWN = ("id", "search", "added_at")


class TableMerge:
    """One table within a transaction. ``shown`` says how a column of ids is called in words: (column, name by id)."""

    def __init__(
        self, connection: Connection, table: Table, kind: Kind, defaults: Mapping[str, Any] | None = None
    ) -> None:
        """Read the table; ``defaults`` are what a new row has where it says nothing."""
        self._connection = connection
        self._table = table
        self._kind = kind
        self._empty = dict.fromkeys((column.name for column in table.columns), None) | dict(defaults or {})
        self.rows: dict[int, dict[str, Any]] = {
            row["id"]: dict(row) for row in connection.execute(select(table)).mappings()
        }
        self.shown: dict[str, tuple[str, Mapping[int, str]]] = {}
        self._last_id = max(self.rows, default=0)
        self._new: list[dict[str, Any]] = []
        self._differing: list[dict[str, Any]] = []
        self._unchanged = 0
        self._changes: list[Change] = []

    def new_id(self) -> int:
        """An id for a row to come."""
        self._last_id += 1
        return self._last_id

    def put(self, row_id: int, name: str, values: Mapping[str, Any], *, new: bool) -> None:
        """Have the row be so; ``name`` is what a list of changes calls it."""
        if new:
            self._new.append({**self._empty, **values, "id": row_id})
            self._changes.append(Change(self._kind, name, added=True))
            return
        stored = self.rows[row_id]
        differing = {column: value for column, value in values.items() if stored[column] != value}
        if not differing:
            self._unchanged += 1
            return
        # One shape for all, so that they are one statement.
        self._differing.append({**stored, **differing, "row_id": row_id})
        shown = tuple(self._show(column, stored[column], value) for column, value in differing.items())
        self._changes.append(Change(self._kind, name, added=False, values=tuple(each for each in shown if each)))

    def _show(self, column: str, before: Any, after: Any) -> tuple[str, Any, Any] | None:
        if column in _NOT_SHOWN:
            return None
        if column in self.shown:
            word, names = self.shown[column]
            return word, names.get(before), names.get(after)
        return column, before, after

    def write(self, counts: ImportCounts) -> None:
        """Write what differs, and count."""
        if self._new:
            self._connection.execute(insert(self._table), self._new)
        if self._differing:
            statement = update(self._table).where(self._table.c.id == bindparam("row_id"))
            self._connection.execute(statement, [_without_id(row) for row in self._differing])
        counts.added[self._kind] += len(self._new)
        counts.updated[self._kind] += len(self._differing)
        counts.unchanged[self._kind] += self._unchanged
        counts.changes += self._changes


def _without_id(row: Mapping[str, Any]) -> dict[str, Any]:
    return {column: value for column, value in row.items() if column != "id"}
