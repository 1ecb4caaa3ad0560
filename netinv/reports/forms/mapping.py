"""Units as dots of a map: where each stands on the paper, how large and in which colour. The same for HTML and PDF."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from netinv.reports.model import Kind
from netinv.reports.values import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netinv.reports.model import Point

_GOOD, _NEAR, _BAD, _UNKNOWN = "#a6d0f0", "#f2b134", "#b3261e", "#bbbbbb"
_MARGIN = 12.0


class Dot(NamedTuple):
    """A unit on the paper."""

    x: float
    y: float
    radius: float
    colour: str
    label: str


def places(points: Sequence[Point], target: float | None, width: float) -> tuple[float, float, list[Dot]]:
    """Width and height of the paper, and the dots on it, the worst last so that they lie on top."""
    lats, lons = [point.lat for point in points], [point.lon for point in points]
    across = math.cos(math.radians(sum(lats) / len(lats)))
    wide, high = max((max(lons) - min(lons)) * across, 1e-6), max(max(lats) - min(lats), 1e-6)
    scale = min((width - 2 * _MARGIN) / wide, (width - 2 * _MARGIN) / high)
    dots = []
    for point in sorted(points, key=lambda point: -2.0 if point.share is None else -point.share):
        x = _MARGIN + (point.lon - min(lons)) * across * scale
        y = _MARGIN + (max(lats) - point.lat) * scale
        colour, radius = _look(point.share, target if target is not None else 1.0)
        dots.append(Dot(x, y, radius, colour, f"{point.name}: {shown(point.share, Kind.SHARE)}"))
    return 2 * _MARGIN + wide * scale, 2 * _MARGIN + high * scale, dots


def _look(share: float | None, target: float) -> tuple[str, float]:
    """Colour and size: what misses the target by more than ten times what it may is bad."""
    if share is None:
        return _UNKNOWN, 3.5
    if share >= target:
        return _GOOD, 3.5
    return (_NEAR, 5.0) if 1 - share <= 10 * (1 - target) else (_BAD, 6.5)
