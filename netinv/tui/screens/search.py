"""Search over everything that has a name: as one types, without marks, by initials, ranked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.app.durations import number
from netinv.app.searching import SHOWN, Hit, is_site
from netinv.i18n import _, plural
from netinv.tui.actions import bindings
from netinv.tui.rows import Cell, Key, ListRows
from netinv.tui.screens.page import Page
from netinv.tui.subject import of_device, of_site
from netinv.tui.tables import hit_cells, hit_columns
from netinv.tui.widgets.grid import Grid
from netinv.tui.widgets.lines import Line
from netinv.tui.widgets.search_box import SearchBox

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.widgets import Input

    from netinv.app.pages import Snapshot
    from netinv.tui.subject import Subject


class SearchScreen(Page):
    """A field and what it finds. Arrows move in the results while one types; Enter opens."""

    BINDINGS = bindings("found_up", "found_down", "found_page_up", "found_page_down")

    def body(self) -> ComposeResult:
        """The field, how many were found, the results."""
        yield SearchBox(placeholder=_("site, device or address: marks do not matter, initials do"), id="box")
        yield Line(id="found")
        yield Grid(hit_columns(), id="table")

    def headline(self) -> str:
        """The title."""
        return _("Search")

    def show(self, snapshot: Snapshot) -> None:  # noqa: ARG002  # what was found is looked up anew in the index
        """Search again in the network of now."""
        self.search(self.query_one(SearchBox).value)

    def search(self, query: str) -> None:
        """Show what the query finds."""
        hits, found = self.net.index().search(query)
        states = self.net.site_states()
        rows = ListRows(hits, key_of, lambda hit: hit_cells(hit, states))
        grid = self.query_one(Grid)
        grid.empty = _("Nothing found.") if query.strip() else ""
        grid.show(rows)
        said = plural("{n} found", "{n} found", found).format(n=number(found)) if query.strip() else ""
        if found > SHOWN:
            said = _("{found}, the best {n} shown").format(found=said, n=SHOWN)
        self.query_one("#found", Line).show([Cell(f" {said}", "dim")])

    def subject(self) -> Subject | None:
        """What was found, under the cursor."""
        key, snapshot = self.query_one(Grid).cursor, self.net.snapshot
        if not isinstance(key, tuple):
            return None
        kind, ident = key
        if kind == "site":
            return of_site(next((view.row for view in snapshot.tree if view.row.id == ident), None))
        return of_device(next((row for row in snapshot.devices if row.id == ident), None))

    def on_input_changed(self, event: Input.Changed) -> None:
        """A letter was typed."""
        event.stop()
        self.search(event.value)
        self.query_one(Grid).action_end(0)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Open what the cursor is on. A letter just typed may still be on its way, so the search is done again."""
        event.stop()
        self.search(event.value)
        self._open(self.query_one(Grid).cursor)

    def on_grid_chosen(self, message: Grid.Chosen) -> None:
        """Open what was clicked."""
        self._open(message.key)

    def _open(self, key: Key | None) -> None:
        if isinstance(key, tuple):
            kind, ident = key
            self.net.open_found(kind, ident)

    def action_found(self, by: int) -> None:
        """Move the cursor in the results by rows."""
        self.query_one(Grid).action_move(by)

    def action_found_page(self, by: int) -> None:
        """Move the cursor in the results by screens."""
        self.query_one(Grid).action_page(by)


def key_of(hit: Hit) -> tuple[str, int]:
    """The identity of a hit: what it is and its id."""
    return "site" if is_site(hit) else "device", hit.row.id
