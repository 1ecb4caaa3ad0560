"""What the counters of a device have grown by since the sweep before."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from netinv.store import packing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from netinv.model import Counters

_LONGEST_S = 2 * 3600
_TROUBLE = slice(2, 6)
"""The columns of errors and discards (:data:`netinv.model.COUNTER_NAMES`)."""


class Growth(NamedTuple):
    """Counters now and before, in columns, and the seconds between."""

    ports: tuple[str, ...]
    before: Sequence[Sequence[int]]
    now: Sequence[Sequence[int]]
    seconds: float

    def per_second(self, columns: Sequence[int]) -> dict[str, float]:
        """The growth of some columns together, by port; what went backwards or is not there has none."""
        total = [0] * len(self.ports)
        known = [False] * len(self.ports)
        for column in columns:
            for place, (old, new) in enumerate(zip(self.before[column], self.now[column], strict=True)):
                if 0 <= old <= new:
                    total[place] += new - old
                    known[place] = True
        return {port: total[at] / self.seconds for at, port in enumerate(self.ports) if known[at]}


def has_trouble(keyframe: packing.Keyframe, counters: Counters) -> bool:
    """Whether any error or discard was counted since the keyframe: of most devices none was."""
    return keyframe.columns[_TROUBLE] != counters.columns[_TROUBLE]


def growth(
    connection: Connection,
    device_id: int,
    counters: Counters,
    keyframe: packing.Keyframe,
    keyframe_at: int,
    counters_at: int,
    at_ms: int,
) -> Growth | None:
    """The growth since the counters that were stored at a time, which are measured from that keyframe.

    None: the time between is too long or too short to say anything of now, or the stored are damaged.
    """
    seconds = (at_ms - counters_at) / 1000
    if not 1 <= seconds <= _LONGEST_S:
        return None
    before: Sequence[Sequence[int]] = keyframe.columns
    if counters_at != keyframe_at:
        sql = "SELECT data FROM counter_chunk WHERE taken_at = ? AND device_id = ?"
        row = connection.exec_driver_sql(sql, (counters_at, device_id)).first()
        if row is None:
            return None
        with suppress(ValueError, IndexError, TypeError):
            old_ticks, before = packing.unpack_since(keyframe, row[0])
            ticks = counters.uptime_ticks - old_ticks
            seconds = ticks / 100 if ticks > 0 else seconds
            return Growth(counters.ports, before, counters.columns, seconds)
        return None
    return Growth(counters.ports, before, counters.columns, seconds)
