"""One device: what it is, how it is reached, its ports, links, neighbours and events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.app.views.trends import PortTrends
from netinv.i18n import _
from netinv.text import one_line
from netinv.tui.facts import device_facts, identity_columns, identity_facts
from netinv.tui.port_rows import answers, interface_cells, interface_columns, trends_need
from netinv.tui.rows import Cell, Key, ListRows
from netinv.tui.screens.recorded import RecordedPage
from netinv.tui.screens.sections import Section
from netinv.tui.services import service_cells, service_columns
from netinv.tui.subject import of_device
from netinv.tui.tables import (
    event_cells,
    event_columns,
    link_cells,
    link_columns,
    neighbor_cells,
    neighbor_columns,
)
from netinv.tui.trends import PortsSeen, ask_trends, port_line
from netinv.tui.widgets.grid import Grid
from netinv.tui.widgets.lines import Facts, Line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from netinv.app.views.pages import DevicePage, Snapshot
    from netinv.app.views.trends import Trends
    from netinv.store.reading.views import DeviceRow, LinkRow
    from netinv.tui.subject import Subject


class DeviceScreen(RecordedPage):
    """A device's page. What the snapshot knows of it stands at once, the rest when the feed has read it."""

    own_keys = ("open", "next_section", "sweep_here", "login")

    def __init__(self, device_id: int) -> None:
        super().__init__()
        self.about = self.device_id = device_id
        self._page: DevicePage | None = None
        self._device: DeviceRow | None = None
        self._trends: Trends | None = None
        self._ports = PortsSeen(self._ask_ports)
        self._trends_of: tuple[int | None, int | None] | None = None

    def body(self) -> ComposeResult:
        """Below the table what was measured of the port under the cursor."""
        yield from super().body()
        yield Line(id="port")

    def headline(self) -> str:
        """Its name and where it stands."""
        if self._device is None:
            return _("Device")
        return f"{one_line(self._device.name)} · {one_line(self._site_names().get(self._device.site_id, ''))}"

    def show(self, snapshot: Snapshot) -> None:
        """Show what the snapshot has and ask for the rest."""
        self._device = snapshot.device(self.device_id) or self._device
        self._draw_page()
        self.ask(lambda views, at: views.device(self.device_id, at), self._take)
        self.ask_record([self.device_id])
        self._ask_work(snapshot)
        swept = snapshot.sweep.id if snapshot.sweep else None
        if (snapshot.at, swept) != self._trends_of:
            self._trends_of = snapshot.at, swept
            self._ports.outdated()
            ask_trends(self, self.device_id, (), self._take_trends)

    def _ask_work(self, snapshot: Snapshot) -> None:
        if self._device:
            links = [row for row in snapshot.links if self.device_id in (row.a_device_id, row.b_device_id)]
            above = next((view.path for view in snapshot.tree if view.row.id == self._device.site_id), ())
            self.ask_work({self._device.name}, set(above), {link.circuit for link in links})

    def age(self) -> None:
        """With its facts."""
        super().age()
        self._draw_facts()

    def subject(self) -> Subject | None:
        """The device, with the port or link under the cursor; or the outage under it."""
        key, found = self.query_one(Grid).cursor, self.outage_subject() or of_device(self._device)
        if found and isinstance(key, str) and self.on(_("Interfaces")):
            return found._replace(port=key)
        return found._replace(link=key) if found and isinstance(key, int) and self.on(_("Links")) else found

    def redraw(self) -> None:
        """With the outages."""
        self._draw_page()

    def _take(self, page: DevicePage | None) -> None:
        """Show the rest."""
        if page:
            self._page, self._device = page, page.device
            self._ports.among([port.name for port in page.interfaces])
            self._draw_page()
            self.update_bars()
        else:
            self.net.notify(_("This device is not in the inventory any more."))
            self.net.close_page(self)

    def _take_trends(self, trends: Trends) -> None:
        self._trends = trends
        self._draw_page()

    def _ask_ports(self, names: Sequence[str]) -> None:
        ask_trends(self, self.device_id, names, lambda trends: self._take_ports(names, trends))

    def _take_ports(self, names: Sequence[str], trends: Trends) -> None:
        """Draw the lines of the ports in sight."""
        self._ports.take(names, trends.ports)
        grid = self.query_one(Grid)
        if self.on(_("Interfaces")):
            grid.refresh()
        self._draw_port(grid.cursor)

    def moved(self, key: Key | None) -> None:
        """Show the port under the cursor: it is at hand, nothing is read."""
        self._draw_port(key)

    def on_resize(self) -> None:
        """The line beneath the table stands where its columns have no room."""
        self._draw_port(self.query_one(Grid).cursor)

    def _site_names(self) -> dict[int, str]:
        return self.net.snapshot.site_names

    def _draw_page(self) -> None:
        self._draw_facts()
        page = self._page
        if page is None:
            return
        now_ms, talks = self.net.now_ms, answers(page.device)
        codes = self.net.snapshot.names_by_code
        ports = ListRows(
            page.interfaces,
            lambda row: row.name,
            lambda row: interface_cells(row, now_ms(), answers=talks, trends=self._port(row.name)),
        )
        links = ListRows(page.links, lambda row: row.id, lambda row: link_cells(row, now_ms()))
        neighbors = ListRows(
            list(enumerate(page.neighbors)), lambda row: (row[1][1:5], row[0]), lambda row: neighbor_cells(row[1])
        )
        events = ListRows(page.events, lambda row: row.id, lambda row: event_cells(row, codes, now_ms()))
        known = identity_facts(page)
        identity = ListRows(known, lambda fact: fact[0], lambda fact: [Cell(part) for part in fact])
        self.show_sections(
            [
                Section(_("Interfaces"), interface_columns(with_device=False), ports, self._open_across),
                Section(_("Links"), link_columns(), links, self._open_other_end),
                Section(_("Neighbours"), neighbor_columns(), neighbors, self._open_neighbor),
                *self._services(page.device.name),
                self.outages(),
                Section(_("Events"), event_columns(), events, self._open_event),
                Section(_("Identity"), identity_columns(), identity),
            ]
        )

    def _draw_facts(self) -> None:
        if self._device:
            site = self._site_names().get(self._device.site_id, self._device.site)
            self.query_one(Facts).show(device_facts(self._device, site, self.net.now_ms(), self._trends))

    def _services(self, device: str) -> list[Section]:
        """Those that stand behind it, where any do."""
        behind = [row for row in self.net.snapshot.services if row.device == device]
        if not behind:
            return []
        codes, now_ms = self.net.snapshot.names_by_code, self.net.now_ms
        rows = ListRows(behind, lambda row: row.id, lambda row: service_cells(row, codes, now_ms()))
        return [Section(_("Services"), service_columns(), rows)]

    def _draw(self, *, columns: bool) -> None:
        super()._draw(columns=columns)
        self._draw_port(self.query_one(Grid).cursor)

    def _draw_port(self, key: Key | None) -> None:
        line = self.query_one("#port", Line)
        shown = self.on(_("Interfaces")) and self.size.width < trends_need()
        if shown:
            line.show(port_line(self._port(str(key))))
        line.display = shown and self._ports.any()

    def _port(self, name: str) -> PortTrends:
        return self._ports.of(name) or PortTrends()

    def _open_across(self, key: Key) -> None:
        """What the port is wired to: by its link, else by what the device says of it."""
        links = self._page.links if self._page else ()
        ends = {self._end_here(link): link.id for link in links if link.state != "gone"}
        heard = enumerate(self._page.neighbors if self._page else ())
        across = next(((row[1:5], place) for place, row in heard if row.local_port == key), None)
        if key in ends:
            self._open_other_end(ends[key])
        elif across:
            self._open_neighbor(across)
        else:
            self.say(_("Nothing is known of what {port} is connected to.").format(port=one_line(str(key))))

    def _end_here(self, link: LinkRow) -> str | None:
        return link.a_interface if link.a_device_id == self.device_id else link.b_interface

    def _open_event(self, key: Key) -> None:
        """The outage that it belongs to."""
        event = next((row for row in self._page.events if row.id == key), None) if self._page else None
        if event and event.problem_id is not None:
            self.open_outage(event.problem_id)
        else:
            self.say(_("This event belongs to no outage."))

    def _open_other_end(self, key: Key) -> None:
        link = next((row for row in self._page.links if row.id == key), None) if self._page else None
        if link:
            self.net.open_device(link.b_device_id if link.a_device_id == self.device_id else link.a_device_id)

    def _open_neighbor(self, key: Key) -> None:
        place = key[1] if isinstance(key, tuple) else 0
        neighbor = self._page.neighbors[place] if self._page and place < len(self._page.neighbors) else None
        known = {row.name: row.id for row in self.net.snapshot.devices}
        known |= {row.sys_name: row.id for row in self.net.snapshot.devices if row.sys_name}
        found = known.get(neighbor.remote_name or "") if neighbor else None
        if found is None:
            self.net.notify(_("This neighbour is not in the inventory."))
        else:
            self.net.open_device(found)
