"""All interfaces: a window, since ten thousand devices have half a million of them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from netinv.i18n import _
from netinv.tui.port_rows import interface_columns
from netinv.tui.ports import PortsWindow
from netinv.tui.screens.table import TablePage
from netinv.tui.subject import of_device
from netinv.tui.widgets.grid import Grid

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from netinv.app.pages import Snapshot
    from netinv.store.views import InterfaceRow
    from netinv.tui.rows import Column
    from netinv.tui.subject import Subject


class InterfacesScreen(TablePage):
    """The ports of all devices; those in sight are read when they come in sight. Enter opens their device."""

    _window: PortsWindow | None = None

    def columns(self) -> Sequence[Column]:
        """With the device first."""
        return interface_columns(with_device=True)

    def name_of(self) -> str:
        """The title."""
        return _("Interfaces")

    def empty(self) -> str:
        """What to do next."""
        return _("No interfaces yet.\nA sweep reads them: netinv sweep")

    def rows(self, snapshot: Snapshot) -> PortsWindow:
        """By device."""
        window = PortsWindow(snapshot.devices, partial(self.ask_ports, self._take_ports), self.net.now_ms)
        if self._window:
            window.carry_over(self._window)
        self._window = window
        return window

    def obstacle(self, action: str, parameters: tuple[object, ...]) -> str:
        """What is not read cannot be filtered."""
        if action == "only_problems":
            return _("Interfaces are read as they come in sight, so they cannot be filtered.")
        return super().obstacle(action, parameters)

    def subject(self) -> Subject | None:
        """The port's device."""
        key = self.query_one(Grid).cursor
        found = of_device(self.net.snapshot.device(key[0] if isinstance(key, tuple) else None))
        return found._replace(port=self._window.port(key)) if found and self._window else found

    def _take_ports(self, ports: Mapping[int, tuple[InterfaceRow, ...]]) -> None:
        """Draw what was read."""
        if self._window and self._window.take(ports):
            self.query_one(Grid).refresh()

    def on_grid_chosen(self, message: Grid.Chosen) -> None:
        """Open the port's device."""
        if isinstance(message.key, tuple):
            self.net.open_device(message.key[0])
