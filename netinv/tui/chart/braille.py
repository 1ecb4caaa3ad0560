"""Lines in dots, two by four in a cell, as Braille patterns (U+2800)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.tui.chart.projection import Point

if TYPE_CHECKING:
    from collections.abc import Iterator

_FIRST = 0x2800
_BITS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))  # by row, then column (Unicode, chapter 21.1)
_ACROSS, _DOWN = 2, 4
_GAP, _PERIOD = 3, 5  # of a broken line: dots that are left out of how many

Exact = tuple[float, float]


class Dots:
    """A window of so many cells that lines are drawn on. Coordinates are in cells; 0, 0 is the middle of the first."""

    def __init__(self, width: int, height: int) -> None:
        self._width, self._height = width, height
        self.bits: dict[Point, int] = {}

    def line(self, a: Exact, b: Exact, *, broken: bool = False) -> list[Point]:
        """Draw a line, ``broken`` with gaps; the cells it goes through."""
        touched = []
        for step, (x, y) in enumerate(self._dots(a, b)):
            at = Point(x // _ACROSS, y // _DOWN)
            if not (0 <= at.x < self._width and 0 <= at.y < self._height) or (broken and step % _PERIOD < _GAP):
                continue
            self.bits[at] = self.bits.get(at, 0) | _BITS[y % _DOWN][x % _ACROSS]
            touched.append(at)
        return list(dict.fromkeys(touched))

    def _dots(self, a: Exact, b: Exact) -> Iterator[tuple[int, int]]:
        (ax, ay), (bx, by) = (((x + 0.5) * _ACROSS, (y + 0.5) * _DOWN) for x, y in (a, b))
        start, end = self._inside(ax, ay, bx - ax, by - ay)
        steps = int(max(abs(bx - ax), abs(by - ay))) + 1
        for step in range(int(start * steps), int(end * steps) + 1 if start <= end else 0):
            yield int(ax + (bx - ax) * step / steps), int(ay + (by - ay) * step / steps)

    def _inside(self, x: float, y: float, dx: float, dy: float) -> tuple[float, float]:
        """The part of a line that lies in the window, from 0 to 1 (Liang and Barsky); start > end: none."""
        start, end = 0.0, 1.0
        for along, room in ((-dx, x), (dx, self._width * _ACROSS - x), (-dy, y), (dy, self._height * _DOWN - y)):
            if along == 0:
                if room < 0:
                    return 1.0, 0.0
            elif along < 0:
                start = max(start, room / along)
            else:
                end = min(end, room / along)
        return start, end

    def character(self, at: Point) -> str:
        """What stands in a cell that has dots."""
        return chr(_FIRST + self.bits[at])
