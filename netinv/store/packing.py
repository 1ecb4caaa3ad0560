"""Counters packed into one value per device and time.

A keyframe holds absolute numbers and the names of the ports; the chunks after it hold what was added since the
keyframe, each column in as few bytes a number as its largest needs: a column that did not move takes one byte. Any two
chunks can be read without the ones between.
"""

from __future__ import annotations

import struct
import zlib
from typing import NamedTuple

from netinv.model import COUNTER_NAMES, Counters

_HEAD = struct.Struct("<QH")
_ABSENT = -1


class Keyframe(NamedTuple):
    """What later chunks are measured from."""

    ports: tuple[str, ...]
    columns: tuple[tuple[int, ...], ...]
    discontinuity_ticks: tuple[int, ...]


def pack_keyframe(counters: Counters) -> bytes:
    """A chunk that stands alone."""
    names = "\n".join(counters.ports).encode()
    discontinuity = counters.discontinuity_ticks or (0,) * len(counters.ports)
    columns = b"".join(_pack_column(column) for column in (*counters.columns, discontinuity))
    return zlib.compress(_HEAD.pack(counters.uptime_ticks, len(names)) + names + columns, 6)


def unpack_keyframe(data: bytes) -> tuple[int, Keyframe]:
    """The uptime and the numbers of a chunk that stands alone."""
    raw = zlib.decompress(data)
    uptime_ticks, length = _HEAD.unpack_from(raw)
    names = raw[_HEAD.size : _HEAD.size + length].decode()
    ports = tuple(names.split("\n")) if names else ()
    columns = _unpack_columns(raw[_HEAD.size + length :], len(ports), len(COUNTER_NAMES) + 1)
    return uptime_ticks, Keyframe(ports, columns[:-1], columns[-1])


def continues(keyframe: Keyframe, counters: Counters) -> bool:
    """Whether the counters can be measured from the keyframe: same ports, no reset, nothing went backwards."""
    discontinuity = counters.discontinuity_ticks or (0,) * len(counters.ports)
    if keyframe.ports != counters.ports or keyframe.discontinuity_ticks != discontinuity:
        return False
    pairs = zip(keyframe.columns, counters.columns, strict=True)
    return all(
        old <= new and (old < 0) == (new < 0) for olds, news in pairs for old, new in zip(olds, news, strict=True)
    )


def pack_since(keyframe: Keyframe, counters: Counters) -> bytes:
    """What was added since the keyframe; only for counters that :func:`continues` it."""
    columns = (
        tuple(new - old for old, new in zip(olds, news, strict=True))
        for olds, news in zip(keyframe.columns, counters.columns, strict=True)
    )
    return _HEAD.pack(counters.uptime_ticks, 0) + b"".join(map(_pack_column, columns))


def unpack_since(keyframe: Keyframe, data: bytes) -> tuple[int, tuple[tuple[int, ...], ...]]:
    """The uptime and the absolute columns of a chunk that is measured from a keyframe."""
    uptime_ticks, _none = _HEAD.unpack_from(data)
    added = _unpack_columns(data[_HEAD.size :], len(keyframe.ports), len(COUNTER_NAMES))
    return uptime_ticks, tuple(
        tuple(map(int.__add__, olds, news)) for olds, news in zip(keyframe.columns, added, strict=True)
    )


def _pack_column(column: tuple[int, ...]) -> bytes:
    """One byte of width, then the numbers, each one more than it is (absent is -1), little end first."""
    if not any(column):
        return b"\0"
    width = max(1, ((max(column) + 1).bit_length() + 7) // 8)
    return bytes((width,)) + b"".join([(number + 1).to_bytes(width, "little") for number in column])


def _unpack_columns(raw: bytes, count: int, wanted: int) -> tuple[tuple[int, ...], ...]:
    columns, at = [], 0
    for _column in range(wanted):
        width, at = raw[at], at + 1
        if width == 0:
            columns.append((0,) * count)
            continue
        end = at + width * count
        columns.append(tuple(int.from_bytes(raw[i : i + width], "little") - 1 for i in range(at, end, width)))
        at = end
    return tuple(columns)
