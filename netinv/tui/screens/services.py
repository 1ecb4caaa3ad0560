"""All services."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.app.words.states import WELL
from netinv.i18n import _
from netinv.tui.rows import Cell, ListRows, Rows
from netinv.tui.screens.table import TablePage
from netinv.tui.services import of_service, service_cells, service_columns, service_facts
from netinv.tui.widgets.grid import Grid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netinv.app.views.pages import Snapshot
    from netinv.store.reading.views import ServiceRow
    from netinv.tui.rows import Column, Key
    from netinv.tui.subject import Subject


class ServicesScreen(TablePage):
    """The table of services; Enter opens the device that one stands behind, else its site."""

    def columns(self) -> Sequence[Column]:
        """As everywhere services are listed."""
        return service_columns()

    def name_of(self) -> str:
        """The title."""
        return _("Services")

    def empty(self) -> str:
        """What to do next."""
        return _("No services yet.\nImport a services.csv with: netinv import PATH")

    def rows(self, snapshot: Snapshot) -> Rows:
        """By name, so that nothing moves while it is looked at."""
        names = snapshot.names_by_code
        services = [row for row in snapshot.services if not (self.only_problems and row.state in WELL)]
        return ListRows(services, lambda row: row.id, lambda row: service_cells(row, names, self.net.now_ms()))

    def facts(self, key: Key) -> Sequence[tuple[str, Cell]]:
        """What it is and what its check found."""
        service = self._at(key)
        return service_facts(service, self.net.snapshot.names_by_code, self.net.now_ms()) if service else ()

    def _at(self, key: Key | None) -> ServiceRow | None:
        service: ServiceRow | None = self.item(key)
        return service

    def subject(self) -> Subject | None:
        """What the service under the cursor stands behind."""
        return of_service(self._at(self.query_one(Grid).cursor), self.net.snapshot)

    def on_grid_chosen(self, message: Grid.Chosen) -> None:
        """Open the device, or the site."""
        where = of_service(self._at(message.key), self.net.snapshot)
        if where is not None:
            (self.net.open_device if where.kind == "device" else self.net.open_site)(where.ident)
