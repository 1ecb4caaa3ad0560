"""Which sites stand in which cell, and which cell lies in a direction. Made once for a zoom, asked for each key."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING, Literal

from netinv.tui.chart.projection import Point

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from netinv.app.views.placing import Spot
    from netinv.tui.chart.projection import Projection

_FAR = 1 << 60
Way = Literal["left", "right", "up", "down"]
_ASPECT = 2  # a cell is so many times as high as it is wide
_ASIDE, _OUTSIDE = 2, 6  # what a step aside costs, within 45 degrees of the way and beyond


class Stacks:
    """The cells that have sites, each with those sites, the worst first."""

    def __init__(self, spots: Iterable[Spot], projection: Projection) -> None:
        stacks: dict[Point, list[Spot]] = defaultdict(list)
        for spot in spots:
            stacks[projection.cell(spot.lat, spot.lon)].append(spot)
        self.projection = projection
        self.cells = {at: tuple(sorted(own, key=lambda spot: spot.rank)) for at, own in stacks.items()}
        self._at = {spot.id: at for at, own in self.cells.items() for spot in own}
        self._by_column = sorted(self.cells)
        self.by_row = sorted((at.y, at.x) for at in self.cells)
        self.reading_order = [spot.id for y, x in self.by_row for spot in self.cells[Point(x, y)]]
        self._turn = {site_id: turn for turn, site_id in enumerate(self.reading_order)}

    def __len__(self) -> int:
        return len(self._at)

    def of(self, site_id: int | None) -> Point | None:
        """The cell of a site; None: it is not on this map."""
        return self._at.get(site_id) if site_id is not None else None

    def here(self, site_id: int | None) -> tuple[Spot, ...]:
        """The sites in the cell of a site, itself among them."""
        at = self.of(site_id)
        return self.cells[at] if at is not None else ()

    def after(self, site_id: int, by: int) -> int:
        """The site that comes so many places later in reading order; after the last comes the first."""
        return self.reading_order[(self._turn[site_id] + by) % len(self.reading_order)]

    def nearest(self, at: Point) -> Point | None:
        """The cell with sites that is nearest to a cell."""
        return min(self.cells, key=lambda one: (one.x - at.x) ** 2 + (_ASPECT * (one.y - at.y)) ** 2, default=None)

    def toward(self, at: Point, way: Way) -> Point | None:
        """The nearest cell in a direction: straight ahead before aside. None: nothing lies there."""
        best, found = None, None
        for other, ahead, aside in self._ahead(at, way):
            if best is not None and ahead >= best:
                break
            cost = ahead + (_ASIDE if aside <= ahead else _OUTSIDE) * aside
            if best is None or cost < best:
                best, found = cost, other
        return found

    def _ahead(self, at: Point, way: Way) -> Iterator[tuple[Point, int, int]]:
        """The cells in a direction, those with fewer steps ahead first, with the steps ahead and aside."""
        flat = way in ("left", "right")
        order: Sequence[tuple[int, int]] = self._by_column if flat else self.by_row
        along, across = at if flat else (at.y, at.x)
        if way in ("right", "down"):
            places = range(bisect_right(order, (along, _FAR)), len(order))
        else:
            places = range(bisect_left(order, (along, -1)) - 1, -1, -1)
        for place in places:
            ahead, aside = abs(order[place][0] - along), abs(order[place][1] - across)
            if flat:
                yield Point(*order[place]), ahead, _ASPECT * aside
            else:
                yield Point(*order[place][::-1]), _ASPECT * ahead, aside
