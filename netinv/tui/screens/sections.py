"""A page about one thing: its facts above, below one table at a time of those that belong to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from textual.message import Message

from netinv.app.words.durations import number
from netinv.app.words.states import WELL_OR_GONE
from netinv.i18n import _
from netinv.tui.actions import bindings
from netinv.tui.narrowing import Narrowing, narrowed
from netinv.tui.rows import Cell, Column, ListRows, Rows
from netinv.tui.screens.narrowed import NarrowedPage
from netinv.tui.screens.table import nothing_fits, nothing_wrong
from netinv.tui.widgets.grid import Grid
from netinv.tui.widgets.lines import Facts, Line, fitted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult
    from textual.events import Click

    from netinv.tui.rows import Key

_CUT = " …"


class Section(NamedTuple):
    """One of the tables. ``chosen`` is told the key of the row that Enter was pressed on; None: rows open nothing."""

    title: str
    columns: Sequence[Column]
    rows: Rows
    chosen: Callable[[Key], object] | None = None


class Strip(Line):
    """The titles of the sections side by side; where they have no room, from such a one on that the one on is seen."""

    _on = 0
    _told = 0

    class Clicked(Message):
        """One of the titles was clicked."""

        def __init__(self, place: int) -> None:
            super().__init__()
            self.place = place

    def show_titles(self, titles: Sequence[Cell], on: int, told: Sequence[Cell]) -> None:
        """Draw these. ``on``: the place of the one that must be seen; ``told``: what is said of it, behind it."""
        self._on, self._told = on + len(told), len(told)
        self.show([*titles[: on + 1], *told, *titles[on + 1 :]])

    def on_click(self, event: Click) -> None:
        """Go to the section whose title was clicked."""
        first = self._first(self.size.width)
        end = cell_len(_CUT) if first else 0
        for place, cell in enumerate(self._cells[first:], first):
            end += cell_len(cell.text)
            if event.x < end:
                on = self._on - self._told
                self.post_message(self.Clicked(place if place <= on else max(on, place - self._told)))
                return

    def lines(self, width: int) -> list[list[Cell]]:
        """The line, its begin left out where it must be."""
        first = self._first(width)
        return [fitted([Cell(_CUT, "dim"), *self._cells[first:]] if first else self._cells, width)]

    def _first(self, width: int) -> int:
        """The place of the first cell that is drawn."""
        first, on = 0, self._on
        while first < on and sum(cell_len(cell.text) for cell in self._cells[first : on + 1]) > width - cell_len(_CUT):
            first += 1
        return first


class SectionsPage(NarrowedPage):
    """Facts and sections; Tab goes round the sections."""

    BINDINGS = bindings("only_problems")
    own_keys: tuple[str, ...] = ("open", "next_section")
    only_problems = False

    def __init__(self) -> None:
        super().__init__()
        self.sections: Sequence[Section] = ()
        self._place = 0
        self._narrowings: dict[str, Narrowing] = {}

    def body(self) -> ComposeResult:
        """Facts, the strip of sections, the table."""
        yield Facts(id="facts")
        yield Line(id="days")
        yield Line(id="work")
        yield Strip(id="strip")
        yield Grid((), empty=_("reading …"), follow=self.moved, id="table")

    def moved(self, key: Key | None) -> None:
        """The cursor went to another row. For subclasses."""

    def show_sections(self, sections: Sequence[Section]) -> None:
        """Draw these; the one that was on stays on."""
        fresh = not self.sections
        self.sections = sections
        self._place = min(self._place, len(sections) - 1)
        self._draw(columns=fresh)

    def obstacle(self, action: str, parameters: tuple[object, ...]) -> str:
        """There are several tables behind the one widget."""
        if action == "only_problems" and not self._have_states():
            return _("The rows of this table have no state.")
        several = action == "section" and len(self.sections) > 1
        return "" if several else super().obstacle(action, parameters)

    def on(self, title: str) -> bool:
        """Whether the table of that title is the one that is seen."""
        return bool(self.sections) and self.sections[self._place].title == title

    def action_section(self, by: int) -> None:
        """Go to the next or previous table."""
        if self.sections:
            self._place = (self._place + by) % len(self.sections)
            self._draw(columns=True)

    def on_strip_clicked(self, message: Strip.Clicked) -> None:
        """Go to the table whose title was clicked."""
        self.action_section(message.place - self._place)

    def table_columns(self) -> Sequence[Column]:
        """Those of the table that is seen."""
        return self.sections[self._place].columns if self.sections else ()

    def in_the_way(self) -> str:
        """Rows that are read as they come in sight are not at hand."""
        if self.sections and isinstance(self.sections[self._place].rows, ListRows):
            return ""
        message = _("These rows are read as they come in sight. {key} shows all interfaces, and can sort them.")
        return message.format(key=self.net.key_of("interfaces"))

    def is_narrowed(self) -> bool:
        """Whether anything is left out or sorted."""
        return self.only_problems or super().is_narrowed()

    def action_only_problems(self) -> None:
        """In the tables whose rows have a state only what is not well, or all again."""
        self.only_problems = not self.only_problems
        self._draw(columns=False)

    def action_everything(self) -> None:
        """Those that are well, too."""
        self.only_problems = False
        super().action_everything()

    def _have_states(self) -> bool:
        rows = self.sections[self._place].rows if self.sections else None
        return isinstance(rows, ListRows) and any(hasattr(item, "state") for item in rows.items)

    def _wanted(self, section: Section, how: Narrowing) -> Rows:
        """Those of its rows that are to be seen, in their order."""
        rows = section.rows
        if not isinstance(rows, ListRows):
            return rows
        if self.only_problems:
            rows = rows.of([item for item in rows.items if getattr(item, "state", "") not in WELL_OR_GONE])
        return narrowed(rows, section.columns, how)

    def narrow(self, how: Narrowing) -> None:
        """Of the table that is seen; each has its own."""
        self._narrowings[self.sections[self._place].title] = how
        self._draw(columns=True)

    def _draw(self, *, columns: bool) -> None:
        cells: list[Cell] = []
        for place, section in enumerate(self.sections):
            style = "title" if place == self._place else "dim"
            mark = "▸" if place == self._place else " "
            cells.append(Cell(f" {mark}{section.title} {number(len(section.rows))} ", style))
        section, grid = self.sections[self._place], self.query_one(Grid)
        self.narrowing = how = self._narrowings.get(section.title, Narrowing())
        few = self.only_problems and self._have_states()
        said = [
            Cell(f" {said} ", "key") for said in [*([_("only problems")] if few else []), *how.said(section.columns)]
        ]
        self.query_one(Strip).show_titles(cells, self._place, said)
        grid.empty = nothing_wrong(self.net) if few else _("Nothing here.")
        if how.words:
            grid.empty = nothing_fits(self.net)
        grid.show(self._wanted(section, how), how.heads(section.columns) if columns else None)
        closed = "" if section.chosen else _("There is nothing to open here.")
        if closed != grid.closed:
            grid.closed = closed
            self.refresh_bindings()

    def on_grid_chosen(self, message: Grid.Chosen) -> None:
        """Let the section decide."""
        chosen = self.sections[self._place].chosen
        if chosen:
            chosen(message.key)
