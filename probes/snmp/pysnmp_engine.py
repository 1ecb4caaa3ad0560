"""The second engine: pysnmp, pure Python and some 25 times dearer than gufo; for where that one has no wheel.

v1 and v2c go through pysnmp's v1arch, one dispatcher for all devices; v3 through v3arch, whose SnmpEngine is shared by
at most a hundred devices and never by two with one engine ID, since it keeps boots and time by engine ID alone.
MIB look-up stays off and walks are driven here: pysnmp's own never end on an agent that repeats itself.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pysnmp.hlapi.v1arch.asyncio as v1arch
from pysnmp.error import PySnmpError
from pysnmp.proto.rfc1902 import Null, ObjectName

from netinv.credentials import CommunityCredential, SnmpCredential, UserCredential
from probes.snmp.pysnmp_channel import EXTRA_S, PysnmpChannel
from probes.snmp.pysnmp_user import SharedEngine, UserChannel
from probes.snmp.pysnmp_wire import Clock, Wire

if TYPE_CHECKING:
    from collections.abc import Sequence

_NULL = Null("")


class PysnmpEngine:
    """Opens channels on the running loop. Not for two loops at once."""

    name = "pysnmp"

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._dispatcher: v1arch.SnmpDispatcher | None = None
        self._shared: dict[UserCredential, list[SharedEngine]] = {}

    def channel(self, address: str, port: int, credential: SnmpCredential) -> PysnmpChannel:
        """A socket towards one device."""
        loop = asyncio.get_running_loop()
        if loop is not self._loop:
            self.close()
            self._loop = loop
        if isinstance(credential, UserCredential):
            return UserChannel(Wire(address, port, 3, loop), credential, self._shared.setdefault(credential, []))
        if self._dispatcher is None:
            self._dispatcher = v1arch.SnmpDispatcher(Clock(loop=loop))
        version = 0 if credential.version == "v1" else 1
        return _CommunityChannel(Wire(address, port, version, loop), credential, self._dispatcher)

    def close(self) -> None:
        """Close every socket and stop the clocks."""
        if self._dispatcher is not None:
            self._dispatcher.transport_dispatcher.close_dispatcher()
            self._dispatcher = None
        for shared in self._shared.values():
            for one in shared:
                one.engine.close_dispatcher()
            shared.clear()
        self._shared.clear()


class _CommunityChannel(PysnmpChannel):
    def __init__(self, wire: Wire, credential: CommunityCredential, dispatcher: v1arch.SnmpDispatcher) -> None:
        super().__init__(wire)
        self.bulk = credential.version != "v1"
        community = credential.community.reveal().encode()
        self._who = v1arch.CommunityData(community, mpModel=1 if self.bulk else 0)
        self._dispatcher = dispatcher
        dispatcher.transport_dispatcher.register_transport(wire.domain, wire)

    def close(self) -> None:
        """Give the socket back."""
        with suppress(PySnmpError):  # the engine was closed before
            self._dispatcher.transport_dispatcher.unregister_transport(self._wire.domain)
        super().close()

    def _get(self, oids: Sequence[str], timeout_s: float) -> Any:
        self._target.timeout = timeout_s + EXTRA_S
        names = [(ObjectName(oid), _NULL) for oid in oids]
        return v1arch.get_cmd(self._dispatcher, self._who, self._target, *names, lookupMib=False)

    def _next(self, oid: str, repetitions: int, timeout_s: float) -> Any:
        self._target.timeout = timeout_s + EXTRA_S
        name = (ObjectName(oid), _NULL)
        if self.bulk:
            return v1arch.bulk_cmd(self._dispatcher, self._who, self._target, 0, repetitions, name, lookupMib=False)
        return v1arch.next_cmd(self._dispatcher, self._who, self._target, name, lookupMib=False)
