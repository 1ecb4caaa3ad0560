"""Routing peers on the same subnet: OSPF-MIB (RFC 4750), OSPFV3-MIB (RFC 5643), BGP4-MIB (RFC 4273).

Devices that run none of them are not asked: what tells that comes along with the system group. A peer is told with the
port that we reach it by, and with its router ID as its chassis; one that is not on a subnet of ours is left out.
"""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

from netinv.errors import ProbeError
from netinv.model import Kind, Neighbor, Reading
from probes.base import Probe, failure
from probes.snmp import oids
from probes.values import ip_text, is_ip, number

if TYPE_CHECKING:
    from probes.base import Seen
    from probes.snmp.engine import Value
    from probes.snmp.session import SnmpSession

TOLD_BY = (oids.OSPF_ADMIN_STAT, oids.OSPFV3_ADMIN_STATUS, oids.BGP_LOCAL_AS)
_ENABLED = 1
_TWO_WAY = 4
_ESTABLISHED = 6
_ROUTER_ID_BITS = 2**32 - 1


def running(values: dict[str, Value]) -> frozenset[str]:
    """Which of the protocols run, by the values of :data:`TOLD_BY`."""
    runs = {oid for oid in TOLD_BY[:2] if number(values.get(oid)) == _ENABLED}
    # An AS of more than 31 bits is negative with some agents.
    return frozenset(runs | ({oids.BGP_LOCAL_AS} if number(values.get(oids.BGP_LOCAL_AS)) else set()))


async def read(session: SnmpSession, seen: Seen) -> Reading:
    """The peers that are there now. A fault leaves open which others there are."""
    runs = frozenset(TOLD_BY) if seen.routing is None else seen.routing
    found: list[Neighbor] = []
    trouble = None
    try:
        for oid, ask in ((TOLD_BY[0], _ospf), (TOLD_BY[1], _ospfv3), (TOLD_BY[2], _bgp)):
            if oid in runs:
                found += await ask(session, seen)
    except ProbeError as error:
        trouble = failure("routing peers", error)
    facts = {peer.key: peer for peer in reversed(found)}  # a peer over IPv4 and IPv6 is one: with its IPv4 address
    seen.neighbors += facts.values()
    return Reading("routing_peers", tuple(facts.values()), (Kind.NEIGHBOR,), trouble)


async def _ospf(session: SnmpSession, seen: Seen) -> list[Neighbor]:
    """ospfNbrTable: by the neighbour's address, and by our ifIndex where the interface has none."""
    states = await session.column(oids.OSPF_NBR_STATE)
    routers = await session.column(oids.OSPF_NBR_RTR_ID) if states else {}
    own = _Subnets(seen)
    peers = []
    for index, state in states.items():
        address, _dot, addressless = index.rpartition(".")
        if not is_ip(address):
            continue
        port = own.port(address) if addressless == "0" else own.by_index.get(addressless)
        if port and (number(state) or 0) >= _TWO_WAY:
            peers.append(_peer("ospf", port, routers.get(index), address))
    return peers


async def _ospfv3(session: SnmpSession, seen: Seen) -> list[Neighbor]:
    """ospfv3NbrTable: by our ifIndex, an instance and the neighbour's router ID; its address is of the link alone."""
    states = await session.column(oids.OSPFV3_NBR_STATE)
    own = _Subnets(seen)
    peers = []
    for index, state in states.items():
        arcs = index.split(".")
        port = own.by_index.get(arcs[0])
        if port and len(arcs) == 3 and (number(state) or 0) >= _TWO_WAY:
            peers.append(_peer("ospf", port, ip_text((int(arcs[2]) & _ROUTER_ID_BITS).to_bytes(4)), None))
    return peers


async def _bgp(session: SnmpSession, seen: Seen) -> list[Neighbor]:
    """bgpPeerTable: by the peer's IPv4 address. A session between loopbacks is none of two neighbours."""
    states = await session.column(oids.BGP_PEER_STATE)
    own = _Subnets(seen)
    ports = {address: own.port(address) for address, state in states.items() if number(state) == _ESTABLISHED}
    near = {address: port for address, port in ports.items() if port}
    routers = await session.column(oids.BGP_PEER_IDENTIFIER) if near else {}
    return [_peer("bgp", port, routers.get(address), address) for address, port in near.items()]


def _peer(protocol: str, port: str, router: Value | None, address: str | None) -> Neighbor:
    return Neighbor(protocol, port, ip_text(router), remote_address=address)


class _Subnets:
    """Our subnets with their ports."""

    def __init__(self, seen: Seen) -> None:
        self.by_index = {str(each.if_index): each.name for each in seen.interfaces}
        self._own = {address.address for address in seen.addresses}
        self._ports: dict[str, str] = {}
        lengths = set()
        for each in seen.addresses:
            network = _network(each.address, each.prefix_length or 0)
            if each.interface and each.prefix_length and network:
                self._ports.setdefault(network, each.interface)
                lengths.add(each.prefix_length)
        self._narrowest_first = sorted(lengths, reverse=True)

    def port(self, address: str) -> str | None:
        """The port whose subnet has the address; the narrowest counts."""
        if address in self._own or not is_ip(address):
            return None
        networks = (_network(address, length) for length in self._narrowest_first)
        return next((self._ports[network] for network in networks if network in self._ports), None)


def _network(address: str, length: int) -> str:
    """The subnet of an address, as far as a prefix of that length can be one of its family."""
    most = ipaddress.ip_address(address).max_prefixlen
    return str(ipaddress.ip_network((address, length), strict=False)) if length <= most else ""


PROBE = Probe("routing_peers", read)
