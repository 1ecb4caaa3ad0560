"""The chunks of a device's sweeps, as what they counted and measured."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from netinv.store.file.packing import Keyframe, unpack_keyframe, unpack_since
from netinv.store.measured.taken import Sample, Taken, intervals, most_bps

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from netinv.store.measured.taken import Interval

    Query = Callable[[str], list[tuple[Any, ...]]]

_CHUNKS = """SELECT taken_at, keyframe_at, data, rtt_us, cpu, memory FROM counter_chunk
WHERE device_id = {device} AND taken_at BETWEEN
coalesce((SELECT taken_at FROM counter_chunk WHERE device_id = {device} AND taken_at <= {start} AND length(data)
          ORDER BY taken_at DESC LIMIT 1), {start}) AND
coalesce((SELECT taken_at FROM counter_chunk WHERE device_id = {device} AND taken_at >= {end} AND length(data)
          ORDER BY taken_at LIMIT 1), {end}) ORDER BY taken_at"""


class _Base(NamedTuple):
    """A keyframe with the ports that are wanted; ``among``: of how many, and their places, where these are not all."""

    keyframe: Keyframe
    among: tuple[int, tuple[int, ...]] | None


class Raw:
    """Reads the chunks of one device. What is damaged is a gap."""

    def __init__(self, query: Query, device_id: int, ports: Collection[str] | None = None) -> None:
        """Of all ports, or of some alone: then nothing is unpacked of the others."""
        self._query = query
        self._device = int(device_id)
        self._ports = None if ports is None else frozenset(ports)
        self._keyframes: dict[int, _Base | None] = {}

    def begins_at(self) -> int | None:
        """The time of the oldest chunk."""
        sql = f"SELECT min(taken_at) FROM counter_chunk WHERE device_id = {self._device}"
        return next((at for (at,) in self._query(sql)), None)

    def between(self, start_ms: int, end_ms: int) -> tuple[list[Interval], list[Sample]]:
        """All that touches the time from start to end."""
        rows = self._query(_CHUNKS.format(device=self._device, start=int(start_ms), end=int(end_ms)))
        taken, samples = [], []
        for at_ms, keyframe_at, data, rtt_us, cpu, memory in rows:
            counted = self.taken(at_ms, keyframe_at, data) if data else None
            ticks = counted.uptime_ticks if counted else 0
            booted_s = round(at_ms / 1000 - ticks / 100) if ticks else None
            samples.append(Sample(at_ms, rtt_us, cpu, memory, booted_s))
            if counted:
                taken.append(counted)
        return list(intervals(taken, self._most_bps())), samples

    def _most_bps(self) -> int:
        sql = f"SELECT max(speed_bps) FROM interface WHERE device_id = {self._device}"
        return most_bps(self._query(sql)[0][0])

    def taken(self, at_ms: int, keyframe_at: int | None, data: bytes) -> Taken | None:
        """What a chunk holds; None: it is damaged, or what it is measured from is."""
        try:
            if keyframe_at is None:
                ticks, base = self._base(data)
                self._keyframes[at_ms], keyframe = base, base.keyframe
                return Taken(at_ms, ticks, keyframe.ports, keyframe.columns, keyframe.discontinuity_ticks)
            kept = self._keyframe(keyframe_at)
            if kept is None:
                return None
            ticks, columns = unpack_since(kept.keyframe, data, kept.among)
        except (ValueError, IndexError):
            return None
        return Taken(at_ms, ticks, kept.keyframe.ports, columns, kept.keyframe.discontinuity_ticks)

    def _keyframe(self, at_ms: int) -> _Base | None:
        if at_ms not in self._keyframes:
            sql = f"SELECT data FROM counter_chunk WHERE device_id = {self._device} AND taken_at = {int(at_ms)}"
            found = self._query(sql)
            self._keyframes[at_ms] = self._base(found[0][0])[1] if found else None
        return self._keyframes[at_ms]

    def _base(self, data: bytes) -> tuple[int, _Base]:
        """The uptime, and what is wanted of a keyframe."""
        ticks, keyframe = unpack_keyframe(data)
        if self._ports is None:
            return ticks, _Base(keyframe, None)
        places = tuple(place for place, port in enumerate(keyframe.ports) if port in self._ports)
        some = Keyframe(
            tuple(keyframe.ports[place] for place in places),
            tuple(tuple(column[place] for place in places) for column in keyframe.columns),
            tuple(keyframe.discontinuity_ticks[place] for place in places),
            keyframe.short_heads,
        )
        return ticks, _Base(some, (len(keyframe.ports), places))
