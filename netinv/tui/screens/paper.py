"""Some lines of text to read, and to paste elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.i18n import _
from netinv.tui.rows import Cell, Column, ListRows
from netinv.tui.screens.page import Page
from netinv.tui.widgets.detail import wrapped
from netinv.tui.widgets.grid import Grid

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from netinv.app.views.pages import Snapshot


_BESIDE = 3  # the padding of the table and its scrollbar


class PaperScreen(Page):
    """A title and the lines."""

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._title, self._lines = title, text.splitlines()

    def body(self) -> ComposeResult:
        """The lines."""
        grid = Grid([Column(_("Text"), 20, grow=1)], empty=_("Nothing here."), id="table")
        grid.closed = _("There is nothing to open here.")
        yield grid

    def headline(self) -> str:
        """The title."""
        return self._title

    def show(self, snapshot: Snapshot) -> None:  # noqa: ARG002  # what was written stays as it was
        """Draw the lines."""
        room = max(1, self.app.size.width - _BESIDE)
        lines = list(enumerate(part for line in self._lines for part in wrapped(line, room)))
        self.query_one(Grid).show(ListRows(lines, lambda line: line[0], lambda line: [Cell(line[1])]))

    def on_resize(self) -> None:
        """Part the lines anew."""
        self.show(self.net.snapshot)
