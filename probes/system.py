"""The system group and the chassis: who a device says it is (SNMPv2-MIB RFC 3418, ENTITY-MIB RFC 6933)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.errors import ProbeError
from netinv.model import Kind, Reading, System
from probes.base import Probe, failure
from probes.snmp import oids
from probes.values import CHASSIS, identifier, number, text
from probes.vendors import identify

if TYPE_CHECKING:
    from probes.base import Seen
    from probes.snmp.engine import Value
    from probes.snmp.session import SnmpSession

CONTACT_OIDS = (oids.SYS_OBJECT_ID, oids.SYS_UPTIME, oids.SYS_NAME)
"""The first question: small, so that the smallest agent answers it."""

_SYSTEM_OIDS = (
    oids.SYS_DESCR,
    oids.SYS_CONTACT,
    oids.SYS_LOCATION,
    oids.LLDP_LOC_CHASSIS_ID_SUBTYPE,
    oids.LLDP_LOC_CHASSIS_ID,
)
_CHASSIS_COLUMNS = (
    oids.ENT_PHYSICAL_DESCR,
    oids.ENT_PHYSICAL_SOFTWARE_REV,
    oids.ENT_PHYSICAL_SERIAL_NUM,
    oids.ENT_PHYSICAL_MFG_NAME,
    oids.ENT_PHYSICAL_MODEL_NAME,
)
_CHASSIS = 3


async def read(session: SnmpSession, seen: Seen) -> Reading:
    """The system as the device and its chassis describe it; vendor, OS and version by the vendors' rules."""
    first = [*_SYSTEM_OIDS, f"{oids.ENT_PHYSICAL_CLASS}.1", *(f"{column}.1" for column in _CHASSIS_COLUMNS)]
    try:
        values = seen.contact | await session.get(first)
    except ProbeError as error:
        return Reading("system", failure=failure("system", error))
    seen.uptime_ticks = number(values.get(oids.SYS_UPTIME))
    trouble = None
    try:
        chassis = await _chassis(session, values)
    except ProbeError as error:
        chassis, trouble = {}, failure("chassis", error)
    seen.system = identify(
        System(
            sys_name=text(values.get(oids.SYS_NAME)),
            sys_descr=text(values.get(oids.SYS_DESCR)),
            sys_object_id=text(values.get(oids.SYS_OBJECT_ID)),
            location=text(values.get(oids.SYS_LOCATION)),
            contact=text(values.get(oids.SYS_CONTACT)),
            chassis_id=identifier(
                values.get(oids.LLDP_LOC_CHASSIS_ID_SUBTYPE), values.get(oids.LLDP_LOC_CHASSIS_ID), CHASSIS
            ),
        ),
        chassis,
    )
    return Reading("system", (seen.system,), () if trouble else (Kind.SYSTEM,), trouble)


async def _chassis(session: SnmpSession, values: dict[str, Value]) -> dict[str, str]:
    """The texts of the first chassis by column OID. Most have it at index 1, which the first question asked along."""
    index = "1"
    if values.get(f"{oids.ENT_PHYSICAL_CLASS}.1") != _CHASSIS:
        classes = await session.column(oids.ENT_PHYSICAL_CLASS)
        found = [index for index, value in classes.items() if value == _CHASSIS]
        if not found:
            return {}
        index = min(found, key=int)
        values = await session.get([f"{column}.{index}" for column in _CHASSIS_COLUMNS])
    texts = {column: text(values.get(f"{column}.{index}")) for column in _CHASSIS_COLUMNS}
    return {column: value for column, value in texts.items() if value}


PROBE = Probe("system", read)
