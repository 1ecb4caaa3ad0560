"""The network's part of a sweep: visits are packed as they come in, so that 10,000 devices fit into little memory."""

from __future__ import annotations

import asyncio
import importlib
import marshal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from netinv.model import Address, Counters, Interface, Kind, Load, Neighbor, System
from netinv.reconcile import merge

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from netinv.app.sweeps.interrupting import Interruption
    from netinv.config import Settings
    from netinv.credentials import Credentials
    from netinv.doubts import Doubts
    from netinv.model import Failure, Reached, Target, Visit
    from netinv.reconcile import Facts
    from netinv.sweep import Outcome
    from probes.services.values import Answer, Asked
    from probes.ssh.host_keys import MemoryHostKeys

_TYPES: dict[Kind, Any] = {
    Kind.SYSTEM: System,
    Kind.INTERFACE: Interface,
    Kind.ADDRESS: Address,
    Kind.NEIGHBOR: Neighbor,
}
_IF_UP = 1
_STORABLE = range(-(2**63), 2**63)
_TICKS = range(2**32)
_COUNTER = range(-1, 2**64)  # -1: absent


class PackedVisit(NamedTuple):
    """A visit, its facts as one string of octets (marshal: within this process only)."""

    device_id: int
    snmp: Reached | None
    ssh: Reached | None
    uptime_ticks: int | None
    max_repetitions: int | None
    platform: str | None
    failures: tuple[Failure, ...]
    interfaces_total: int | None
    interfaces_up: int | None
    covered: frozenset[Kind]
    facts: bytes
    counters: bytes | None
    clock_off_s: float | None = None
    load: Load = Load()

    def unpack(self) -> Facts:
        """The facts by kind and key."""
        found: Facts = {}
        for kind, rows in marshal.loads(self.facts).items():  # noqa: S302  # packed by ourselves
            facts = map(_TYPES[Kind(kind)]._make, rows)
            found[Kind(kind)] = {fact.key: fact for fact in facts}
        return found

    def unpack_counters(self) -> Counters | None:
        """The counters, where they were read."""
        return Counters._make(marshal.loads(self.counters)) if self.counters else None  # noqa: S302


def pack(visit: Visit) -> PackedVisit:
    """Keep what a sweep needs of a visit."""
    facts, covered = merge(visit.readings)
    ports = facts.get(Kind.INTERFACE)
    counters = next((fact for reading in visit.readings for fact in reading.facts if isinstance(fact, Counters)), None)
    if counters is not None and not _sound(counters):
        counters = None
    load = next((fact for reading in visit.readings for fact in reading.facts if isinstance(fact, Load)), Load())
    return PackedVisit(
        visit.target.device_id,
        visit.reach.snmp,
        visit.reach.ssh,
        visit.uptime_ticks if visit.uptime_ticks is not None and visit.uptime_ticks in _TICKS else None,
        visit.max_repetitions,
        visit.platform,
        tuple(visit.failures),
        len(ports) if ports else None,
        sum(port.oper_status == _IF_UP for port in ports.values()) if ports else None,  # type: ignore[union-attr]
        covered,
        marshal.dumps({kind.value: [_storable(fact) for fact in rows.values()] for kind, rows in facts.items()}),
        marshal.dumps(tuple(counters)) if counters else None,
        visit.clock_off_s,
        load,
    )


def _storable(fact: Iterable[Any]) -> tuple[Any, ...]:
    """The fact without numbers that no column holds: no device can mean them, and one must not cost us the others."""
    row = tuple(fact)
    for value in row:
        if value.__class__ is int and value not in _STORABLE:
            return tuple(None if each.__class__ is int and each not in _STORABLE else each for each in row)
    return row


def _sound(counters: Counters) -> bool:
    """Whether all are counters at all (RFC 2578 section 7.1): a device may send anything."""
    extremes = [number for column in counters.columns if column for number in (min(column), max(column))]
    ticks = (counters.uptime_ticks, *counters.discontinuity_ticks)
    return all(number in _COUNTER for number in extremes) and all(each in _TICKS for each in ticks)


class Gathered(NamedTuple):
    """All visits of a sweep in the order of device ids, how it ended, and what the services answered, by their ids."""

    visits: list[PackedVisit]
    outcome: Outcome
    answers: Mapping[int, Answer] = MappingProxyType({})


def gather(
    targets: Sequence[Target],
    settings: Settings,
    credentials: Credentials,
    host_keys: MemoryHostKeys,
    doubts: Doubts,
    interruption: Interruption,
    progress: Callable[[int], None],
    services: Sequence[Asked] = (),
) -> Gathered:
    """Ask all targets. An interruption ends it early and keeps what there is.

    Args:
        targets: Whom to ask.
        settings: Limits, the deadline among them.
        credentials: Where the secrets are found.
        host_keys: The SSH host keys known; collects new ones.
        doubts: Who is asked again before anything is believed.
        interruption: Where SIGINT and SIGTERM arrive.
        progress: Called with the number of devices done, after each.
        services: What is checked beside them.
    """
    from netinv.app.sweeps.checking_services import beside
    from netinv.sweep import sweep
    from netinv.visit import Visitor
    from probes.snmp import load_engine

    visits: dict[int, PackedVisit] = {}
    answers: dict[int, Answer] = {}

    def sink(visit: Visit) -> None:
        visits[visit.target.device_id] = pack(visit)
        progress(len(visits))

    async def run() -> Outcome:
        task = asyncio.current_task()
        assert task is not None
        loop = asyncio.get_running_loop()

        def wake() -> None:
            loop.call_soon_threadsafe(task.cancel)

        interruption.wake = wake
        if interruption.caught:
            task.cancel()
        loading = loop.create_task(_load_what_stores(settings.timeout_s))
        visitor = Visitor(settings, credentials, load_engine(settings.snmp_engine), host_keys)
        try:
            async with beside(services, settings, answers) as ended:
                outcome = await sweep(targets, visitor, settings, sink, settings.deadline_s, doubts)
                await ended(outcome)
            return outcome
        finally:
            loading.cancel()
            interruption.wake = None

    outcome = asyncio.run(run())
    return Gathered(sorted(visits.values()), outcome, answers)


async def _load_what_stores(timeout_s: float) -> None:
    """Load the modules that store a sweep while only silent devices are waited for: they take a third of a second."""
    await asyncio.sleep(0.8 * timeout_s)
    await asyncio.to_thread(importlib.import_module, "netinv.app.sweeps.recording")
