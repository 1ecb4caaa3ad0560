"""All keys that work where one comes from; Enter does what the row says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.i18n import _
from netinv.tui.actions import ACTIONS, key_name, labels
from netinv.tui.rows import Cell, Column, Key, ListRows
from netinv.tui.screens.page import Page
from netinv.tui.widgets.grid import Grid

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import ComposeResult
    from textual.binding import ActiveBinding

    from netinv.app.pages import Snapshot


class HelpScreen(Page):
    """The table of keys, made from the table of actions."""

    def __init__(self, active: Iterable[ActiveBinding]) -> None:
        """``active`` are the bindings of the screen that help was asked on."""
        super().__init__()
        found = {bound.binding.id: bound for bound in active if bound.binding.id in ACTIONS}
        self._active = [(name, found[name]) for name in ACTIONS if name in found]

    def body(self) -> ComposeResult:
        """The table."""
        yield Grid([Column(_("Key"), 18), Column(_("What it does"), 16, grow=1)], id="table")

    def headline(self) -> str:
        """The title."""
        return _("Keys: Enter does what the row says")

    def show(self, snapshot: Snapshot) -> None:  # noqa: ARG002  # keys do not depend on the network
        """Draw the keys."""
        words = labels()

        def cells(item: tuple[str, ActiveBinding]) -> list[Cell]:
            keys = ", ".join(key_name(key) for key in ACTIONS[item[0]].keys.split(","))
            return [Cell(keys, "title"), Cell(words[item[0]][1])]

        self.query_one(Grid).show(ListRows(self._active, lambda item: item[0], cells))

    def on_grid_chosen(self, message: Grid.Chosen) -> None:
        """Go back and do it there."""
        self.net.perform(self._bound(message.key))

    def _bound(self, key: Key) -> ActiveBinding:
        return dict(self._active)[str(key)]
