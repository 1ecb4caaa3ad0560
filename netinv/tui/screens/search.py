"""Search over everything that has a name: as one types, without marks, by initials, ranked."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from netinv.app.views.searching import Circuits, narrows, stored
from netinv.app.words.durations import number
from netinv.i18n import _, plural
from netinv.store.reading.views import InterfaceRow, LinkRow, ServiceRow, SiteRow
from netinv.tui.actions import bindings
from netinv.tui.rows import Cell, Key, ListRows
from netinv.tui.screens.page import Page
from netinv.tui.services import of_service
from netinv.tui.subject import of_device, of_link, of_site
from netinv.tui.tables import hit_cells, hit_columns
from netinv.tui.widgets.grid import Grid
from netinv.tui.widgets.lines import Line
from netinv.tui.widgets.search_box import SearchBox

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.widgets import Input

    from netinv.app.views.pages import Snapshot, Views
    from netinv.app.views.searching import Hit
    from netinv.store.reading.reader import Reader
    from netinv.tui.subject import Subject


class SearchScreen(Page):
    """A field and what it finds. Arrows move in the results while one types; Enter opens."""

    _query = ""
    _hits: Sequence[Hit] = ()
    _found = 0
    _open_first = False
    _circuits: tuple[Snapshot, Circuits] | None = None
    """What links are found by, in which network."""
    _nothing: tuple[Snapshot, str] | None = None
    """A query of which the store holds nothing, in which network; nor does it of what goes on from it."""

    BINDINGS = bindings("found_up", "found_down", "found_page_up", "found_page_down")

    def body(self) -> ComposeResult:
        """The field, how many were found, the results."""
        yield SearchBox(
            placeholder=_("site, device, address, serial, MAC, circuit: marks do not matter, initials do"), id="box"
        )
        yield Line(id="found")
        yield Grid(hit_columns(), id="table")

    def headline(self) -> str:
        """The title."""
        return _("Search")

    def show(self, snapshot: Snapshot) -> None:  # noqa: ARG002  # what was found is looked up anew in the index
        """Search again in the network of now; until then what was found stays, and the cursor on it.

        At first nothing is asked for: then all that letters are looked for in is made ready before the first one.
        """
        query = self._query

        def ask(views: Views, at: int | None) -> tuple[list[Hit], int]:
            hits, found = self.net.index().search(query)
            more = self._stored(query, views, at, alone=not found)
            return [*hits, *more], found + len(more)

        self.ask(ask, partial(self._take, query))

    def let_go(self) -> None:
        """Nor what is known of it."""
        super().let_go()
        if self._shown is None:
            self._nothing = self._circuits = None

    def _take(self, query: str, answer: tuple[list[Hit], int]) -> None:
        if query == self._query:
            self._hits, self._found = answer
            self._draw()

    def search(self, query: str) -> None:
        """Show what the query finds."""
        self._query, self._open_first = query, False
        self._hits, self._found = self.net.index().search(query)
        self._draw()
        if query.strip():
            ask = partial(self._stored, query, alone=not self._found)
            self.ask(ask, partial(self._take_stored, query))

    def _stored(self, query: str, views: Views, at: int | None, *, alone: bool) -> list[Hit]:
        """What the store finds besides; it is not asked where a letter was typed meanwhile: a held key never queues."""
        snapshot = self.net.snapshot
        if query != self._query or self._is_of_nothing(snapshot, query):
            return []
        with views.reading(at) as reader:
            found = stored(reader, snapshot.services, query, circuits=self._circuits_of(snapshot, reader), alone=alone)
        if alone and not found:
            self._nothing = snapshot, query
        return found

    def _circuits_of(self, snapshot: Snapshot, reader: Reader) -> Circuits:
        if self._circuits is None or self._circuits[0] is not snapshot:
            self._circuits = snapshot, Circuits(reader)
        return self._circuits[1]

    def _is_of_nothing(self, snapshot: Snapshot, query: str) -> bool:
        return self._nothing is not None and self._nothing[0] is snapshot and narrows(self._nothing[1], query)

    def _take_stored(self, query: str, more: list[Hit]) -> None:
        """What the store has found too comes below; too late where another letter was typed meanwhile."""
        if more and query == self._query:
            self._hits, self._found = [*self._hits, *more], self._found + len(more)
            self._draw()
            if self._open_first:
                self._open(self.query_one(Grid).cursor)

    def _draw(self) -> None:
        states, asked, found = self.net.snapshot.site_states, bool(self._query.strip()), self._found
        grid = self.query_one(Grid)
        grid.empty = _("Nothing found.") if asked else ""
        grid.show(ListRows(self._hits, lambda hit: hit.key, lambda hit: hit_cells(hit, states)))
        said = plural("{n} found", "{n} found", found).format(n=number(found)) if asked else ""
        if found > len(self._hits):
            said = _("{found}, the best {n} shown").format(found=said, n=len(self._hits))
        self.query_one("#found", Line).show([Cell(f" {said}", "dim")])

    def subject(self) -> Subject | None:
        """What was found, under the cursor."""
        key = self.query_one(Grid).cursor
        row = next((hit.row for hit in self._hits if hit.key == key), None)
        if isinstance(row, SiteRow):
            return of_site(row)
        if isinstance(row, LinkRow):
            return of_link(row)
        if isinstance(row, ServiceRow):
            return of_service(row, self.net.snapshot)
        return (
            of_device(self.net.snapshot.device(row.device_id if isinstance(row, InterfaceRow) else row.id))
            if row
            else None
        )

    def on_input_changed(self, event: Input.Changed) -> None:
        """A letter was typed."""
        event.stop()
        self.search(event.value)
        self.query_one(Grid).action_end(0)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Open what the cursor is on. A letter just typed may still be on its way, as may what the store finds."""
        event.stop()
        if event.value != self._query:
            self.search(event.value)
        self._open_first = not self._hits
        self._open(self.query_one(Grid).cursor)

    def on_grid_chosen(self, message: Grid.Chosen) -> None:
        """Open what was clicked."""
        self._open(message.key)

    def _open(self, key: Key | None) -> None:
        row = next((hit.row for hit in self._hits if hit.key == key), None)
        if isinstance(row, SiteRow):
            self.net.open_site(row.id)
        elif isinstance(row, LinkRow):
            self.net.open_device(row.a_device_id)
        elif isinstance(row, ServiceRow):
            where = of_service(row, self.net.snapshot)
            if where is not None:
                (self.net.open_device if where.kind == "device" else self.net.open_site)(where.ident)
        elif row is not None:
            self.net.open_device(row.device_id if isinstance(row, InterfaceRow) else row.id)

    def action_found(self, by: int) -> None:
        """Move the cursor in the results by rows."""
        self.query_one(Grid).action_move(by)

    def action_found_page(self, by: int) -> None:
        """Move the cursor in the results by screens."""
        self.query_one(Grid).action_page(by)
