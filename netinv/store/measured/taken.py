"""What two sweeps counted, and what lies between: wraps, resets and discontinuities of counters. Pure."""

from __future__ import annotations

from operator import sub
from typing import TYPE_CHECKING, NamedTuple

from netinv.health import rebooted
from netinv.model import COUNTER_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

LONGEST_MS = 24 * 3600 * 1000
"""Two sweeps further apart say nothing of the time between."""

UNKNOWN = -1
_COUNTER32 = 2**32
_BITS_MS = 8000
_COMMON_BPS = 10_000_000_000
_SLACK = 2  # two sweeps do not come to a device equally late


def most_bps(fastest_port_bps: int | None) -> int:
    """What no port of a device carries, by its fastest one: what logical ports say of themselves is often made up."""
    return _SLACK * max(_COMMON_BPS, fastest_port_bps or 0)


class Taken(NamedTuple):
    """The counters of a device as one sweep read them; see :class:`netinv.model.Counters`."""

    at_ms: int
    uptime_ticks: int
    ports: tuple[str, ...]
    columns: Sequence[Sequence[int]]
    discontinuity_ticks: tuple[int, ...]


class Sample(NamedTuple):
    """What one sweep measured of the device itself: µs, and shares in thousandths. ``booted_s``: epoch seconds."""

    at_ms: int
    rtt_us: int | None = None
    cpu: int | None = None
    memory: int | None = None
    booted_s: int | None = None


class Interval(NamedTuple):
    """What was counted between two sweeps: a column for each counter, a number for each port, or ``UNKNOWN``."""

    begin_ms: int
    end_ms: int
    ports: tuple[str, ...]
    added: Sequence[Sequence[int]]


def intervals(taken: Iterable[Taken], at_most_bps: int) -> Iterator[Interval]:
    """What lies between each two in a row; nothing where the device restarted or was not asked for long."""
    old: Taken | None = None
    for new in taken:
        if old is not None and 0 < new.at_ms - old.at_ms <= LONGEST_MS and not _restarted(old, new):
            most = at_most_bps * (new.at_ms - old.at_ms) // _BITS_MS
            yield Interval(old.at_ms, new.at_ms, new.ports, [_plausible(column, most) for column in added(old, new)])
        old = new


def _plausible(column: Sequence[int], most: int) -> Sequence[int]:
    """Where a counter grew by more octets than a port can carry, it jumped: nothing is known. No error is so small."""
    if max(column, default=0) <= most:
        return column
    return [UNKNOWN if number > most else number for number in column]


def _restarted(old: Taken, new: Taken) -> bool:
    """Zero: what a sweep did not get told of; its counters speak for themselves then."""
    known = old.uptime_ticks and new.uptime_ticks
    return bool(known) and rebooted(old.uptime_ticks, new.uptime_ticks, (new.at_ms - old.at_ms) / 1000)


def added(old: Taken, new: Taken) -> list[Sequence[int]]:
    """What each counter grew by between two sweeps of a device that did not restart."""
    if old.ports == new.ports and old.discontinuity_ticks == new.discontinuity_ticks:
        return [_column(olds, news) for olds, news in zip(old.columns, new.columns, strict=True)]
    known = {port: place for place, port in enumerate(old.ports)}
    places = [
        place if (place := known.get(port)) is not None and old.discontinuity_ticks[place] == ticks else None
        for port, ticks in zip(new.ports, new.discontinuity_ticks, strict=True)
    ]
    return [
        _column([UNKNOWN if place is None else olds[place] for place in places], news)
        for olds, news in zip(old.columns, new.columns, strict=True)
    ]


def _column(olds: Sequence[int], news: Sequence[int]) -> Sequence[int]:
    grown = list(map(sub, news, olds))
    if not grown or (min(grown) >= 0 and min(olds) >= 0):
        return grown
    return [_grown(old, new) for old, new in zip(olds, news, strict=True)]


def _grown(old: int, new: int) -> int:
    """A counter that fell though nothing was reset has wrapped (RFC 2578 section 7.1.6).

    Where that would mean more than half its range, it was reset by an agent that does not say so: nothing is known.
    """
    if old < 0 or new < 0:
        return UNKNOWN
    if new >= old:
        return new - old
    size = _COUNTER32 if old < _COUNTER32 else _COUNTER32**2
    wrapped = new - old + size
    return wrapped if wrapped < size // 2 else UNKNOWN


COLUMNS = len(COUNTER_NAMES)
