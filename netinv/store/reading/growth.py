"""What the counters of a device have grown by since the sweep before."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from netinv.store.file import packing
from netinv.store.file.packing import Keyframe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from netinv.model import Counters

__all__ = ["Growth", "Keyframe", "growth", "has_trouble"]

_LONGEST_S = 2 * 3600
_SHORTEST_S = 1
_TROUBLE = slice(2, 6)
"""The columns of errors and discards (:data:`netinv.model.COUNTER_NAMES`)."""


class Growth(NamedTuple):
    """Counters now and before, in columns, and the seconds between."""

    ports: tuple[str, ...]
    before: Sequence[Sequence[int]]
    now: Sequence[Sequence[int]]
    seconds: float

    def of_column(self, column: int) -> dict[str, float]:
        """What the ports have grown by a second in one column, those alone that have grown."""
        olds, news = self.before[column], self.now[column]
        if olds == news:
            return {}
        each = zip(self.ports, olds, news, strict=True)
        return {port: (new - old) / self.seconds for port, old, new in each if 0 <= old < new}


def has_trouble(keyframe: Keyframe, counters: Counters) -> bool:
    """Whether any error or discard was counted since the keyframe: of most devices none was."""
    return keyframe.columns[_TROUBLE] != counters.columns[_TROUBLE]


def growth(
    connection: Connection,
    device_id: int,
    counters: Counters,
    keyframe: Keyframe,
    keyframe_at: int,
    counters_at: int,
    at_ms: int,
) -> Growth | None:
    """The growth since the counters that were stored at a time, which are measured from that keyframe.

    None: the time between is too long or too short to say anything of now, or what is stored is damaged.
    """
    seconds = (at_ms - counters_at) / 1000
    if not _SHORTEST_S <= seconds <= _LONGEST_S:
        return None
    if counters_at == keyframe_at:
        return Growth(counters.ports, keyframe.columns, counters.columns, seconds)
    sql = "SELECT data FROM counter_chunk WHERE taken_at = ? AND device_id = ?"
    row = connection.exec_driver_sql(sql, (counters_at, device_id)).first()
    try:
        ticks, before = packing.unpack_since(keyframe, row[0]) if row else (0, None)
    except (ValueError, IndexError, TypeError):
        return None
    if before is None:
        return None
    own_s = (counters.uptime_ticks - ticks) / 100  # the device's own clock knows when it was asked
    return Growth(counters.ports, before, counters.columns, own_s if own_s > _SHORTEST_S else seconds)
