"""The map of sites: draws what its window sees, moves a cursor from place to place. The cursor is a site's id."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, cast

from textual.geometry import Region
from textual.message import Message
from textual.widget import Widget

from netinv.tui.actions import bindings
from netinv.tui.chart.picture import Line, Picture, Window, strokes
from netinv.tui.chart.projection import Point, Projection
from netinv.tui.chart.stacks import Stacks
from netinv.tui.rows import Cell
from netinv.tui.widgets.looks import Looks
from netinv.tui.widgets.strips import strip

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events
    from textual.strip import Strip

    from netinv.app.views.placing import Spot
    from netinv.tui.chart.stacks import Way

_CLOSEST = 64  # times
_EDGE = 4  # of the window: nearer to its border than a fourth of it, the window follows the cursor
_LIT_LINKS = 64
_EMPTY = Projection((), 1, 1)


class SiteMap(Widget, can_focus=True, inherit_bindings=False):
    """Sites as marks, links between them as faint lines."""

    BINDINGS = bindings("up", "down", "left", "right", "next_site", "zoom_in", "zoom_out", "zoom_whole", "open")

    class Moved(Message):
        """The cursor is on another site (None: there is none), or others than before stand beside it."""

        def __init__(self, site_id: int | None) -> None:
            super().__init__()
            self.site_id = site_id

    class Chosen(Message):
        """A site was chosen, by Enter or a double click."""

        def __init__(self, site_id: int) -> None:
            super().__init__()
            self.site_id = site_id

    def __init__(self, *, empty: str = "", id: str | None = None) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self.zoom = 1
        self.empty = empty
        self._spots: Sequence[Spot] = ()
        self._links: Sequence[tuple[int, int, str]] = ()
        self._wanted: Callable[[Spot], bool] = lambda _spot: True
        self._look_of: Callable[[Spot], str] | None = None
        self._cursor: int | None = None
        self._stacks = Stacks((), _EMPTY)
        self._left_out: frozenset[Point] = frozenset()
        self._lines: list[Line] = []
        self._lines_of: dict[int, list[Line]] = {}
        self._middle = Point(0, 0)
        self._picture: Picture | None = None
        self._over: dict[int, dict[int, Cell]] = {}
        self._strips: dict[int, Strip] = {}
        self._looks = Looks(self)

    @property
    def cursor(self) -> int | None:
        """The id of the site under the cursor."""
        return self._cursor

    @property
    def here(self) -> tuple[Spot, ...]:
        """The sites in the cell of the cursor."""
        return self._stacks.here(self._cursor)

    @property
    def shown(self) -> int:
        """How many sites the cursor can go to."""
        return len(self._stacks)

    def show(
        self,
        spots: Sequence[Spot],
        links: Sequence[tuple[int, int, str]],
        *,
        wanted: Callable[[Spot], bool] | None = None,
    ) -> None:
        """Draw these; the cursor stays on its site.

        Args:
            spots: All sites that have a place.
            links: The ids of two sites, and the state of what links them.
            wanted: Those that the cursor goes to; the others are faint.
        """
        self._spots, self._links = spots, links
        self._wanted = wanted or (lambda _spot: True)
        self._lay_out()

    def light(self, look_of: Callable[[Spot], str] | None) -> None:
        """Draw each site in the state that this gives, faint where it is empty; None: in its own."""
        self._look_of = look_of
        self._draw()

    def go_to(self, site_id: int) -> bool:
        """Put the cursor on a site; False: it is not on the map."""
        if self._stacks.of(site_id) is None:
            return False
        self._move_to(site_id)
        return True

    def _lay_out(self) -> None:
        """Place all sites anew: they are others, or the size or the zoom is."""
        if not self.size:
            return
        where = [(spot.lat, spot.lon) for spot in self._spots]
        project = Projection(where, self.size.width * self.zoom, self.size.height * self.zoom)
        self._stacks = Stacks(filter(self._wanted, self._spots), project)
        left_out = (spot for spot in self._spots if not self._wanted(spot))
        self._left_out = frozenset(project.cell(spot.lat, spot.lon) for spot in left_out)
        exact = {spot.id: project.exact(spot.lat, spot.lon) for spot in self._spots}
        self._lines, self._lines_of = [], defaultdict(list)
        for a, b, state in self._links:
            if a in exact and b in exact:
                line = Line(exact[a], exact[b], state)
                self._lines.append(line)
                self._lines_of[a].append(line)
                self._lines_of[b].append(line)
        if self._stacks.of(self._cursor) is None:
            self._cursor = self._first()
        self.post_message(self.Moved(self._cursor))
        self._middle = self._stacks.of(self._cursor) or Point(0, 0)
        self._draw()

    def _first(self) -> int | None:
        """The worst site, of equals the highest."""
        spots = (own[0] for own in self._stacks.cells.values())
        return min(spots, key=lambda spot: spot.rank).id if len(self._stacks) else None

    def _window(self) -> Window:
        """A window around the middle, within the canvas."""
        width, height = max(1, self.size.width), max(1, self.size.height)
        left = max(0, min(self._middle.x - width // 2, width * (self.zoom - 1)))
        top = max(0, min(self._middle.y - height // 2, height * (self.zoom - 1)))
        return Window(left, top, width, height)

    def _draw(self) -> None:
        self._picture = Picture(self._stacks, self._lines, self._window(), self._look_of, self._left_out)
        self._strips = {}
        self._over = self._overlay(self._picture)
        self.refresh()

    def _overlay(self, picture: Picture) -> dict[int, dict[int, Cell]]:
        """What the cursor adds, by row and column: itself, and the links of its site."""
        rows: dict[int, dict[int, Cell]] = {}
        at = self._stacks.of(self._cursor)
        if at is None or (inside := picture.window.inside(at)) is None:
            return rows
        own = self._lines_of.get(self._cursor or 0, ())
        if len(own) <= _LIT_LINKS:
            for one, text in strokes(picture.window, own).items():
                if picture.is_open(one):
                    rows.setdefault(one.y, {})[one.x] = Cell(text, "near")
        for x, text in ((inside.x - 1, "["), (inside.x + 1, "]")):
            if 0 <= x < picture.window.width and picture.is_free(Point(x, inside.y)):
                rows.setdefault(inside.y, {})[x] = Cell(text, "near")
        rows.setdefault(inside.y, {})[inside.x] = picture.mark_at(inside)._replace(style="cursor")
        return rows

    def _move_to(self, site_id: int) -> None:
        self._cursor = site_id
        self.post_message(self.Moved(site_id))
        at, picture = self._stacks.of(site_id), self._picture
        if at is None or picture is None:
            return
        if self.zoom > 1 and not _well_inside(picture.window, at):
            self._middle = at
            if self._window() != picture.window:
                self._draw()
                return
        before, self._over = self._over, self._overlay(picture)
        for y in {*before, *self._over}:
            self.refresh(Region(0, y, self.size.width, 1))

    def _go(self, way: Way) -> None:
        at = self._stacks.of(self._cursor)
        other = self._stacks.toward(at, way) if at is not None else None
        if other is not None:
            self._move_to(self._stacks.cells[other][0].id)

    def action_move(self, by: int) -> None:
        """To the nearest place north (-1) or south."""
        self._go("up" if by < 0 else "down")

    def action_aside(self, by: int) -> None:
        """To the nearest place west (-1) or east."""
        self._go("left" if by < 0 else "right")

    def action_next_site(self) -> None:
        """To the next site, those at the same place first, then from left to right and down."""
        if self._cursor is not None and len(self._stacks):
            self._move_to(self._stacks.after(self._cursor, 1))

    def action_zoom(self, by: int) -> None:
        """Nearer (1), farther (-1), or the whole again (0)."""
        zoom = 1 if not by else max(1, min(_CLOSEST, self.zoom * 2 if by > 0 else self.zoom // 2))
        if zoom != self.zoom:
            self.zoom = zoom
            self._lay_out()

    def action_open(self) -> None:
        """Choose the site under the cursor."""
        if self._cursor is not None:
            self.post_message(self.Chosen(self._cursor))

    def on_click(self, event: events.Click) -> None:
        """One click goes to the nearest site, two choose it."""
        window = self._window()
        at = self._stacks.nearest(Point(window.left + event.x, window.top + event.y))
        if at is None:
            return
        if self._cursor not in {spot.id for spot in self._stacks.cells[at]}:
            self._move_to(self._stacks.cells[at][0].id)
        if event.chain == 2:
            self.action_open()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Nearer."""
        event.stop()
        self.action_zoom(1)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Farther."""
        event.stop()
        self.action_zoom(-1)

    def on_resize(self) -> None:
        """Fit the map into the new size."""
        self._lay_out()

    def notify_style_update(self) -> None:
        """The theme changed."""
        super().notify_style_update()
        self._looks.clear()
        self._strips = {}

    def render_line(self, y: int) -> Strip:
        """One line of the window; those that the cursor has no part in are kept."""
        if not len(self._stacks):
            said = self.empty.split("\n")
            return self._strip([Cell(f" {said[y]}" if y < len(said) else "", "dim")])
        over = self._over.get(y)
        if over:
            return self._strip(cast("Picture", self._picture).line(y, over))
        if y not in self._strips:
            self._strips[y] = self._strip(cast("Picture", self._picture).line(y, {}))
        return self._strips[y]

    def _strip(self, cells: Sequence[Cell]) -> Strip:
        return strip(cells, self._looks, self.size.width)


def _well_inside(window: Window, at: Point) -> bool:
    at = Point(at.x - window.left, at.y - window.top)
    return (
        window.width // _EDGE <= at.x <= window.width - 1 - window.width // _EDGE
        and window.height // _EDGE <= at.y <= window.height - 1 - window.height // _EDGE
    )
