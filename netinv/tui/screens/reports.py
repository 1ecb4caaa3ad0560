"""The figures of the network: coverage, availability of the last days, roll-out; one at a time, Tab goes round."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from netinv.app.words.durations import number
from netinv.declaration import day_of
from netinv.i18n import _
from netinv.inventory.columns import LEVELS
from netinv.reports.model import Kind
from netinv.reports.values import shown
from netinv.tui.actions import bindings
from netinv.tui.figures.availability import LastDays
from netinv.tui.figures.coverage import Coverage
from netinv.tui.figures.figure import Filter, Wish, safely
from netinv.tui.figures.rollout import Rollout
from netinv.tui.rows import Cell
from netinv.tui.screens.page import Page
from netinv.tui.subject import of_site
from netinv.tui.widgets.grid import Grid
from netinv.tui.widgets.lines import Line, Paragraph
from netinv.vocabulary import level_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from netinv.app.views.pages import Snapshot
    from netinv.tui.figures.figure import Figure, Work
    from netinv.tui.rows import Key
    from netinv.tui.subject import Subject

_Made = tuple[int, str | None]
"""What a figure was made of: which snapshot (they are counted), and the level where it is asked for each."""


class _Run(NamedTuple):
    """A figure that is being asked for, of a time (None: now)."""

    figure: Figure
    of: _Made
    at: int | None


class ReportsScreen(Page):
    """Asks for the figure that is seen, in parts; what was there stays until it has come."""

    BINDINGS = bindings("level", "only_problems")
    own_keys = ("open", "next_section", "level")

    def __init__(self) -> None:
        super().__init__()
        self._figures: Sequence[Figure] = ()
        self._place = 0
        self._seen = Filter()
        self._snapshots = 0
        self._made: dict[int, _Made] = {}
        self._run: _Run | None = None
        self._cursors: dict[int, Key | None] = {}

    def body(self) -> ComposeResult:
        """The figures' names, what the signs mean, the table, what is under the cursor."""
        key, target = self.net.key_of("open"), self.net.settings.availability_target
        self._figures = (Coverage(key), LastDays(target, self.net.now_ms), Rollout(key))
        yield Line(id="strip")
        yield Line(id="about")
        yield Grid(self._figure.columns(), follow=self._draw_under, id="table")
        yield Paragraph(id="under")

    @property
    def _figure(self) -> Figure:
        return self._figures[self._place]

    def headline(self) -> str:
        """Of which day and level."""
        level = _("all levels") if self._seen.level is None else level_word(self._seen.level)
        day = shown(day_of(self.net.now_ms()), Kind.DATE)
        said = _("Reports · {day} · {level}").format(day=day, level=level)
        return _("{table}, only problems").format(table=said) if self._seen.only_problems else said

    def show(self, snapshot: Snapshot) -> None:  # noqa: ARG002  # it is asked of the store
        """Ask for the figures of now; until they are there those of before stay."""
        self._snapshots += 1
        self._draw()
        self._ask()

    # Asking

    def _ask(self) -> None:
        figure, at = self._figure, self.net.at
        of = self._snapshots, self._seen.level if figure.by_level else None
        if self._made.get(self._place) == of:
            return
        if self._run and (self._run.figure, self._run.of[1], self._run.at) == (figure, of[1], at):
            return  # let it come: news that come faster than it can be reckoned must not keep it for ever
        self._run = _Run(figure, of, at)
        wish, settings = Wish(self.net.now_ms(), of[1]), self.net.settings
        self.ask(safely(lambda views: figure.begin(views, settings, wish)), partial(self._go_on, self._run))
        self._say_progress(_("reading …"))

    def _go_on(self, run: _Run, work: Work | str) -> None:
        """Take the answer, or have the next part of it reckoned."""
        if run is not self._run:
            return
        if isinstance(work, str):
            self._run = None
            self._made[self._figures.index(run.figure)] = run.of
            self._draw(sentence=work)
        elif work.finished:
            self._run = None
            run.figure.take(work)
            fresh = self._place not in self._made
            self._made[self._figures.index(run.figure)] = run.of
            self._draw(columns=True)
            if fresh:
                self.query_one(Grid).action_end(self._figure.begins)
            if self.net.page is self:
                self._ask()
        else:
            self._say_progress(
                _("reckoned {done} of {total} devices").format(done=number(work.done), total=number(work.total))
            )
            self.ask(safely(lambda _views: _stepped(work)), partial(self._go_on, run))

    # Drawing

    def _draw(self, *, columns: bool = False, sentence: str = "") -> None:
        figure, grid = self._figure, self.query_one(Grid)
        grid.empty = sentence or self._empty()
        grid.show(figure.rows(self._seen), figure.columns() if columns else None)
        cells: list[Cell] = []
        for place, one in enumerate(self._figures):
            here = place == self._place
            cells.append(Cell(f" {'▸' if here else ' '}{one.title()} ", "title" if here else "dim"))
        self.query_one("#strip", Line).show(cells)
        self.query_one("#about", Line).show([Cell(f" {sentence}", "down")] if sentence else figure.legend())
        self._draw_under(grid.cursor)
        self.update_bars()

    def _empty(self) -> str:
        if self._place not in self._made:
            return _("reading …")
        if self._seen.only_problems:
            return _("Nothing is wrong here. Press {key} to see all rows.").format(key=self.net.key_of("only_problems"))
        return _("Nothing here.")

    def _say_progress(self, said: str) -> None:
        if self._place not in self._made:
            grid = self.query_one(Grid)
            grid.empty = said
            grid.refresh()

    def _draw_under(self, key: Key | None) -> None:
        """Tell of the row under the cursor."""
        self.query_one("#under", Paragraph).show(() if key is None else self._figure.under(key))

    # Actions

    def obstacle(self, action: str, parameters: tuple[object, ...]) -> str:
        """There are several tables behind the one widget."""
        if action == "level" and len(self._levels()) < 2:
            return _("All units are of one level.")
        if action == "only_problems" and isinstance(self._figure, Rollout):
            return _("Each row is a date: there is nothing to leave out.")
        return "" if action == "section" else super().obstacle(action, parameters)

    def _levels(self) -> list[str]:
        there = {view.row.level for view in self.net.snapshot.tree}
        return [level for level in LEVELS if level in there]

    def action_section(self, by: int) -> None:
        """Go to the next or previous figure."""
        grid = self.query_one(Grid)
        self._cursors[self._place] = grid.cursor
        self._place = (self._place + by) % len(self._figures)
        self._draw(columns=True)
        cursor = self._cursors.get(self._place)
        if cursor is None or not grid.go_to(cursor):
            grid.action_end(self._figure.begins)
        self._ask()

    def action_level(self) -> None:
        """The next level that there are units of, then all."""
        levels = [None, *self._levels()]
        place = levels.index(self._seen.level) if self._seen.level in levels else 0
        self._seen = self._seen._replace(level=levels[(place + 1) % len(levels)])
        self._draw()
        self._ask()

    def action_only_problems(self) -> None:
        """Put the filter on or off."""
        self._seen = self._seen._replace(only_problems=not self._seen.only_problems)
        self._draw()

    def subject(self) -> Subject | None:
        """The unit under the cursor, where the figure is of one."""
        return of_site(self._figure.site(self.query_one(Grid).cursor)) if self._figures else None

    def on_grid_chosen(self, message: Grid.Chosen) -> None:
        """Open the unit, or the units, behind the figure."""
        page = self._figure.page(message.key, self.net.snapshot)
        if page:
            self.net.open_page(page)
        else:
            self.say(_("No unit fails here."))


def _stepped(work: Work) -> Work:
    work.step()
    return work
