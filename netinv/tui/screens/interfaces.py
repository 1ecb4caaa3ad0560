"""All interfaces: a window, since ten thousand devices have half a million of them."""

from __future__ import annotations

from asyncio import get_running_loop
from functools import partial
from typing import TYPE_CHECKING

from netinv.app.words.durations import number
from netinv.i18n import _
from netinv.tui.port_rows import answers, interface_cells, interface_columns, port_facts
from netinv.tui.ports import PortsWindow
from netinv.tui.ports_found import PortsFound, PortsSearch
from netinv.tui.rows import ListRows
from netinv.tui.screens.table import TablePage, nothing_fits
from netinv.tui.subject import of_device
from netinv.tui.trends import ask_trends
from netinv.tui.widgets.grid import Grid

if TYPE_CHECKING:
    from asyncio import TimerHandle
    from collections.abc import Collection, Mapping, Sequence

    from netinv.app.views.pages import Snapshot
    from netinv.app.views.trends import Trends
    from netinv.store.reading.views import InterfaceRow
    from netinv.tui.narrowing import Narrowing
    from netinv.tui.rows import Cell, Column, Key, Rows
    from netinv.tui.subject import Subject

_REST_S = 0.25
"""A cursor that stays so long is looked at: what was measured of its port is read."""


class InterfacesScreen(TablePage):
    """The ports of all devices; those in sight are read when they come in sight. Enter opens their device."""

    def __init__(self) -> None:
        super().__init__()
        self._window: PortsWindow | None = None
        self._trends: Trends | None = None
        self._trends_of: tuple[int, Collection[str]] = 0, ()
        self._at: int | None = None
        self._fresh = False
        self._resting: TimerHandle | None = None
        self._search: PortsSearch | None = None
        self._found: PortsFound | None = None

    def columns(self) -> Sequence[Column]:
        """With the device first."""
        return interface_columns(with_device=True)

    def name_of(self) -> str:
        """The title."""
        return _("Interfaces")

    def empty(self) -> str:
        """What to do next."""
        return _("No interfaces yet.\nA sweep reads them: netinv sweep")

    def headline(self) -> str:
        """Of those that were found, too, how many there are."""
        if self._found and self._found.total > len(self._found.rows):
            said = _("{table}: the first {n} of {total}")
            return said.format(table=self.called(), n=number(len(self._found.rows)), total=number(self._found.total))
        return super().headline()

    def narrow(self, how: Narrowing) -> None:
        """What was found with other words or in another order is not shown any more."""
        self._found = None
        super().narrow(how)

    def arranged(self, rows: Rows) -> Rows:
        """They were found so."""
        return rows

    def rows(self, snapshot: Snapshot) -> Rows:
        """By device, or those that were found; what is found now comes when all were looked through."""
        if self._search:
            self._search.give_up()
            self._search = None
        if not self.is_narrowed():
            return self._all(snapshot)
        names, columns = snapshot.site_names, self.columns()
        self._search = PortsSearch(self.ask, snapshot.devices, names, self.narrowing, columns, self._take_found)
        self._search.go_on()
        if self._found is None and not self.net.trouble:
            self.query_one(Grid).empty = _("searching …")
        return self._those_found()

    def _take_found(self, found: PortsFound) -> None:
        self._found, self._fresh = found, False
        grid = self.query_one(Grid)
        grid.empty = nothing_fits(self.net)
        grid.show(self._those_found())
        self._show_detail(grid.cursor)
        self.update_bars()

    def _those_found(self) -> Rows:
        rows, now_ms, device = self._found.rows if self._found else (), self.net.now_ms, self.net.snapshot.device

        def cells(port: InterfaceRow) -> Sequence[Cell]:
            of = device(port.device_id)
            return interface_cells(port, now_ms(), answers=of is not None and answers(of))

        return ListRows(rows, lambda port: (port.device_id, port.name), cells)

    def _all(self, snapshot: Snapshot) -> PortsWindow:
        window = PortsWindow(snapshot.devices, partial(self.ask_ports, self._take_ports), self.net.now_ms)
        if self._window:
            window.carry_over(self._window)
        self._window, self._fresh = window, False
        if snapshot.at != self._at:
            self._at, self._trends = snapshot.at, None
        return window

    def facts(self, key: Key) -> Sequence[tuple[str, Cell]]:
        """What is at hand of the port; what was measured of it and those beside it is read once the cursor rests."""
        port = self._port(key)
        device = self.net.snapshot.device(key[0]) if isinstance(key, tuple) else None
        if self._resting:
            self._resting.cancel()
        if port is None or device is None:
            return ()
        there = self._trends_of[0] == device.id and port.name in self._trends_of[1]
        known = self._trends.ports.get(port.name) if self._trends and there else None
        if not there or not self._fresh:
            shown = self._window if self._window and not self.is_narrowed() else None
            self._read_soon(device.id, shown.beside(key) if shown else [port.name])
        return port_facts(port, self.net.now_ms(), answers=answers(device), trends=known)

    def _port(self, key: Key | None) -> InterfaceRow | None:
        """What was read of the port in that row."""
        if self.is_narrowed():
            found: InterfaceRow | None = self.item(key)
            return found
        return self._window.row(key) if self._window else None

    def _read_soon(self, device_id: int, ports: Sequence[str]) -> None:
        def take(trends: Trends) -> None:
            self._trends, self._trends_of, self._fresh = trends, (device_id, frozenset(ports)), True
            self._show_detail(self.query_one(Grid).cursor)

        # A timer of Textual would be a task made and given up with each key.
        self._resting = get_running_loop().call_later(_REST_S, lambda: ask_trends(self, device_id, ports, take))

    def obstacle(self, action: str, parameters: tuple[object, ...]) -> str:
        """There is no such thing as a port that is a problem."""
        if action == "only_problems":
            return _("A port is no problem by itself. {key} finds ports by words.").format(
                key=self.net.key_of("filter")
            )
        return super().obstacle(action, parameters)

    def subject(self) -> Subject | None:
        """The port's device."""
        key = self.query_one(Grid).cursor
        found = of_device(self.net.snapshot.device(key[0] if isinstance(key, tuple) else None))
        port = self._port(key)
        return found._replace(port=port.name) if found and port else found

    def _take_ports(self, ports: Mapping[int, tuple[InterfaceRow, ...]]) -> None:
        """Draw what was read."""
        if self._window and self._window.take(ports):
            self.query_one(Grid).refresh()
            self._show_detail(self.query_one(Grid).cursor)

    def on_grid_chosen(self, message: Grid.Chosen) -> None:
        """Open the port's device."""
        if isinstance(message.key, tuple):
            self.net.open_device(message.key[0])
