"""All interfaces: a window, since ten thousand devices have half a million of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.i18n import _
from netinv.tui.ports import PortsWindow
from netinv.tui.screens.table import TablePage
from netinv.tui.tables import interface_columns
from netinv.tui.widgets.grid import Grid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netinv.app.pages import Snapshot
    from netinv.tui.messages import PortsRead
    from netinv.tui.rows import Column


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
        window = PortsWindow(snapshot.devices, self.net.feed.ask_ports, self.net.now_ms)
        if self._window:
            window.carry_over(self._window)
        self._window = window
        return window

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What is not read cannot be filtered."""
        return action != "only_problems" and super().check_action(action, parameters)

    def take_ports(self, message: PortsRead) -> None:
        """Draw what was read."""
        if self._window and self._window.take(message.ports):
            self.query_one(Grid).refresh()

    def on_grid_chosen(self, message: Grid.Chosen) -> None:
        """Open the port's device."""
        if isinstance(message.key, tuple):
            self.net.open_device(message.key[0])
