"""What a probe is: one module with one ``PROBE``, and what the probes before it on the same device have seen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from netinv.errors import AuthFailed, ProbeError, Refused, Timeout, Unsupported
from netinv.model import Address, Counters, Failure, FailureKind, Interface, Neighbor, Reading, System

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from probes.snmp.engine import Value
    from probes.snmp.session import SnmpSession
    from probes.vendors.neighbor_tables import NeighborTable
    from probes.vendors.rules import Pattern


@dataclass(slots=True)
class Seen:
    """What is known of the device so far in this visit; probes add to it and later ones use it."""

    contact: dict[str, Value] = field(default_factory=dict)
    system: System = field(default_factory=System)
    uptime_ticks: int | None = None
    clock_off_s: float | None = None
    interfaces: list[Interface] = field(default_factory=list)
    addresses: list[Address] = field(default_factory=list)
    neighbors: list[Neighbor] = field(default_factory=list)
    counters: Counters | None = None
    routing: frozenset[str] | None = None
    """The routing protocols that run, as :func:`probes.routing_peers.running` tells them; None: not known."""
    ignored_ports: tuple[Pattern, ...] = ()
    neighbor_tables: tuple[NeighborTable, ...] = ()


@dataclass(frozen=True, slots=True)
class Probe:
    """A name for messages, and how to read. ``read`` raises only what is no ProbeError by mistake."""

    name: str
    read: Callable[[SnmpSession, Seen], Awaitable[Reading]]


def failure(what: str, error: ProbeError) -> Failure:
    """The error as a value of the model."""
    cause = getattr(error, "cause", error)
    for kind, meaning in _KINDS.items():
        if isinstance(cause, kind):
            return Failure(what, meaning, str(error))
    return Failure(what, FailureKind.ERROR, str(error))


_KINDS = {
    Timeout: FailureKind.TIMEOUT,
    Refused: FailureKind.REFUSED,
    AuthFailed: FailureKind.AUTH,
    Unsupported: FailureKind.UNSUPPORTED,
}
