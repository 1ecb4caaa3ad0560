"""An agent of v1 and v2c that obeys a script: what real agents would have to be broken for."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping

from netinv.lab import ber, pdu
from tests.integration.snmp_agents.sockets import Replies

END_OF_MIB_VIEW = b"\x82\x00"
NO_SUCH_INSTANCE = b"\x81\x00"

Next = Callable[[ber.Oid, int], tuple[ber.Oid, bytes] | None]
"""The object behind an OID and its encoded value; the number is how often it was asked. None: the view has ended."""


class Scripted:
    """Answers out of a table of encoded values, or as ``behind`` says.

    Args:
        values: encoded values by OID.
        community: other questions are dropped.
        behind: what lies behind an OID, in place of the table's order.
        status: error-status of every answer.
        largest: answers of more octets never leave.
        delay_s: how late every answer leaves.
    """

    def __init__(
        self,
        values: Mapping[str, bytes],
        community: str,
        *,
        behind: Next | None = None,
        status: int = 0,
        largest: int = 65_000,
        delay_s: float = 0.0,
    ) -> None:
        self._values = {ber.dotted(oid): value for oid, value in values.items()}
        self._order = sorted(self._values)
        self._community = community.encode()
        self._behind = behind or self._next
        self.status = status
        self.largest = largest
        self.delay_s = delay_s
        self.asked = 0

    def answer(self, datagram: bytes) -> Replies:
        """What to send back."""
        self.asked += 1
        _tag, start, _end = ber.read(datagram, 0)
        version, at = ber.read_integer(datagram, start)
        community, at = ber.read_octets(datagram, at)
        if version not in (pdu.V1, pdu.V2C) or community != self._community:
            return []
        question = pdu.read(datagram, at)
        body = pdu.response(question, self._answered(question, version))
        reply = ber.tlv(ber.SEQUENCE, datagram[start:at] + body)
        return [(self.delay_s, reply)] if len(reply) <= self.largest else []

    def _answered(self, question: pdu.Question, version: int) -> pdu.Answer:
        if self.status:
            return pdu.Answer(self.status, 1, question.varbinds)
        asked = [ber.read_oid(body) for body in question.oids]
        if question.tag == pdu.GET:
            found = [(oid, self._values.get(oid, NO_SUCH_INSTANCE)) for oid in asked]
        else:
            found = self._following(asked[0], question.max_repetitions if question.tag == pdu.GET_BULK else 1)
        if version == pdu.V1 and any(value in (END_OF_MIB_VIEW, NO_SUCH_INSTANCE) for _oid, value in found):
            return pdu.Answer(pdu.NO_SUCH_NAME, 1, question.varbinds)
        bindings = (ber.tlv(ber.SEQUENCE, ber.oid(oid) + value) for oid, value in found)
        return pdu.Answer(0, 0, b"".join(bindings))

    def _following(self, oid: ber.Oid, repetitions: int) -> list[tuple[ber.Oid, bytes]]:
        found = []
        for _repetition in range(repetitions):
            row = self._behind(oid, self.asked)
            if row is None:
                found.append((oid, END_OF_MIB_VIEW))
                break
            found.append(row)
            oid = row[0]
        return found

    def _next(self, oid: ber.Oid, _asked: int) -> tuple[ber.Oid, bytes] | None:
        place = bisect_right(self._order, oid)
        return (self._order[place], self._values[self._order[place]]) if place < len(self._order) else None


def column(root: str, rows: int, octets: int = 8) -> dict[str, bytes]:
    """A column of texts of so many octets."""
    return {f"{root}.{row}": ber.octets(str(row).ljust(octets)) for row in range(1, rows + 1)}
