"""An agent without a network: the objects of a recording, or of a dict, behind the engine protocol."""

from __future__ import annotations

import asyncio
import bisect
from typing import TYPE_CHECKING

from netinv.credentials import CommunityCredential, Secret
from probes.base import Seen
from probes.snmp import visit
from probes.snmp.session import SnmpSession

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from netinv.credentials import SnmpCredential
    from netinv.model import Reading
    from probes.snmp.engine import Row, Value

_NUMBERS = ("2", "65", "66", "67", "70")
_CREDENTIAL = CommunityCredential("test", "v2c", Secret("test"))


def arcs(oid: str) -> tuple[int, ...]:
    return tuple(map(int, oid.split(".")))


class Recording:
    """A device's objects, walked as an agent would; counts what it is asked. Engine and channel in one."""

    name = "recording"

    def __init__(self, objects: dict[str, Value]) -> None:
        self.objects = dict(sorted(objects.items(), key=lambda entry: arcs(entry[0])))
        self._keys = [arcs(oid) for oid in self.objects]
        self._rows = list(self.objects.items())
        self.gets: list[list[str]] = []
        self.walks: list[str] = []
        self.requests = 0

    def channel(self, address: str, port: int, credential: SnmpCredential) -> Recording:
        return self

    async def open(self, timeout_s: float) -> None:
        """Nothing to make ready."""

    async def get(self, oids: Sequence[str], timeout_s: float) -> dict[str, Value]:
        self.requests += 1
        self.gets.append(list(oids))
        return {oid: self.objects[oid] for oid in oids if oid in self.objects}

    def walk(self, root: str, max_repetitions: int) -> RecordingCursor:
        self.walks.append(root)
        return RecordingCursor(self, arcs(root), max_repetitions)

    def rows_after(self, place: int, root: tuple[int, ...], count: int) -> list[Row]:
        self.requests += 1
        here = bisect.bisect_right(self._keys, root) + place
        rows = zip(self._keys[here : here + count], self._rows[here : here + count], strict=True)
        return [row for key, row in rows if key[: len(root)] == root]

    def close(self) -> None:
        """Nothing to give back."""


class RecordingCursor:
    def __init__(self, recording: Recording, root: tuple[int, ...], count: int) -> None:
        self._recording, self._root, self._count = recording, root, count
        self._place = 0

    async def next(self, timeout_s: float) -> list[Row]:
        rows = self._recording.rows_after(self._place, self._root, self._count)
        self._place += len(rows)
        return rows


def visited(recording: Recording) -> tuple[Seen, list[Reading]]:
    """What all probes see on the device."""

    async def visit_it() -> tuple[Seen, list[Reading]]:
        session = SnmpSession(recording, "192.0.2.1", 161, _CREDENTIAL)
        seen = Seen()
        await visit.contact(session, seen)
        return seen, await visit.read(session, seen)

    return asyncio.run(visit_it())


def read_snmprec(path: Path) -> Recording:
    """A recording of snmpsim: ``OID|tag|value`` a line; a tag with x has its value in hex, one with e has escapes."""
    objects: dict[str, Value] = {}
    for line in path.read_bytes().decode("latin-1").split("\n"):
        oid, _bar, rest = line.partition("|")
        tag, _bar, said = rest.partition("|")
        try:
            objects[oid] = _value(tag.rstrip("xe"), _octets(tag, said))
        except (ValueError, UnicodeError):
            continue  # as the simulator does
    return Recording({oid: value for oid, value in objects.items() if oid})


def _octets(tag: str, said: str) -> bytes:
    if tag.endswith("x"):
        return bytes.fromhex(said)
    if tag.endswith("e"):
        said = said.encode("latin-1").decode("unicode_escape")
    return said.encode("latin-1")


def _value(kind: str, octets: bytes) -> Value:
    if kind in _NUMBERS:
        return int(octets)
    if kind == "6":
        return octets.decode().strip(".")
    if kind == "64":
        return octets.decode() if b"." in octets else ".".join(map(str, octets))
    return octets
