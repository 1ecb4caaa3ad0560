"""What is wrong, each outage as one problem: since when, whom it cuts off, who took it on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.i18n import _
from netinv.tui.actions import bindings
from netinv.tui.facts import problem_facts, sentences_of
from netinv.tui.rows import Cell, ListRows, Rows
from netinv.tui.screens.table import TablePage
from netinv.tui.subject import of_problem
from netinv.tui.tables import problem_row_cells, problem_row_columns
from netinv.tui.widgets.grid import Grid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netinv.app.views.pages import Problem, Snapshot, Views
    from netinv.tui.rows import Column, Key
    from netinv.tui.subject import Subject

_ENDED_WITHIN_MS = 30 * 86_400_000


class ProblemsScreen(TablePage):
    """The open problems, and on demand those that ended; Enter opens one with its story."""

    BINDINGS = bindings("with_ended")
    own_keys = ("open", "acknowledge", "carrier", "with_ended")

    has_sentences = True
    with_ended = False
    _ended: Sequence[Problem] = ()

    def columns(self) -> Sequence[Column]:
        """Who has it is told beside what it is."""
        return problem_row_columns()

    def name_of(self) -> str:
        """The title."""
        return _("Problems, ended ones too") if self.with_ended else _("Problems")

    def headline(self) -> str:
        """The filter of this table has its own words."""
        if not self.only_problems:
            return super().headline()
        return _("{table}, taken on by nobody: {n}").format(table=self.called(), n=len(self.query_one(Grid).rows))

    def empty(self) -> str:
        """Good news, or none."""
        return _("Nothing is wrong.") if self.net.snapshot.sweep else _("Not known yet: run netinv sweep")

    def show(self, snapshot: Snapshot) -> None:
        """Draw the open ones at once, the ended ones when they have been read."""
        super().show(snapshot)
        if self.with_ended:
            self.ask(self._ask, self._take)

    def _ask(self, views: Views, at: int | None) -> Sequence[Problem]:
        from netinv.app.views.problem_pages import ended

        now_ms = self.net.clock() if at is None else at
        with views.reading(at) as reader:
            return ended(reader, now_ms, now_ms - _ENDED_WITHIN_MS)

    def _take(self, found: Sequence[Problem]) -> None:
        if self.with_ended and found != self._ended:
            self._ended = found
            super().show(self.net.snapshot)
            self.update_bars()

    def _all(self) -> list[Problem]:
        found = [*self.net.snapshot.problems, *(self._ended if self.with_ended else ())]
        return [problem for problem in found if not (self.only_problems and problem.acked_by)]

    def rows(self, snapshot: Snapshot) -> Rows:  # noqa: ARG002  # with those that ended
        """Causes first, those that cut off most before the others; then what ended, the newest first."""
        now_ms = self.net.now_ms
        return ListRows(self._all(), lambda row: row.id, lambda row: problem_row_cells(row, now_ms()))

    def facts(self, key: Key) -> Sequence[tuple[str, Cell]]:
        """All that is known of it."""
        problem = self._at(key)
        names = self.net.snapshot.names_by_code
        if problem is None:
            return ()
        said, *_more = sentences_of(problem)
        return [(_("What"), said), *problem_facts(problem, names)]

    def sentences(self, key: Key) -> Sequence[Cell]:
        """Whole, with the words of who took it on."""
        problem = self._at(key)
        return sentences_of(problem) if problem else ()

    def subject(self) -> Subject | None:
        """The device to look at first, or the problem itself."""
        return of_problem(self._at(self.query_one(Grid).cursor), self.net.snapshot.devices)

    def _at(self, key: Key | None) -> Problem | None:
        return next((problem for problem in self._all() if problem.id == key), None)

    def on_grid_chosen(self, message: Grid.Chosen) -> None:
        """Open it."""
        from netinv.tui.screens.problem import ProblemScreen

        if isinstance(message.key, int):
            self.net.open_page(ProblemScreen(message.key))

    def action_with_ended(self) -> None:
        """Show those that ended too, or not any more."""
        self.with_ended = not self.with_ended
        self.show(self.net.snapshot)
        self.update_bars()
