"""All links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.app.words.states import WELL_OR_GONE
from netinv.i18n import _
from netinv.tui.facts import link_facts
from netinv.tui.rows import Cell, ListRows, Rows
from netinv.tui.screens.table import TablePage
from netinv.tui.subject import of_link
from netinv.tui.tables import link_cells, link_columns
from netinv.tui.widgets.grid import Grid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netinv.app.views.pages import Snapshot
    from netinv.store.reading.views import LinkRow
    from netinv.tui.rows import Column, Key
    from netinv.tui.subject import Subject


class LinksScreen(TablePage):
    """The table of links; Enter opens the device at its first end."""

    def columns(self) -> Sequence[Column]:
        """As everywhere links are listed."""
        return link_columns()

    def name_of(self) -> str:
        """The title."""
        return _("Links")

    def empty(self) -> str:
        """What to do next."""
        return _("No links yet.\nA sweep finds them: netinv sweep")

    def rows(self, snapshot: Snapshot) -> Rows:
        """By the names of their ends."""
        links = [row for row in snapshot.links if not (self.only_problems and row.state in WELL_OR_GONE)]
        return ListRows(links, lambda row: row.id, lambda row: link_cells(row, self.net.now_ms()))

    def facts(self, key: Key) -> Sequence[tuple[str, Cell]]:
        """Its ends, its carrier, why it is believed."""
        link = self._at(key)
        return link_facts(link, self.net.now_ms()) if link else ()

    def _at(self, key: Key | None) -> LinkRow | None:
        link: LinkRow | None = self.item(key)
        return link

    def subject(self) -> Subject | None:
        """The link under the cursor."""
        return of_link(self._at(self.query_one(Grid).cursor))

    def on_grid_chosen(self, message: Grid.Chosen) -> None:
        """Open the device at the first end."""
        link = self._at(message.key)
        if link:
            self.net.open_device(link.a_device_id)
