"""The values that topology works on and gives back. The caller makes them from its rows; nothing here knows a store.

Ports, claims and links are named tuples, because a large network has hundreds of thousands of them.
Statuses are IF-MIB's numbers (RFC 2863), states the words of :class:`netinv.model.State`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

from netinv.model import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Confidence = Literal["both", "one", "declared"]
End = Literal["a", "b", "declared"]
DECLARED, SUBNET = "declared", "subnet"
ROUTING = frozenset({"ospf", "bgp"})
"""Sources that tell of a neighbour in the network layer: it need not be at the other end of the cable."""
INFERRED = ROUTING | {DECLARED, SUBNET}
"""Sources that do not see the other end of the cable. All others do: LLDP, CDP and their like."""


class Services(NamedTuple):
    """Names of information systems, and of those among them that do not work now."""

    names: tuple[str, ...] = ()
    down: tuple[str, ...] = ()


NO_SERVICES = Services()


@dataclass(frozen=True, slots=True)
class Site:
    """A unit of the network; ``parent`` is a code. ``services`` are those that stand at it."""

    code: str
    name: str
    level: str
    kind: str | None = None
    parent: str | None = None
    lat: float | None = None
    lon: float | None = None
    state: str = State.UNKNOWN
    services: Services = NO_SERVICES


@dataclass(frozen=True, slots=True)
class Device:
    """A device as known after the newest sweep.

    ``chassis_ids`` are the MACs of its interfaces and of its own LLDP chassis, ``addresses`` all addresses seen on it.
    ``state`` decides whether what its ports said last is still news: the ports of a silent device are not.
    ``services`` are those that stand behind it.
    """

    name: str
    site: str
    address: str
    role: str | None = None
    state: str = State.UNKNOWN
    vendor: str | None = None
    model: str | None = None
    serial: str | None = None
    os_version: str | None = None
    sys_name: str | None = None
    chassis_ids: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()
    services: Services = NO_SERVICES


class Port(NamedTuple):
    """An interface of a device (ifTable, ifXTable); ``aggregate`` is the port it is a member of (IEEE 802.1AX)."""

    device: str
    name: str
    if_index: int | None = None
    descr: str | None = None
    alias: str | None = None
    mac: str | None = None
    admin_status: int | None = None
    oper_status: int | None = None
    speed_bps: int | None = None
    type: int | None = None
    aggregate: str | None = None


class PortAddress(NamedTuple):
    """An IP address of a device, with its subnet and its port as far as they are known."""

    device: str
    address: str
    prefix_length: int | None = None
    port: str | None = None


class Claim(NamedTuple):
    """What ``device`` says to see behind ``local_port`` (LLDP-MIB, CISCO-CDP-MIB, routing peers), raw."""

    device: str
    protocol: str
    local_port: str
    remote_chassis: str | None = None
    remote_port: str | None = None
    remote_port_description: str | None = None
    remote_name: str | None = None
    remote_address: str | None = None
    remote_platform: str | None = None


class Declared(NamedTuple):
    """A link as somebody wrote it down; a port may be left empty."""

    a_device: str
    a_interface: str | None
    b_device: str
    b_interface: str | None
    medium: str | None = None
    carrier: str | None = None
    circuit: str | None = None
    capacity_bps: int | None = None


MOST_SAID = 300
"""So many characters of what was said are kept as evidence: a device may say anything."""


class Evidence(NamedTuple):
    """One reason to believe a link: the source, the end that says so, and what it says."""

    source: str
    end: End
    text: str


class Link(NamedTuple):
    """A connection of two ports; the ends stand in the order of their names. An interface of None is not known."""

    a_device: str
    a_interface: str | None
    b_device: str
    b_interface: str | None
    state: str = State.UNKNOWN
    sources: tuple[str, ...] = ()
    confidence: Confidence = "one"
    medium: str | None = None
    carrier: str | None = None
    circuit: str | None = None
    capacity_bps: int | None = None
    evidence: tuple[Evidence, ...] = ()

    @property
    def name(self) -> str:
        """``A:PORT--B:PORT``, or the device alone where the port is not known."""
        return f"{_end(self.a_device, self.a_interface)}--{_end(self.b_device, self.b_interface)}"

    @property
    def pair(self) -> str:
        """``A--B``: all links between the two."""
        return f"{self.a_device}--{self.b_device}"


def link_order(link: Link) -> tuple[str, ...]:
    """The stable order of links: by their ends, then by all else that tells parallel ones apart."""
    return (
        *(link.a_device, link.b_device, link.a_interface or "", link.b_interface or ""),
        *(link.circuit or "", link.carrier or "", link.medium or "", str(link.capacity_bps)),
        *(link.confidence, str(link.state), *link.sources),
    )


def supported(link: Link, evidence: Iterable[Evidence]) -> Link:
    """The link with more evidence; its sources and its confidence follow from all there is.

    Two addresses of one subnet name nobody: they make a link likely, not seen from both ends.
    """
    reasons = tuple(sorted({*link.evidence, *evidence}))
    naming = {one.end for one in reasons if one.source not in (SUBNET, DECLARED)}
    found = any(one.source != DECLARED for one in reasons)
    return link._replace(
        sources=tuple(sorted({one.source for one in reasons})),
        confidence="both" if {"a", "b"} <= naming else "one" if found else "declared",
        evidence=reasons,
    )


def _end(device: str, interface: str | None) -> str:
    return f"{device}:{interface}" if interface else device


@dataclass(frozen=True, slots=True)
class Resolution:
    """What the claims and declarations come to. ``unknown_neighbors`` are claims about nobody in the inventory."""

    links: tuple[Link, ...]
    unknown_neighbors: tuple[Claim, ...]


class SiteLink(NamedTuple):
    """All links between the devices of two sites, as one edge; the sites stand in the order of their codes."""

    a_site: str
    b_site: str
    state: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class SiteTree:
    """Which site a device stands at, and the parent of each site: stands in where no path is known."""

    site_of: Mapping[str, str] = field(default_factory=dict)
    parent_of: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cause:
    """A named reason why devices are silent.

    ``members`` are the failed things themselves (a device's name, or the links with their ports), ``affected_devices``
    the silent ones behind it, without the failed device itself; ``affected_sites`` the sites where nothing answers
    any more because of it, its own included. ``alternative`` names what it may be instead.
    """

    kind: Literal["device", "link", "group", "poller"]
    name: str
    members: tuple[str, ...]
    alternative: str | None
    state: str
    affected_devices: tuple[str, ...]
    affected_sites: tuple[str, ...]
    confidence: Literal["sure", "likely"]
