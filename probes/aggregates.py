"""Which aggregated port a port is a member of: IEEE8023-LAG-MIB, or else the stack of interfaces (RFC 2863)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from probes.snmp import oids

if TYPE_CHECKING:
    from netinv.model import Interface
    from probes.snmp.session import SnmpSession

_LAG = 161
"""IANAifType ieee8023adLag."""


async def with_aggregates(session: SnmpSession, interfaces: list[Interface]) -> list[Interface]:
    """The ports with the names of their aggregates. A device without an aggregated port is not asked.

    Raises:
        ProbeError: the question failed.
    """
    names = {str(each.if_index): each.name for each in interfaces if each.type == _LAG}
    if not names:
        return interfaces
    attached = {
        member: str(aggregate)
        for member, aggregate in (await session.column(oids.DOT3AD_AGG_PORT_ATTACHED_AGG_ID)).items()
        if str(aggregate) in names and member != str(aggregate)
    }
    if not attached:
        rows = await session.column(oids.IF_STACK_STATUS)
        stacked = (index.partition(".") for index in rows)
        attached = {lower: higher for higher, _dot, lower in stacked if higher in names and lower not in ("0", higher)}
    return [
        each._replace(aggregate=names[attached[str(each.if_index)]]) if str(each.if_index) in attached else each
        for each in interfaces
    ]
