"""All that can be done where one comes from, with its keys: the help, and with the cursor in its field the palette."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.i18n import _
from netinv.text import fold
from netinv.tui.actions import ACTIONS, EVERYWHERE, bindings
from netinv.tui.keys import key_name
from netinv.tui.rows import Cell, Column, Key, ListRows
from netinv.tui.screens.page import Page
from netinv.tui.widgets.detail import Prose
from netinv.tui.widgets.grid import Grid
from netinv.tui.widgets.search_box import SearchBox
from netinv.tui.words import labels

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult
    from textual.widgets import Input

    from netinv.app.views.pages import Snapshot
    from netinv.tui.obstacles import Offer

_LINES = 2


class HelpScreen(Page):
    """The table of actions: those of the screen one comes from first. Enter does what the row says."""

    BINDINGS = bindings("found_up", "found_down", "found_page_up", "found_page_down")
    AUTO_FOCUS = "Grid"

    def __init__(self, offers: Mapping[str, Offer], *, typing: bool = False) -> None:
        """``offers``: what can be done on the screen one comes from; ``typing``: the field has the cursor."""
        super().__init__()
        self._offers = offers
        self._names = sorted(offers, key=lambda name: ACTIONS[name].scope == EVERYWHERE)
        self._typing = typing

    def body(self) -> ComposeResult:
        """The field, the table."""
        columns = [Column(_("Key"), 18), Column(_("What it does"), 16, grow=1)]
        yield SearchBox(placeholder=_("type what you look for"), id="box")
        yield Grid(columns, empty=_("Nothing found."), follow=self._tell, id="table")
        yield Prose(_LINES, id="told")

    def headline(self) -> str:
        """The title."""
        return _("What do you want to do?") if self._typing else _("Keys: Enter does what the row says")

    def show(self, snapshot: Snapshot) -> None:  # noqa: ARG002  # keys do not depend on the network
        """Draw the actions that fit what is typed."""
        self._find(self.query_one(SearchBox).value)

    def _find(self, query: str) -> None:
        words, said = fold(query).split(), labels()

        def fits(name: str) -> bool:
            text = fold(f"{name} {said[name][0]} {said[name][1]}")
            return all(word in text for word in words)

        def cells(name: str) -> list[Cell]:
            can = not self._offers[name].obstacle
            keys = ", ".join(map(key_name, self.net.keys_of(name)))
            return [Cell(keys, "title" if can else "dim"), Cell(self._sentence(name), "" if can else "dim")]

        self.query_one(Grid).show(ListRows(list(filter(fits, self._names)), str, cells))

    def _sentence(self, name: str) -> str:
        """What it does, and what is in its way."""
        return " – ".join(filter(None, (labels()[name][1], self._offers[name].obstacle)))

    def _tell(self, key: Key | None) -> None:
        """Whole, below the table, where there is no room for all of it in one line."""
        self.query_one(Prose).show(() if key is None else [Cell(self._sentence(str(key)))])

    def on_input_changed(self, event: Input.Changed) -> None:
        """A letter was typed."""
        event.stop()
        self._find(event.value)
        self.query_one(Grid).action_end(0)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Do what the cursor is on. A letter just typed may still be on its way, so it is looked for again."""
        event.stop()
        self._find(event.value)
        self._do(self.query_one(Grid).cursor)

    def on_grid_chosen(self, message: Grid.Chosen) -> None:
        """Do it."""
        self._do(message.key)

    def _do(self, key: Key | None) -> None:
        """Go back and do it there, once, however often Enter was hit; what cannot be done says why and stays."""
        if key is None or self.net.screen is not self:
            return
        offer = self._offers[str(key)]
        if offer.obstacle:
            self.say(offer.obstacle)
        else:
            self.net.perform(offer.bound)

    def action_found(self, by: int) -> None:
        """Move the cursor in the table by rows, also from the field."""
        self.query_one(Grid).action_move(by)

    def action_found_page(self, by: int) -> None:
        """Move the cursor in the table by screens."""
        self.query_one(Grid).action_page(by)
