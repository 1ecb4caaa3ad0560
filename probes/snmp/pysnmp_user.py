"""The pysnmp engine's SNMPv3: devices share SnmpEngines, which are dear to make (50 ms, 1 MB)."""

from __future__ import annotations

import asyncio
import math
from typing import TYPE_CHECKING, Any

import pysnmp.hlapi.v3arch.asyncio as v3arch

from probes.snmp.pysnmp_channel import EXTRA_S, PysnmpChannel
from probes.snmp.pysnmp_values import user
from probes.snmp.pysnmp_wire import Clock, Wire, discovery, engine_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netinv.credentials import UserCredential

DEVICES_PER_ENGINE = 100
"""An SnmpEngine grows slower with each device it has met."""


class SharedEngine:
    """An SnmpEngine, and how far it is used."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.engine = v3arch.SnmpEngine()
        self.engine.register_transport_dispatcher(Clock(loop=loop))
        self.engine_ids: set[bytes] = set()
        self.open = 0


class UserChannel(PysnmpChannel):
    """One device asked over SNMPv3."""

    _context = v3arch.ContextData()

    def __init__(self, wire: Wire, credential: UserCredential, shared: list[SharedEngine]) -> None:
        super().__init__(wire)
        self._who = user(credential)
        self._all = shared
        self._mine: SharedEngine | None = None

    async def open(self, timeout_s: float) -> None:
        """Ask for the engine ID, and take an SnmpEngine that has not met it: what one knows of it may be stale."""
        if self._mine is not None:
            return
        identity = await self._within(self._discover(), timeout_s)
        for shared in self._all:
            if identity not in shared.engine_ids and len(shared.engine_ids) < DEVICES_PER_ENGINE:
                break
        else:
            shared = SharedEngine(asyncio.get_running_loop())
            self._all.append(shared)
        shared.engine_ids.add(identity)
        shared.open += 1
        shared.engine.transport_dispatcher.register_transport(self._wire.domain, self._wire)
        self._mine = shared

    def close(self) -> None:
        """Give the socket back, and the SnmpEngine too if no one else will want it."""
        shared, self._mine = self._mine, None
        if shared is not None and shared in self._all:
            shared.engine.transport_dispatcher.unregister_transport(self._wire.domain)
            shared.open -= 1
            idle = [one for one in self._all if not one.open]
            if not shared.open and (len(idle) > 1 or len(shared.engine_ids) >= DEVICES_PER_ENGINE):
                self._all.remove(shared)
                shared.engine.close_dispatcher()
        super().close()

    async def _discover(self) -> tuple[None, int, int, bytes]:
        heard: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

        def hear(datagram: bytes) -> None:
            if not heard.done():
                heard.set_result(engine_id(datagram))

        self._wire.hear = hear
        try:
            self._wire.send_message(discovery(), self._wire.address)
            return None, 0, 0, await heard
        finally:
            self._wire.hear = None

    def _get(self, oids: Sequence[str], timeout_s: float) -> Any:
        return v3arch.get_cmd(*self._where(timeout_s), *map(_name, oids), lookupMib=False)

    def _next(self, oid: str, repetitions: int, timeout_s: float) -> Any:
        return v3arch.bulk_cmd(*self._where(timeout_s), 0, repetitions, _name(oid), lookupMib=False)

    def _where(self, timeout_s: float) -> tuple[Any, ...]:
        assert self._mine is not None, "open() comes first"
        # Whole seconds: pysnmp keeps a row for each timeout that it ever saw.
        self._target.timeout = math.ceil(timeout_s + EXTRA_S)
        return self._mine.engine, self._who, self._target, self._context


def _name(oid: str) -> Any:
    return v3arch.ObjectType(v3arch.ObjectIdentity(oid))
