"""Rates of ports from the last two counter chunks of a device: bits per second, or None where that cannot be said."""

from __future__ import annotations

from contextlib import suppress
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from netinv.store.packing import Keyframe, unpack_keyframe, unpack_since

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

_NEWEST = """
SELECT c.device_id, c.taken_at, c.keyframe_at, c.data FROM poll p JOIN counter_chunk c ON c.device_id = p.device_id
AND c.taken_at BETWEEN {newest} - {window} AND {newest} {one} ORDER BY c.device_id, c.taken_at
"""
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
        for device, chunks in groupby(connection.execute(sql), key=itemgetter(0)):
            pair = [(taken_at, keyframe_at or taken_at, data) for _id, taken_at, keyframe_at, data in chunks][-2:]
            if len(pair) == 2:
                with suppress(ValueError, TypeError, IndexError):  # a damaged chunk has no rate
                    self._bps[device] = self._between(connection, device, *pair)

    def of(self, device_id: int, port: str) -> tuple[int | None, int | None]:
        """Bits per second in and out."""
        return self._bps.get(device_id, {}).get(port, (None, None))

    def _between(
        self, connection: sqlite3.Connection, device: int, old: tuple[int, int, bytes], new: tuple[int, int, bytes]
    ) -> dict[str, tuple[int | None, int | None]]:
        seconds = (new[0] - old[0]) / 1000
        before = {port: rest for port, *rest in self._ports(connection, device, *old)}
        rates = {}
        for port, octets_in, octets_out, discontinuity in self._ports(connection, device, *new):
            known = before.get(port)
            if known and known[2] == discontinuity and seconds > 0:
                rates[port] = _rate(known[0], octets_in, seconds), _rate(known[1], octets_out, seconds)
        return rates

    def _ports(
        self, connection: sqlite3.Connection, device: int, taken_at: int, keyframe_at: int, data: bytes
    ) -> Iterator[tuple[str, int, int, int]]:
        """Name, octets in and out, and the counters' discontinuity of each port."""
        key = (device, keyframe_at)
        if key not in self._keyframes:
            sql = "SELECT data FROM counter_chunk WHERE taken_at = ? AND device_id = ?"
            self._keyframes[key] = unpack_keyframe(connection.execute(sql, (keyframe_at, device)).fetchone()[0])[1]
        keyframe = self._keyframes[key]
        columns = keyframe.columns if taken_at == keyframe_at else unpack_since(keyframe, data)[1]
        return zip(keyframe.ports, columns[0], columns[1], keyframe.discontinuity_ticks, strict=True)


def _rate(old: int, new: int, seconds: float) -> int | None:
    # A counter that went backwards was reset: nothing is known of the time between.
    return None if old < 0 or new < old else round((new - old) * 8 / seconds)
