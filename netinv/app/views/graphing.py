"""The network as a graph, from what is stored, ready to be asked or to be written to a file."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal, NamedTuple

from netinv.app.views.viewing import site_tree
from netinv.model import State
from topology.values import NO_SERVICES, Device, Link, Services, Site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from netinv.store.reading.reader import Reader
    from netinv.store.reading.views import DeviceRow, LinkRow, ServiceRow, SiteRow

View = Literal["physical", "sites", "full"]
_NOT_WORKING = frozenset({State.DOWN, State.UNREACHABLE})


class Network(NamedTuple):
    """The values that :mod:`topology` works on."""

    sites: list[Site]
    devices: list[Device]
    links: list[Link]


def network(reader: Reader) -> Network:
    """All sites, devices and links as the reader knows them."""
    rows, services = reader.devices(), reader.services()
    at_site = _services(services, lambda row: row.site)
    behind = _services(services, lambda row: row.device)
    devices = [replace(device(row), services=behind.get(row.name, NO_SERVICES)) for row in rows]
    return Network(_sites(reader.sites(), rows, at_site), devices, list(map(link, reader.bare_links())))


def export(reader: Reader, file_format: str, view: View, profile: str) -> bytes:
    """The graph of a view as a file's content."""
    from topology.export import render
    from topology.graph import build

    graph = build(*network(reader), view)
    return render(graph, file_format, profile, _known(reader))  # type: ignore[arg-type]  # checked by the command


def _known(reader: Reader) -> datetime | None:
    """The time of what the reader knows: when the newest sweep ended."""
    ended = next((sweep.finished_at for sweep in reader.sweeps()), None)
    return None if ended is None else datetime.fromtimestamp(ended / 1000, UTC)


def _services(rows: Iterable[ServiceRow], place: Callable[[ServiceRow], str | None]) -> dict[str, Services]:
    """The services of each place that has any, and which of them do not work."""
    found: dict[str, Services] = {}
    for row in rows:
        where = place(row)
        if where is not None:
            names, down = found.get(where, NO_SERVICES)
            found[where] = Services((*names, row.name), (*down, row.name) if row.state in _NOT_WORKING else down)
    return found


def _sites(sites: list[SiteRow], devices: Iterable[DeviceRow], services: Mapping[str, Services]) -> list[Site]:
    codes = {row.id: row.code for row in sites}
    return [
        Site(
            code=node.row.code,
            name=node.row.name,
            level=node.row.level,
            kind=node.row.kind,
            parent=codes.get(node.row.parent_id or 0),
            lat=node.row.lat,
            lon=node.row.lon,
            state=node.state,
            services=services.get(node.row.code, NO_SERVICES),
        )
        for node in site_tree(sites, devices)
    ]


def device(row: DeviceRow) -> Device:
    """A stored device as topology has it."""
    return Device(
        name=row.name,
        site=row.site,
        address=row.address,
        role=row.role,
        state=row.state,
        vendor=row.vendor,
        model=row.model,
        serial=row.serial,
        os_version=row.os_version,
        sys_name=row.sys_name,
    )


def link(row: LinkRow) -> Link:
    """A stored link as topology has it."""
    return Link(
        row.a_device,
        row.a_interface,
        row.b_device,
        row.b_interface,
        row.state,
        row.sources,
        row.confidence,  # type: ignore[arg-type]  # one of the three by construction
        row.medium,
        row.carrier,
        row.circuit,
        row.capacity_bps,
    )
