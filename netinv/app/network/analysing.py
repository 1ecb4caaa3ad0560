"""What would fail with what, and how one device reaches another: the questions of ``netinv topology``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from netinv.app.sweeps.judging import vantage_devices
from netinv.app.views import graphing
from netinv.app.views.naming import Meant, meant, one_device
from netinv.app.views.viewing import find, site_tree
from topology import analyse
from topology.ways import walk, ways

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netinv.config import Settings
    from netinv.store.reading.reader import Reader
    from netinv.store.reading.views import DeviceRow, SiteRow
    from topology.values import Link
    from topology.ways import Ways


class Known(NamedTuple):
    """The network to be asked: rows, links, the ways among them, and where it is seen from."""

    sites: list[SiteRow]
    devices: list[DeviceRow]
    links: list[Link]
    ways: Ways
    vantage: list[str]

    @property
    def site_of(self) -> dict[str, str]:
        """The code of each device's site."""
        return {row.name: row.site for row in self.devices}

    @property
    def apart(self) -> list[str]:
        """The devices that no known way joins to the vantage: nothing can be said of them."""
        reached = walk(self.ways, self.vantage).number
        return [row.name for row in self.devices if row.name not in reached]


def known(reader: Reader, settings: Settings) -> Known:
    """Read the network.

    Raises:
        UsageError: the settings name a vantage that is not there.
    """
    sites, devices = reader.sites(), reader.devices()
    links = list(map(graphing.link, reader.bare_links()))
    network = ways((row.name for row in devices), links)
    return Known(sites, devices, links, network, vantage(settings.vantage, sites, devices))


def vantage(names: Sequence[str], sites: list[SiteRow], devices: list[DeviceRow]) -> list[str]:
    """The devices the poller is attached to: those named in the settings, else those of the root site.

    Where that has none, they are those of the first site that has some.
    """
    named = [find(name, [], devices).name for name in names]
    found = vantage_devices(named, sites, devices)
    if found or not devices:
        return found
    tree = sorted(site_tree(sites, devices), key=lambda view: view.depth)
    return next((sorted(row.name for row in view.devices) for view in tree if view.devices), [])


class Impact(NamedTuple):
    """The promised JSON, and what is not part of it: the failed devices that no known way leads to."""

    shape: dict[str, Any]
    apart: list[str]


def impact(reader: Reader, settings: Settings, names: Sequence[str]) -> Impact:
    """What would be cut off if these devices and links failed together.

    Raises:
        UsageError: a name that is not there, with the nearest.
    """
    net = known(reader, settings)
    return without(reader, net, [one for name in names for one in meant(name, net.sites, net.devices, net.links)])


def without(reader: Reader, net: Known, failed: Sequence[Meant]) -> Impact:
    """What would be cut off without these devices and links."""
    devices = {device for one in failed for device in one.devices}
    links = {link for one in failed for link in one.links}
    services = [analyse.Service(row.name, row.site, row.device) for row in reader.services()]
    found = analyse.impact(net.ways, net.vantage, devices, links, net.site_of, services)
    shape = {
        "failed": sorted({one.name for one in failed}),
        "cut_devices": list(found.cut_devices),
        "cut_sites": list(found.cut_sites),
        "cut_services": list(found.cut_services),
        "lost_redundancy": list(found.lost_redundancy),
    }
    return Impact(shape, sorted(devices & set(net.apart)))


def spof(reader: Reader, settings: Settings) -> tuple[list[dict[str, Any]], list[str]]:
    """The single points of failure, worst first, and the devices that no known way joins to the vantage."""
    net = known(reader, settings)
    points = [
        {"kind": kind, "name": name, "cut_devices": list(devices), "cut_sites": list(sites)}
        for kind, name, devices, sites in analyse.spof(net.ways, net.vantage, net.site_of)
    ]
    return points, net.apart


def path(reader: Reader, settings: Settings, a: str, b: str) -> dict[str, Any]:
    """How one device reaches another; no hops where no way is known.

    Raises:
        UsageError: a name that is not there, with the nearest.
    """
    net = known(reader, settings)
    start, end = (one_device(name, net.sites, net.devices) for name in (a, b))
    found = analyse.path(net.ways, start, end)
    hops = [
        {"device": hop.device, "out_interface": hop.out_interface, "in_interface": hop.in_interface}
        for hop in found.hops
    ]
    return {"hops": hops, "redundant": found.redundant}
