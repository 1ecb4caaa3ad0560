"""Agents without a network: a recording, or the objects of a dict, that count what they are asked."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from netinv.credentials import CommunityCredential, Secret
from probes.base import Seen
from probes.snmp import snmprec, visit
from probes.snmp.replay import Replay
from probes.snmp.session import SnmpSession

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from netinv.model import Reading
    from probes.snmp.engine import Cursor, Row, Value

_CREDENTIAL = CommunityCredential("test", "v2c", Secret("test"))


class Recording(Replay):
    """Counts the questions."""

    def __init__(self, objects: dict[str, Value]) -> None:
        super().__init__(objects)
        self.gets: list[list[str]] = []
        self.walks: list[str] = []
        self.requests = 0

    async def get(self, oids: Sequence[str], _timeout_s: float) -> dict[str, Value]:
        self.requests += 1
        self.gets.append(list(oids))
        return await super().get(oids, _timeout_s)

    def walk(self, root: str, max_repetitions: int) -> Cursor:
        self.walks.append(root)
        return super().walk(root, max_repetitions)

    def rows_after(self, place: int, root: tuple[int, ...], count: int) -> list[Row]:
        self.requests += 1
        return super().rows_after(place, root, count)


def visited(recording: Recording) -> tuple[Seen, list[Reading]]:
    """What all probes see on the device."""

    async def visit_it() -> tuple[Seen, list[Reading]]:
        session = SnmpSession(recording, "192.0.2.1", 161, _CREDENTIAL)
        seen = Seen()
        await visit.contact(session, seen)
        return seen, await visit.read(session, seen)

    return asyncio.run(visit_it())


def read_snmprec(path: Path) -> Recording:
    """A recording of snmpsim."""
    return Recording(snmprec.load(path))
