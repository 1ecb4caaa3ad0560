"""What was measured in one step of time, of a port or of a device, as figures. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from netinv.store.measured.rollup import FIVE_MINUTES_S, GAUGES, Gauge, Rolled
from netinv.store.measured.taken import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator

_BITS_MS = 8000


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


def port_points(day_ms: int, rolled: Rolled, port: str) -> Iterator[PortPoint]:
    """A port's day; nothing for one that was not there."""
    if port not in rolled.ports:
        return
    place = rolled.ports.index(port)
    for bucket in range(len(rolled.covered)):
        known = [rolled.known_ms((place, column), bucket) for column in range(6)]
        added = [_at(rolled.added.get((place, column)), bucket) if known[column] > 0 else None for column in range(6)]
        octets = [None if number is None else number * _BITS_MS // ms for number, ms in zip(added, known, strict=True)]
        peaks = octets[:2]
        if rolled.step_s > FIVE_MINUTES_S:
            peaks = [
                None if mean is None else max(mean, _at(rolled.peaks.get((place, column)), bucket))
                for column, mean in enumerate(peaks)
            ]
        yield PortPoint(day_ms + bucket * rolled.step_s * 1000, rolled.step_s, *octets[:2], *peaks, *added[2:])


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


def _at(track: list[int] | None, bucket: int) -> int:
    return track[bucket] if track else 0
