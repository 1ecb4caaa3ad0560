"""Measurements of one device over a time, wherever they are kept."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from netinv.store.file.packing import unpack_keyframe
from netinv.store.measured.chunks import day_ports, unpack_day
from netinv.store.measured.raw import Raw
from netinv.store.measured.rollup import DAY_MS, DAY_S, Rolled, fold, roll

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from netinv.store.measured.raw import Query


class Measured:
    """Reads what was measured of one device."""

    def __init__(self, query: Query, device_id: int) -> None:
        self._query = query
        self._device = int(device_id)

    def days(
        self, start_ms: int, end_ms: int, step_s: int, ports: Collection[str] | None = None
    ) -> Iterator[tuple[int, Rolled]]:
        """The days (epoch ms) that the time touches, in that step, or a longer one where no shorter is kept.

        Of a day that the time has only a part of, no more than that part need be there. ``ports``: those alone; what
        was measured of the device itself is there in any case.
        """
        first, last = start_ms // DAY_MS, (end_ms - 1) // DAY_MS
        sql = f"SELECT day FROM measured_day WHERE device_id = {self._device} AND day BETWEEN "
        kept = {day for (day,) in self._query(f"{sql}{int(first)} AND {int(last)}")}
        raw = Raw(self._query, self._device, ports)
        begins_at = raw.begins_at()
        raw_from = last + 1 if begins_at is None else begins_at // DAY_MS
        for day in sorted({*kept, *range(max(first, raw_from), last + 1)}):
            rolled = self._stored(day, ports) if day in kept else _rolled(raw, day * DAY_MS, start_ms, end_ms)
            if not rolled.is_empty():
                yield day * DAY_MS, fold(rolled, max(step_s, rolled.step_s))

    def _stored(self, day: int, ports: Collection[str] | None) -> Rolled:
        """Read one by one: all days of a year may be hundreds of megabytes."""
        sql = f"SELECT step_s, data FROM measured_day WHERE device_id = {self._device} AND day = {int(day)}"
        for step_s, data in self._query(sql):
            with suppress(ValueError):
                return unpack_day(step_s, data, ports)
        return Rolled(DAY_S, [])  # damaged: a gap

    def ports(self, start_ms: int, end_ms: int) -> set[str]:
        """The names of all ports of which something is kept of that time."""
        first, last = int(start_ms) // DAY_MS, (int(end_ms) - 1) // DAY_MS
        device = f"WHERE device_id = {self._device} AND"
        found: set[str] = set()
        for (data,) in self._query(f"SELECT data FROM measured_day {device} day BETWEEN {first} AND {last}"):
            with suppress(ValueError):
                found.update(day_ports(data))
        times = f"taken_at BETWEEN {first * DAY_MS} AND {(last + 1) * DAY_MS} AND length(data)"
        frames = f"SELECT coalesce(keyframe_at, taken_at) FROM counter_chunk {device} {times}"
        for (data,) in self._query(f"SELECT data FROM counter_chunk {device} taken_at IN ({frames})"):
            with suppress(ValueError):
                found.update(unpack_keyframe(data)[1].ports)
        return found


def _rolled(raw: Raw, day_ms: int, start_ms: int, end_ms: int) -> Rolled:
    return roll(day_ms, *raw.between(max(start_ms, day_ms), min(end_ms, day_ms + DAY_MS)))
