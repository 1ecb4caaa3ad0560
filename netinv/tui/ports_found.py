"""The ports of all devices that hold some words, sorted: looked through in parts, between which the feed is free."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from netinv.text import one_line
from netinv.tui.narrowing import holding, in_order, more_of
from netinv.tui.tables import port_state

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from netinv.app.views.pages import Views
    from netinv.store.reading.views import DeviceRow, InterfaceRow
    from netinv.tui.narrowing import Narrowing
    from netinv.tui.rows import Column

    Ask = Callable[[Callable[[Views, int | None], Any], Callable[[Any], object]], object]

MOST = 5000
"""So many are kept: who wants to see more of them wants other words."""
_AT_ONCE = 50


class PortsFound(NamedTuple):
    """The first of them, and how many there are."""

    rows: Sequence[InterfaceRow] = ()
    total: int = 0


class PortsSearch:
    """One walk over all devices. ``then`` is told what was found, unless it is given up before."""

    def __init__(
        self,
        ask: Ask,
        devices: Sequence[DeviceRow],
        site_names: Mapping[int, str],
        how: Narrowing,
        columns: Sequence[Column],
        then: Callable[[PortsFound], object],
    ) -> None:
        """``columns`` are those of the table, each with the value that it sorts by."""
        self._ask, self._then = ask, then
        self._devices = [device for device in devices if device.interfaces_total]
        self._sites = {device.id: one_line(site_names.get(device.site_id, "")) for device in self._devices}
        self._how, self._columns = how, columns
        self._found, self._place = PortsFound(), 0
        self._given_up = False

    def go_on(self) -> None:
        """The next devices, or the end."""
        some = [device.id for device in self._devices[self._place : self._place + _AT_ONCE]]
        self._place += _AT_ONCE
        if some:
            self._ask(lambda views, at: self._fitting(views, at, some), self._take)
        else:
            self._then(self._found)

    def give_up(self) -> None:
        """What it finds is not wanted any more."""
        self._given_up = True

    def _fitting(self, views: Views, at: int | None, some: Sequence[int]) -> Sequence[InterfaceRow]:
        """Runs in the feed's thread."""
        ports = [port for rows in views.ports(some, at).values() for port in rows]
        return holding(ports, self._how.words, self._text) if self._how.words else ports

    def _text(self, port: InterfaceRow) -> str:
        known = (self._sites[port.device_id], port.device, port_state(port).text, port.name, more_of(port), port.mac)
        return " ".join(filter(None, known))

    def _take(self, ports: Sequence[InterfaceRow]) -> None:
        if self._given_up:
            return
        rows, by = [*self._found.rows, *ports], self._how.by
        value = None if by is None else self._columns[by].by
        if value:
            rows = list(in_order(rows, value, falls=self._how.falls(self._columns)))
        self._found = PortsFound(rows[:MOST], self._found.total + len(ports))
        self.go_on()
