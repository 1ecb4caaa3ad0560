"""What was measured in one step of time, of a port or of a device, as figures. Pure."""

from __future__ import annotations

from itertools import repeat
from operator import sub
from typing import TYPE_CHECKING, NamedTuple

from netinv.store.measured.rollup import FIVE_MINUTES_S, GAUGES, Gauge, Rolled
from netinv.store.measured.taken import COLUMNS, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from netinv.store.measured.rollup import Series

_BITS_MS = 8000
_OCTETS, _ERRORS = range(2), range(2, COLUMNS)


class PortPoint(NamedTuple):
    """Mean and highest five-minute bits a second, and how many errors and discards; None: not known."""

    at_ms: int
    step_s: int
    in_bps: int | None
    out_bps: int | None
    in_peak_bps: int | None
    out_peak_bps: int | None
    in_errors: int | None
    out_errors: int | None
    in_discards: int | None
    out_discards: int | None


class DevicePoint(NamedTuple):
    """Mean and largest round-trip time (µs), CPU and memory (thousandths); the uptime at the end of the step."""

    at_ms: int
    step_s: int
    rtt_us: int | None
    rtt_peak_us: int | None
    cpu: int | None
    cpu_peak: int | None
    memory: int | None
    memory_peak: int | None
    uptime_s: int | None


def octet_rates(rolled: Rolled, port: str) -> Iterator[tuple[Sequence[int | None], Sequence[int | None]]]:
    """Of a port that was there, in and out: the mean of each step, and the highest of any five minutes in it."""
    place = rolled.place(port)
    if place is not None:
        yield from (_rates(rolled, (place, column)) for column in _OCTETS)


def port_points(day_ms: int, rolled: Rolled, port: str) -> Iterator[PortPoint]:
    """A port's day; nothing for one that was not there."""
    place = rolled.place(port)
    if place is None:
        return
    means, peaks = zip(*(_rates(rolled, (place, column)) for column in _OCTETS), strict=True)
    added = [_added(rolled, (place, column)) for column in _ERRORS]
    times = range(day_ms, day_ms + len(rolled.covered) * rolled.step_s * 1000, rolled.step_s * 1000)
    for at_ms, *figures in zip(times, *means, *peaks, *added, strict=True):
        yield PortPoint(at_ms, rolled.step_s, *figures)


def _grown(rolled: Rolled, series: Series) -> Iterator[tuple[int, int]]:
    """What a counter grew by in each step, and how many milliseconds of it are known."""
    missing, track = rolled.missing.get(series), rolled.added.get(series)
    known = map(sub, rolled.covered, missing) if missing else rolled.covered
    return zip(track or repeat(0, len(rolled.covered)), known, strict=True)


def _added(rolled: Rolled, series: Series) -> list[int | None]:
    """What it grew by in each step that is known."""
    return [number if ms > 0 else None for number, ms in _grown(rolled, series)]


def _rates(rolled: Rolled, series: Series) -> tuple[list[int | None], list[int | None]]:
    """The mean of each step, and the highest of any five minutes in it."""
    means = [number * _BITS_MS // ms if ms > 0 else None for number, ms in _grown(rolled, series)]
    peaks = rolled.peaks.get(series) if rolled.step_s > FIVE_MINUTES_S else None
    if peaks is None:
        return means, means
    return means, [None if mean is None else max(mean, peak) for mean, peak in zip(means, peaks, strict=True)]


def device_points(day_ms: int, rolled: Rolled, until_ms: int) -> Iterator[DevicePoint]:
    """A device's day; of the step that is still under way, the uptime is that of its end so far."""
    for bucket in range(len(rolled.covered)):
        at_ms = day_ms + bucket * rolled.step_s * 1000
        rtt, cpu, memory = (_gauge(rolled.gauges.get(name), bucket) for name in GAUGES)
        booted = rolled.booted_s[bucket]
        end_s = min(at_ms + rolled.step_s * 1000, until_ms) // 1000
        uptime_s = None if booted == UNKNOWN else max(0, end_s - booted)
        yield DevicePoint(at_ms, rolled.step_s, *rtt, *cpu, *memory, uptime_s)


def _gauge(gauge: Gauge | None, bucket: int) -> tuple[int | None, int | None]:
    if gauge is None or not gauge.times[bucket]:
        return None, None
    return round(gauge.total[bucket] / gauge.times[bucket]), gauge.most[bucket]
