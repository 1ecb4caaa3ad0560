"""Finding devices: crawls from seeds over what neighbours claim, and asks what answers in ranges. Stores nothing.

Bounded in devices and in addresses, can be cancelled, never asks one device twice: every address that is configured on
a device that answered counts as asked.
"""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from netinv.identity import EVERYWHERE, Marks, Register
from netinv.model import Address, Interface, Kind, Neighbor, Reached, System
from netinv.reconcile import merge

if TYPE_CHECKING:
    import ipaddress
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator

    from netinv.model import Visit

_OTHERS = frozenset({"bgp"})
"""Peers by these are often another's devices, as a carrier's: nobody sends our secrets there unasked."""
_PART = 16_384
"""Addresses pinged at once: few enough for little memory, many enough that waiting for the silent ones is no cost."""


class Place(NamedTuple):
    """Where to ask: an IP address and an SNMP port; ``behind`` is the name of the device that told of it."""

    address: str
    port: int = 161
    behind: str | None = None


class Found(NamedTuple):
    """A device that answered, with its facts. ``name`` is proposed: its sysName without domain, or its address."""

    name: str
    place: Place
    visit: Visit
    system: System
    interfaces: tuple[Interface, ...]
    addresses: tuple[Address, ...]
    neighbors: tuple[Neighbor, ...]


@dataclass(slots=True)
class Crawl:
    """What was found so far; complete at every moment, so that an interrupted crawl says what it has."""

    found: list[Found] = field(default_factory=list)
    tried: int = 0
    answered: int = 0
    ended: str = "done"
    _register: Register = field(default_factory=Register)
    _asked: set[str] = field(default_factory=set)
    _names: set[str] = field(default_factory=set)

    async def run(
        self,
        seeds: Iterable[Place],
        ask: Callable[[Place], Awaitable[Visit]],
        *,
        at_once: int,
        limit: int,
        progress: Callable[[Crawl], None],
    ) -> None:
        """Ask the seeds, then whom they name, until nobody is left or ``limit`` devices are found."""
        waiting = deque(seeds)
        running: set[asyncio.Task[tuple[Place, Visit]]] = set()
        try:
            while waiting or running:
                while waiting and len(running) < at_once and len(self.found) + len(running) < limit:
                    place = waiting.popleft()
                    if place.address not in self._asked:
                        self._asked.add(place.address)
                        running.add(asyncio.create_task(_asked(place, ask)))
                if not running:
                    self.ended = "limit" if waiting else "done"
                    return
                done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    waiting.extend(self._take(*task.result()))
                progress(self)
        except asyncio.CancelledError:
            self.ended = "interrupted"
        finally:
            for task in running:
                task.cancel()

    def _take(self, place: Place, visit: Visit) -> Iterator[Place]:
        """Keep a device that answered and is new; gives the places that it tells of."""
        self.tried += 1
        if Reached.OK not in (visit.reach.snmp, visit.reach.ssh):
            return iter(())
        self.answered += 1
        found = _found(place, visit)
        marks = _marks(found)
        self._asked.update(marks.addresses - EVERYWHERE)
        if self._register.find(marks) is not None:
            return iter(())
        self._register.add(marks)
        self.found.append(found._replace(name=self._unique(found.name)))
        return (
            Place(neighbor.remote_address, place.port, self.found[-1].name)
            for neighbor in found.neighbors
            if neighbor.protocol not in _OTHERS
            and neighbor.remote_address
            and neighbor.remote_address not in self._asked
        )

    def _unique(self, name: str) -> str:
        """Two devices of one name are both kept: the second with a number."""
        number, unique = 2, name
        while unique.lower() in self._names:
            number, unique = number + 1, f"{name}-{number}"
        self._names.add(unique.lower())
        return unique


async def _asked(place: Place, ask: Callable[[Place], Awaitable[Visit]]) -> tuple[Place, Visit]:
    return place, await ask(place)


def _found(place: Place, visit: Visit) -> Found:
    facts, _covered = merge(visit.readings)
    rows = {kind: tuple(facts.get(kind, {}).values()) for kind in Kind}
    system = next((fact for fact in rows[Kind.SYSTEM] if isinstance(fact, System)), System())
    short = (system.sys_name or "").partition(".")[0].strip()
    return Found(
        short or place.address,
        place,
        visit,
        system,
        tuple(fact for fact in rows[Kind.INTERFACE] if isinstance(fact, Interface)),
        tuple(fact for fact in rows[Kind.ADDRESS] if isinstance(fact, Address)),
        tuple(fact for fact in rows[Kind.NEIGHBOR] if isinstance(fact, Neighbor)),
    )


def _marks(found: Found) -> Marks:
    addresses = {found.place.address, *(fact.address for fact in found.addresses)}
    macs = {port.mac for port in found.interfaces if port.mac}
    system = found.system
    return Marks(system.serial, system.chassis_id, system.sys_name, frozenset(addresses), frozenset(macs))


async def alive(
    network: ipaddress.IPv4Network | ipaddress.IPv6Network,
    ping: Callable[[list[str]], Awaitable[dict[str, float | None]]] | None,
    progress: Callable[[int], None],
) -> AsyncIterator[list[str]]:
    """The addresses of a range that answer ICMP echo, part by part, so that memory stays flat; all of them without."""
    hosts = iter(network.hosts())
    done = 0
    while part := [str(host) for host in islice(hosts, _PART)]:
        answers = await ping(part) if ping else dict.fromkeys(part, 0.0)
        done += len(part)
        progress(done)
        yield [address for address in part if answers.get(address) is not None]
