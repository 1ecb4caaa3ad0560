"""Arithmetic of intervals: lists of (start, end) in whole numbers, sorted, apart from each other, none empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Interval = tuple[int, int]
Intervals = list[Interval]


def merged(intervals: Iterable[Interval]) -> Intervals:
    """What is in any of them; those that touch become one."""
    found: Intervals = []
    for start, end in sorted(intervals):
        if start >= end:
            continue
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def common(one: Intervals, other: Intervals) -> Intervals:
    """What is in both."""
    found: Intervals = []
    i = j = 0
    while i < len(one) and j < len(other):
        start, end = max(one[i][0], other[j][0]), min(one[i][1], other[j][1])
        if start < end:
            found.append((start, end))
        if one[i][1] < other[j][1]:
            i += 1
        else:
            j += 1
    return found


def without(one: Intervals, other: Intervals) -> Intervals:
    """What is in the first and not in the second."""
    if not other:
        return one
    found: Intervals = []
    j = 0
    for start, end in one:
        while j < len(other) and other[j][1] <= start:
            j += 1
        here, k = start, j
        while k < len(other) and other[k][0] < end:
            if here < other[k][0]:
                found.append((here, other[k][0]))
            here = max(here, other[k][1])
            k += 1
        if here < end:
            found.append((here, end))
    return found


def total(intervals: Iterable[Interval]) -> int:
    """How long they are together."""
    return sum(end - start for start, end in intervals)


def within_each(intervals: Intervals, spans: Sequence[Interval]) -> list[int]:
    """How much of each of several spans, in their order and apart from each other, lies in the intervals."""
    found: list[int] = []
    first = 0
    for start, end in spans:
        while first < len(intervals) and intervals[first][1] <= start:
            first += 1
        length, place = 0, first
        while place < len(intervals) and intervals[place][0] < end:
            length += max(0, min(end, intervals[place][1]) - max(start, intervals[place][0]))
            place += 1
        found.append(length)
    return found


def blind(sweep_ends: Iterable[int], span: Interval, stale_ms: int) -> Intervals:
    """When nothing was known for want of news: from when a sweep's news were old until the next one ended.

    ``sweep_ends`` in their order, with the last one before the span, if there was one.
    """
    found: Intervals = []
    known_until = span[0]
    for end in sweep_ends:
        if end >= span[1]:
            break
        if end > known_until:
            found.append((known_until, end))
        known_until = max(known_until, end + stale_ms)
    if known_until < span[1]:
        found.append((known_until, span[1]))
    return found
