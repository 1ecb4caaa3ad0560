"""From SNMP values to the model's: safe text, numbers, hardware addresses, LLDP identifiers."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, NamedTuple

from netinv.text import decode

if TYPE_CHECKING:
    from probes.snmp.engine import Value


class Subtypes(NamedTuple):
    """The two subtypes of an LLDP identifier that are no text; chassis and ports number them differently."""

    mac: int
    network_address: int


CHASSIS = Subtypes(4, 5)
"""LldpChassisIdSubtype."""

PORT = Subtypes(3, 4)
"""LldpPortIdSubtype."""


def text(value: Value | None) -> str | None:
    """Octets or an OID as safe text; None where there is nothing."""
    if isinstance(value, bytes):
        return decode(value).strip() or None
    return value if isinstance(value, str) and value else None


def number(value: Value | None) -> int | None:
    """A number, or None. Some agents send theirs as digits in octets."""
    if isinstance(value, bytes):
        return int(value) if value.isdigit() and len(value) < 20 else None
    return value if isinstance(value, int) else None


def mac_text(value: Value | None) -> str | None:
    """A hardware address of six octets as ``aa:bb:cc:dd:ee:ff``; zeros are none."""
    return value.hex(":") if isinstance(value, bytes) and len(value) == 6 and any(value) else None


def is_ip(address: str) -> bool:
    """Whether it is an IP address."""
    try:
        ipaddress.ip_address(address)
    except ValueError:
        return False
    return True


def ip_text(value: Value | None) -> str | None:
    """An IP address, whether sent as one or as its octets; an absent one is None."""
    if isinstance(value, str):
        return value if value and value != "0.0.0.0" else None  # noqa: S104  # an absent address, nothing is bound
    octets = value if isinstance(value, bytes) else None
    return str(ipaddress.ip_address(octets)) if octets and len(octets) in (4, 16) and any(octets) else None


def identifier(subtype: Value | None, value: Value | None, subtypes: Subtypes) -> str | None:
    """A chassis or port ID as text, by its subtype (IEEE 802.1AB 8.5.2, 8.5.3)."""
    if not isinstance(value, bytes):
        return text(value)
    if subtype == subtypes.mac and len(value) == 6:
        return mac_text(value)
    if subtype == subtypes.network_address and len(value) in (5, 17):  # an octet of address family comes first
        return str(ipaddress.ip_address(value[1:]))
    return text(value)
