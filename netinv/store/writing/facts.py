"""Facts as intervals: reading what holds, device after device, and writing changes in batches through Core."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from netinv.model import Address, Interface, Kind, Neighbor, System

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterator

    from sqlalchemy import Connection

    from netinv.model import Fact
    from netinv.reconcile import Change

_BATCH = 20_000


class _Stored(NamedTuple):
    """How a kind of fact is kept: its table, its type, and which of its fields tell one from another."""

    table: str
    fact: Any
    identity: tuple[str, ...]


_KINDS = {
    Kind.SYSTEM: _Stored("system", System, ()),
    Kind.INTERFACE: _Stored("interface", Interface, ("name",)),
    Kind.ADDRESS: _Stored("address", Address, ("address",)),
    Kind.NEIGHBOR: _Stored(
        "neighbor", Neighbor, ("protocol", "local_port", "remote_chassis", "remote_name", "remote_port")
    ),
}


class Known:
    """What holds for the devices now, to be asked for in ascending order of their ids; read as a stream."""

    def __init__(self, connection: Connection, device_ids: Collection[int]) -> None:
        few = f"AND device_id IN ({','.join(map(str, map(int, device_ids)))})" if len(device_ids) <= 50 else ""
        self._streams = {kind: _Stream(connection, stored, few) for kind, stored in _KINDS.items()}

    def of(self, device_id: int) -> dict[Kind, dict[Hashable, Fact]]:
        """The facts of one device by kind and key."""
        return {kind: stream.of(device_id) for kind, stream in self._streams.items()}


class _Stream:
    def __init__(self, connection: Connection, stored: _Stored, few: str) -> None:
        columns = ", ".join(stored.fact._fields)
        sql = f"SELECT device_id, {columns} FROM {stored.table} WHERE valid_to IS NULL {few} ORDER BY device_id"
        rows = connection.exec_driver_sql(sql)
        self._make = stored.fact._make
        self._groups: Iterator[tuple[int, Iterator[Any]]] = groupby(rows, key=itemgetter(0))
        self._next = next(self._groups, None)

    def of(self, device_id: int) -> dict[Hashable, Fact]:
        while self._next is not None and self._next[0] < device_id:
            self._next = next(self._groups, None)
        if self._next is None or self._next[0] != device_id:
            return {}
        facts = (self._make(row[1:]) for row in self._next[1])
        known = {fact.key: fact for fact in facts}
        self._next = next(self._groups, None)
        return known


class ChangeWriter:
    """Collects the changes of many devices and writes them in batches. Call :meth:`flush` at the end."""

    def __init__(self, connection: Connection, at_ms: int) -> None:
        self._connection = connection
        self._at_ms = at_ms
        self._ended: dict[Kind, list[tuple[Any, ...]]] = {kind: [] for kind in _KINDS}
        self._begun: dict[Kind, list[tuple[Any, ...]]] = {kind: [] for kind in _KINDS}
        self._waiting = 0

    def add(self, device_id: int, changes: list[Change]) -> None:
        """The changes of one device."""
        for change in changes:
            if change.old is not None:
                identity = (getattr(change.old, field) for field in _KINDS[change.kind].identity)
                self._ended[change.kind].append((self._at_ms, device_id, *identity))
            if change.new is not None:
                self._begun[change.kind].append((device_id, self._at_ms, *change.new))
        self._waiting += len(changes)
        if self._waiting >= _BATCH:
            self.flush()

    def flush(self) -> None:
        """Write what was collected."""
        for kind, stored in _KINDS.items():
            if self._ended[kind]:
                same = "".join(f" AND {field} IS ?" for field in stored.identity)
                sql = f"UPDATE {stored.table} SET valid_to = ? WHERE device_id = ? AND valid_to IS NULL{same}"
                self._connection.exec_driver_sql(sql, self._ended[kind])
                self._ended[kind] = []
            if self._begun[kind]:
                insert_rows(
                    self._connection, stored.table, ("device_id", "valid_from", *stored.fact._fields), self._begun[kind]
                )
                self._begun[kind] = []
        self._waiting = 0


def insert_rows(
    connection: Connection, table: str, columns: tuple[str, ...], rows: list[tuple[Any, ...]], *, replace: bool = False
) -> None:
    """Insert many rows by one prepared statement."""
    verb = "INSERT OR REPLACE" if replace else "INSERT"
    names, places = ", ".join(columns), ", ".join("?" * len(columns))
    if rows:
        connection.exec_driver_sql(f"{verb} INTO {table} ({names}) VALUES ({places})", rows)
