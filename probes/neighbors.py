"""What a device sees at its ports: LLDP-MIB, LLDP-V2-MIB, CISCO-CDP-MIB, else its vendor's own table.

Claims are kept as made.
"""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

from netinv.errors import ProbeError
from netinv.model import Kind, Neighbor, Reading
from netinv.text import one_line
from probes.base import Probe, failure
from probes.local_ports import LocalPorts, SlotPorts
from probes.snmp import oids
from probes.values import CHASSIS, PORT, identifier, ip_text, mac_text, text
from probes.vendors.neighbor_tables import CDP, LLDP, LLDP_V2

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from probes.base import Seen
    from probes.snmp.engine import Value
    from probes.snmp.session import SnmpSession
    from probes.vendors.neighbor_tables import NeighborTable

_IANA_IPV4, _IANA_IPV6 = 1, 2
_NAME_LENGTH = 128
"""A description that stands in for a missing name is cut to so many characters."""

Row = dict[int, "Value"]


async def read(session: SnmpSession, seen: Seen) -> Reading:
    """All protocols' claims. A device where no table has a row covers the kind: then it sees nobody.

    What was read before a fault stays, and the fault leaves open what else there is.
    """
    found: list[Neighbor] = []
    trouble = None
    try:
        await _read_tables(session, seen, found)
    except ProbeError as error:
        trouble = failure("neighbors", error)
    seen.neighbors = list({neighbor.key: neighbor for neighbor in found}.values())
    return Reading("neighbors", tuple(seen.neighbors), (Kind.NEIGHBOR,), trouble)


async def _read_tables(session: SnmpSession, seen: Seen, found: list[Neighbor]) -> None:
    found += await _lldp(session, seen)
    found += await _table(session, seen, CDP)
    if not found:
        found += await _table(session, seen, LLDP_V2)
    for table in seen.neighbor_tables if not found else ():
        found += await _table(session, seen, table)


async def _lldp(session: SnmpSession, seen: Seen) -> list[Neighbor]:
    remotes = await session.table(oids.LLDP_REM_ENTRY)
    if not remotes:
        return []
    ports = LocalPorts(seen.interfaces, await session.table(oids.LLDP_LOC_PORT_ENTRY))
    numbers = {_arc(index, LLDP.local_port) for index in remotes}
    if not all(ports.is_known(number) for number in numbers):
        ports.bridge_ports = await session.column(oids.DOT1D_BASE_PORT_IF_INDEX)
    addresses = _management_addresses(await session.column(oids.LLDP_REM_MAN_ADDR_IF_SUBTYPE))
    return [
        neighbor._replace(remote_address=addresses.get(index)) if index in addresses else neighbor
        for index, neighbor in zip(remotes, _neighbors(LLDP, remotes.items(), ports.name), strict=True)
    ]


async def _table(session: SnmpSession, seen: Seen, table: NeighborTable) -> list[Neighbor]:
    """The neighbours of a table whose local port is an ifIndex, or a slot and a port in it."""
    rows = await session.table(table.entry)
    if table.local_slot:
        return _neighbors(table, rows.items(), SlotPorts(seen.interfaces).name)
    names = {str(interface.if_index): interface.name for interface in seen.interfaces}
    return _neighbors(table, rows.items(), lambda if_index: names.get(if_index, if_index))


def _neighbors(
    table: NeighborTable, rows: Iterable[tuple[str, Row]], port_name: Callable[[str], str]
) -> list[Neighbor]:
    column = table.columns
    neighbors = []
    for index, row in rows:
        said: dict[str, Value | None] = {what: row.get(number) for what, number in column.items()}
        port = str(said.get("if_index") or "") if "if_index" in column else _arc(index, table.local_port)
        if table.local_slot:
            port = f"{_arc(index, table.local_slot)}/{port}"
            if port == "0/0":
                continue
        description = text(said.get("description"))
        neighbors.append(
            Neighbor(
                table.protocol,
                port_name(port),
                _chassis(said, index if table.index_mac else ""),
                _remote_port(said),
                text(said.get("port_description")),
                text(said.get("name")) or _instead_of_name(description),
                ip_text(said.get("address")),
                description,
            )
        )
    return neighbors


def _chassis(said: dict[str, Value | None], index: str) -> str | None:
    """The neighbour's own name for itself, or its hardware address: in a column, or at the end of the index."""
    arcs = [int(arc) for arc in index.split(".")[-6:]] if index else []
    if len(arcs) == 6 and max(arcs) < 256:
        return mac_text(bytes(arcs))
    return mac_text(said.get("mac")) or identifier(said.get("chassis_subtype"), said.get("chassis"), CHASSIS)


def _remote_port(said: dict[str, Value | None]) -> str | None:
    segment, slot, port = (said.get(key) for key in ("segment", "slot", "port"))
    if isinstance(segment, int):
        return f"{segment >> 8}/{segment & 255}" if segment else None
    if isinstance(slot, int) and isinstance(port, int):
        return f"{slot}:{port}"
    return str(port) if isinstance(port, int) else identifier(said.get("port_subtype"), port, PORT)


def _instead_of_name(description: str | None) -> str | None:
    """Hosts and controllers without a system name say at least what they are: better than nobody at a port."""
    return one_line(description)[:_NAME_LENGTH].strip('" ') or None if description else None


def _arc(index: str, place: int) -> str:
    arcs = index.split(".")
    return arcs[place - 1] if place <= len(arcs) else ""


def _management_addresses(rows: dict[str, Value]) -> dict[str, str]:
    """The first IP address per remote, from the index: time, port, remote, family, length, octets."""
    found: dict[str, str] = {}
    for index in rows:
        arcs = index.split(".")
        octets = [int(arc) for arc in arcs[5:]]
        if len(arcs) > 5 and int(arcs[3]) in (_IANA_IPV4, _IANA_IPV6) and len(octets) in (4, 16) and max(octets) < 256:
            found.setdefault(".".join(arcs[:3]), str(ipaddress.ip_address(bytes(octets))))
    return found


PROBE = Probe("neighbors", read)
