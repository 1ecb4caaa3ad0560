"""One day of a device as octets: columns of numbers in as few bits as their largest needs, and all that deflated."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

from netinv.model import COUNTER_NAMES
from netinv.store.file.packing import column_end, pack_column, unpack_column, unpack_columns
from netinv.store.measured.rollup import DAY_S, GAUGES, Gauge, Rolled
from netinv.store.measured.taken import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Collection

_HEAD = struct.Struct("<BIQ")
_VERSION = 1
_BETWEEN_NAMES = "\0"
_ADDED, _MISSING, _PEAKS = 1, 2, 4


def pack_day(rolled: Rolled) -> bytes:
    """The chunk of a day."""
    names = _BETWEEN_NAMES.join(rolled.ports).encode()
    latest = max(rolled.booted_s)
    step_ms = rolled.step_s * 1000
    parts = [_HEAD.pack(_VERSION, len(names), max(latest, 0)), names]
    # Times are kept as what they differ from the usual: that is nearly always nothing.
    parts.append(pack_column(tuple(step_ms - covered for covered in rolled.covered)))
    parts.append(pack_column(tuple(UNKNOWN if at == UNKNOWN else latest - at for at in rolled.booted_s)))
    parts += [part for name in GAUGES for part in _gauge(rolled.gauges.get(name))]
    for place in range(len(rolled.ports)):
        for column in range(len(COUNTER_NAMES)):
            parts += _series(rolled, (place, column))
    return zlib.compress(b"".join(parts), 6)


def _gauge(gauge: Gauge | None) -> list[bytes]:
    """Of single measurements the largest is the sum: kept is what is beyond it."""
    if gauge is None:
        return [b"\0"]
    above = tuple(total - most for total, most in zip(gauge.total, gauge.most, strict=True))
    return [b"\1", *map(pack_column, (tuple(gauge.times), tuple(gauge.most), above))]


def _series(rolled: Rolled, series: tuple[int, int]) -> list[bytes]:
    tracks = (rolled.added.get(series), rolled.missing.get(series), rolled.peaks.get(series))
    there = [(flag, track) for flag, track in zip((_ADDED, _MISSING, _PEAKS), tracks, strict=True) if track]
    return [bytes((sum(flag for flag, _track in there),)), *(pack_column(tuple(track)) for _flag, track in there)]


def unpack_day(step_s: int, data: bytes, ports: Collection[str] | None = None) -> Rolled:
    """What :func:`pack_day` packed, of all ports or of some.

    Raises:
        ValueError: it is damaged, or of a newer program.
    """
    try:
        raw = zlib.decompress(data)
        names, latest, at = _head(raw)
        return _Unpacker(raw, at, step_s).day(names, latest, ports)
    except (zlib.error, struct.error, IndexError) as error:
        raise ValueError(str(error)) from error


def day_ports(data: bytes) -> list[str]:
    """The ports that a chunk knows.

    Raises:
        ValueError: it is damaged, or of a newer program.
    """
    try:
        return _head(zlib.decompress(data))[0]
    except (zlib.error, struct.error) as error:
        raise ValueError(str(error)) from error


def _head(raw: bytes) -> tuple[list[str], int, int]:
    """The names of the ports, the latest start of the device, and the place behind these."""
    version, length, latest = _HEAD.unpack_from(raw)
    if version != _VERSION:
        raise ValueError(f"version {version}")
    end = _HEAD.size + length
    names = raw[_HEAD.size : end].decode()
    return names.split(_BETWEEN_NAMES) if names else [], latest, end


class _Unpacker:
    """Reads a day from a place on."""

    def __init__(self, raw: bytes, at: int, step_s: int) -> None:
        self._raw, self._at, self._step_s = raw, at, step_s

    def day(self, names: list[str], latest: int, wanted: Collection[str] | None) -> Rolled:
        short, since = self._columns(2)
        rolled = Rolled(self._step_s, [self._step_s * 1000 - each for each in short])
        rolled.booted_s = [UNKNOWN if each == UNKNOWN else latest - each for each in since]
        for name in GAUGES:
            if self._octet():
                times, most, above = self._columns(3)
                rolled.gauges[name] = Gauge(times, [sum(each) for each in zip(most, above, strict=True)], most)
        left = len(names) if wanted is None else sum(name in wanted for name in names)
        for name in names:
            if not left:
                break
            if wanted is None or name in wanted:
                self._port(rolled, len(rolled.ports))
                rolled.ports.append(name)
                left -= 1
            else:
                self._skip_port()
        return rolled

    def _port(self, rolled: Rolled, place: int) -> None:
        raw, at, length = self._raw, self._at, DAY_S // self._step_s
        for column in range(len(COUNTER_NAMES)):
            flags, at = raw[at], at + 1
            if flags & _ADDED:
                rolled.added[place, column], at = unpack_column(raw, at, length)
            if flags & _MISSING:
                rolled.missing[place, column], at = unpack_column(raw, at, length)
            if flags & _PEAKS:
                rolled.peaks[place, column], at = unpack_column(raw, at, length)
        self._at = at

    def _skip_port(self) -> None:
        """On behind a port that is not wanted: its numbers are not unpacked."""
        raw, at, length = self._raw, self._at, DAY_S // self._step_s
        for _column in COUNTER_NAMES:
            tracks, at = raw[at].bit_count(), at + 1
            for _track in range(tracks):
                at = column_end(at + 1, raw[at], length)
        self._at = at

    def _octet(self) -> int:
        self._at += 1
        return self._raw[self._at - 1]

    def _columns(self, wanted: int) -> list[list[int]]:
        columns, self._at = unpack_columns(self._raw, self._at, DAY_S // self._step_s, wanted)
        return [list(column) for column in columns]
