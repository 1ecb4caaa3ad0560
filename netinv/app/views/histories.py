"""What was measured of a device or a port over a time: in which steps, as points, and as rows of equal times."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from netinv.app.views.viewing import find
from netinv.errors import UsageError
from netinv.i18n import _
from netinv.store.measured.points import DevicePoint, PortPoint, device_points, port_points
from netinv.store.measured.rollup import DAY_S, FIVE_MINUTES_S, HOUR_S
from netinv.store.reading.views import SiteRow

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from netinv.store.measured.rollup import Rolled
    from netinv.store.reading.reader import Reader
    from netinv.store.reading.views import DeviceRow

DAY_MS = DAY_S * 1000
STEPS = {"5m": FIVE_MINUTES_S, "1h": HOUR_S, "1d": DAY_S}
_FINE_MS, _HOURLY_MS = 6 * HOUR_S * 1000, 14 * DAY_MS

Days = Iterable[tuple[int, "Rolled"]]


class Over(NamedTuple):
    """From when to when (epoch ms), in which steps; it begins where a step does."""

    start_ms: int
    end_ms: int
    step_s: int


def over(since_ms: int | None, until_ms: int | None, step: str | None, now_ms: int) -> Over:
    """The time that is asked for: the last day where nothing is said, in steps that suit its length.

    Raises:
        UsageError: it ends before it begins.
    """
    end = now_ms if until_ms is None else min(until_ms, now_ms)
    start = end - DAY_MS if since_ms is None else since_ms
    if start >= end:
        raise UsageError(_("--since must lie before --until, and in the past"))
    length = end - start
    step_s = FIVE_MINUTES_S if length <= _FINE_MS else HOUR_S if length <= _HOURLY_MS else DAY_S
    if step is not None:
        step_s = STEPS[step]
    return Over(start - start % (step_s * 1000), end, step_s)


def named_device(reader: Reader, name: str) -> DeviceRow:
    """The device of that name.

    Raises:
        UsageError: there is none; with the nearest names.
    """
    found = find(name, reader.sites(), reader.devices())
    if isinstance(found, SiteRow):
        raise UsageError(_("“{name}” is a site: name one of its devices").format(name=name))
    return found


def days(
    reader: Reader, device_id: int, asked: Over, ports: Collection[str] | None = None
) -> Iterator[tuple[int, Rolled]]:
    """All that is kept of a device over the time, day by day; of some of its ports alone, where they are named."""
    return reader.measured(device_id).days(asked.start_ms, asked.end_ms, asked.step_s, ports)


def named_port(reader: Reader, device: DeviceRow, name: str, asked: Over) -> str:
    """The port of that name, past ones too; upper and lower case do not matter where they need not.

    Raises:
        UsageError: there is none; with the nearest names.
    """
    known = {row.name for row in reader.interfaces(device.id)}
    if name in known:
        return name
    known |= reader.measured(device.id).ports(asked.start_ms, asked.end_ms)
    alike = [port for port in known if port.lower() == name.lower()]
    if name in known or len(alike) == 1:
        return name if name in known else alike[0]
    near = get_close_matches(name, sorted(known), 5, 0.3) or sorted(known)[:5]
    message = _("{device} has no interface “{name}”: the nearest are {near}")
    raise UsageError(message.format(device=device.name, name=name, near=", ".join(near) or "–"))


def of_port(found: Days, port: str, asked: Over) -> list[PortPoint]:
    """The points of a port of which something is known."""
    points = (point for day, rolled in found for point in port_points(day, rolled, port))
    return [point for point in points if _within(point, asked) and any(each is not None for each in point[2:])]


def of_device(found: Days, asked: Over) -> list[DevicePoint]:
    """The points of a device of which something is known."""
    points = (point for day, rolled in found for point in device_points(day, rolled, asked.end_ms))
    return [point for point in points if _within(point, asked) and any(each is not None for each in point[2:])]


def _within(point: PortPoint | DevicePoint, asked: Over) -> bool:
    return point.at_ms < asked.end_ms and point.at_ms + point.step_s * 1000 > asked.start_ms


def blank(asked: Over) -> list[float | None]:
    """One value for each step, none of which is known yet."""
    return [None] * -(-(asked.end_ms - asked.start_ms) // (asked.step_s * 1000))


def places(at_ms: int, step_s: int, asked: Over) -> range:
    """The steps that a point stands in: each of those it covers, where it is of a longer one."""
    first = (at_ms - asked.start_ms) // (asked.step_s * 1000)
    until = -(-(asked.end_ms - asked.start_ms) // (asked.step_s * 1000))
    return range(max(0, first), min(until, first + step_s // asked.step_s))


def even(
    points: Iterable[PortPoint] | Iterable[DevicePoint], asked: Over, value: Callable[..., float | None]
) -> list[float | None]:
    """One value for each step, as a sparkline wants it."""
    row = blank(asked)
    for point in points:
        for place in places(point.at_ms, point.step_s, asked):
            row[place] = value(point)
    return row
