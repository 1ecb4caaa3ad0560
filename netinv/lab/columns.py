"""Columns of a simulated MIB: each gives its rows, in order, as encoded variable bindings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, cast

from netinv.lab import ber

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from netinv.lab.ber import Oid
    from netinv.lab.network import Device

_TICK_PER_S = 10  # counters move in steps of 0.1 s: fine enough for rates, and one encoding serves many questions


Table = dict[int, list[tuple["Oid", bytes]]]


class Rows(NamedTuple):
    """The rows of a column: the arcs behind the column's OID, in order, and the whole variable bindings."""

    suffixes: Sequence[Oid]
    bindings: list[bytes]


class Column:
    """A column that is the same on every device of a shape."""

    counter64 = False
    alike = True  # the same rows, though not the same values, on every device of the shape

    def __init__(self, prefix: Oid, values: Sequence[tuple[Oid, bytes]]) -> None:
        self.prefix = prefix
        self._rows = bind(prefix, values)

    def rows(self, device: Device, now_s: float) -> Rows:  # noqa: ARG002  # other kinds depend on both
        """Its rows on that device at that moment."""
        return self._rows


class OwnColumn(Column):
    """A column of a table that differs from device to device; it is built when first asked and kept with the device."""

    alike = False

    def __init__(self, prefix: Oid, table: Callable[[Device, float], Table]) -> None:
        super().__init__(prefix, ())
        self._table = table

    def rows(self, device: Device, now_s: float) -> Rows:
        """Its rows on that device; a column that the device lacks has none."""
        cache = fresh_cache(device, now_s)
        found = cache.get(self)
        if found is None:
            table = cache.get(self._table)
            if table is None:
                table = cache[self._table] = self._table(device, now_s)
            found = cache[self] = bind(self.prefix, sorted(table.get(self.prefix[-1], ())))
        return cast("Rows", found)


class OverlayColumn(Column):
    """A column that is the same on every device of a shape but for a few rows."""

    def __init__(
        self,
        prefix: Oid,
        values: Sequence[tuple[Oid, bytes]],
        overlay: Callable[[Device, float], dict[Oid, bytes]],
    ) -> None:
        super().__init__(prefix, values)
        self._overlay = overlay
        self._places = {suffix: place for place, (suffix, _value) in enumerate(values)}

    def rows(self, device: Device, now_s: float) -> Rows:
        """Its rows on that device."""
        cache = fresh_cache(device, now_s)
        found = cache.get(self)
        if found is None:
            bindings = list(self._rows.bindings)
            for suffix, value in self._overlay(device, now_s).items():
                bindings[self._places[suffix]] = bind(self.prefix, [(suffix, value)]).bindings[0]
            found = cache[self] = Rows(self._rows.suffixes, bindings)
        return cast("Rows", found)


class MacColumn(Column):
    """ifPhysAddress: five octets of the device's, and one of the port's."""

    def __init__(self, prefix: Oid, last_octets: Sequence[tuple[Oid, bytes]]) -> None:
        super().__init__(prefix, [(suffix, ber.octets(last and bytes(5) + last)) for suffix, last in last_octets])
        self._ends = [
            (binding[: -6 if last else len(binding)], last)
            for binding, (_suffix, last) in zip(self._rows.bindings, last_octets, strict=True)
        ]

    def rows(self, device: Device, now_s: float) -> Rows:  # noqa: ARG002  # a MAC does not change
        """Its rows on that device."""
        mac = device.mac[:5]
        return Rows(self._rows.suffixes, [head + mac + last if last else head for head, last in self._ends])


class LiveColumn(Column):
    """A column that moves with the device's uptime."""

    def __init__(
        self,
        prefix: Oid,
        suffixes: Sequence[Oid],
        tag: int,
        values: Callable[[int, float], list[int]],
    ) -> None:
        super().__init__(prefix, ())
        self.counter64 = tag == ber.COUNTER64
        self._suffixes = suffixes
        self._oids = [ber.tlv(ber.OID, ber.oid_body((*prefix, *suffix))) for suffix in suffixes]
        self._heads = [(bytes((tag, size)), size) for size in range(12)]
        self._bits = {ber.COUNTER64: 64}.get(tag, 32)
        self._values = values
        self._kept: dict[tuple[int, float], tuple[int, Rows]] = {}

    def rows(self, device: Device, now_s: float) -> Rows:
        """Its rows, encoded anew at most ten times a second."""
        tick = int(device.uptime_s(now_s) * _TICK_PER_S)
        key = (device.variant, device.started_s)
        kept = self._kept.get(key)
        if kept is not None and kept[0] == tick:
            return kept[1]
        mask = (1 << self._bits) - 1
        bindings = []
        heads = self._heads
        for oid, value in zip(self._oids, self._values(device.variant, tick / _TICK_PER_S), strict=True):
            value &= mask  # noqa: PLW2901  # a counter wraps
            head, size = heads[(value.bit_length() >> 3) + 1]
            bindings.append(bytes((48, len(oid) + 2 + size)) + oid + head + value.to_bytes(size, "big"))
        rows = Rows(self._suffixes, bindings)
        if len(self._kept) > 256:  # memory stays flat however many devices there are
            self._kept.clear()
        self._kept[key] = (tick, rows)
        return rows


def fresh_cache(device: Device, now_s: float) -> dict[object, Any]:
    """What is remembered of the device, emptied if a link of it came up or went down since."""
    if device.flaps:
        state = device.state(now_s)
        if device.cache.get("state") != state:
            device.cache.clear()
            device.cache["state"] = state
    return device.cache


def bind(prefix: Oid, values: Sequence[tuple[Oid, bytes]]) -> Rows:
    """Encoded variable bindings of a column, from the arcs behind it and encoded values."""
    head = ber.oid_body(prefix)
    return Rows(
        [suffix for suffix, _value in values],
        [ber.tlv(ber.SEQUENCE, ber.tlv(ber.OID, head + ber.suffix_body(suffix)) + value) for suffix, value in values],
    )
