"""An engine that keeps every answer of the one it stands before: what a device says, as a recording."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netinv.credentials import SnmpCredential
    from probes.snmp.engine import Channel, Cursor, Engine, Row, Value


class Recorder:
    """Attributes: ``objects`` are all objects that the device gave."""

    def __init__(self, engine: Engine, objects: dict[str, Value] | None = None) -> None:
        self._engine = engine
        self.name = engine.name
        self.objects = {} if objects is None else objects

    def channel(self, address: str, port: int, credential: SnmpCredential) -> RecordingChannel:
        """A channel of the engine behind."""
        return RecordingChannel(self._engine.channel(address, port, credential), self.objects)

    def close(self) -> None:
        """Give everything back."""
        self._engine.close()


class RecordingChannel:
    """A channel that writes down what it hands on."""

    def __init__(self, channel: Channel, objects: dict[str, Value]) -> None:
        self._channel, self._objects = channel, objects

    async def open(self, timeout_s: float) -> None:
        """Make ready."""
        await self._channel.open(timeout_s)

    async def get(self, oids: Sequence[str], timeout_s: float) -> dict[str, Value]:
        """The values of those objects that the device has."""
        values = await self._channel.get(oids, timeout_s)
        self._objects.update(values)
        return values

    def walk(self, root: str, max_repetitions: int) -> RecordingCursor:
        """Begin a walk."""
        return RecordingCursor(self._channel.walk(root, max_repetitions), self._objects)

    def close(self) -> None:
        """Give the socket back."""
        self._channel.close()


class RecordingCursor:
    """A walk that writes down what it hands on."""

    def __init__(self, cursor: Cursor, objects: dict[str, Value]) -> None:
        self._cursor, self._objects = cursor, objects

    async def next(self, timeout_s: float) -> list[Row]:
        """The next rows."""
        rows = await self._cursor.next(timeout_s)
        self._objects.update(rows)
        return rows
