"""The network to build, as data: nodes, cables, addresses, credentials. Nothing here touches the machine."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

_KERNEL_NAME_BYTES = 15
_FIRST_INDEX = 11
_MAC_PREFIX = "02:4e:49"


@dataclass(frozen=True)
class Credential:
    """One entry of secrets.toml, and what the agents are set up with."""

    name: str
    kind: str
    fields: tuple[tuple[str, str], ...]

    def __getitem__(self, field_name: str) -> str:
        return dict(self.fields)[field_name]


@dataclass(frozen=True)
class Node:
    """One device. ``snmp`` and ``ssh`` name credentials; None: that daemon does not run there.

    ``port_id`` is the subtype of the port ID that its lldpd sends: ifname, local or macaddress (IEEE 802.1AB 9.5.3).
    ``routing`` names the daemons of FRR that run there: ospfd, bgpd. They announce what they know and route nothing.
    """

    name: str
    site: str
    address: str
    snmp: str | None = None
    ssh: str | None = None
    lldp: bool = True
    port_id: str = "ifname"
    role: str = "router"
    platform: str | None = None
    location: str | None = None
    contact: str | None = None
    descr: str | None = None
    object_id: str | None = None
    serial: str | None = None
    model: str | None = None
    maker: str | None = None
    routing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cable:
    """A cable between two named ports; ``name`` is how interface.md calls the link."""

    a: str
    a_port: str
    b: str
    b_port: str
    medium: str | None = None
    carrier: str | None = None
    circuit: str | None = None
    capacity_bps: int | None = None

    @property
    def name(self) -> str:
        """``A:PORT--B:PORT``."""
        return f"{self.a}:{self.a_port}--{self.b}:{self.b_port}"

    @property
    def ends(self) -> frozenset[tuple[str, str]]:
        """Both ends as (device, interface), in no order."""
        return frozenset({(self.a, self.a_port), (self.b, self.b_port)})


class Site(NamedTuple):
    """A row of sites.csv."""

    code: str
    name: str
    level: str
    parent: str | None
    kind: str | None = None


class Port(NamedTuple):
    """A node's end of a cable. ``name`` is what the device calls it, ``device`` what the kernel does."""

    node: str
    name: str
    device: str
    if_index: int
    mac: str
    address: str
    peer_address: str
    peer: str
    cable: int
    speed_bps: int


@dataclass(frozen=True)
class Plan:
    """A whole network. The poller is a node without agents, cabled like the others."""

    nodes: tuple[Node, ...]
    cables: tuple[Cable, ...]
    credentials: tuple[Credential, ...]
    poller: Node
    sites: tuple[Site, ...] = ()
    vantage: tuple[str, ...] = ()
    lost: str = field(default="blackhole")
    """What transit nodes do with packets for nobody: ``blackhole`` (silence) or ``unreachable`` (ICMP)."""

    @cached_property
    def everything(self) -> tuple[Node, ...]:
        """The nodes and the poller."""
        return (*self.nodes, self.poller)

    @cached_property
    def by_name(self) -> dict[str, Node]:
        """Nodes, poller included, by name."""
        return {node.name: node for node in self.everything}

    @cached_property
    def ports(self) -> dict[str, tuple[Port, ...]]:
        """The ports of each node in the order of its cables. Kernel names where the name asked for does not fit."""
        numbers = {node.name: number for number, node in enumerate(self.everything)}
        ports: dict[str, list[Port]] = {node.name: [] for node in self.everything}
        for cable_number, cable in enumerate(self.cables):
            subnet = f"100.{64 + cable_number // 16384}.{cable_number // 64 % 256}.{cable_number % 64 * 4}"
            head, low = subnet.rsplit(".", 1)
            ends = ((cable.a, cable.a_port, cable.b, 1, 2), (cable.b, cable.b_port, cable.a, 2, 1))
            for node, name, peer, own, other in ends:
                order = len(ports[node])
                mac = f"{_MAC_PREFIX}:{numbers[node] >> 8:02x}:{numbers[node] & 255:02x}:{order + 1:02x}"
                ports[node].append(
                    Port(
                        node,
                        name,
                        name if _fits_kernel(name) else f"p{order + 1}",
                        _FIRST_INDEX + order,
                        mac,
                        f"{head}.{int(low) + own}",
                        f"{head}.{int(low) + other}",
                        peer,
                        cable_number,
                        cable.capacity_bps or 1_000_000_000,
                    )
                )
        return {node: tuple(found) for node, found in ports.items()}

    @cached_property
    def device_cables(self) -> tuple[Cable, ...]:
        """The cables between devices: all but the poller's."""
        return tuple(cable for cable in self.cables if self.poller.name not in (cable.a, cable.b))

    def credential(self, name: str) -> Credential:
        """The credential of that name."""
        return next(credential for credential in self.credentials if credential.name == name)

    def cable(self, name: str) -> int:
        """The number of the cable ``A--B`` (the first between the two, either order) or ``A:PORT--B:PORT``."""
        wanted = tuple(name.split("--"))
        for number, cable in enumerate(self.cables):
            pairs = ((cable.a, cable.b), (f"{cable.a}:{cable.a_port}", f"{cable.b}:{cable.b_port}"))
            if any(wanted in (pair, pair[::-1]) for pair in pairs):
                return number
        raise KeyError(name)


def _fits_kernel(name: str) -> bool:
    """Linux allows 15 bytes and neither slash, colon nor white space."""
    return len(name.encode()) <= _KERNEL_NAME_BYTES and not any(char in "/:" or char.isspace() for char in name)
