"""One site: what it is, and the devices, links, ports and events of it and of all below it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from netinv.app.views.viewing import subtree
from netinv.i18n import _
from netinv.text import one_line
from netinv.tui.facts import site_facts
from netinv.tui.port_rows import interface_columns
from netinv.tui.ports import PortsWindow
from netinv.tui.rows import Key, ListRows
from netinv.tui.screens.recorded import RecordedPage
from netinv.tui.screens.sections import Section
from netinv.tui.services import of_service, service_cells, service_columns
from netinv.tui.subject import of_device, of_site
from netinv.tui.tables import (
    device_cells,
    device_columns,
    event_cells,
    event_columns,
    link_cells,
    link_columns,
)
from netinv.tui.widgets.grid import Grid
from netinv.tui.widgets.lines import Facts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from netinv.app.views.pages import Snapshot
    from netinv.app.views.viewing import SiteView
    from netinv.store.reading.views import InterfaceRow
    from netinv.tui.subject import Subject


class SiteScreen(RecordedPage):
    """A site's page."""

    def __init__(self, site_id: int) -> None:
        super().__init__()
        self.about = self.site_id = site_id
        self._path = ""
        self._ports: PortsWindow | None = None

    def headline(self) -> str:
        """The names from the province down."""
        return self._path

    def show(self, snapshot: Snapshot) -> None:
        """Show the site as it is now; one that is gone keeps its last look."""
        below = subtree(snapshot.tree, self.site_id)
        if not below:
            return
        names = snapshot.names_by_code
        self._path = " › ".join(one_line(names[code]) for code in below[0].path)
        self.query_one(Facts).show(site_facts(below[0], snapshot))
        self.show_sections(self._tables(below, snapshot))
        places = {view.row.id for view in below}
        devices = {device.id: device.name for device in snapshot.devices if device.site_id in places}
        self.ask_record(list(devices))
        links = [row for row in snapshot.links if row.a_device_id in devices or row.b_device_id in devices]
        codes = {*below[0].path, *(view.row.code for view in below)}
        self.ask_work(set(devices.values()), codes, {link.circuit for link in links})

    def redraw(self) -> None:
        """With the outages."""
        below = subtree(self.net.snapshot.tree, self.site_id)
        if below:
            self.show_sections(self._tables(below, self.net.snapshot))

    def _tables(self, below: list[SiteView], snapshot: Snapshot) -> list[Section]:
        now_ms = self.net.now_ms
        site_names = {view.row.id: view.row.name for view in below}
        codes = {view.row.code: view.row.name for view in below}
        places = {view.row.id: place for place, view in enumerate(below)}
        devices = [device for device in snapshot.devices if device.site_id in places]
        devices.sort(key=lambda device: places[device.site_id])
        ids = {device.id for device in devices}
        links = [row for row in snapshot.links if row.a_device_id in ids or row.b_device_id in ids]
        events = [row for row in snapshot.events if row.site in codes]
        ports = PortsWindow(devices, partial(self.ask_ports, self._take_ports), now_ms)
        if self._ports:
            ports.carry_over(self._ports)
        self._ports = ports
        return [
            Section(
                _("Devices"),
                device_columns(),
                ListRows(devices, lambda row: row.id, lambda row: device_cells(row, site_names, now_ms())),
                self.net.open_device,
            ),
            Section(
                _("Links"),
                link_columns(),
                ListRows(links, lambda row: row.id, lambda row: link_cells(row, now_ms())),
                self._open_end,
            ),
            Section(_("Interfaces"), interface_columns(with_device=True), ports, self._open_port),
            *self._services(snapshot, codes),
            self.outages(),
            Section(
                _("Newest events"),
                event_columns(),
                ListRows(events, lambda row: row.id, lambda row: event_cells(row, codes, now_ms())),
                self._open_event,
            ),
        ]

    def _services(self, snapshot: Snapshot, codes: Mapping[str, str]) -> list[Section]:
        """Those of the site, where it has any."""
        services = [row for row in snapshot.services if row.site in codes]
        if not services:
            return []

        def open_device(key: Key) -> None:
            where = of_service(next((row for row in services if row.id == key), None), snapshot)
            self.net.open_device(where.ident if where and where.kind == "device" else None)

        rows = ListRows(services, lambda row: row.id, lambda row: service_cells(row, codes, self.net.now_ms()))
        return [Section(_("Services"), service_columns(), rows, open_device)]

    def subject(self) -> Subject | None:
        """The device or outage under the cursor where one is, else the site."""
        key = self.query_one(Grid).cursor if self.sections else None
        ident = key[0] if isinstance(key, tuple) else key
        device = self.net.snapshot.device(ident) if self.on(_("Devices")) or self.on(_("Interfaces")) else None
        site = next((view.row for view in self.net.snapshot.tree if view.row.id == self.site_id), None)
        found = self.outage_subject() or of_device(device) or of_site(site)
        if found and self._ports and self.on(_("Interfaces")):
            return found._replace(port=self._ports.port(key))
        return found._replace(link=key) if found and isinstance(key, int) and self.on(_("Links")) else found

    def _take_ports(self, ports: Mapping[int, tuple[InterfaceRow, ...]]) -> None:
        """Draw what was read."""
        if self._ports and self._ports.take(ports):
            self.query_one(Grid).refresh()

    def _open_port(self, key: Key) -> None:
        if isinstance(key, tuple):
            self.net.open_device(key[0])

    def _open_end(self, key: Key) -> None:
        """The end that is inside the site, or the first of them."""
        link = next((row for row in self.net.snapshot.links if row.id == key), None)
        if link:
            first = self.net.snapshot.device(link.a_device_id)
            inside = {view.row.id for view in subtree(self.net.snapshot.tree, self.site_id)}
            self.net.open_device(link.a_device_id if first and first.site_id in inside else link.b_device_id)

    def _open_event(self, key: Key) -> None:
        event = next((row for row in self.net.snapshot.events if row.id == key), None)
        self.net.open_device(event.device_id if event else None)
