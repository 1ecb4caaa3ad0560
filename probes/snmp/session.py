"""Our SNMP session with one device: retries, walks that always end, repetitions that adapt, v3 made anew after a reboot.

What an engine lacks is added here, so that every engine behaves alike (RFC 3416 for the operations).
"""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from netinv.credentials import UserCredential
from netinv.errors import ProbeError, ProtocolFault, Timeout
from netinv.i18n import _
from probes.snmp import oids

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from netinv.credentials import SnmpCredential
    from probes.snmp.engine import Channel, Engine, Row, Value

Answer = TypeVar("Answer")

FIRST_REPETITIONS = 10
GET_LIMIT = 24
"""Objects in one GET: more may not fit the answer of a small agent."""

Column = dict[str, "Value"]
"""A table's column: value by index, the index as the OID's text behind the column."""


class SnmpSession:
    """One device, one question at a time. Rows read before a fault are kept; the fault is raised with them on it."""

    def __init__(
        self,
        engine: Engine,
        address: str,
        port: int,
        credential: SnmpCredential,
        *,
        timeout_s: float = 1.0,
        retries: int = 1,
        max_repetitions: int = 25,
        learned_repetitions: int | None = None,
        max_rows: int = 100_000,
        deadline_s: float = 60.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._new_channel = lambda: engine.channel(address, port, credential)
        self._channel: Channel = self._new_channel()
        self._credential = credential
        self._opened = self._answered = self._renewed = self._gone = False
        self._timeout_s = timeout_s
        self._retries = retries
        self._most_repetitions = max_repetitions
        self.repetitions = min(learned_repetitions or FIRST_REPETITIONS, max_repetitions)
        self._max_rows = max_rows
        self._clock = clock
        self._deadline = clock() + deadline_s

    async def get(self, wanted: Sequence[str]) -> dict[str, Value]:
        """The values of the objects the device has, in as many GETs as they need.

        Raises:
            ProbeError: what the last try ended with.
        """
        values: dict[str, Value] = {}
        for start in range(0, len(wanted), GET_LIMIT):
            values |= await self._get(wanted[start : start + GET_LIMIT])
        if not values and len(wanted) > 1:
            # SNMPv1 refuses the whole list for one missing object (RFC 1157 4.1.2), and the engine hides it.
            for oid in wanted:
                values |= await self._get([oid])
        return values

    async def _get(self, wanted: Sequence[str]) -> dict[str, Value]:
        try:
            return await self._tried(lambda: self._channel.get(wanted, self._timeout_s))
        except Timeout:
            if not self._renew():
                raise
        return await self._tried(lambda: self._channel.get(wanted, self._timeout_s))

    async def walk(self, root: str) -> list[Row]:
        """All rows below an OID, as index text and value.

        Raises:
            BrokenWalk: it could not be read to its end; carries the rows there were.
        """
        rows: list[Row] = []
        while True:
            try:
                await self._walk_once(root, rows)
            except Timeout as error:
                if not await self._ask_for_less():
                    raise BrokenWalk(error, rows) from error
                rows.clear()
            except ProbeError as error:
                raise BrokenWalk(error, rows) from error
            else:
                break
        if len(rows) >= self.repetitions:
            self.repetitions = min(self.repetitions * 2, self._most_repetitions)
        return rows

    async def _walk_once(self, root: str, rows: list[Row]) -> None:
        cursor, last, below, cut = self._channel.walk(root, self.repetitions), "", f"{root}.", len(root) + 1
        while batch := await self._tried(lambda: cursor.next(self._timeout_s)):
            end = batch[-1][0]
            # Looking at each answer's last OID is enough to be sure that the walk ends.
            if not end.startswith(below) or (last and _arcs(end) <= _arcs(last)):
                raise ProtocolFault(_("OIDs do not increase after {oid}").format(oid=last or root))
            last = end
            rows.extend([(oid[cut:], value) for oid, value in batch])
            if len(rows) > self._max_rows:
                raise ProtocolFault(_("more than {n} rows below {oid}").format(n=self._max_rows, oid=root))

    async def _ask_for_less(self) -> bool:
        """After a silence within a walk: whether another try makes sense, with a new session or fewer rows an answer."""
        if self._renew():
            return True
        if self.repetitions == 1 or self._gone:
            return False
        try:
            await self._tried(lambda: self._channel.get([oids.SYS_UPTIME], self._timeout_s))
        except ProbeError:
            self._gone = True
            return False
        # Wide values may make an answer too big to arrive.
        self.repetitions = max(1, self.repetitions // 2)
        return True

    def _renew(self) -> bool:
        """A v3 session whose agent rebooted stays deaf (engineBoots moved): make a new one, once."""
        if not self._answered or self._renewed or not isinstance(self._credential, UserCredential):
            return False
        self._channel.close()
        self._channel = self._new_channel()
        self._opened, self._renewed = False, True
        return True

    async def column(self, oid: str) -> Column:
        """One column of a table by index.

        Raises:
            BrokenWalk: as :meth:`walk`.
        """
        return dict(await self.walk(oid))

    async def table(self, entry: str) -> dict[str, dict[int, Value]]:
        """A whole small table in one walk: ``{index: {column: value}}``.

        Raises:
            BrokenWalk: as :meth:`walk`.
        """
        table: dict[str, dict[int, Value]] = {}
        for rest, value in await self.walk(entry):
            column, _dot, index = rest.partition(".")
            table.setdefault(index, {})[int(column)] = value
        return table

    def close(self) -> None:
        """Give the socket back."""
        self._channel.close()

    async def _tried(self, ask: Callable[[], Awaitable[Answer]]) -> Answer:
        for left in range(self._retries, -1, -1):
            if self._gone or self._clock() > self._deadline:
                raise Timeout(_("the device fell silent") if self._gone else _("the device's deadline has passed"))
            try:
                if not self._opened:
                    await self._channel.open(self._timeout_s)
                    self._opened = True
                answer = await ask()
            except (Timeout, ProtocolFault):
                if not left:
                    raise
            else:
                self._answered = True
                return answer
        raise Timeout(_("no answer"))


class BrokenWalk(ProbeError):
    """A walk that was not read to its end. ``rows`` are those that came before, ``cause`` says why it ended."""

    def __init__(self, cause: ProbeError, rows: list[Row]) -> None:
        super().__init__(str(cause))
        self.cause = cause
        self.rows = rows


def _arcs(oid: str) -> tuple[int, ...]:
    """OIDs compare as numbers: 1.10 is behind 1.9."""
    with suppress(ValueError):
        return tuple(map(int, oid.split(".")))
    return ()
