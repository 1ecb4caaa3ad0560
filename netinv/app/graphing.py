"""The network as a graph, from what is stored, ready to be written to a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from netinv.app.viewing import site_tree
from topology.export import render
from topology.graph import build
from topology.values import Device, Link, Site

if TYPE_CHECKING:
    from netinv.store.reader import Reader

View = Literal["physical", "sites", "full"]


def export(reader: Reader, file_format: str, view: View, profile: str) -> bytes:
    """The graph of a view as a file's content."""
    rows = reader.devices()
    sites = reader.sites()
    codes = {row.id: row.code for row in sites}
    nodes = [
        Site(
            code=node.row.code,
            name=node.row.name,
            level=node.row.level,
            kind=node.row.kind,
            parent=codes.get(node.row.parent_id or 0),
            lat=node.row.lat,
            lon=node.row.lon,
            state=node.state,
        )
        for node in site_tree(sites, rows)
    ]
    devices = [
        Device(
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
        for row in rows
    ]
    links = [
        Link(
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
        for row in reader.links()
    ]
    return render(build(nodes, devices, links, view), file_format, profile)  # type: ignore[arg-type]  # checked by the command
