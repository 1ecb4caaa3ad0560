"""What is seen of the map through a window: lines, names and marks in layers, made once and drawn line by line."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from netinv.app.views.placing import level_rank
from netinv.app.words.states import severity
from netinv.text import one_line
from netinv.tui.chart.braille import Dots
from netinv.tui.chart.marks import FAINT, ORIGIN, count, mark
from netinv.tui.chart.projection import Point
from netinv.tui.rows import Cell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from netinv.app.views.placing import Spot
    from netinv.tui.chart.braille import Exact
    from netinv.tui.chart.stacks import Stacks

_LINES_FILL = 0.4  # of the window: more lines or faint sites than that hide what matters
_NAMES_FILL = 0.03  # of the window: with more marks than that only the higher levels have their names
_LETTERS = 18
_BROKEN = ("down", "gone")

_BLANK = Cell(" ")

Look = tuple[str, str]


class Window(NamedTuple):
    """The part of the canvas that is seen."""

    left: int
    top: int
    width: int
    height: int

    def inside(self, at: Point) -> Point | None:
        """A cell of the canvas in cells of the window; None: out of sight."""
        x, y = at.x - self.left, at.y - self.top
        return Point(x, y) if 0 <= x < self.width and 0 <= y < self.height else None


class Line(NamedTuple):
    """A link between two places on the canvas."""

    a: Exact
    b: Exact
    state: str


class Picture:
    """The window's cells. ``look_of`` gives the state that a site is drawn in, empty for a faint one.

    ``faint``: cells of the canvas with sites that are left out, so that one sees where the others are, unless they
    would fill it.
    """

    def __init__(
        self,
        stacks: Stacks,
        lines: Sequence[Line],
        window: Window,
        look_of: Callable[[Spot], str] | None = None,
        faint: Iterable[Point] = (),
    ) -> None:
        self.window = window
        self._look_of = look_of or (lambda spot: spot.state)
        stood = list(_seen(stacks, window))
        self._marks = {at: self._mark(own) for at, own in stood}
        self._solid = set(self._marks)
        self._rows = [[_BLANK] * window.width for _line in range(window.height)]
        self._pads: set[Point] = set()
        self._put(self._links(lines))
        left_out = [at for at in map(window.inside, faint) if at]
        if len(left_out) <= _LINES_FILL * window.width * window.height:
            self._put((at, Cell(FAINT, "dim")) for at in left_out)
        self._put(self._names(stood))
        self._put((at, Cell(*look)) for at, look in self._marks.items())

    def _put(self, cells: Iterable[tuple[Point, Cell]]) -> None:
        for at, cell in cells:
            self._rows[at.y][at.x] = cell

    def _mark(self, own: Sequence[Spot]) -> Look:
        """Of several sites the worst one's."""
        looks = [(spot, state) for spot in own if (state := self._look_of(spot))]
        if not looks:
            return FAINT, "dim"
        spot, state = min(looks, key=lambda look: (look[1] != ORIGIN, severity(look[1])))
        return mark(spot.level, state), state

    def _links(self, lines: Sequence[Line]) -> Iterator[tuple[Point, Cell]]:
        """Those that are not well over the others; where lines would hide everything only those that are not."""
        most = int(_LINES_FILL * self.window.width * self.window.height)
        well = strokes(self.window, (one for one in lines if one.state not in _BROKEN), most)
        broken = strokes(self.window, (one for one in lines if one.state in _BROKEN))
        yield from ((at, Cell(text, "dim")) for at, text in well.items())
        yield from ((at, Cell(text, "down")) for at, text in broken.items())

    def _names(self, stood: Sequence[tuple[Point, Sequence[Spot]]]) -> Iterator[tuple[Point, Cell]]:
        """How many stand in a cell, and the names for which there is room beside their mark."""
        taken = set(self._marks)
        every = len(stood) <= _NAMES_FILL * self.window.width * self.window.height
        for at, own in stood:
            n = count(sum(bool(self._look_of(spot)) for spot in own))
            beside = Point(at.x + 1, at.y)
            if n and beside not in taken and beside.x < self.window.width:
                taken.add(beside)
                self._solid.add(beside)
                yield beside, Cell(n, self._marks[at][1])
        for at, spot in sorted(
            ((at, min(own, key=lambda spot: level_rank(spot.level))) for at, own in stood), key=_by_level
        ):
            if every or spot.level in ("province", "district"):
                yield from self._name(at, short(spot), taken)

    def _name(self, at: Point, name: str, taken: set[Point]) -> Iterator[tuple[Point, Cell]]:
        wide = cell_len(name)
        for left in (at.x + 1 + (Point(at.x + 1, at.y) in taken) + 1, at.x - 1 - wide):
            room = [Point(x, at.y) for x in range(left - 1, left + wide + 1)]
            if left >= 0 and left + wide <= self.window.width and taken.isdisjoint(room[1:]):
                taken.update(room)
                self._solid.update(room[1:-1])
                pads = [one for one in (room[0], room[-1]) if self._is_clear(one)]
                self._pads.update(pads)
                yield from ((one, _BLANK) for one in pads)
                # The name as a whole in its first cell, for not every letter is one cell wide.
                yield from ((Point(left + n, at.y), Cell("" if n else name, "title")) for n in range(wide))
                return

    def _is_clear(self, at: Point) -> bool:
        return at not in self._solid and 0 <= at.x < self.window.width

    def line(self, y: int, over: Mapping[int, Cell]) -> list[Cell]:
        """A line of the window, of as few parts as may be; ``over``: cells that stand on top, by column."""
        if y >= self.window.height:  # while the size changes
            return []
        row = self._rows[y]
        if over:
            row = row.copy()
            for x, cell in over.items():
                row[x] = cell
        return [Cell("".join(text for text, _style in run), style) for style, run in groupby(row, lambda cell: cell[1])]

    def mark_at(self, at: Point) -> Cell:
        """The mark in a cell of the window."""
        return Cell(*self._marks[at])

    def is_free(self, at: Point) -> bool:
        """Whether neither a mark nor a name stands there: something may be drawn over it."""
        return at not in self._solid

    def is_open(self, at: Point) -> bool:
        """Whether it is free and beside no name: a line may go through it."""
        return at not in self._solid and at not in self._pads


