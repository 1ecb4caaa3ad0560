"""LLDP-MIB (IEEE 802.1AB) and CISCO-CDP-MIB of a simulated device: what its links say, from its side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.lab import ber, makers
from netinv.lab.columns import Column, OwnColumn, Table
from netinv.lab.faults import HOSTILE

if TYPE_CHECKING:
    from netinv.lab.makers import Port
    from netinv.lab.network import Device

_LOCAL = ber.dotted("1.0.8802.1.1.2.1.3")
_LOCAL_PORT = (*_LOCAL, 7, 1)
_REMOTE = ber.dotted("1.0.8802.1.1.2.1.4.1.1")
_REMOTE_ADDRESS = ber.dotted("1.0.8802.1.1.2.1.4.2.1")
_CDP = ber.dotted("1.3.6.1.4.1.9.9.23.1.2.1.1")
_MAC_ADDRESS = 4  # LldpChassisIdSubtype
_IF_INDEX = 2  # lldpRemManAddrIfSubtype
_IPV4 = 1
_BRIDGE_AND_ROUTER = b"\x28\x00"  # LldpSystemCapabilitiesMap: bits 2 and 4


def columns() -> list[Column]:
    """The columns of all devices; CDP's are empty but on Cisco's."""
    return [
        *[OwnColumn((*_LOCAL, column), _local) for column in (1, 2, 3, 4, 5, 6)],
        *[OwnColumn((*_LOCAL_PORT, column), _local_ports) for column in (2, 3, 4)],
        *[OwnColumn((*_REMOTE, column), _remotes) for column in (4, 5, 6, 7, 8, 9, 10, 11, 12)],
        *[OwnColumn((*_REMOTE_ADDRESS, column), _remote_addresses) for column in (3, 4, 5)],
        *[OwnColumn((*_CDP, column), _cdp) for column in (3, 4, 5, 6, 7, 8, 9)],
    ]


def port_id(device: Device, port: Port) -> tuple[int, str, str]:
    """What the device announces of a port: LldpPortIdSubtype, the port's ID, its description."""
    if device.maker.port_id == makers.LOCAL:
        return makers.LOCAL, str(port.if_index), port.name
    return makers.INTERFACE_NAME, port.name, port.descr


def speaks_cdp(device: Device) -> bool:
    """Whether it speaks Cisco's own discovery protocol."""
    return device.maker is makers.CISCO


def _local(device: Device, _now_s: float) -> Table:
    values = {
        1: ber.integer(_MAC_ADDRESS),
        2: ber.octets(device.mac),
        3: ber.octets(device.name),
        4: ber.octets(device.maker.sys_descr()),
        5: ber.octets(_BRIDGE_AND_ROUTER),
        6: ber.octets(_BRIDGE_AND_ROUTER),
    }
    return {column: [((0,), value)] for column, value in values.items()}


def _local_ports(device: Device, _now_s: float) -> Table:
    rows: Table = {2: [], 3: [], 4: []}
    for port in device.ports:
        if port.lldp:
            subtype, name, descr = port_id(device, port)
            rows[2].append(((port.lldp,), ber.integer(subtype)))
            rows[3].append(((port.lldp,), ber.octets(name)))
            rows[4].append(((port.lldp,), ber.octets(descr)))
    return rows


def _remotes(device: Device, now_s: float) -> Table:
    rows: Table = {column: [] for column in (4, 5, 6, 7, 8, 9, 10, 11, 12)}
    for end in device.ends():
        if not end.link.is_up(now_s):
            continue
        subtype, name, descr = port_id(end.far, end.far_port)
        far_name = HOSTILE[1] if end.far.faults.hostile else end.far.name
        values = {
            4: ber.integer(_MAC_ADDRESS),
            5: ber.octets(end.far.mac),
            6: ber.integer(subtype),
            7: ber.octets(name),
            8: ber.octets(descr),
            9: ber.octets(far_name),
            10: ber.octets(HOSTILE[0] if end.far.faults.hostile else end.far.maker.sys_descr()),
            11: ber.octets(_BRIDGE_AND_ROUTER),
            12: ber.octets(_BRIDGE_AND_ROUTER),
        }
        for column, value in values.items():
            rows[column].append(((0, end.port.lldp, end.order + 1), value))
    return rows


def _remote_addresses(device: Device, now_s: float) -> Table:
    rows: Table = {3: [], 4: [], 5: []}
    for end in device.ends():
        if end.link.is_up(now_s):
            address = end.far.packed_address
            suffix = (0, end.port.lldp, end.order + 1, _IPV4, 4, *address)
            rows[3].append((suffix, ber.integer(_IF_INDEX)))
            rows[4].append((suffix, ber.integer(end.far.own_port.if_index)))
            rows[5].append((suffix, ber.oid((0, 0))))
    return rows


def _cdp(device: Device, now_s: float) -> Table:
    rows: Table = {column: [] for column in (3, 4, 5, 6, 7, 8, 9)}
    if not speaks_cdp(device):
        return rows
    for end in device.ends():
        if not (end.link.is_up(now_s) and speaks_cdp(end.far)):
            continue
        values = {
            3: ber.integer(1),
            4: ber.octets(end.far.packed_address),
            5: ber.octets(end.far.maker.sys_descr()),
            6: ber.octets(end.far.name),
            7: ber.octets(end.far_port.descr),
            8: ber.octets(f"cisco {end.far.maker.model}"),
            9: ber.octets(b"\x00\x00\x00\x29"),
        }
        for column, value in values.items():
            rows[column].append(((end.port.if_index, end.order + 1), value))
    return rows
