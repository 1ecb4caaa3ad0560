"""Figures over time, ready to be drawn as lines: of a device, and of each of its ports."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from netinv.app.views import histories
from netinv.app.words.sparklines import sparkline
from netinv.store.measured.points import octet_rates

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
    """Round-trip time in µs, loads in thousandths, the ports that were there, and the device's own figures by step."""

    rtt_us: Trend
    cpu: Trend
    memory: Trend
    ports: Mapping[str, PortTrends]
    points: Sequence[DevicePoint]


def last_day(reader: Reader, device_id: int, until_ms: int, ports: Collection[str] | None = None) -> Trends:
    """The day that ends at a time, in hours; of some ports alone, where they are named."""
    asked = histories.over(None, until_ms, None, until_ms)
    return of_device(histories.days(reader, device_id, asked, ports), asked)


def of_device(found: Days, asked: Over) -> Trends:
    """All of a device. No day is held longer than it takes to read it: many ports over a year would fill the memory."""
    points: list[DevicePoint] = []
    ports: dict[str, tuple[_Growing, ...]] = {}
    for day_ms, rolled in found:
        points += histories.of_device([(day_ms, rolled)], asked)
        times = range(day_ms, day_ms + len(rolled.covered) * rolled.step_s * 1000, rolled.step_s * 1000)
        places = [histories.places(at_ms, rolled.step_s, asked) for at_ms in times]
        for port in rolled.ports:
            if port not in ports:
                ports[port] = _Growing(asked), _Growing(asked)
            for trend, (means, peaks) in zip(ports[port], octet_rates(rolled, port), strict=True):
                trend.add(places, means, peaks)
    return Trends(
        _trend(points, asked, lambda point: point.rtt_us, lambda point: point.rtt_peak_us),
        _trend(points, asked, lambda point: point.cpu, lambda point: point.cpu_peak)._replace(top=_WHOLE),
        _trend(points, asked, lambda point: point.memory, lambda point: point.memory_peak)._replace(top=_WHOLE),
        {port: PortTrends(*(trend.grown() for trend in ways)) for port, ways in ports.items()},
        points,
    )


class _Growing:
    """The trend of a counter while day after day is added."""

    __slots__ = ("_highest", "_steps")

    def __init__(self, asked: Over) -> None:
        self._steps = histories.blank(asked)
        self._highest: int | None = None

    def add(self, places: Sequence[range], means: Sequence[float | None], peaks: Sequence[int | None]) -> None:
        """A day, with the steps that each part of it stands in."""
        for within, mean, peak in zip(places, means, peaks, strict=True):
            if within and mean is not None and peak is not None:
                for place in within:
                    self._steps[place] = mean
                if self._highest is None or peak > self._highest:
                    self._highest = peak

    def grown(self) -> Trend:
        """It, whole."""
        return Trend(self._steps, self._highest)


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
