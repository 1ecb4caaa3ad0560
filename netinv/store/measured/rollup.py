"""Measurements in steps of five minutes, hours, a day. Pure: sums are exact, so steps of steps are steps of sweeps.

What was counted between two sweeps is spread evenly over the time between, so that a bucket has its share of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from operator import sub
from typing import TYPE_CHECKING, NamedTuple

from netinv.store.measured.taken import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from netinv.store.measured.taken import Interval, Sample

DAY_MS = 24 * 3600 * 1000
FIVE_MINUTES_S, HOUR_S, DAY_S = STEPS_S = (300, 3600, 86_400)
GAUGES = ("rtt_us", "cpu", "memory")
_OCTETS = (0, 1)
_BITS_MS = 8000
"""Octets a millisecond as bits a second."""

Series = tuple[int, int]
"""A port's place among the ports, and a counter's in ``COUNTER_NAMES``."""


class Gauge(NamedTuple):
    """What was measured at moments: how many in each bucket, their sum, and the largest."""

    times: list[int]
    total: list[int]
    most: list[int]


@dataclass(slots=True)
class Rolled:
    """One day of a device in equal steps, a list of buckets for each thing measured.

    ``covered``: milliseconds that lie between two sweeps; ``missing``: of these, what is unknown of a counter.
    ``added``: what was counted; ``peaks``: the highest bits a second of any five minutes, in steps longer than these.
    ``booted_s``: when it had started, as known last; -1: not known. What is all zeros is left out.
    """

    step_s: int
    covered: list[int]
    ports: list[str] = field(default_factory=list)
    added: dict[Series, list[int]] = field(default_factory=dict)
    missing: dict[Series, list[int]] = field(default_factory=dict)
    peaks: dict[Series, list[int]] = field(default_factory=dict)
    gauges: dict[str, Gauge] = field(default_factory=dict)
    booted_s: list[int] = field(default_factory=list)
    _places: dict[str, int] | None = field(default=None, compare=False, repr=False)

    def place(self, port: str) -> int | None:
        """A port's place among the ports; None: it was not there."""
        if self._places is None:
            self._places = {name: place for place, name in enumerate(self.ports)}
        return self._places.get(port)

    def known_ms(self, series: Series, bucket: int) -> int:
        """How much of a bucket is known of a counter."""
        missing = self.missing.get(series)
        return self.covered[bucket] - (missing[bucket] if missing else 0)

    def is_empty(self) -> bool:
        """Whether nothing was measured that day."""
        return not any(self.covered) and not self.gauges and max(self.booted_s, default=UNKNOWN) == UNKNOWN


def roll(day_ms: int, found: Sequence[Interval], samples: Iterable[Sample]) -> Rolled:
    """A day in steps of five minutes; of what begins before or ends after it, its share."""
    length = DAY_S // FIVE_MINUTES_S
    ports = list(dict.fromkeys(port for interval in found for port in interval.ports))
    rolled = Rolled(FIVE_MINUTES_S, [0] * length, ports, booted_s=[UNKNOWN] * length)
    places = {port: place for place, port in enumerate(ports)}
    for interval in found:
        shares = list(_shares(interval, day_ms))
        for bucket, begin, end in shares:
            rolled.covered[bucket] += end - begin
        if shares:
            _spread(rolled, interval, [places[port] for port in interval.ports], shares)
    for sample in samples:
        if 0 <= sample.at_ms - day_ms < DAY_MS:
            _take(rolled, sample, (sample.at_ms - day_ms) // (FIVE_MINUTES_S * 1000))
    return rolled


def _shares(interval: Interval, day_ms: int) -> Iterator[tuple[int, int, int]]:
    """The buckets that an interval touches, each with its part, in milliseconds from the interval's begin."""
    step_ms = FIVE_MINUTES_S * 1000
    begin, end = max(interval.begin_ms, day_ms), min(interval.end_ms, day_ms + DAY_MS)
    while begin < end:
        bucket = (begin - day_ms) // step_ms
        until = min(end, day_ms + (bucket + 1) * step_ms)
        yield bucket, begin - interval.begin_ms, until - interval.begin_ms
        begin = until


def _spread(rolled: Rolled, interval: Interval, places: list[int], shares: list[tuple[int, int, int]]) -> None:
    """Add what an interval counted. Shares are differences of rounded sums, so that nothing is lost or doubled."""
    length, whole = len(rolled.covered), interval.end_ms - interval.begin_ms
    absent = set(range(len(rolled.ports))).difference(places) if len(places) < len(rolled.ports) else ()
    for column, numbers in enumerate(interval.added):
        if any(numbers):
            for place, number in zip(places, numbers, strict=True):
                if number > 0:
                    track = rolled.added.get((place, column))
                    if track is None:
                        track = rolled.added[place, column] = [0] * length
                    for bucket, begin, end in shares:
                        track[bucket] += number * end // whole - number * begin // whole
                elif number < 0:
                    _miss(rolled, (place, column), shares)
        for place in absent:
            _miss(rolled, (place, column), shares)


def _miss(rolled: Rolled, series: Series, shares: list[tuple[int, int, int]]) -> None:
    track = rolled.missing.setdefault(series, [0] * len(rolled.covered))
    for bucket, begin, end in shares:
        track[bucket] += end - begin


def _take(rolled: Rolled, sample: Sample, bucket: int) -> None:
    for name in GAUGES:
        value = getattr(sample, name)
        if value is not None:
            length = len(rolled.covered)
            gauge = rolled.gauges.setdefault(name, Gauge([0] * length, [0] * length, [0] * length))
            gauge.times[bucket] += 1
            gauge.total[bucket] += value
            gauge.most[bucket] = max(gauge.most[bucket], value)
    if sample.booted_s is not None:
        rolled.booted_s[bucket] = sample.booted_s


def fold(rolled: Rolled, step_s: int) -> Rolled:
    """The same in longer steps."""
    by = step_s // rolled.step_s
    if by == 1:
        return rolled
    return Rolled(
        step_s,
        _sums(rolled.covered, by),
        rolled.ports,
        {series: _sums(track, by) for series, track in rolled.added.items()},
        {series: _sums(track, by) for series, track in rolled.missing.items()},
        {
            series: [max(rates) for rates in _groups(_rates(rolled, series), by)]
            for series in rolled.added
            if series[1] in _OCTETS
        },
        {
            name: Gauge(_sums(gauge.times, by), _sums(gauge.total, by), [max(one) for one in _groups(gauge.most, by)])
            for name, gauge in rolled.gauges.items()
        },
        [next((one for one in reversed(group) if one != UNKNOWN), UNKNOWN) for group in _groups(rolled.booted_s, by)],
    )


def _rates(rolled: Rolled, series: Series) -> list[int]:
    """The peak of each bucket; one of five minutes is its own."""
    if rolled.step_s > FIVE_MINUTES_S:
        return rolled.peaks[series]
    missing = rolled.missing.get(series)
    known = map(sub, rolled.covered, missing) if missing else rolled.covered
    return [
        number * _BITS_MS // length if number and length else 0
        for number, length in zip(rolled.added[series], known, strict=True)
    ]


def _groups(numbers: list[int], by: int) -> list[list[int]]:
    return [numbers[start : start + by] for start in range(0, len(numbers), by)]


def _sums(numbers: list[int], by: int) -> list[int]:
    return [sum(group) for group in _groups(numbers, by)]
