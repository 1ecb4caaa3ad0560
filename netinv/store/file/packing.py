"""Counters packed into one value per device and time.

A keyframe holds absolute numbers and the names of the ports; the chunks after it hold what was added since the
keyframe, each column in as few bits a number as its largest needs: a column that did not move takes one octet. Any two
chunks can be read without the ones between.
"""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING, NamedTuple

from netinv.model import COUNTER_NAMES, Counters

if TYPE_CHECKING:
    from collections.abc import Sequence

_HEAD = struct.Struct("<QI")
_SHORT_HEAD = struct.Struct("<I")
_SHORT_HEADS = 1 << 31
"""The bit beside the length of the names that says so."""
_BETWEEN_NAMES = "\0"  # the one character that no decoded text has
_BLOCK = 64
"""Numbers shifted together as one: long enough to waste few bits, short enough that shifting stays cheap."""


class Keyframe(NamedTuple):
    """What later chunks are measured from; those of keyframes that say so have a short head."""

    ports: tuple[str, ...]
    columns: tuple[tuple[int, ...], ...]
    discontinuity_ticks: tuple[int, ...]
    short_heads: bool = True


def pack_keyframe(counters: Counters) -> bytes:
    """A chunk that stands alone."""
    names = _BETWEEN_NAMES.join(counters.ports).encode()
    discontinuity = counters.discontinuity_ticks or (0,) * len(counters.ports)
    columns = b"".join(pack_column(column) for column in (*counters.columns, discontinuity))
    return zlib.compress(_HEAD.pack(counters.uptime_ticks, len(names) | _SHORT_HEADS) + names + columns, 6)


def unpack_keyframe(data: bytes) -> tuple[int, Keyframe]:
    """The uptime and the numbers of a chunk that stands alone.

    Raises:
        ValueError: it is damaged.
    """
    try:
        raw = zlib.decompress(data)
        uptime_ticks, length = _HEAD.unpack_from(raw)
        short_heads, length = bool(length & _SHORT_HEADS), length & ~_SHORT_HEADS
        names = raw[_HEAD.size : _HEAD.size + length].decode()
        ports = tuple(names.split(_BETWEEN_NAMES)) if names else ()
        columns, _end = unpack_columns(raw, _HEAD.size + length, len(ports), len(COUNTER_NAMES) + 1)
    except (zlib.error, struct.error, IndexError) as error:
        raise ValueError(str(error)) from error
    return uptime_ticks, Keyframe(ports, columns[:-1], columns[-1], short_heads)


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
    head = _SHORT_HEAD.pack(counters.uptime_ticks) if keyframe.short_heads else _HEAD.pack(counters.uptime_ticks, 0)
    return head + b"".join(map(pack_column, columns))


def unpack_since(
    keyframe: Keyframe, data: bytes, among: tuple[int, Sequence[int]] | None = None
) -> tuple[int, tuple[tuple[int, ...], ...]]:
    """The uptime and the absolute columns of a chunk that is measured from a keyframe.

    Args:
        keyframe: What it is measured from; where ``among`` is given, of the ports at those places alone.
        data: The chunk.
        among: How many ports the chunk has, and the places among them that are wanted: no others are read.
    """
    head = _SHORT_HEAD if keyframe.short_heads else _HEAD
    if among is None:
        added, _end = unpack_columns(data, head.size, len(keyframe.ports), len(COUNTER_NAMES))
    else:
        added = unpack_places(data, head.size, *among)
    return head.unpack_from(data)[0], tuple(
        tuple(map(int.__add__, olds, news)) for olds, news in zip(keyframe.columns, added, strict=True)
    )


def pack_column(column: tuple[int, ...]) -> bytes:
    """One octet of width in bits, then the numbers in blocks, each one more than it is (absent is -1)."""
    if not any(column):
        return b"\0"
    bits = max(1, (max(column) + 1).bit_length())
    packed = [bytes((bits,))]
    for start in range(0, len(column), _BLOCK):
        block, together = column[start : start + _BLOCK], 0
        for number in reversed(block):
            together = together << bits | (number + 1)
        packed.append(together.to_bytes(_octets(bits, len(block)), "little"))
    return b"".join(packed)


def unpack_columns(raw: bytes, at: int, count: int, wanted: int) -> tuple[tuple[tuple[int, ...], ...], int]:
    """So many columns of ``count`` numbers from a place on, and the place behind them."""
    columns = []
    for _column in range(wanted):
        column, at = unpack_column(raw, at, count)
        columns.append(tuple(column))
    return tuple(columns), at


def unpack_column(raw: bytes, at: int, count: int) -> tuple[list[int], int]:
    """One column, and the place behind it."""
    bits, at = raw[at], at + 1
    if not bits:
        return [0] * count, at
    column: list[int] = []
    mask = (1 << bits) - 1
    for start in range(0, count, _BLOCK):
        size = min(_BLOCK, count - start)
        end = at + _octets(bits, size)
        together, at = int.from_bytes(raw[at:end], "little"), end
        column += [(together >> shift & mask) - 1 for shift in range(0, bits * size, bits)]
    return column, at


def unpack_places(raw: bytes, at: int, count: int, places: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    """Of the columns of counters of ``count`` numbers from a place on, the numbers at some places alone.

    A block ends where an octet does, so each number lies as many bits from the begin as those before it take.
    """
    columns = []
    for _column in COUNTER_NAMES:
        bits, at = raw[at], at + 1
        if bits:
            begin, mask = at * 8, (1 << bits) - 1
            starts = [begin + bits * place for place in places]
            columns.append(
                tuple(
                    (int.from_bytes(raw[start >> 3 : (start + bits + 7) >> 3], "little") >> (start & 7) & mask) - 1
                    for start in starts
                )
            )
            at = column_end(at, bits, count)
        else:
            columns.append((0,) * len(places))
    if at > len(raw):
        raise IndexError(at)
    return tuple(columns)


def column_end(at: int, bits: int, count: int) -> int:
    """The place behind a column whose numbers begin at one."""
    return at + _octets(bits, count)


def _octets(bits: int, count: int) -> int:
    return (bits * count + 7) // 8
