"""Figures over time, ready to be drawn as lines: of a device, and of each of its ports."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from netinv.app.views import histories
from netinv.app.words.sparklines import sparkline

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from netinv.app.views.histories import Days, Over
    from netinv.store.measured.points import DevicePoint, PortPoint
    from netinv.store.reading.reader import Reader


_WHOLE = 1000  # thousandths


class Trend(NamedTuple):
    """What a figure came to in each step (None: not known), and the highest it was within any.

    ``top``: what the highest block of the line stands for; None: the highest step.
    """

    steps: Sequence[float | None] = ()
    highest: int | None = None
    top: int | None = None

    @property
    def mean(self) -> float | None:
        """Of what is known."""
        known = [value for value in self.steps if value is not None]
        return sum(known) / len(known) if known else None

    @property
    def latest(self) -> float | None:
        """The last that is known."""
        return next((value for value in reversed(self.steps) if value is not None), None)

    def line(self, width: int) -> str:
        """A line of blocks of at most that many columns; empty where nothing is known."""
        return "" if self.highest is None else sparkline(self.steps, min(width, len(self.steps)), self.top)


class PortTrends(NamedTuple):
    """Bits a second."""

    into: Trend = Trend()
    out: Trend = Trend()


class Trends(NamedTuple):
    """Round-trip time in µs, loads in thousandths, and the ports of which something is known."""

    rtt_us: Trend
    cpu: Trend
    memory: Trend
    ports: Mapping[str, PortTrends]


def last_day(reader: Reader, device_id: int, until_ms: int, ports: Collection[str] | None = None) -> Trends:
    """The day that ends at a time, in hours; of some ports alone, where they are named."""
    asked = histories.over(None, until_ms, None, until_ms)
    found = histories.days(reader, device_id, asked, ports)
    return of_device(found, histories.of_device(found, asked), asked)


def of_device(found: Days, points: Sequence[DevicePoint], asked: Over) -> Trends:
    """All of a device."""
    names = dict.fromkeys(port for _day, rolled in found for port in rolled.ports)
    return Trends(
        _trend(points, asked, lambda point: point.rtt_us, lambda point: point.rtt_peak_us),
        _trend(points, asked, lambda point: point.cpu, lambda point: point.cpu_peak)._replace(top=_WHOLE),
        _trend(points, asked, lambda point: point.memory, lambda point: point.memory_peak)._replace(top=_WHOLE),
        {name: of_port(histories.of_port(found, name, asked), asked) for name in names},
    )


def of_port(points: Sequence[PortPoint], asked: Over) -> PortTrends:
    """The rates of a port."""
    return PortTrends(
        _trend(points, asked, lambda point: point.in_bps, lambda point: point.in_peak_bps),
        _trend(points, asked, lambda point: point.out_bps, lambda point: point.out_peak_bps),
    )


def _trend(
    points: Sequence[DevicePoint] | Sequence[PortPoint],
    asked: Over,
    mean_of: Callable[..., int | None],
    peak_of: Callable[..., int | None],
) -> Trend:
    peaks = [peak for point in points if (peak := peak_of(point)) is not None]
    return Trend(histories.even(points, asked, mean_of), max(peaks, default=None))
