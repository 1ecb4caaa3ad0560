"""Degrees to cells of a terminal. Equirectangular, north is up; a cell is twice as high as it is wide."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_POLE = 85.0  # degrees; nobody's province reaches there
_ASPECT = 2.0
_LEAST = 1e-9  # degrees: all sites at one place


class Point(NamedTuple):
    """A cell of the canvas."""

    x: int
    y: int


class Projection:
    """Fits coordinates into a canvas of so many cells, as large as may be, in its middle."""

    def __init__(self, coordinates: Sequence[tuple[float, float]], width: int, height: int) -> None:
        """``coordinates``: latitude and longitude of all that must be on it."""
        lats = [lat for lat, _lon in coordinates] or [0.0]
        lons = [lon for _lat, lon in coordinates] or [0.0]
        self._lat, self._lon = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
        self._shrink = math.cos(math.radians(max(-_POLE, min(_POLE, self._lat))))
        self.width, self.height = max(1, width), max(1, height)
        tall, wide = max(lats) - min(lats), (max(lons) - min(lons)) * self._shrink
        self._scale = min((self.width - 1) / max(wide, _LEAST), (self.height - 1) * _ASPECT / max(tall, _LEAST))

    def exact(self, lat: float, lon: float) -> tuple[float, float]:
        """Where a coordinate lies, in cells and parts of them; the middle of the first cell is 0, 0."""
        x = (lon - self._lon) * self._shrink * self._scale
        y = (self._lat - lat) * self._scale / _ASPECT
        return x + (self.width - 1) / 2, y + (self.height - 1) / 2

    def cell(self, lat: float, lon: float) -> Point:
        """The cell of a coordinate; always one of the canvas."""
        x, y = self.exact(lat, lon)
        return Point(max(0, min(self.width - 1, round(x))), max(0, min(self.height - 1, round(y))))
