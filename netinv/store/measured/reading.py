"""Measurements of one device over a time, wherever they are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.store.measured.chunks import unpack_day
from netinv.store.measured.raw import Raw
from netinv.store.measured.rollup import DAY_MS, Rolled, fold, roll

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netinv.store.measured.raw import Query


class Measured:
    """Reads what was measured of one device."""

    def __init__(self, query: Query, device_id: int) -> None:
        self._query = query
        self._device = int(device_id)

    def days(self, start_ms: int, end_ms: int, step_s: int) -> Iterator[tuple[int, Rolled]]:
        """The days (epoch ms) that the time touches, in that step, or a longer one where no shorter is kept.

        Of a day that the time has only a part of, no more than that part need be there.
        """
        first, last = start_ms // DAY_MS, (end_ms - 1) // DAY_MS
        sql = f"SELECT day, step_s, data FROM measured_day WHERE device_id = {self._device} AND day BETWEEN "
        kept = {day: (step, data) for day, step, data in self._query(f"{sql}{int(first)} AND {int(last)}")}
        raw = Raw(self._query, self._device)
        begins_at = raw.begins_at()
        raw_from = last + 1 if begins_at is None else begins_at // DAY_MS
        for day in sorted({*kept, *range(max(first, raw_from), last + 1)}):
            rolled = self._stored(*kept[day]) if day in kept else _rolled(raw, day * DAY_MS, start_ms, end_ms)
            if not rolled.is_empty():
                yield day * DAY_MS, fold(rolled, max(step_s, rolled.step_s))

    def _stored(self, step_s: int, data: bytes) -> Rolled:
        try:
            return unpack_day(step_s, data)
        except ValueError:
            return Rolled(step_s, [])  # damaged: a gap


def _rolled(raw: Raw, day_ms: int, start_ms: int, end_ms: int) -> Rolled:
    return roll(day_ms, *raw.between(max(start_ms, day_ms), min(end_ms, day_ms + DAY_MS)))
