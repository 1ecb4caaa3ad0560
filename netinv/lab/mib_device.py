"""The system group (RFC 3418), ENTITY-MIB (RFC 6933) and addresses (RFC 4293) of a simulated device."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.lab import ber
from netinv.lab.columns import Column, LiveColumn, OwnColumn, Table
from netinv.lab.faults import HOSTILE

if TYPE_CHECKING:
    from netinv.lab.ber import Oid
    from netinv.lab.network import Device

_SYSTEM = ber.dotted("1.3.6.1.2.1.1")
_ENTITY = ber.dotted("1.3.6.1.2.1.47.1.1.1.1")
_IP_FORWARDING = ber.dotted("1.3.6.1.2.1.4.1")
_IP_ADDR = ber.dotted("1.3.6.1.2.1.4.20.1")
_IP_ADDRESS = ber.dotted("1.3.6.1.2.1.4.34.1")
_PREFIX_ORIGIN = ber.dotted("1.3.6.1.2.1.4.32.1.5")
_CHASSIS, _POWER_SUPPLY = 3, 6
_IPV4 = 1


def columns() -> list[Column]:
    """The columns of all devices."""
    return [
        *[OwnColumn((*_SYSTEM, column), _system) for column in (1, 2, 4, 5, 6)],
        LiveColumn((*_SYSTEM, 3), [(0,)], ber.TIME_TICKS, lambda _variant, uptime_s: [round(uptime_s * 100)]),
        Column((*_SYSTEM, 7), [((0,), ber.integer(78))]),
        *[OwnColumn((*_ENTITY, column), _entity) for column in (2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 16)],
        Column(_IP_FORWARDING, [((0,), ber.integer(1))]),
        *[OwnColumn((*_IP_ADDR, column), _ip_addr) for column in (1, 2, 3, 4, 5)],
        *[OwnColumn((*_IP_ADDRESS, column), _ip_address) for column in (3, 4, 5, 6, 7)],
    ]


def addresses(device: Device) -> list[tuple[Oid, int, int]]:
    """IPv4 addresses with prefix length and ifIndex: the one that is asked, and one per link."""
    own = (tuple(device.packed_address), 32, device.own_port.if_index)
    return sorted([own, *((device.wiring(end), 30, end.port.if_index) for end in device.ends())])


def _system(device: Device, _now_s: float) -> Table:
    hostile = device.faults.hostile
    texts: dict[int, str | bytes] = {
        1: HOSTILE[0] if hostile else device.maker.sys_descr(),
        4: HOSTILE[4] if hostile else "noc@vinhphuc.example",
        5: HOSTILE[3] if hostile else device.name,
        6: HOSTILE[2] if hostile else device.location,
    }
    rows: Table = {column: [((0,), ber.octets(text))] for column, text in texts.items()}
    return rows | {2: [((0,), ber.oid(device.maker.sys_object_id()))]}


def _entity(device: Device, _now_s: float) -> Table:
    maker = device.maker
    chassis: dict[int, str | int] = {2: f"{maker.model} chassis", 4: 0, 5: _CHASSIS, 6: -1, 7: "Chassis", 8: "V01"}
    chassis |= {9: "", 10: maker.version, 11: device.serial, 12: maker.name, 13: maker.model, 16: 1}
    supply: dict[int, str | int] = {2: "AC power supply", 4: 1, 5: _POWER_SUPPLY, 6: 0, 7: "Power supply 0", 8: ""}
    supply |= {9: "", 10: "", 11: f"PS{device.number:08d}", 12: maker.name, 13: "PWR-AC", 16: 1}
    return {
        column: [
            ((index,), ber.integer(value) if isinstance(value, int) else ber.octets(value))
            for index, value in ((1, chassis[column]), (2, supply[column]))
        ]
        for column in chassis
    }


def _ip_addr(device: Device, _now_s: float) -> Table:
    rows: Table = {1: [], 2: [], 3: [], 4: [], 5: []}
    for address, prefix_length, index in addresses(device):
        mask = (0xFFFFFFFF << (32 - prefix_length)) & 0xFFFFFFFF
        rows[1].append((address, ber.tlv(ber.IP_ADDRESS, bytes(address))))
        rows[2].append((address, ber.integer(index)))
        rows[3].append((address, ber.tlv(ber.IP_ADDRESS, mask.to_bytes(4, "big"))))
        rows[4].append((address, ber.integer(1)))
        rows[5].append((address, ber.integer(65_535)))
    return rows


def _ip_address(device: Device, _now_s: float) -> Table:
    rows: Table = {3: [], 4: [], 5: [], 6: [], 7: []}
    for address, prefix_length, index in addresses(device):
        mask = (0xFFFFFFFF << (32 - prefix_length)) & 0xFFFFFFFF
        net = (int.from_bytes(bytes(address), "big") & mask).to_bytes(4, "big")
        suffix = (_IPV4, 4, *address)
        rows[3].append((suffix, ber.integer(index)))
        rows[4].append((suffix, ber.integer(1)))
        rows[5].append((suffix, ber.oid((*_PREFIX_ORIGIN, index, _IPV4, 4, *net, prefix_length))))
        rows[6].append((suffix, ber.integer(2)))
        rows[7].append((suffix, ber.integer(1)))
    return rows
