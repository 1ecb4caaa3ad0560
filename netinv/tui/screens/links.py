"""All links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.i18n import _
from netinv.tui.rows import ListRows, Rows
from netinv.tui.screens.table import TablePage
from netinv.tui.subject import of_link
from netinv.tui.tables import link_cells, link_columns
from netinv.tui.widgets.grid import Grid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netinv.app.pages import Snapshot
    from netinv.tui.rows import Column
    from netinv.tui.subject import Subject

_WELL = ("up", "gone", "planned", "maintenance")


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
        links = [row for row in snapshot.links if not (self.only_problems and row.state in _WELL)]
        return ListRows(links, lambda row: row.id, lambda row: link_cells(row, self.net.now_ms()))

    def subject(self) -> Subject | None:
        """The link under the cursor."""
        key = self.query_one(Grid).cursor
        return of_link(next((row for row in self.net.snapshot.links if row.id == key), None))

    def on_grid_chosen(self, message: Grid.Chosen) -> None:
        """Open the device at the first end."""
        link = next((row for row in self.net.snapshot.links if row.id == message.key), None)
        if link:
            self.net.open_device(link.a_device_id)
