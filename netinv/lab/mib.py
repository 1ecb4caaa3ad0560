"""The whole MIB of a simulated device as columns in order, and finding one's place in it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from netinv.lab import ber, mib_device, mib_interfaces, mib_neighbors

if TYPE_CHECKING:
    from netinv.lab.columns import Column
    from netinv.lab.makers import Port
    from netinv.lab.network import Device

Place = tuple[int, int]
_PLACES_KEPT = 20_000


class Mib:
    """The MIB of all devices with the same ports. Rows that differ are each device's own."""

    def __init__(self, ports: tuple[Port, ...]) -> None:
        found = [*mib_device.columns(), *mib_interfaces.columns(ports), *mib_neighbors.columns()]
        self.columns: list[Column] = sorted(found, key=lambda column: column.prefix)
        self._prefixes = [column.prefix for column in self.columns]
        self._places: dict[bytes, Place] = {}

    def get(self, device: Device, oid: bytes, now_s: float) -> bytes | None:
        """The variable binding of exactly that instance; None: there is none."""
        arcs = ber.read_oid(oid)
        column = self._column(arcs)
        if column is None:
            return None
        rows = self.columns[column].rows(device, now_s)
        suffix = arcs[len(self._prefixes[column]) :]
        at = bisect_left(rows.suffixes, suffix)
        return rows.bindings[at] if at < len(rows.suffixes) and rows.suffixes[at] == suffix else None

    def has_object(self, oid: bytes) -> bool:
        """Whether there is such an object, though perhaps not this instance (RFC 3416 section 4.2.1)."""
        return self._column(ber.read_oid(oid)) is not None

    def after(self, device: Device, oid: bytes, now_s: float) -> Place:
        """The place behind that OID: column and row. The end is one past the last column."""
        kept = self._places.get(oid)
        if kept is not None:
            return kept
        arcs = ber.read_oid(oid)
        column = self._column(arcs)
        if column is None:
            return (bisect_right(self._prefixes, arcs), 0)
        found = self.columns[column]
        rows = found.rows(device, now_s)
        place = (column, bisect_right(rows.suffixes, arcs[len(found.prefix) :]))
        if found.alike:
            if len(self._places) >= _PLACES_KEPT:
                self._places.clear()
            self._places[oid] = place
        return place

    def take(self, device: Device, place: Place, count: int, now_s: float, *, skip64: bool = False) -> list[bytes]:
        """Up to ``count`` variable bindings from that place on; fewer: the MIB ends there."""
        column, row = place
        out: list[bytes] = []
        while len(out) < count and column < len(self.columns):
            found = self.columns[column]
            if not (skip64 and found.counter64):
                out += found.rows(device, now_s).bindings[row : row + count - len(out)]
            column, row = column + 1, 0
        return out

    def _column(self, arcs: ber.Oid) -> int | None:
        at = bisect_right(self._prefixes, arcs) - 1
        if at < 0:
            return None
        prefix = self._prefixes[at]
        return at if arcs[: len(prefix)] == prefix else None
