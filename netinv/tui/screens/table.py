"""Screens that are one table of the whole network: devices, links, interfaces, events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.app.durations import number
from netinv.i18n import _
from netinv.tui.actions import bindings
from netinv.tui.screens.page import Page
from netinv.tui.widgets.grid import Grid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from netinv.app.pages import Snapshot
    from netinv.tui.rows import Column, Rows


class TablePage(Page):
    """A table; ``!`` leaves only what is not well, and the title says so."""

    BINDINGS = bindings("only_problems")

    only_problems = False

    def columns(self) -> Sequence[Column]:
        """The columns."""
        raise NotImplementedError

    def name_of(self) -> str:
        """What the table is called."""
        raise NotImplementedError

    def rows(self, snapshot: Snapshot) -> Rows:
        """The rows, with regard to :attr:`only_problems`."""
        raise NotImplementedError

    def empty(self) -> str:
        """What is said where there are no rows."""
        return _("Nothing here.")

    def body(self) -> ComposeResult:
        """The table."""
        yield Grid(self.columns(), id="table")

    def headline(self) -> str:
        """Name, the filter that is on, and how many rows."""
        name = _("{table}, only problems").format(table=self.name_of()) if self.only_problems else self.name_of()
        return f"{name}: {number(len(self.query_one(Grid).rows))}"

    def show(self, snapshot: Snapshot) -> None:
        """Draw the rows of now."""
        grid = self.query_one(Grid)
        grid.empty = _("Nothing is wrong here. Press ! to see all rows.") if self.only_problems else self.empty()
        if self.net.trouble:
            grid.empty = _("This cannot be read now, see above.")
        grid.show(self.rows(snapshot))

    def action_only_problems(self) -> None:
        """Put the filter on or off."""
        self.only_problems = not self.only_problems
        self.show(self.net.snapshot)
        self.update_bars()
