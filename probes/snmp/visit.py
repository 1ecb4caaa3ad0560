"""One device asked over SNMP: the probes in their order, on one session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.errors import AuthFailed, ProbeError, Refused, Timeout
from netinv.i18n import _
from netinv.model import Failure, FailureKind, Reached
from probes import addresses, interfaces, load, neighbors, routing_peers, system
from probes.base import failure

if TYPE_CHECKING:
    from netinv.model import Reading
    from probes.base import Seen
    from probes.snmp.session import SnmpSession

PROBES = (system.PROBE, interfaces.PROBE, addresses.PROBE, neighbors.PROBE, routing_peers.PROBE, load.PROBE)


async def contact(session: SnmpSession, seen: Seen) -> tuple[Reached, Failure | None]:
    """The first question: does it answer, and if not, how."""
    try:
        seen.contact = await session.get(system.CONTACT_OIDS)
    except ProbeError as error:
        return _REACHED.get(type(error), Reached.ERROR), failure("snmp", error)
    if seen.contact:
        return Reached.OK, None
    # The agent lives, but shows us nothing: its view of our credential is empty, or it answers with an error.
    return Reached.ERROR, Failure(
        "snmp", FailureKind.ERROR, _("the agent answers, but without any value: check its view")
    )


async def read(session: SnmpSession, seen: Seen) -> list[Reading]:
    """All probes on a device that answered."""
    return [await probe.read(session, seen) for probe in PROBES]


_REACHED: dict[type[ProbeError], Reached] = {
    Timeout: Reached.TIMEOUT,
    Refused: Reached.REFUSED,
    AuthFailed: Reached.AUTH,
}
