"""Rates of ports from the last two counter chunks of a device: bits per second, or None where that cannot be said."""

from __future__ import annotations

from contextlib import suppress
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from netinv.store.file.packing import Keyframe, unpack_keyframe, unpack_since
from netinv.store.measured.taken import Taken, intervals, most_bps

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

_NEWEST = """
SELECT c.device_id, c.taken_at, c.keyframe_at, c.data FROM poll p JOIN counter_chunk c ON c.device_id = p.device_id
AND c.taken_at BETWEEN {newest} - {window} AND {newest} AND length(c.data) {one} ORDER BY c.device_id, c.taken_at
"""
_FASTEST = "SELECT device_id, max(speed_bps) FROM interface {where} GROUP BY device_id"
_WINDOW_MS = 2 * 3600 * 1000


class Rates:
    """The rates of one device's ports, or of all devices' ports, as of the newest chunks (at or before a time)."""

    def __init__(self, connection: sqlite3.Connection, device_id: int | None, at: int | None = None) -> None:
        """Read the chunks; a rate over more than two hours would say nothing of now."""
        self._bps: dict[int, dict[str, tuple[int | None, int | None]]] = {}
        self._keyframes: dict[tuple[int, int], Keyframe] = {}
        one = "" if device_id is None else f"AND p.device_id = {int(device_id)}"
        newest = "p.counters_at" if at is None else str(int(at))
        sql = _NEWEST.format(newest=newest, window=_WINDOW_MS, one=one)
        where = "" if device_id is None else f"WHERE device_id = {int(device_id)}"
        fastest = dict(connection.execute(_FASTEST.format(where=where)).fetchall())
        for device, chunks in groupby(connection.execute(sql), key=itemgetter(0)):
            pair = [(taken_at, keyframe_at or taken_at, data) for _id, taken_at, keyframe_at, data in chunks][-2:]
            if len(pair) == 2:
                with suppress(ValueError, TypeError, IndexError):  # a damaged chunk has no rate
                    taken = [self._taken(connection, device, *one) for one in pair]
                    self._bps[device] = _between(taken, most_bps(fastest.get(device)))

    def of(self, device_id: int, port: str) -> tuple[int | None, int | None]:
        """Bits per second in and out."""
        return self._bps.get(device_id, {}).get(port, (None, None))

    def _taken(
        self, connection: sqlite3.Connection, device: int, taken_at: int, keyframe_at: int, data: bytes
    ) -> Taken:
        """The octets in and out."""
        key = (device, keyframe_at)
        if taken_at == keyframe_at:
            ticks, keyframe = unpack_keyframe(data)
            self._keyframes[key] = keyframe
            return Taken(taken_at, ticks, keyframe.ports, keyframe.columns[:2], keyframe.discontinuity_ticks)
        if key not in self._keyframes:
            sql = "SELECT data FROM counter_chunk WHERE taken_at = ? AND device_id = ?"
            self._keyframes[key] = unpack_keyframe(connection.execute(sql, (keyframe_at, device)).fetchone()[0])[1]
        keyframe = self._keyframes[key]
        ticks, columns = unpack_since(keyframe, data)
        return Taken(taken_at, ticks, keyframe.ports, columns[:2], keyframe.discontinuity_ticks)


def _between(taken: Iterable[Taken], at_most_bps: int) -> dict[str, tuple[int | None, int | None]]:
    """The rates of each port; none across a restart."""
    return {
        port: (_rate(octets_in, one.end_ms - one.begin_ms), _rate(octets_out, one.end_ms - one.begin_ms))
        for one in intervals(taken, at_most_bps)
        for port, octets_in, octets_out in zip(one.ports, *one.added, strict=True)
    }


def _rate(octets: int, length_ms: int) -> int | None:
    return None if octets < 0 else round(octets * 8000 / length_ms)
