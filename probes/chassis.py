"""Which entity of ENTITY-MIB (RFC 6933) is the device itself, and what it says: model, serial, revisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.errors import ProbeError
from probes.base import failure
from probes.snmp import oids
from probes.values import text
from probes.vendors.junk import meaningful, serial_number

if TYPE_CHECKING:
    from netinv.model import Failure
    from probes.snmp.engine import Value
    from probes.snmp.session import Column, SnmpSession

_COLUMNS = {
    "descr": oids.ENT_PHYSICAL_DESCR,
    "name": oids.ENT_PHYSICAL_NAME,
    "hardware": oids.ENT_PHYSICAL_HARDWARE_REV,
    "firmware": oids.ENT_PHYSICAL_FIRMWARE_REV,
    "software": oids.ENT_PHYSICAL_SOFTWARE_REV,
    "serial": oids.ENT_PHYSICAL_SERIAL_NUM,
    "manufacturer": oids.ENT_PHYSICAL_MFG_NAME,
    "model": oids.ENT_PHYSICAL_MODEL_NAME,
}
_CHASSIS, _MODULE, _STACK = 3, 9, 11
_CANDIDATES = 3
"""Entities looked at where the first is not the chassis: so many rows fit one GET."""

Entity = dict[str, tuple[str, str]]
"""A field of the rules (``entity.FIELD``), and its text with the OID where it stood."""

FIRST = (f"{oids.ENT_PHYSICAL_CLASS}.1", *(f"{column}.1" for column in _COLUMNS.values()))
"""The row that is the chassis on most devices: asked along with the system group."""


async def read(session: SnmpSession, first: dict[str, Value]) -> tuple[Entity, Failure | None]:
    """The chassis; where there is none, the stack or the first module with a serial number.

    Args:
        session: the device.
        first: the values of :data:`FIRST`.
    """
    row = _row("1", first)
    if first.get(FIRST[0]) == _CHASSIS and ("serial" in row or "model" in row):
        return row, None
    try:
        return await _elsewhere(session, row)
    except ProbeError as error:
        return row, failure("chassis", error)


async def _elsewhere(session: SnmpSession, row: Entity) -> tuple[Entity, None]:
    candidates = _candidates(await session.column(oids.ENT_PHYSICAL_CLASS))
    if not candidates:
        return row, None
    values = await session.get([f"{column}.{index}" for index in candidates for column in _COLUMNS.values()])
    rows = [_row(index, values) for index in candidates]
    best = next((found for found in rows if "serial" in found), None) or next(
        (found for found in rows if "model" in found), rows[0]
    )
    for found in rows:
        if "software" in found:  # the running version of the whole stands at whichever of them tells it
            best.setdefault("software", found["software"])
    return best, None


def _candidates(classes: Column) -> list[str]:
    """Indexes worth a look: chassis first, then stacks, then modules; the lowest of each."""
    indexes = sorted((index for index in classes if index.isdigit()), key=int)
    return [index for kind in (_CHASSIS, _STACK, _MODULE) for index in indexes if classes[index] == kind][:_CANDIDATES]


def _row(index: str, values: dict[str, Value]) -> Entity:
    row = {}
    for field, column in _COLUMNS.items():
        oid = f"{column}.{index}"
        said = text(values.get(oid))
        said = serial_number(said) if field == "serial" else meaningful(said)
        if said:
            row[field] = (said, oid)
    return row
