"""The newest events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.i18n import _
from netinv.tui.rows import ListRows, Rows
from netinv.tui.screens.table import TablePage
from netinv.tui.subject import of_device
from netinv.tui.tables import event_cells, event_columns
from netinv.tui.widgets.grid import Grid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netinv.app.pages import Snapshot
    from netinv.tui.rows import Column
    from netinv.tui.subject import Subject


class EventsScreen(TablePage):
    """The log, newest first; Enter opens the device that it happened to."""

    def columns(self) -> Sequence[Column]:
        """As everywhere events are listed."""
        return event_columns()

    def name_of(self) -> str:
        """The title."""
        return _("Newest events")

    def empty(self) -> str:
        """What to do next."""
        return _("No events yet.\nA sweep writes what changed: netinv sweep")

    def rows(self, snapshot: Snapshot) -> Rows:
        """Newest first; with the filter on, warnings and errors only."""
        names = {view.row.code: view.row.name for view in snapshot.tree}
        events = [row for row in snapshot.events if not (self.only_problems and row.severity == "info")]
        return ListRows(events, lambda row: row.id, lambda row: event_cells(row, names, self.net.now_ms()))

    def subject(self) -> Subject | None:
        """The device that the event under the cursor happened to."""
        key = self.query_one(Grid).cursor
        event = next((row for row in self.net.snapshot.events if row.id == key), None)
        return of_device(self.net.snapshot.device(event.device_id if event else None))

    def on_grid_chosen(self, message: Grid.Chosen) -> None:
        """Open the device it happened to."""
        event = next((row for row in self.net.snapshot.events if row.id == message.key), None)
        if event and event.device_id is not None:
            self.net.open_device(event.device_id)
