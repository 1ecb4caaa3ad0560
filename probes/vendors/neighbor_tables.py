"""Where the columns of a table of neighbours stand: standard ones, and those of a vendor's file."""

from __future__ import annotations

from dataclasses import dataclass

COLUMNS = (
    "if_index",
    "chassis_subtype",
    "chassis",
    "mac",
    "port_subtype",
    "port",
    "slot",
    "segment",
    "port_description",
    "name",
    "description",
    "address",
)
"""What a column of such a table can say; each is given as its number in the table's row.

``mac`` is a chassis by its hardware address; ``slot`` stands before the neighbour's ``port``; ``segment`` is both in
one number, 256 times the slot and the port.
"""


@dataclass(frozen=True, slots=True)
class NeighborTable:
    """One table of neighbours, one row a neighbour.

    Attributes:
        protocol: as the neighbours are reported: ``lldp``, ``cdp``, ``mndp`` …
        entry: the OID of the table's row (its ``…Entry`` object).
        local_port: which number of a row's index is our port's ifIndex, the first being 1; 0 where a column has it.
        columns: the numbers of those columns that the table has, by the names in :data:`COLUMNS`.
        local_slot: which number of the index is our port's slot; then ``local_port`` is its number in the slot, and
            rows without either are the device itself.
        index_mac: whether the index ends in the neighbour's hardware address.
    """

    protocol: str
    entry: str
    local_port: int
    columns: dict[str, int]
    local_slot: int = 0
    index_mac: bool = False


LLDP = NeighborTable(
    "lldp",
    "1.0.8802.1.1.2.1.4.1.1",
    2,
    {
        "chassis_subtype": 4,
        "chassis": 5,
        "port_subtype": 6,
        "port": 7,
        "port_description": 8,
        "name": 9,
        "description": 10,
    },
)
"""LLDP-MIB lldpRemTable (IEEE 802.1AB-2005). Its local port is a lldpLocPortNum."""

LLDP_V2 = NeighborTable(
    "lldp",
    "1.3.111.2.802.1.1.13.1.4.1.1",
    2,
    {
        "chassis_subtype": 5,
        "chassis": 6,
        "port_subtype": 7,
        "port": 8,
        "port_description": 9,
        "name": 10,
        "description": 11,
    },
)
"""LLDP-V2-MIB lldpV2RemTable (IEEE 802.1AB-2009)."""

CDP = NeighborTable("cdp", "1.3.6.1.4.1.9.9.23.1.2.1.1", 1, {"address": 4, "name": 6, "port": 7, "description": 8})
"""CISCO-CDP-MIB cdpCacheTable."""
