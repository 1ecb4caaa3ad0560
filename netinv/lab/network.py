"""The simulated network: devices with ports, links between them, and what is true of them at a moment."""

from __future__ import annotations

import socket
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from netinv.lab.faults import NONE, Faults

if TYPE_CHECKING:
    from netinv.lab.ber import Oid
    from netinv.lab.makers import Maker, Port

DAY_S = 86_400.0


@dataclass(slots=True, eq=False)
class Link:
    """A cable between two ports, named as ``links.csv`` names them.

    Attributes:
        number: which link of the network it is, from 0: its addresses follow from it.
        flap_period_s: above 0, the link is down in every second period of so many seconds.
        cut: the link is down.
    """

    number: int
    a: Device
    a_port: str
    b: Device
    b_port: str
    circuit: str = ""
    flap_period_s: float = 0.0
    cut: bool = False

    def is_up(self, now_s: float) -> bool:
        """Whether both ends have carrier at that moment of the monotonic clock."""
        return not self.cut and not (self.flap_period_s and int(now_s / self.flap_period_s) & 1)


class End(NamedTuple):
    """A link as one of its devices sees it."""

    port: Port
    far: Device
    far_port: Port
    link: Link
    order: int


@dataclass(slots=True, eq=False)
class Device:
    """One simulated device.

    Attributes:
        number: which device it is in its network, from 0; MAC and serial follow from it.
        variant: devices of one variant that booted together carry the same traffic.
        address: where it answers.
        credential: name of the SNMP credential that it takes; empty: it speaks no SNMP.
        ssh: whether its SSH server is there.
        started_s: when it booted, on the monotonic clock.
        boots: snmpEngineBoots (RFC 3414).
        dead: no power: it answers nothing, and its links are cut.
        flaps: one of its links goes up and down with time.
        cache: what is remembered of its tables; may be cleared at any time.
    """

    number: int
    variant: int
    name: str
    address: str
    maker: Maker
    ports: tuple[Port, ...]
    credential: str = ""
    ssh: bool = False
    location: str = ""
    started_s: float = 0.0
    boots: int = 1
    dead: bool = False
    flaps: bool = False
    faults: Faults = NONE
    links: list[Link] = field(default_factory=list, repr=False)
    cache: dict[object, object] = field(default_factory=dict, repr=False)

    @property
    def mac(self) -> bytes:
        """The chassis MAC: locally administered, one range of 256 ports per device."""
        return b"\x02" + self.number.to_bytes(4, "big") + b"\x00"

    def port_mac(self, index: int) -> bytes:
        """The MAC of the port with that ifIndex."""
        return (int.from_bytes(self.mac, "big") + index % 0x100).to_bytes(6, "big")

    @property
    def packed_address(self) -> bytes:
        """The IPv4 address as four octets."""
        return socket.inet_aton(self.address)

    @property
    def serial(self) -> str:
        """The chassis' serial number in its maker's style."""
        return self.maker.serial.format(n=1000 + self.number)

    @property
    def engine_id(self) -> bytes:
        """The snmpEngineID (RFC 3411): the maker's enterprise, format 3, the chassis MAC."""
        return (0x80000000 | self.maker.enterprise).to_bytes(4, "big") + b"\x03" + self.mac

    @property
    def own_port(self) -> Port:
        """The interface that carries the management address."""
        return next(port for port in self.ports if port.name == self.maker.own[0])

    def port(self, name: str) -> Port:
        """The port of that name."""
        return next(port for port in self.ports if port.name == name)

    def ends(self) -> list[End]:
        """Its links from its own side, in the order of its ports."""
        found = []
        for order, link in enumerate(self.links):
            here, far, there = (
                (link.a_port, link.b, link.b_port) if link.a is self else (link.b_port, link.a, link.a_port)
            )
            found.append(End(self.port(here), far, far.port(there), link, order))
        return sorted(found, key=lambda end: end.port.if_index)

    def state(self, now_s: float) -> tuple[bool, ...]:
        """Which of its links are up: what is remembered of the device holds while this stays the same."""
        return tuple([link.is_up(now_s) for link in self.links])

    def uptime_s(self, now_s: float) -> float:
        """Seconds since it booted."""
        return now_s - self.started_s

    def reboot(self, now_s: float) -> None:
        """Boot it anew: uptime and counters from 0, one more engine boot."""
        self.started_s = now_s
        self.boots += 1
        self.cache.clear()

    def wiring(self, end: End) -> Oid:
        """Its address on a link: both ends share a /30 out of the shared address space (RFC 6598)."""
        net = 100 << 24 | 64 << 16 | end.link.number << 2
        return tuple((net + (1 if end.link.a is self else 2)).to_bytes(4, "big"))


def connect(number: int, a: Device, a_port: str, b: Device, b_port: str, circuit: str = "") -> Link:
    """Lay cable ``number`` between two ports."""
    link = Link(number, a, a_port, b, b_port, circuit)
    a.links.append(link)
    b.links.append(link)
    return link


def flap(link: Link, period_s: float) -> None:
    """Let a link go down and up again with time."""
    link.flap_period_s = period_s
    link.a.flaps = link.b.flaps = True


def fail(device: Device) -> None:
    """Take the power from a device: it is silent, and the far ends of its links lose their carrier."""
    device.dead = True
    device.faults = Faults(silent=True)
    for link in device.links:
        link.cut = True
        for end in (link.a, link.b):
            end.cache.clear()


def uptime_at_start_s(variant: int) -> float:
    """How long a device of that variant had been up when the laboratory started: 1 to 200 days, the same each time."""
    return DAY_S * (1 + (variant * 7919) % 199) + (variant * 104_729) % 86_400
