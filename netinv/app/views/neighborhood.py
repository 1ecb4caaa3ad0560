"""One device and what is linked to it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from netinv.app.words.durations import rate
from netinv.app.words.states import WELL_OR_GONE

if TYPE_CHECKING:
    from netinv.app.views.pages import Snapshot
    from netinv.store.reading.views import DeviceRow, LinkRow


class Near(NamedTuple):
    """A neighbour, and all links to it."""

    device: DeviceRow
    links: tuple[LinkRow, ...]


class Neighborhood(NamedTuple):
    """A device and its neighbours by name."""

    device: DeviceRow
    near: tuple[Near, ...]


def neighborhood(snapshot: Snapshot, device_id: int) -> Neighborhood | None:
    """What is linked to a device; None: there is no such device."""
    device = snapshot.device(device_id)
    if device is None:
        return None
    links: dict[int, list[LinkRow]] = defaultdict(list)
    for link in snapshot.links:
        if device_id in (link.a_device_id, link.b_device_id) and link.a_device_id != link.b_device_id:
            links[link.b_device_id if link.a_device_id == device_id else link.a_device_id].append(link)
    found = ((snapshot.device(ident), own) for ident, own in links.items())
    near = [Near(other, tuple(own)) for other, own in found if other is not None]
    return Neighborhood(device, tuple(sorted(near, key=lambda one: one.device.name)))


def unwell(around: Neighborhood) -> Neighborhood:
    """Only the neighbours that are not well, or that a link to is not."""
    near = (one for one in around.near if {one.device.state, *(link.state for link in one.links)} - WELL_OR_GONE)
    return around._replace(near=tuple(near))


def ports(link: LinkRow, device_id: int) -> tuple[str | None, str | None]:
    """The port of a link at a device, and the one at the other end."""
    here, there = link.a_interface, link.b_interface
    return (here, there) if link.a_device_id == device_id else (there, here)


def carried_by(link: LinkRow) -> str:
    """Medium, carrier, circuit and capacity, as far as they are known."""
    circuit = link.circuit or ""
    carrier = "" if link.carrier and circuit.startswith(link.carrier) else link.carrier
    return " ".join(part for part in (carrier, circuit, link.medium, rate(link.capacity_bps)) if part)
