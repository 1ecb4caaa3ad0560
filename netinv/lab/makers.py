"""Makers of the simulated devices: how their kit describes itself and names its ports. Data, and a few rules.

The texts are written here in each maker's style. Enterprise numbers are IANA's; serial numbers are made up.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

ETHERNET, LOOPBACK, BRIDGE = 6, 24, 209  # IANAifType
INTERFACE_NAME, LOCAL = 5, 7  # LldpPortIdSubtype

_GIGABIT = 10**9


class Port(NamedTuple):
    """A port as ifTable and ifXTable have it.

    ``lldp`` is its number in lldpLocPortTable, 0 where LLDP does not run; ``used`` says whether a link ends on it.
    """

    name: str
    descr: str
    if_index: int
    if_type: int
    speed_bps: int
    lldp: int
    used: bool = False


@dataclass(frozen=True, slots=True)
class Maker:
    """One maker and operating system.

    Attributes:
        platform: netmiko's name; the inventory's ``platform`` chooses the maker by it.
        name: entPhysicalMfgName.
        enterprise: IANA private enterprise number.
        object_id: sysObjectID, the arcs behind the enterprise.
        model: entPhysicalModelName.
        version: entPhysicalSoftwareRev.
        descr: sysDescr, with ``{model}`` and ``{version}``.
        port: how port n (from 0) is called at 1 Gb/s.
        fast_port: the same at 10 Gb/s.
        own: the interface that carries the management address, its long name and IANAifType.
        first_index: ifIndex of port 0.
        lldp_offset: what to add to the port's position to get its number in lldpLocPortTable.
        port_id: LldpPortIdSubtype that the maker announces.
        serial: how its serial numbers look, ``{n}`` being a number.
    """

    platform: str
    name: str
    enterprise: int
    object_id: tuple[int, ...]
    model: str
    version: str
    descr: str
    port: str
    fast_port: str
    own: tuple[str, str, int]
    first_index: int = 1
    lldp_offset: int = 1
    port_id: int = INTERFACE_NAME
    serial: str = "SIM{n:08d}"

    def sys_descr(self) -> str:
        """The sysDescr of a device."""
        return self.descr.format(model=self.model, version=self.version)

    def sys_object_id(self) -> tuple[int, ...]:
        """The sysObjectID of a device."""
        return (1, 3, 6, 1, 4, 1, self.enterprise, *self.object_id)


CISCO = Maker(
    "cisco_ios", "Cisco Systems, Inc.", 9, (1, 2861), "ISR4331/K9", "16.9.5",
    "Cisco IOS Software [Fuji], ISR Software (X86_64_LINUX_IOSD-UNIVERSALK9-M), "
    "Version {version}, RELEASE SOFTWARE (fc1)\r\n"
    "Technical Support: http://www.cisco.com/techsupport\r\nCompiled Fri 05-Jul-19 09:37 by sim",
    "Gi0/0/{n}", "Te0/0/{n}", ("Lo0", "Loopback0", LOOPBACK), serial="FDO2{n:07d}",
)  # fmt: skip
HUAWEI = Maker(
    "huawei_vrp", "Huawei", 2011, (2, 23, 339), "S5720-28X-SI-AC", "V200R011C10SPC600",
    "Huawei Versatile Routing Platform Software\r\nVRP (R) software,Version 5.170 (S5720 {version})\r\n"
    "Copyright (C) 2007-2017 Huawei Technologies Co., Ltd.\r\n{model}",
    "GigabitEthernet0/0/{n1}", "XGigabitEthernet0/0/{n1}", ("LoopBack0", "LoopBack0", LOOPBACK),
    first_index=6, serial="2102350{n:09d}",
)  # fmt: skip
MIKROTIK = Maker(
    "mikrotik_routeros", "MikroTik", 14988, (1,), "RB3011UiAS", "6.48.6",
    "RouterOS RB3011UiAS", "ether{n1}", "sfp-sfpplus{n1}", ("bridge", "bridge", BRIDGE), serial="8EEE{n:08X}",
)  # fmt: skip
JUNIPER = Maker(
    "juniper_junos", "Juniper Networks", 2636, (1, 1, 1, 2, 105), "MX204", "18.4R3.3",
    "Juniper Networks, Inc. mx204 internet router, kernel JUNOS {version}, Build date: 2019-12-13 02:37:30 UTC "
    "Copyright (c) 1996-2019 Juniper Networks, Inc.",
    "ge-0/0/{n}", "xe-0/0/{n}", ("lo0", "lo0", LOOPBACK), first_index=514, lldp_offset=514, port_id=LOCAL,
    serial="BB{n:06d}",
)  # fmt: skip
H3C = Maker(
    "hp_comware", "H3C", 25506, (1, 1190), "S5130S-28P-EI", "7.1.070 Release 6126P20",
    "H3C Comware Platform Software, Software Version {version}\r\nH3C {model}\r\n"
    "Copyright (c) 2004-2020 New H3C Technologies Co., Ltd. All rights reserved.",
    "GigabitEthernet1/0/{n1}", "Ten-GigabitEthernet1/0/{n1}", ("LoopBack0", "LoopBack0", LOOPBACK),
    serial="219801A{n:09d}",
)  # fmt: skip
FORTINET = Maker(
    "fortinet", "Fortinet", 12356, (101, 1, 1005), "FGT_100E", "FortiGate-100E v6.2.3,build1066,191218 (GA)",
    "FortiGate of the site", "port{n1}", "x{n1}", ("mgmt", "mgmt", ETHERNET), serial="FG100E4Q{n:08d}",
)  # fmt: skip
LINUX = Maker(
    "linux", "Protectli", 8072, (3, 2, 10), "FW4B", "5.10.0-8-amd64",
    "Linux router {version} #1 SMP Debian 5.10.46-4 (2021-08-03) x86_64",
    "eth{n}", "eth{n}", ("lo", "lo", LOOPBACK), first_index=2, lldp_offset=2, serial="PT{n:08d}",
)  # fmt: skip

MAKERS = {maker.platform: maker for maker in (CISCO, HUAWEI, MIKROTIK, JUNIPER, H3C, FORTINET, LINUX)}

_LONG = {"Gi": "GigabitEthernet", "Te": "TenGigabitEthernet", "Fa": "FastEthernet", "Lo": "Loopback"}
_FAST = ("Te", "XG", "xe-", "Ten-", "x", "sfp-sfpplus")


def long_name(name: str) -> str:
    """The long form of an IOS port name: ``Gi0/0/1`` is ``GigabitEthernet0/0/1``; other names stay."""
    head = name[:2]
    return _LONG[head] + name[2:] if head in _LONG and name[2:3].isdigit() else name


@cache
def ports(maker: Maker, used: tuple[str, ...], total: int) -> tuple[Port, ...]:
    """The ports of a device: those that links use (called as the links call them), filled up to ``total``, and its own.

    A used name keeps its place: ``Te0/0/3`` is port 3, and no ``Gi0/0/3`` is made beside it. Devices of one
    maker and one use of ports share the result, and with it their MIB.
    """
    taken = {_number(name): name for name in used}
    first = 0 if "{n}" in maker.port else 1
    names = [taken.get(first + n, maker.port.format(n=n, n1=n + 1)) for n in range(total)]
    names += [name for name in used if name not in set(names)]
    found = [
        Port(name, long_name(name), maker.first_index + n, ETHERNET, _speed(name), maker.lldp_offset + n, name in used)
        for n, name in enumerate(names)
    ]
    name, descr, if_type = maker.own
    index = 1 if maker.first_index > 1 else len(names) + 1
    own = Port(name, descr, index, if_type, 0 if if_type == LOOPBACK else _GIGABIT, 0)
    return tuple(sorted((*found, own), key=lambda port: port.if_index))


def _number(name: str) -> int:
    digits = len(name) - len(name.rstrip("0123456789"))
    return int(name[-digits:]) if digits else -1


def _speed(name: str) -> int:
    return 10 * _GIGABIT if name.startswith(_FAST) else _GIGABIT
