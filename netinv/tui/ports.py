"""All ports of many devices as one long table, of which only the devices in sight are ever read."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from netinv.i18n import _
from netinv.text import one_line
from netinv.tui.port_rows import answers, interface_cells, interface_columns
from netinv.tui.rows import Cell
from netinv.tui.trends import beside

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from netinv.store.reading.views import DeviceRow, InterfaceRow
    from netinv.tui.rows import Key

_KEPT_DEVICES = 128


class PortsWindow:
    """Rows over the ports of devices, placed by how many each has; they are asked for when they come in sight."""

    def __init__(
        self, devices: Sequence[DeviceRow], ask: Callable[[Sequence[int]], object], now_ms: Callable[[], int]
    ) -> None:
        """``ask`` is given the devices whose ports are wanted; :meth:`take` brings them."""
        self.devices = [device for device in devices if device.interfaces_total]
        self._ends = list(accumulate(device.interfaces_total or 0 for device in self.devices))
        self._places = {device.id: place for place, device in enumerate(self.devices)}
        self._ask = ask
        self._now_ms = now_ms
        self._read: dict[int, tuple[InterfaceRow, ...]] = {}
        self._asked: set[int] = set()
        self._stale: set[int] = set()

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def key(self, index: int) -> Key:
        """The device and the port's place in it."""
        place, port = self._split(index)
        return self.devices[place].id, port

    def find(self, key: Key) -> int | None:
        """Where a device's port stands now; one that is known by its name alone, as far as it has been read."""
        if not isinstance(key, tuple) or key[0] not in self._places:
            return None
        place = self._places[key[0]]
        start = self._ends[place - 1] if place else 0
        names = (port.name for port in self._read.get(key[0], ()))
        port = key[1] if isinstance(key[1], int) else next((n for n, name in enumerate(names) if name == key[1]), 0)
        return min(start + port, self._ends[place] - 1)

    def cells(self, index: int) -> Sequence[Cell]:
        """The port, or its device alone until it has been read."""
        place, port = self._split(index)
        device = self.devices[place]
        ports = self._read.get(device.id)
        if ports is None or device.id in self._stale:
            self._want(device.id)
        if ports is not None and port < len(ports):
            return interface_cells(ports[port], self._now_ms(), answers=answers(device))
        blank = [Cell("") for _column in interface_columns(with_device=True)]
        said = _("reading …") if ports is None else ""
        return [Cell(one_line(device.name), "dim"), Cell(said, "dim"), *blank[2:]]

    def row(self, key: Key | None) -> InterfaceRow | None:
        """What was read of a port; None: nothing yet."""
        device_id, place = key if isinstance(key, tuple) else (None, 0)
        ports = self._read.get(device_id, ())
        return ports[place] if place < len(ports) else None

    def beside(self, key: Key) -> Sequence[str]:
        """The names of the port and of those around it on the same device."""
        device_id, place = key if isinstance(key, tuple) else (None, 0)
        return [port.name for port in beside(self._read.get(device_id, ()), place)]

    def port(self, key: Key) -> str:
        """The name of a port, as far as it has been read."""
        row = self.row(key)
        return row.name if row else ""

    def take(self, ports: Mapping[int, tuple[InterfaceRow, ...]]) -> bool:
        """Keep what was read, the latest of it; whether any of it was asked for here."""
        mine = {device_id: rows for device_id, rows in ports.items() if device_id in self._asked}
        self._asked.difference_update(mine)
        self._stale.difference_update(mine)
        self._read.update(mine)
        while len(self._read) > _KEPT_DEVICES:
            del self._read[next(iter(self._read))]
        return bool(mine)

    def carry_over(self, older: PortsWindow) -> None:
        """Show what an older window had read until those in sight have been read again."""
        self._read = {device_id: rows for device_id, rows in older._read.items() if device_id in self._places}
        self._stale = set(self._read)

    def _want(self, device_id: int) -> None:
        if device_id not in self._asked:
            self._asked.add(device_id)
            self._ask([device_id])

    def _split(self, index: int) -> tuple[int, int]:
        place = bisect_right(self._ends, index)
        return place, index - (self._ends[place - 1] if place else 0)
