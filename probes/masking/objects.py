"""Which objects of a device hold what is somebody's: by the standard MIBs, and by the vendors' rules."""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import TYPE_CHECKING

from probes.snmp import oids
from probes.vendors.neighbor_tables import CDP, LLDP, LLDP_V2

if TYPE_CHECKING:
    from collections.abc import Iterator

    from probes.vendors.rules import Rulebook

_ASSET_ID = "1.3.6.1.2.1.47.1.1.1.1.15"
_ENTITY_ALIAS = "1.3.6.1.2.1.47.1.1.1.1.14"
_LLDP_LOC_SYS_NAME = "1.0.8802.1.1.2.1.3.3"
_PRINTER_SERIAL = "1.3.6.1.2.1.43.5.1.1.17"
_OSPF_ROUTER_ID = "1.3.6.1.2.1.14.1.1"

INDEXED_BY_ADDRESS = re.compile(r"1\.3\.6\.1\.2\.1\.(?:4\.20\.1|14\.7\.1|14\.10\.1|15\.3\.1)\.\d+((?:\.\d+){4})")
"""Tables of mib-2 whose index begins with an IPv4 address: ipAddrTable, ospfIfTable, ospfNbrTable, bgpPeerTable."""

_VENDOR_ARCS, _STANDARD_ARCS = 7, 10
"""Numbers before any index: to the vendor's own; to a column of a table of mib-2."""


class Kind(Enum):
    """What an object holds."""

    NAME = auto()
    SERIAL = auto()
    PERSONAL = auto()
    """Words of people: places, contacts, what they call a port."""
    PORT_WORDS = auto()
    """What LLDP says of a port: its name as the system has it, or what people call it."""
    ADDRESS = auto()
    IDENTIFIER = auto()
    """What LLDP calls a port by: an address, a name of its own."""
    CHASSIS = auto()
    """What LLDP calls a device by: an address, a host's name."""
    PREFIX = auto()
    """An OID that points at a network."""
    ENGINE = auto()
    VERSION = auto()
    """Four numbers here are a version and no address."""
    PLAIN = auto()
    """What a rule looks for, and is nobody's."""


_STANDARD = {
    oids.SYS_NAME: Kind.NAME,
    _LLDP_LOC_SYS_NAME: Kind.NAME,
    oids.SYS_CONTACT: Kind.PERSONAL,
    oids.SYS_LOCATION: Kind.PERSONAL,
    oids.IF_ALIAS: Kind.PERSONAL,
    f"{oids.LLDP_LOC_PORT_ENTRY}.3": Kind.IDENTIFIER,
    f"{oids.LLDP_LOC_PORT_ENTRY}.4": Kind.PORT_WORDS,
    oids.LLDP_LOC_CHASSIS_ID: Kind.CHASSIS,
    oids.IP_ADDRESS_PREFIX: Kind.PREFIX,
    oids.SNMP_ENGINE_ID: Kind.ENGINE,
    oids.ENT_PHYSICAL_SERIAL_NUM: Kind.SERIAL,
    _ASSET_ID: Kind.SERIAL,
    _ENTITY_ALIAS: Kind.PERSONAL,
    _PRINTER_SERIAL: Kind.SERIAL,
    _OSPF_ROUTER_ID: Kind.ADDRESS,
    oids.ENT_PHYSICAL_HARDWARE_REV: Kind.VERSION,
    oids.ENT_PHYSICAL_FIRMWARE_REV: Kind.VERSION,
    oids.ENT_PHYSICAL_SOFTWARE_REV: Kind.VERSION,
}
_COLUMNS = {
    "name": Kind.NAME,
    "chassis": Kind.CHASSIS,
    "port": Kind.IDENTIFIER,
    "port_description": Kind.PORT_WORDS,
    "address": Kind.ADDRESS,
}


class Places:
    """The kind of an object, by the longest beginning of its OID that is known."""

    def __init__(self, book: Rulebook) -> None:
        self._kinds = {**dict(_vendors(book)), **dict(_neighbors(book)), **_STANDARD}

    def kind(self, oid: str) -> tuple[Kind, int]:
        """What the object holds, and how many numbers of its OID are surely none of its index."""
        known = oid
        while known:
            if known in self._kinds:
                return self._kinds[known], known.count(".") + 1
            known = known.rpartition(".")[0]
        return Kind.PLAIN, _VENDOR_ARCS if oid.startswith("1.3.6.1.4.1.") else _STANDARD_ARCS


def _vendors(book: Rulebook) -> Iterator[tuple[str, Kind]]:
    """The objects that the rules find serial numbers and versions in."""
    vendors = (*book.vendors, book.fallback)
    yield from ((sign.place, Kind.PLAIN) for vendor in vendors for sign in (*vendor.signs, *vendor.vendor_sources))
    for fact, kind in (("model", Kind.PLAIN), ("version", Kind.VERSION), ("serial", Kind.SERIAL)):
        for vendor in vendors:
            for table in (vendor.sources, *(system.sources for system in vendor.systems)):
                yield from ((each.place.removesuffix(".*"), kind) for each in table[fact] if each.place[0].isdigit())


def _neighbors(book: Rulebook) -> Iterator[tuple[str, Kind]]:
    tables = (LLDP, LLDP_V2, CDP, *(table for vendor in book.vendors for table in vendor.neighbor_tables))
    for table in tables:
        for column, number in table.columns.items():
            if column in _COLUMNS:
                yield f"{table.entry}.{number}", _COLUMNS[column]
