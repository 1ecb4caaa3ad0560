"""The system group and the chassis: who a device says it is (SNMPv2-MIB RFC 3418, ENTITY-MIB RFC 6933)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from netinv.errors import ProbeError
from netinv.model import Kind, Reading, System
from probes import chassis, clock, routing_peers
from probes.base import Probe, failure
from probes.snmp import oids
from probes.values import CHASSIS, identifier, number, text
from probes.vendors import rulebook
from probes.vendors.identifying import identify

if TYPE_CHECKING:
    from probes.base import Seen
    from probes.snmp.engine import Value
    from probes.snmp.session import SnmpSession

CONTACT_OIDS = (oids.SYS_OBJECT_ID, oids.SYS_UPTIME, oids.SYS_NAME, oids.SYS_DESCR)
"""The first question: small, so that the smallest agent answers it, and with what even the oddest agent has."""

_SYSTEM_OIDS = (
    oids.SYS_DESCR,  # once more: to an answer with nothing in it the session would ask for each object alone
    oids.SYS_CONTACT,
    oids.SYS_LOCATION,
    oids.LLDP_LOC_CHASSIS_ID_SUBTYPE,
    oids.LLDP_LOC_CHASSIS_ID,
    oids.SNMP_ENGINE_ID,
    oids.HR_SYSTEM_DATE,
)


async def read(session: SnmpSession, seen: Seen) -> Reading:
    """The system as the device and its chassis describe it; vendor, OS and version by the vendors' rules."""
    book = rulebook()
    try:
        values = seen.contact | await session.get(
            [*_SYSTEM_OIDS, *routing_peers.TOLD_BY, *chassis.FIRST, *book.standard_objects]
        )
    except ProbeError as error:
        return Reading("system", failure=failure("system", error))
    seen.uptime_ticks = number(values.get(oids.SYS_UPTIME))
    seen.clock_off_s = clock.off_s(values.get(oids.HR_SYSTEM_DATE), datetime.now(UTC))
    seen.system, seen.routing = _said(values), routing_peers.running(values)
    entity, trouble = await chassis.read(session, values)
    try:
        seen.system, guess = await identify(session, seen.system, entity, book, values)
        seen.ignored_ports, seen.neighbor_tables = guess.vendor.ignored_ports, guess.vendor.neighbor_tables
    except ProbeError as error:
        trouble = trouble or failure("vendor", error)
    return Reading("system", (seen.system,), () if trouble else (Kind.SYSTEM,), trouble)


def _said(values: dict[str, Value]) -> System:
    sys_object_id = text(values.get(oids.SYS_OBJECT_ID))
    return System(
        sys_name=text(values.get(oids.SYS_NAME)),
        sys_descr=text(values.get(oids.SYS_DESCR)),
        sys_object_id=sys_object_id.strip(".") if sys_object_id else None,
        location=text(values.get(oids.SYS_LOCATION)),
        contact=text(values.get(oids.SYS_CONTACT)),
        chassis_id=identifier(
            values.get(oids.LLDP_LOC_CHASSIS_ID_SUBTYPE), values.get(oids.LLDP_LOC_CHASSIS_ID), CHASSIS
        ),
        engine_id=_engine_id(values.get(oids.SNMP_ENGINE_ID)),
    )


def _engine_id(value: Value | None) -> str | None:
    """In hex; None for what is no engine ID (RFC 3411 section 5: 5 to 32 octets, not all zeros or all ones)."""
    if not isinstance(value, bytes) or not 5 <= len(value) <= 32:
        return None
    return value.hex() if set(value) not in ({0}, {255}) else None


PROBE = Probe("system", read)
