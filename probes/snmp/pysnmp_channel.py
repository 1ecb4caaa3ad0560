"""A device as the pysnmp engine asks it: what SNMP's versions have in common, and the walk."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from pyasn1.error import PyAsn1Error
from pysnmp.error import PySnmpError

from netinv.errors import ProbeError, ProtocolFault, Timeout
from netinv.i18n import _
from probes.snmp.engine import ErrorStatus, refusal
from probes.snmp.pysnmp_values import dotted, translate, value
from probes.snmp.pysnmp_wire import Target, Wire

if TYPE_CHECKING:
    from collections.abc import Coroutine, Sequence

    from probes.snmp.engine import Row, Value

EXTRA_S = 0.2
"""pysnmp's own timeout lies so far behind ours: it only clears away what nobody waits for, in ticks of 0.1 s."""


class PysnmpChannel:
    """What the versions have in common: a question has one deadline, and trouble on the wire ends it early."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        wire.trouble = self._interrupt
        self._target = Target(wire)
        self._limit: asyncio.Timeout | None = None
        self._trouble: ProbeError | None = None
        self.bulk = True

    async def open(self, timeout_s: float) -> None:
        """Nothing to do before the first question."""

    async def get(self, oids: Sequence[str], timeout_s: float) -> dict[str, Value]:
        """GET. SNMPv1 refuses the whole list for one missing object: the dict is then empty."""
        try:
            bindings = await self._within(self._get(oids, timeout_s), timeout_s)
        except ErrorStatus as error:
            if error.status == ErrorStatus.NO_SUCH_NAME:
                return {}
            raise
        found = ((dotted(oid), value(content)) for oid, content in bindings)
        return {oid: content for oid, content in found if content is not None}

    def walk(self, root: str, max_repetitions: int) -> PysnmpCursor:
        """A walk by GETBULK, or by GETNEXT for v1."""
        return PysnmpCursor(self, root, max_repetitions)

    async def next(self, oid: str, repetitions: int, timeout_s: float) -> Any:
        """The variable bindings behind an OID."""
        return await self._within(self._next(oid, repetitions, timeout_s), timeout_s)

    def close(self) -> None:
        """Give the socket back."""
        self._wire.close_transport()

    def _get(self, oids: Sequence[str], timeout_s: float) -> Any:
        raise NotImplementedError

    def _next(self, oid: str, repetitions: int, timeout_s: float) -> Any:
        raise NotImplementedError

    async def _within(self, question: Coroutine[Any, Any, Any], timeout_s: float) -> Any:
        self._trouble = None
        try:
            async with asyncio.timeout(timeout_s) as self._limit:
                indication, status, _index, bindings = await question
        except TimeoutError:
            raise self._trouble or Timeout(_("no answer")) from None
        except (PySnmpError, PyAsn1Error) as error:
            message = _("the question cannot be sent: {error}")
            raise ProtocolFault(message.format(error=type(error).__name__)) from None
        finally:
            self._limit = None
        if indication:
            raise translate(indication)
        if status:
            raise refusal(int(status))
        return bindings

    def _interrupt(self, trouble: ProbeError) -> None:
        """End the question there is: waiting for its time to pass would be idle."""
        if self._limit is not None and self._trouble is None:
            self._trouble = trouble
            with suppress(RuntimeError):  # its time has just passed
                self._limit.reschedule(0)


class PysnmpCursor:
    """Keeps the place in a walk; a lost answer leaves it where it was."""

    def __init__(self, channel: PysnmpChannel, root: str, max_repetitions: int) -> None:
        self._channel = channel
        self._below = f"{root}."
        self._last = root
        self._repetitions = max_repetitions
        self._ended = False

    async def next(self, timeout_s: float) -> list[Row]:
        """The next rows; what lies behind the root's subtree, or at the end of the view, ends the walk."""
        if self._ended:
            return []
        try:
            bindings = await self._channel.next(self._last, self._repetitions, timeout_s)
        except ErrorStatus as error:
            if self._channel.bulk or error.status != ErrorStatus.NO_SUCH_NAME:
                raise
            bindings = ()  # how SNMPv1 says that the view has ended (RFC 1157 section 4.1.3)
        rows: list[Row] = []
        for name, found in bindings:
            oid, content = dotted(name), value(found)
            if content is None or not oid.startswith(self._below):
                self._ended = True
                break
            rows.append((oid, content))
        if rows:
            self._last = rows[-1][0]
        else:
            self._ended = True
        return rows
