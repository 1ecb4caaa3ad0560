"""The first screen: the tree with states and counts, what is wrong now, the newest events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Container

from netinv.app.words.durations import number
from netinv.app.words.states import WORST_FIRST, look
from netinv.i18n import _, plural
from netinv.text import one_line
from netinv.tui.actions import bindings
from netinv.tui.rows import Cell, ListRows
from netinv.tui.screens.page import WIDE, Page
from netinv.tui.screens.table import nothing_wrong
from netinv.tui.subject import of_event, of_problem, of_site
from netinv.tui.tables import event_cells, event_columns, problem_cells, problem_columns
from netinv.tui.widgets.grid import Grid
from netinv.tui.widgets.lines import Line
from netinv.tui.widgets.site_tree import SiteTree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from textual.app import ComposeResult

    from netinv.app.views.pages import Problem, Snapshot
    from netinv.tui.rows import Key
    from netinv.tui.subject import Subject

_ABOUT_ROWS = 2
"""The header of a table, and a line that parts it from the next."""


class OverviewScreen(Page):
    """One look tells whether today is a good day."""

    BINDINGS = bindings("only_problems")

    def body(self) -> ComposeResult:
        """The summary, the tree, what is wrong (where there is room above the tree), and what happened."""
        yield Line(id="summary")
        with Container(id="overview"):
            yield SiteTree(empty=_("No sites yet.\nImport an inventory with: netinv import PATH"), id="tree")
            yield Grid(problem_columns(), id="problems")
            yield Grid(event_columns(), empty=_("No events yet."), id="events")

    def headline(self) -> str:
        """The names of the roots: the province."""
        roots = [one_line(view.row.name) for view in self.net.snapshot.tree if not view.depth]
        place = " · ".join(["netinv", *roots[:3]])
        return _("{table}, only problems").format(table=place) if self.query_one(SiteTree).only_problems else place

    def show(self, snapshot: Snapshot) -> None:
        """Draw all three; each keeps its cursor."""
        self.query_one("#summary", Line).show(_summary(snapshot))
        self.query_one(SiteTree).show_tree(snapshot.tree)
        problems = self.query_one("#problems", Grid)
        problems.empty = _("Nothing is wrong.") if snapshot.sweep else _("Not known yet: run netinv sweep")
        now_ms = self.net.now_ms
        keyed = list(_keyed(snapshot.problems))
        problems.show(ListRows(keyed, lambda item: item[0], lambda item: problem_cells(item[1])))
        self._give_room()
        # Found links and changed versions are no news of how the network is: they stand on the screen of events.
        newest = [row for row in snapshot.events if row.kind == "device" or row.severity != "info"]
        codes = snapshot.names_by_code
        events = ListRows(newest, lambda row: row.id, lambda row: event_cells(row, codes, now_ms()))
        self.query_one("#events", Grid).show(events)

    def on_resize(self) -> None:
        """There may be room above the tree now, or none any more."""
        if self.stands:
            self._give_room()

    def _give_room(self) -> None:
        """On wide screens what is wrong is as high as it must be, up to a third."""
        problems = self.query_one("#problems", Grid)
        if self.app.size.width < WIDE:
            problems.styles.clear_rule("height")
            return
        needed = max(1, len(problems.rows)) + _ABOUT_ROWS
        problems.styles.height = min(needed, max(_ABOUT_ROWS + 1, self.app.size.height // 3))

    def action_only_problems(self) -> None:
        """In the tree only what is not well, or all again."""
        tree = self.query_one(SiteTree)
        tree.nothing_wrong = nothing_wrong(self.net)
        tree.filter(only_problems=not tree.only_problems)
        self.update_bars()

    def subject(self) -> Subject | None:
        """The site under the cursor, or the device to look at first of what is wrong or happened."""
        grid = self.focused
        return self._subject(grid.id, grid.cursor) if isinstance(grid, Grid) else None

    def on_grid_chosen(self, message: Grid.Chosen) -> None:
        """Open what was chosen: a site, what is wrong, or the device of an event."""
        subject = self._subject(message.grid.id, message.key)
        if subject and subject.kind == "site":
            self.net.open_site(subject.ident)
        elif subject and subject.problem is not None and message.grid.id == "problems":
            from netinv.tui.screens.problem import ProblemScreen

            self.net.open_page(ProblemScreen(subject.problem))
        else:
            self.net.open_device(subject.ident if subject and subject.kind == "device" else None)

    def _subject(self, table: str | None, key: Key | None) -> Subject | None:
        snapshot = self.net.snapshot
        if table == "events":
            event = next((row for row in snapshot.events if row.id == key), None)
            return of_event(event, snapshot.device(event.device_id if event else None))
        if table == "problems":
            problem = next((problem for found, problem in _keyed(snapshot.problems) if found == key), None)
            return of_problem(problem, snapshot.devices)
        ident = key[1] if isinstance(key, tuple) else None
        return of_site(next((view.row for view in snapshot.tree if view.row.id == ident), None))


def _keyed(problems: Iterable[Problem]) -> Iterator[tuple[Key, Problem]]:
    """Each with a key: what it is and its name, and which of those where two links have one name."""
    seen: dict[tuple[str, str], int] = {}
    for problem in problems:
        same = problem.kind, problem.name
        seen[same] = seen.get(same, 0) + 1
        yield (*same, seen[same]), problem


def _summary(snapshot: Snapshot) -> list[Cell]:
    """All devices per state, the worst first."""
    counts = snapshot.counts
    total = sum(counts.values())
    cells = [Cell(" "), Cell(plural("{n} device", "{n} devices", total).format(n=number(total)), "title"), Cell(":  ")]
    for state in WORST_FIRST:
        if counts.get(state):
            seen = look(state)
            cells.append(Cell(f"{seen.glyph} {number(counts[state])} {seen.word}  ", state))
    return cells
