"""IP addresses of a device: ipAddressTable (RFC 4293), or the elder ipAddrTable where that is empty."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

from netinv.errors import ProbeError
from netinv.model import Address, Kind, Reading
from probes.base import Probe, failure
from probes.snmp import oids
from probes.values import is_ip

if TYPE_CHECKING:
    from probes.base import Seen
    from probes.snmp.session import Column, SnmpSession

_LENGTHS = {"1": 4, "2": 16, "3": 4, "4": 16}
"""Octets of an InetAddress by InetAddressType: ipv4, ipv6, ipv4z, ipv6z (RFC 4001); a zone may follow."""


async def read(session: SnmpSession, seen: Seen) -> Reading:
    """All addresses with their ports. An empty answer covers nothing: it may be a refusal."""
    names = {interface.if_index: interface.name for interface in seen.interfaces}
    try:
        seen.addresses = await _elder(session, names) or await _current(session, names)
    except ProbeError as error:
        return Reading("addresses", failure=failure("addresses", error))
    return Reading("addresses", tuple(seen.addresses), (Kind.ADDRESS,) if seen.addresses else ())


async def _elder(session: SnmpSession, names: dict[int | None, str]) -> list[Address]:
    indexes = await session.column(oids.IP_AD_ENT_IF_INDEX)
    masks = await session.column(oids.IP_AD_ENT_NET_MASK) if indexes else {}
    return [
        Address(address, _mask_length(masks.get(address)), names.get(index if isinstance(index, int) else None))
        for address, index in indexes.items()
        if is_ip(address)
    ]


async def _current(session: SnmpSession, names: dict[int | None, str]) -> list[Address]:
    indexes = await session.column(oids.IP_ADDRESS_IF_INDEX)
    prefixes: Column = await session.column(oids.IP_ADDRESS_PREFIX) if indexes else {}
    addresses = {}
    for key, index in indexes.items():
        address = _from_index(key)
        if address:
            # ipAddressPrefix points at a row whose index ends in the prefix length (0.0: none).
            length = str(prefixes.get(key, "")).rpartition(".")[2]
            name = names.get(index if isinstance(index, int) else None)
            addresses[address] = Address(address, int(length) if length.isdigit() and length != "0" else None, name)
    return list(addresses.values())


def _from_index(key: str) -> str | None:
    """The address in a table's index: type, length, octets."""
    kind, *arcs = key.split(".")
    octets = [int(arc) for arc in arcs[1 : 1 + _LENGTHS.get(kind, 0)]]
    if not octets or len(octets) != _LENGTHS[kind] or max(octets) > 255:
        return None
    return str(ipaddress.ip_address(bytes(octets)))


def _mask_length(mask: object) -> int | None:
    try:
        return ipaddress.ip_network(f"0.0.0.0/{mask}").prefixlen
    except ValueError:
        return None


PROBE = Probe("addresses", read)
