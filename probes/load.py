"""How busy a device is: hrProcessorLoad and the RAM of hrStorageTable (HOST-RESOURCES-MIB, RFC 2790)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.errors import ProbeError
from netinv.model import Load, Reading
from probes.base import Probe
from probes.snmp import oids

if TYPE_CHECKING:
    from probes.base import Seen
    from probes.snmp.session import Column, SnmpSession

_PER_CENT = range(101)


async def read(session: SnmpSession, seen: Seen) -> Reading:  # noqa: ARG001  # as every probe
    """Processors and memory. An agent that chokes on these tables is known without them."""
    try:
        cpu = _mean(await session.column(oids.HR_PROCESSOR_LOAD))
        types = await session.column(oids.HR_STORAGE_TYPE)
        memory = None
        if index := next((row for row, kind in types.items() if str(kind).strip(".") == oids.HR_STORAGE_RAM), None):
            size = await session.column(oids.HR_STORAGE_SIZE)
            memory = _share((await session.column(oids.HR_STORAGE_USED)).get(index), size.get(index))
    except ProbeError:
        return Reading("load")
    load = Load(cpu, memory)
    return Reading("load", (load,) if any(each is not None for each in load) else ())


def _mean(loads: Column) -> int | None:
    """Of all processors, in thousandths; RFC 2790: the percentage of the last minute in which each was not idle."""
    numbers = [load for load in loads.values() if isinstance(load, int) and load in _PER_CENT]
    return round(10 * sum(numbers) / len(numbers)) if numbers else None


def _share(used: object, size: object) -> int | None:
    if not isinstance(used, int) or not isinstance(size, int) or not 0 <= used <= size or not size:
        return None
    return round(1000 * used / size)


PROBE = Probe("load", read)
