"""Our SNMP session with one device: retries, walks that always end, fitting repetitions, v3 made anew after a reboot.

What an engine lacks is added here, so that every engine behaves alike (RFC 3416 for the operations).
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeVar

from netinv.credentials import UserCredential
from netinv.errors import AuthFailed, ProbeError, ProtocolFault, Timeout
from netinv.i18n import _
from probes.snmp import oids
from probes.snmp.engine import ErrorStatus

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
    """One device, one question at a time. Rows read before a fault are kept; the fault is raised with them on it.

    Attributes:
        repetitions: rows asked for in one GETBULK, as this device bears it; to be learned for the next session.
    """

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
        walk_deadline_s: float = 30.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._new_channel: Callable[[], Channel] = lambda: engine.channel(address, port, credential)
        self._channel: Channel = self._new_channel()
        self._credential = credential
        self._opened = self._answered = self._renewed = self._gone = False
        self._timeout_s = timeout_s
        self._retries = retries
        learned = learned_repetitions or FIRST_REPETITIONS
        self.repetitions = min(learned, max_repetitions)
        # Fewer than the first try were learned from a silence: grow back by one a session, or each would meet it again.
        self._most_repetitions = max_repetitions if learned >= FIRST_REPETITIONS else min(learned + 1, max_repetitions)
        self._max_rows = max_rows
        self._clock = clock
        self._deadline = self._until = clock() + deadline_s
        self._walk_deadline_s = walk_deadline_s

    async def get(self, wanted: Sequence[str]) -> dict[str, Value]:
        """The values of the objects the device has, in as many GETs as they need.

        Raises:
            ProbeError: what the last try ended with; an ErrorStatus only if the device refused every object.
        """
        values: dict[str, Value] = {}
        for start in range(0, len(wanted), GET_LIMIT):
            values |= await self._get_list(wanted[start : start + GET_LIMIT])
        return values

    async def _get_list(self, wanted: Sequence[str]) -> dict[str, Value]:
        if len(wanted) == 1:
            return await self._get(wanted)
        try:
            values = await self._get(wanted)
        except ErrorStatus:
            values = {}
        if values:
            return values
        # SNMPv1 refuses the whole list for one missing object (RFC 1157 section 4.1.2), others for one they choke on.
        refused: ErrorStatus | None = None
        for oid in wanted:
            try:
                values |= await self._get([oid])
            except ErrorStatus as error:
                refused = error
        if refused and not values:
            raise refused
        return values

    async def _get(self, wanted: Sequence[str]) -> dict[str, Value]:
        try:
            return await self._tried(lambda timeout_s: self._channel.get(wanted, timeout_s))
        except ProbeError as error:
            if not self._renew(error):
                raise
        return await self._tried(lambda timeout_s: self._channel.get(wanted, timeout_s))

    async def walk(self, root: str) -> list[Row]:
        """All rows below an OID, as index text and value. An engine may show a refused walk as an empty one.

        Raises:
            BrokenWalk: it could not be read to its end; carries the rows there were.
        """
        most: list[Row] = []
        self._until = min(self._deadline, self._clock() + self._walk_deadline_s)
        try:
            while True:
                rows: list[Row] = []
                try:
                    await self._walk_once(root, rows)
                except ProbeError as error:
                    most = max(most, rows, key=len)
                    if not await self._another_way(error):
                        raise BrokenWalk(error, most) from error
                else:
                    break
        finally:
            self._until = self._deadline
        if len(rows) >= self.repetitions:
            self.repetitions = min(self.repetitions * 2, self._most_repetitions)
        return rows

    async def _walk_once(self, root: str, rows: list[Row]) -> None:
        cursor, below, cut = self._channel.walk(root, self.repetitions), f"{root}.", len(root) + 1
        last: tuple[int, ...] = ()
        while batch := await self._tried(cursor.next):
            end = batch[-1][0]
            # Looking at each answer's last OID is enough to be sure that the walk ends.
            here = _arcs(end)
            if here <= last or not end.startswith(below):
                raise UnendingWalk(_("OIDs do not increase at {oid}").format(oid=end))
            last = here
            rows.extend([(oid[cut:], value) for oid, value in batch])
            if len(rows) > self._max_rows:
                raise UnendingWalk(_("more than {n} rows below {oid}").format(n=self._max_rows, oid=root))

    async def _another_way(self, error: ProbeError) -> bool:
        """After a fault within a walk: whether to walk again, with a new session or fewer rows an answer."""
        if self._clock() >= self._until or self._gone:
            return False
        if isinstance(error, ErrorStatus):
            return error.status == ErrorStatus.TOO_BIG and self._ask_for_less()
        if self._renew(error):
            return True
        if isinstance(error, ProtocolFault) and not isinstance(error, UnendingWalk):
            # One value that the engine cannot read, even one behind the table, spoils the whole answer.
            return self._ask_for_less()
        if not isinstance(error, Timeout) or self.repetitions == 1:
            return False
        try:
            await self._tried(lambda timeout_s: self._channel.get([oids.SYS_UPTIME], timeout_s))
        except ProbeError:
            self._gone = self._clock() < self._until
            return False
        # It lives: wide values may make an answer too big to arrive.
        return self._ask_for_less()

    def _ask_for_less(self) -> bool:
        if self.repetitions == 1:
            return False
        self.repetitions = self._most_repetitions = max(1, min(self.repetitions, FIRST_REPETITIONS) // 2)
        return True

    def _renew(self, error: ProbeError) -> bool:
        """A v3 session whose agent rebooted stays deaf (boots or engine ID moved): make a new one, once."""
        if not self._answered or self._renewed or not isinstance(self._credential, UserCredential):
            return False
        if isinstance(error, (ErrorStatus, UnendingWalk)) or not isinstance(error, _SIGNS_OF_REBOOT):
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

    async def _tried(self, ask: Callable[[float], Awaitable[Answer]]) -> Answer:
        for left in range(self._retries, -1, -1):
            time_left_s = self._until - self._clock()
            if time_left_s <= 0 or self._gone:
                raise Timeout(self._why_not_asked())
            timeout_s = min(self._timeout_s, time_left_s)
            try:
                if not self._opened:
                    await self._channel.open(timeout_s)
                    self._opened = True
                answer = await ask(timeout_s)
            except ErrorStatus:
                self._answered = True
                raise
            except Timeout:
                if not left:
                    raise Timeout(self._silence()) from None
            except ProtocolFault:
                if not left:
                    raise
            else:
                self._answered = True
                return answer
        raise Timeout(self._silence())

    def _why_not_asked(self) -> str:
        if self._gone:
            return _("the device fell silent")
        if self._until < self._deadline:
            return _("the time for one table has passed")
        return _("the time for this device has passed")

    def _silence(self) -> str:
        if self._answered:
            return _("no answer any more")
        if not isinstance(self._credential, UserCredential):
            return _("no answer: a silent device, or a wrong community (they look alike)")
        if self._credential.priv_password is None:
            return _("no answer")
        return _("no answer: a silent device, or a wrong privacy password (they look alike)")


class UnendingWalk(ProtocolFault):
    """A walk that had to be ended: it goes round in circles, or on and on."""


class BrokenWalk(ProbeError):
    """A walk that was not read to its end. ``rows`` are those that came before, ``cause`` says why it ended."""

    def __init__(self, cause: ProbeError, rows: list[Row]) -> None:
        super().__init__(str(cause))
        self.cause = cause
        self.rows = rows


_SIGNS_OF_REBOOT = (Timeout, AuthFailed, ProtocolFault)


def _arcs(oid: str) -> tuple[int, ...]:
    """OIDs compare as numbers: 1.10 is behind 1.9."""
    try:
        return tuple(map(int, oid.split(".")))
    except ValueError:
        return ()
