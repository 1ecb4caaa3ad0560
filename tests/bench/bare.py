"""The yardstick: a bare gufo asyncio loop that asks exactly what netinv asks, and keeps nothing.

``python -m tests.bench.bare N PORT`` asks N devices and prints the CPU seconds of the loop; ``ours`` asks through our
sessions and probes instead, without start-up and store, and ``nameless`` does so without identification.
"""

from __future__ import annotations

import asyncio
import ipaddress
import resource
import sys
from collections.abc import Awaitable, Callable, Sequence

from gufo.snmp.aio import SnmpSession as BareSession

from netinv.credentials import CommunityCredential, Secret
from netinv.model import Kind, Reached, Reading
from probes import system
from probes.base import Probe, Seen
from probes.snmp import oids, visit
from probes.snmp.gufo_engine import GufoChannel, GufoCursor, GufoEngine
from probes.snmp.session import SnmpSession
from probes.values import number

COMMUNITY = CommunityCredential("bench", "v2c", Secret("public"))
AT_ONCE = 100
Question = tuple[str, tuple[str, ...]]


_FIRST = ipaddress.IPv4Address("127.64.0.1")


def address(number: int) -> str:
    """The laboratory's plain devices, as it numbers them."""
    return str(_FIRST + number)


class Recorder(GufoChannel):
    """Notes the questions that a session asks."""

    asked: list[Question] = []  # noqa: RUF012  # one list for all: there is one

    async def get(self, oids: Sequence[str], timeout_s: float) -> dict[str, int | str | bytes]:
        self.asked.append(("get", tuple(oids)))
        return await super().get(oids, timeout_s)

    def walk(self, root: str, max_repetitions: int) -> GufoCursor:
        self.asked.append(("walk", (root,)))
        return super().walk(root, max_repetitions)


class RecordingEngine(GufoEngine):
    """Makes recorders."""

    def channel(self, address: str, port: int, credential: object) -> Recorder:
        return Recorder(f"{address}:{port}", credential)  # type: ignore[arg-type]  # ours


async def read(engine: GufoEngine, host: str, port: int) -> None:
    """One device through our session and probes."""
    session, seen = SnmpSession(engine, host, port, COMMUNITY), Seen()
    reached, _failure = await visit.contact(session, seen)
    assert reached is Reached.OK
    await visit.read(session, seen)
    session.close()


async def questions(port: int) -> list[Question]:
    """What netinv asks of a device."""
    await read(RecordingEngine(), address(0), port)
    return list(Recorder.asked)


async def many(count: int, one: Callable[[str], Awaitable[None]]) -> float:
    """CPU seconds of asking so many devices, some at once."""
    free = asyncio.Semaphore(AT_ONCE)

    async def limited(number: int) -> None:
        async with free:
            await one(address(number))

    before = _cpu_s()
    await asyncio.gather(*map(limited, range(count)))
    return _cpu_s() - before


async def bare(count: int, port: int) -> float:
    """The bare loop."""
    asked = await questions(port)

    async def one(host: str) -> None:
        session = BareSession(host, port, community="public", max_repetitions=25)
        for kind, wanted in asked:
            if kind == "get":
                await session.get_many(wanted)
            else:
                async for _row in session.getbulk(wanted[0]):
                    pass

    return await many(count, one)


async def ours(count: int, port: int) -> float:
    """The same through our sessions, probes and readings."""
    engine = GufoEngine()
    return await many(count, lambda host: read(engine, host, port))


async def nameless(count: int, port: int) -> float:
    """As ours, but that nobody is identified: the system group alone in place of chassis and vendors' rules."""

    async def only_said(session: SnmpSession, seen: Seen) -> Reading:
        seen.system = system._said(seen.contact | await session.get(system._SYSTEM_OIDS))
        seen.uptime_ticks = number(seen.contact.get(oids.SYS_UPTIME))
        return Reading("system", (seen.system,), (Kind.SYSTEM,))

    visit.PROBES = (Probe("system", only_said), *visit.PROBES[1:])
    return await ours(count, port)


def _cpu_s() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    loop = {"bare": bare, "ours": ours, "nameless": nameless}[sys.argv[1]]
    print(asyncio.run(loop(int(sys.argv[2]), int(sys.argv[3]))))
