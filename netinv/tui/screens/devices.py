"""All devices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.app.words.states import WELL
from netinv.i18n import _
from netinv.tui.facts import device_facts
from netinv.tui.rows import Cell, ListRows, Rows
from netinv.tui.screens.table import TablePage
from netinv.tui.subject import of_device
from netinv.tui.tables import device_cells, device_columns
from netinv.tui.widgets.grid import Grid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netinv.app.views.pages import Snapshot
    from netinv.tui.rows import Column, Key
    from netinv.tui.subject import Subject


class DevicesScreen(TablePage):
    """The table of devices; Enter opens one."""

    def columns(self) -> Sequence[Column]:
        """As everywhere devices are listed."""
        return device_columns()

    def name_of(self) -> str:
        """The title."""
        return _("Devices")

    def empty(self) -> str:
        """What to do next."""
        return _("No devices yet.\nImport an inventory with: netinv import PATH")

    def rows(self, snapshot: Snapshot) -> Rows:
        """By name, so that nothing moves while it is looked at."""
        names = snapshot.site_names
        devices = [row for row in snapshot.devices if not (self.only_problems and row.state in WELL)]
        return ListRows(devices, lambda row: row.id, lambda row: device_cells(row, names, self.net.now_ms()))

    def facts(self, key: Key) -> Sequence[tuple[str, Cell]]:
        """What it is and how it is reached."""
        device = self.net.snapshot.device(key)
        if device is None:
            return ()
        site = self.net.snapshot.site_names.get(device.site_id, device.site)
        return [(_("Device"), Cell(device.name, "title")), *device_facts(device, site, self.net.now_ms())]

    def subject(self) -> Subject | None:
        """The device under the cursor."""
        key = self.query_one(Grid).cursor
        return of_device(self.net.snapshot.device(key))

    def on_grid_chosen(self, message: Grid.Chosen) -> None:
        """Open the device."""
        self.net.open_device(message.key)