def _by_level(item: tuple[Point, Spot]) -> tuple[int, str]:
    return level_rank(item[1].level), item[1].view.row.code


def _seen(stacks: Stacks, window: Window) -> Iterator[tuple[Point, tuple[Spot, ...]]]:
    """The cells in sight that have sites, in cells of the window."""
    order = stacks.by_row
    first = bisect_left(order, (window.top, -1))
    for y, x in order[first : bisect_right(order, (window.top + window.height - 1, 1 << 60))]:
        at = window.inside(Point(x, y))
        if at is not None:
            yield at, stacks.cells[Point(x, y)]


def strokes(window: Window, lines: Iterable[Line], most: int | None = None) -> dict[Point, str]:
    """The cells of some lines, with what stands in them; none where they are more than ``most``."""
    dots = Dots(window.width, window.height)
    for one in lines:
        a, b = ((x - window.left, y - window.top) for x, y in (one.a, one.b))
        dots.line(a, b, broken=one.state in _BROKEN)
        if most is not None and len(dots.bits) > most:
            return {}
    return {at: dots.character(at) for at in dots.bits}


def short(spot: Spot) -> str:
    """A site's name without its kind, cut to what a map has room for."""
    row = spot.view.row
    name = one_line(row.name)
    if row.kind and name.lower().startswith(f"{row.kind.lower()} "):
        name = name[len(row.kind) + 1 :]
    return name if len(name) <= _LETTERS else name[: _LETTERS - 1] + "…"
