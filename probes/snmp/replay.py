"""An agent without a network: the objects of a recording behind the engine protocol, walked as an agent would."""

from __future__ import annotations

import bisect
from typing import TYPE_CHECKING

from probes.snmp.snmprec import arcs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from netinv.credentials import SnmpCredential
    from probes.snmp.engine import Cursor, Row, Value


class Replay:
    """Engine and channel in one: there is one device, at whatever address."""

    name = "replay"

    def __init__(self, objects: Mapping[str, Value]) -> None:
        self.objects = dict(sorted(objects.items(), key=lambda entry: arcs(entry[0])))
        self._keys = [arcs(oid) for oid in self.objects]
        self._rows = list(self.objects.items())

    def channel(self, _address: str, _port: int, _credential: SnmpCredential) -> Replay:
        """The device."""
        return self

    async def open(self, timeout_s: float) -> None:
        """Nothing to make ready."""

    async def get(self, oids: Sequence[str], _timeout_s: float) -> dict[str, Value]:
        """Those objects that the recording has."""
        return {oid: self.objects[oid] for oid in oids if oid in self.objects}

    def walk(self, root: str, max_repetitions: int) -> Cursor:
        """A walk below ``root``."""
        return ReplayCursor(self, arcs(root), max_repetitions)

    def rows_after(self, place: int, root: tuple[int, ...], count: int) -> list[Row]:
        """The next rows below ``root``, behind the first ``place`` of them."""
        here = bisect.bisect_right(self._keys, root) + place
        rows = zip(self._keys[here : here + count], self._rows[here : here + count], strict=True)
        return [row for key, row in rows if key[: len(root)] == root]

    def close(self) -> None:
        """Nothing to give back."""


class ReplayCursor:
    """The place of one walk."""

    def __init__(self, replay: Replay, root: tuple[int, ...], count: int) -> None:
        self._replay, self._root, self._count = replay, root, count
        self._place = 0

    async def next(self, _timeout_s: float) -> list[Row]:
        """The next rows."""
        rows = self._replay.rows_after(self._place, self._root, self._count)
        self._place += len(rows)
        return rows
