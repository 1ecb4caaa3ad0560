"""The units behind a figure of the reports; Enter opens one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.app.words.durations import number
from netinv.i18n import _
from netinv.text import one_line
from netinv.tui.figures.figure import safely
from netinv.tui.rows import ListRows
from netinv.tui.screens.page import Page
from netinv.tui.subject import of_site
from netinv.tui.widgets.grid import Grid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from netinv.app.views.pages import Snapshot
    from netinv.tui.figures.units import Entry, Units
    from netinv.tui.rows import Key
    from netinv.tui.subject import Subject


class UnitsScreen(Page):
    """A table of units, of the time that is looked at."""

    def __init__(self, units: Units, first: Sequence[Entry] | None = None) -> None:
        """``first``: the rows to begin with, where they are at hand."""
        super().__init__()
        self._units = units
        self._first = first

    def body(self) -> ComposeResult:
        """The table."""
        yield Grid(self._units.columns(), empty=_("reading …"), id="table")

    def headline(self) -> str:
        """Which units, and how many."""
        return f"{self._units.title()}: {number(len(self.query_one(Grid).rows))}"

    def show(self, snapshot: Snapshot) -> None:  # noqa: ARG002  # it is asked of the store
        """Ask anew, but for the rows that came with the page."""
        if self._first is not None:
            first, self._first = self._first, None
            self._take(first)
        else:
            settings, now_ms = self.net.settings, self.net.now_ms()
            self.ask(safely(lambda views: self._units.ask(views, settings, now_ms)), self._take)

    def _take(self, found: Sequence[Entry] | str) -> None:
        grid = self.query_one(Grid)
        grid.empty = found if isinstance(found, str) else _("Nothing here.")
        entries: Sequence[Entry] = () if isinstance(found, str) else found
        grid.show(ListRows(entries, lambda entry: entry.key, lambda entry: entry.cells))
        self.update_bars()

    def _at(self, key: Key | None) -> Entry | None:
        rows = self.query_one(Grid).rows
        place = rows.find(key) if key is not None else None
        return rows.items[place] if place is not None and isinstance(rows, ListRows) else None

    def subject(self) -> Subject | None:
        """The unit under the cursor."""
        entry = self._at(self.query_one(Grid).cursor)
        return of_site(entry.site) if entry else None

    def on_grid_chosen(self, message: Grid.Chosen) -> None:
        """Open the unit, or the one that it is part of at the time looked at."""
        entry = self._at(message.key)
        if entry and entry.site:
            self.net.open_site(entry.site.id)
        elif entry:
            said = _("{unit} is no unit of this time, and became part of several.")
            self.say(said.format(unit=one_line(entry.name)))
