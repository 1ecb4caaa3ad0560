"""What a device sees at its ports: LLDP-MIB (IEEE 802.1AB-2005) and CISCO-CDP-MIB. Claims are kept as made."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

from netinv.errors import ProbeError
from netinv.model import Kind, Neighbor, Reading
from probes.base import Probe, failure
from probes.snmp import oids
from probes.values import CHASSIS, PORT, identifier, text

if TYPE_CHECKING:
    from netinv.model import Interface
    from probes.base import Seen
    from probes.snmp.engine import Value
    from probes.snmp.session import SnmpSession

_IANA_IPV4, _IANA_IPV6 = 1, 2

Table = dict[str, dict[int, "Value"]]


async def read(session: SnmpSession, seen: Seen) -> Reading:
    """Both protocols' claims. A device where neither table has a row covers the kind: then it sees nobody."""
    try:
        seen.neighbors = [*await _lldp(session, seen.interfaces), *await _cdp(session, seen.interfaces)]
    except ProbeError as error:
        return Reading("neighbors", failure=failure("neighbors", error))
    return Reading("neighbors", tuple(seen.neighbors), (Kind.NEIGHBOR,))


async def _lldp(session: SnmpSession, interfaces: list[Interface]) -> list[Neighbor]:
    remotes = await session.table(oids.LLDP_REM_ENTRY)
    if not remotes:
        return []
    ports = _LocalPorts(interfaces, await session.table(oids.LLDP_LOC_PORT_ENTRY))
    addresses = _management_addresses(await session.column(oids.LLDP_REM_MAN_ADDR_IF_SUBTYPE))
    neighbors = {}
    for index, row in remotes.items():
        _time, port, _remote = (*index.split("."), "", "")[:3]
        neighbor = Neighbor(
            "lldp",
            ports.name(port),
            identifier(row.get(4), row.get(5), CHASSIS),
            identifier(row.get(6), row.get(7), PORT),
            text(row.get(8)),
            text(row.get(9)),
            addresses.get(index),
            text(row.get(10)),
        )
        neighbors[neighbor.key] = neighbor
    return list(neighbors.values())


class _LocalPorts:
    """From lldpLocPortNum to our port's name. The number is the ifIndex only where nothing says otherwise."""

    def __init__(self, interfaces: list[Interface], local: Table) -> None:
        self._local = local
        self._by_index = {str(interface.if_index): interface.name for interface in interfaces}
        self._by_word: dict[str, str] = {}
        for interface in reversed(interfaces):
            for word in (interface.mac, interface.alias, interface.descr, interface.name):
                if word:
                    self._by_word[word] = interface.name

    def name(self, number: str) -> str:
        """The port behind a lldpLocPortNum."""
        row = self._local.get(number, {})
        port_id = identifier(row.get(2), row.get(3), PORT)
        for word in (port_id, text(row.get(4))):
            if word and word in self._by_word:
                return self._by_word[word]
        return self._by_index.get(port_id or "") or self._by_index.get(number) or port_id or number


def _management_addresses(rows: dict[str, Value]) -> dict[str, str]:
    """The first IP address per remote, from the index: time, port, remote, family, length, octets."""
    found: dict[str, str] = {}
    for index in rows:
        arcs = index.split(".")
        octets = [int(arc) for arc in arcs[5:]]
        if len(arcs) > 5 and int(arcs[3]) in (_IANA_IPV4, _IANA_IPV6) and len(octets) in (4, 16) and max(octets) < 256:
            found.setdefault(".".join(arcs[:3]), str(ipaddress.ip_address(bytes(octets))))
    return found


async def _cdp(session: SnmpSession, interfaces: list[Interface]) -> list[Neighbor]:
    names = {str(interface.if_index): interface.name for interface in interfaces}
    neighbors = {}
    for index, row in (await session.table(oids.CDP_CACHE_ENTRY)).items():
        address = row.get(4)
        neighbor = Neighbor(
            "cdp",
            names.get(index.partition(".")[0], index.partition(".")[0]),
            None,
            text(row.get(7)),
            None,
            text(row.get(6)),
            str(ipaddress.ip_address(address)) if isinstance(address, bytes) and len(address) in (4, 16) else None,
            text(row.get(8)),
        )
        neighbors[neighbor.key] = neighbor
    return list(neighbors.values())


PROBE = Probe("neighbors", read)
