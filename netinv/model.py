"""The vocabulary of netinv: what devices say and what we conclude. Values only, standard library only.

Facts are named tuples, because a sweep makes hundreds of thousands of them and compares each with what was known.
A fact's ``key`` is its identity inside its device (an interface is its name: ifIndex may move with a reboot).
Statuses and types are IF-MIB's numbers here (RFC 2863); words are made where they are shown.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class State(StrEnum):
    """What a site, device, link or service is taken for; the words of the interface promise."""

    UP = "up"
    DEGRADED = "degraded"
    DOWN = "down"
    UNREACHABLE = "unreachable"
    UNKNOWN = "unknown"
    PLANNED = "planned"
    MAINTENANCE = "maintenance"
    GONE = "gone"


class Reached(StrEnum):
    """How one way of asking a device ended."""

    OK = "ok"
    TIMEOUT = "timeout"
    REFUSED = "refused"
    AUTH = "auth"
    ERROR = "error"


class Severity(StrEnum):
    """How much an event matters; only the opening of a cause is an error."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class Kind(StrEnum):
    """The kinds of fact a probe can cover."""

    SYSTEM = "system"
    INTERFACE = "interface"
    ADDRESS = "address"
    NEIGHBOR = "neighbor"
    COUNTERS = "counters"
    LOAD = "load"


class FailureKind(StrEnum):
    """Why a question got no answer; the first four are also values of :class:`Reached`."""

    TIMEOUT = "timeout"
    REFUSED = "refused"
    AUTH = "auth"
    ERROR = "error"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True)
class Target:
    """A device as the sweep sees it. ``snmp`` and ``ssh`` are names of credentials, never secrets."""

    device_id: int
    name: str
    address: str
    port: int = 161
    snmp: str | None = None
    ssh: str | None = None
    ssh_port: int = 22
    platform: str | None = None
    timeout_s: float | None = None
    max_repetitions: int | None = None
    learned_repetitions: int | None = None


class System(NamedTuple):
    """What a device says of itself: SNMPv2-MIB system group (RFC 3418) and what identification made of it.

    ``chassis_id`` is how its neighbours know it: lldpLocChassisId (IEEE 802.1AB). ``sources`` says where the facts of
    identification stood, as ``serial=1.3.6.1…`` parted by spaces: an OID, ``sys_descr`` or ``sys_object_id``.
    ``engine_id`` is snmpEngineID in hex (RFC 3411): one agent's alone, unless somebody cloned it.
    """

    sys_name: str | None = None
    sys_descr: str | None = None
    sys_object_id: str | None = None
    location: str | None = None
    contact: str | None = None
    vendor: str | None = None
    os: str | None = None
    os_version: str | None = None
    model: str | None = None
    serial: str | None = None
    chassis_id: str | None = None
    sources: str | None = None
    engine_id: str | None = None

    @property
    def key(self) -> str:
        """A device has one system."""
        return ""


class Interface(NamedTuple):
    """A port: ifTable and ifXTable (RFC 2863). ``type`` is IANAifType's number, statuses are IF-MIB's.

    ``aggregate`` is the name of the aggregated port (IEEE 802.1AX) that it is a member of, ``duplex`` is
    dot3StatsDuplexStatus where the port knows it: 2 half, 3 full (EtherLike-MIB, RFC 3635).
    """

    name: str
    if_index: int | None = None
    descr: str | None = None
    alias: str | None = None
    type: int | None = None
    mac: str | None = None
    admin_status: int | None = None
    oper_status: int | None = None
    speed_bps: int | None = None
    mtu: int | None = None
    aggregate: str | None = None
    duplex: int | None = None

    @property
    def key(self) -> str:
        """ifName, or ifDescr where that is empty."""
        return self.name


class Address(NamedTuple):
    """An IP address configured on a device (RFC 4293)."""

    address: str
    prefix_length: int | None = None
    interface: str | None = None

    @property
    def key(self) -> str:
        """The address itself."""
        return self.address


class Neighbor(NamedTuple):
    """One neighbour claim as the device made it, raw (IEEE 802.1AB LLDP-MIB, CISCO-CDP-MIB).

    A routing peer (``ospf``, ``bgp``) is one, too: its router ID stands for the chassis, and it names no port.
    """

    protocol: str
    local_port: str
    remote_chassis: str | None = None
    remote_port: str | None = None
    remote_port_description: str | None = None
    remote_name: str | None = None
    remote_address: str | None = None
    remote_platform: str | None = None

    @property
    def key(self) -> tuple[str, str, str, str]:
        """Protocol and local port, and who is claimed there: a port may see several neighbours."""
        return (self.protocol, self.local_port, self.remote_chassis or self.remote_name or "", self.remote_port or "")


class Counters(NamedTuple):
    """All port counters of a device at one moment, column by column, packed in the store as one value.

    ``columns`` holds, for each name in :data:`COUNTER_NAMES`, one number (or -1 where absent) per port of ``ports``.
    ``uptime_ticks`` is sysUpTime in 1/100 s; ``discontinuity_ticks`` is ifCounterDiscontinuityTime per port.
    """

    uptime_ticks: int
    ports: tuple[str, ...]
    columns: tuple[tuple[int, ...], ...]
    discontinuity_ticks: tuple[int, ...] = ()

    @property
    def key(self) -> str:
        """A device has one set of counters."""
        return ""


class Load(NamedTuple):
    """How busy a device is, in thousandths: its processors' mean of a minute, and its memory (HOST-RESOURCES-MIB)."""

    cpu: int | None = None
    memory: int | None = None

    @property
    def key(self) -> str:
        """A device has one load."""
        return ""


COUNTER_NAMES = ("in_octets", "out_octets", "in_errors", "out_errors", "in_discards", "out_discards")

Fact = System | Interface | Address | Neighbor | Counters | Load

KIND_OF: dict[type, Kind] = {
    System: Kind.SYSTEM,
    Interface: Kind.INTERFACE,
    Address: Kind.ADDRESS,
    Neighbor: Kind.NEIGHBOR,
    Counters: Kind.COUNTERS,
    Load: Kind.LOAD,
}


class Failure(NamedTuple):
    """Why a probe could not read: ``what`` was asked, the kind, and a sentence that says what to do."""

    what: str
    kind: FailureKind
    error: str


class Reading(NamedTuple):
    """One probe on one device. ``covers`` names the kinds that are complete here: only those may retire facts.

    With a failure it names those that are therefore complete nowhere, whatever other readings say of them.
    """

    probe: str
    facts: tuple[Fact, ...] = ()
    covers: tuple[Kind, ...] = ()
    failure: Failure | None = None


class Reach(NamedTuple):
    """How each way of asking ended; None: not asked that way."""

    icmp: Reached | None = None
    snmp: Reached | None = None
    ssh: Reached | None = None


@dataclass(slots=True)
class Visit:
    """Everything one sweep learned from one device. Times are epoch milliseconds, UTC."""

    target: Target
    started_at_ms: int
    address: str | None = None
    duration_s: float = 0.0
    reach: Reach = field(default_factory=Reach)
    rtt_s: float | None = None
    uptime_ticks: int | None = None
    clock_off_s: float | None = None
    max_repetitions: int | None = None
    platform: str | None = None
    readings: list[Reading] = field(default_factory=list)

    @property
    def failures(self) -> list[Failure]:
        """What went wrong, in the order it was asked."""
        return [reading.failure for reading in self.readings if reading.failure]


class Taken(NamedTuple):
    """Who took a problem or an event on, when (epoch ms), and in which words."""

    by: str
    at_ms: int
    note: str | None
