"""What the devices of our recordings are, in the model's words and as SNMP would tell it."""

from __future__ import annotations

from typing import Any

M = "00:a1:b2:"


def days(whole: int, hours: int = 0, minutes: int = 0, seconds: int = 0) -> int:
    """In ticks, as uptimes are."""
    return (whole * 86_400 + hours * 3_600 + minutes * 60 + seconds) * 100


def said(vendor: str, system: str, version: str, model: str, serial: str, name: str, mac: str = "") -> tuple[str, ...]:
    return (vendor, system, version, model, serial, name, mac)


SYSTEMS = {
    "arista_eos": said(
        "Arista", "EOS", "4.26.4M", "DCS-7050SX3-48YC8-F", "JPE2011AAA6", "agg2.example.vn", M + "06:00:00"
    ),
    "aruba_aoscx": said(
        "Aruba", "ArubaOS-CX", "FL.10.09.1020", "JL668A 6300F 24G 4SFP56 Sw", "SG00AAA010", "cx1", M + "09:00:00"
    ),
    "cisco_asa": said("Cisco", "ASA", "9.12(4)", "ASA5515", "FTX1600AAA6", "fw1"),
    "cisco_nxos": said("Cisco", "NX-OS", "9.3(8)", "N9K-C93180YC-EX", "FDO2211AAA1", "dc-nx1"),
    "cisco_xe": said("Cisco", "IOS XE", "16.12.4", "C9300-24T", "FOC2411AAA1", "cat1", M + "01:00:00"),
    "cisco_xr": said("Cisco", "IOS XR", "7.3.2", "N540-24Z8Q2C-SYS", "FOC2501AAA3", "pe1"),
    "fortinet": said(
        "Fortinet", "FortiOS", "7.0.12,build0523,230606 (GA.F)", "FortiGate-100F", "FG100FTK00000A08", "fw-hue"
    ),
    "hp_comware": said(
        "H3C", "Comware", "7.1.070, Release 6530P02", "S5560X-30C-EI", "219801A1AAA9999", "acc-h3c", M + "07:00:00"
    ),
    "hp_procurve": said("HPE", "ProCurve", "YA.16.02.0012", "J9776A 2530-24G", "CN66AAA888", "agg-hp", M + "08:00:00"),
    "juniper_junos": said("Juniper", "Junos", "20.4R3-S2.6", "mx204", "JN1244AAA7", "mx1", M + "05:00:00"),
    "paloalto_panos": said("Palo Alto Networks", "PAN-OS", "10.1.6", "PA-220", "012801AAA013", "pa1", M + "0d:00:00"),
}
UPTIMES = {
    "arista_eos": days(23, 1, 5),
    "aruba_aoscx": days(15, 2, 3),
    "cisco_asa": days(45, 3),
    "cisco_nxos": days(12, 3, 4, 5),
    "cisco_xe": days(8, 2, 3),
    "cisco_xr": days(38, 2, 1),
    "fortinet": days(8, 6, 4),
    "hp_comware": days(7, 2, 5),
    "hp_procurve": days(15),
    "juniper_junos": days(3, 2, 2),
    "paloalto_panos": days(12, 3, 4, 5),
}
GIGABIT = 1_000_000_000

# Name, ifIndex, as printed, alias, IANAifType, hardware address, admin and oper status, bit/s, MTU: as SNMP has them.
PORTS: dict[str, list[tuple[Any, ...]]] = {
    "arista_eos": [
        ("Ethernet1", None, "Ethernet1", "to mx1", 6, M + "06:00:01", 1, 1, 10 * GIGABIT, 9178),
        ("Ethernet2", None, "Ethernet2", None, 6, M + "06:00:02", 2, 2, 10 * GIGABIT, 9214),
        ("Ethernet3", None, "Ethernet3", None, 6, M + "06:00:03", 1, 6, 10 * GIGABIT, 9214),
        ("Port-Channel1", None, "Port-Channel1", None, 161, M + "06:00:04", 1, 1, 20 * GIGABIT, 9214),
    ],
    "aruba_aoscx": [
        ("1/1/1", None, "1/1/1", "to agg-hp", 6, M + "09:00:01", 1, 1, GIGABIT, 1500),
        ("1/1/2", None, "1/1/2", None, 6, M + "09:00:02", 2, 2, None, 1500),
        ("vlan10", None, "vlan10", None, 53, M + "09:00:00", 1, 1, None, None),
    ],
    "cisco_asa": [
        ("outside", None, "GigabitEthernet0/0", "to the province", 6, M + "04:00:01", 1, 1, GIGABIT, 1500),
        ("GigabitEthernet0/1", None, "GigabitEthernet0/1", None, 6, M + "04:00:02", 2, 2, GIGABIT, None),
    ],
    "cisco_nxos": [
        ("mgmt0", None, "mgmt0", None, 6, M + "00:00:01", 1, 1, GIGABIT, 1500),
        ("Ethernet1/1", None, "Ethernet1/1", "to dc-nx2", 6, M + "00:00:02", 1, 1, 10 * GIGABIT, 9216),
        ("Ethernet1/2", None, "Ethernet1/2", None, 6, M + "00:00:03", 2, 2, 10 * GIGABIT, 1500),
        ("port-channel10", None, "port-channel10", None, 161, M + "00:00:04", 1, 2, GIGABIT // 10, 1500),
        ("Vlan20", None, "Vlan20", None, 53, M + "00:00:ff", 1, 1, GIGABIT, 1500),
    ],
    "cisco_xe": [("Twe1/1/1", None, "TwentyFiveGigE1/1/1", "uplink", 6, M + "01:00:01", 1, 1, 25 * GIGABIT, 1500)],
    "cisco_xr": [
        ("Loopback0", None, "Loopback0", None, 24, None, 1, 1, None, 1500),
        ("TenGigE0/0/0/1", None, "TenGigE0/0/0/1", "to cat1", 6, M + "03:00:01", 1, 1, 10 * GIGABIT, 9014),
        ("TenGigE0/0/0/2", None, "TenGigE0/0/0/2", None, 6, M + "03:00:02", 2, 2, 10 * GIGABIT, 1514),
    ],
    "fortinet": [
        ("wan1", None, "wan1", None, 6, None, 1, 1, GIGABIT, None),
        ("dmz", None, "dmz", None, 6, None, 2, 2, None, None),
        ("To Province", None, "To Province", None, 131, None, 1, None, None, None),
    ],
    "hp_comware": [
        ("GigabitEthernet1/0/1", None, "GigabitEthernet1/0/1", "to agg", 6, M + "07:00:01", 1, 1, GIGABIT, None),
        (
            "Ten-GigabitEthernet1/0/25",
            None,
            "Ten-GigabitEthernet1/0/25",
            "Ten-GigabitEthernet1/0/25 Interface",
            6,
            M + "07:00:02",
            2,
            2,
            10 * GIGABIT,
            None,
        ),
        (
            "Vlan-interface10",
            None,
            "Vlan-interface10",
            "Vlan-interface10 Interface",
            53,
            M + "07:00:ff",
            1,
            1,
            GIGABIT,
            1500,
        ),
    ],
    "hp_procurve": [
        ("1", None, "1", None, 6, None, 1, 1, GIGABIT, None),
        ("2", None, "2", None, 6, None, 2, 2, GIGABIT, None),
        ("23", None, "23", None, 6, None, 1, 1, GIGABIT, None),
        ("24", None, "24", "to acc-h3c", 6, None, 1, 1, GIGABIT, None),
    ],
    "juniper_junos": [
        ("xe-0/1/0", 526, "xe-0/1/0", "to agg2", 6, M + "05:00:01", 1, 1, 10 * GIGABIT, 9192),
        ("xe-0/1/0.0", 560, "xe-0/1/0.0", None, 53, None, 1, 1, None, 9178),
        ("xe-0/1/1", 527, "xe-0/1/1", None, 6, M + "05:00:02", 2, 2, 10 * GIGABIT, 1514),
        ("lo0", 6, "lo0", None, 24, None, 1, 1, None, None),
        ("lo0.0", 16, "lo0.0", None, 53, None, None, None, None, None),
    ],
    "paloalto_panos": [
        ("ethernet1/1", None, "ethernet1/1", None, 6, M + "0d:00:10", 1, 1, GIGABIT, None),
        ("ethernet1/2", None, "ethernet1/2", None, 6, M + "0d:00:11", 1, 2, None, None),
        ("loopback", None, "loopback", None, 24, M + "0d:00:03", 1, 1, None, None),
        ("loopback.1", None, "loopback.1", None, 24, None, None, None, None, None),
    ],
}
ADDRESSES: dict[str, list[tuple[Any, ...]]] = {
    "arista_eos": [("10.0.2.1", 31, "Ethernet1"), ("2001:db8:2::2", 64, "Ethernet1")],
    "aruba_aoscx": [("10.0.8.9", 24, None), ("10.0.9.9", 24, "vlan10")],
    "cisco_asa": [("198.51.100.2", 30, "outside")],
    "cisco_nxos": [("10.0.9.11", 24, "mgmt0"), ("10.0.20.1", 24, "Vlan20")],
    "cisco_xe": [("10.0.1.2", 30, "Twe1/1/1")],
    "cisco_xr": [
        ("10.0.9.3", 32, "Loopback0"),
        ("10.0.1.1", 30, "TenGigE0/0/0/1"),
        ("fe80::a1:b2ff:fe03:0", None, "Loopback0"),
        ("2001:db8:9::3", None, "Loopback0"),
        ("fe80::a1:b2ff:fe03:1", None, "TenGigE0/0/0/1"),
    ],
    "fortinet": [("203.0.113.2", 29, "wan1"), ("169.254.1.1", 32, "To Province")],
    "hp_comware": [("10.0.9.7", 24, "Vlan-interface10")],
    "hp_procurve": [("10.0.9.8", 24, "VLAN10")],
    "juniper_junos": [
        ("10.0.2.0", 31, "xe-0/1/0.0"),
        ("2001:db8:2::1", 64, "xe-0/1/0.0"),
        ("10.0.9.5", None, "lo0.0"),
    ],
    "paloalto_panos": [("203.0.113.10", 29, "ethernet1/1"), ("10.0.9.13", 32, "loopback.1"), ("10.0.8.13", 24, None)],
}
JUNOS, NXOS = (
    "Juniper Networks, Inc. mx204 internet router",
    "Cisco Nexus Operating System (NX-OS) Software 9.3(8)",
)
PROCURVE = "HP J9776A 2530-24G Switch, revision YA.16.02.0012"
NEIGHBORS: dict[str, list[tuple[Any, ...]]] = {
    "arista_eos": [
        (
            "lldp",
            "Ethernet1",
            M + "05:00:00",
            "xe-0/1/0",
            "to agg2",
            "mx1",
            "10.0.9.5",
            JUNOS + ", kernel JUNOS 20.4R3-S2.6",
        ),
        ("lldp", "Ethernet3", M + "0b:00:00", M + "0b:00:01", None, None, None, None),
        ("lldp", "Ethernet3", M + "0c:00:00", "eth0", None, "srv2", None, None),
    ],
    "aruba_aoscx": [("lldp", "1/1/1", M + "08:00:00", "12", "12", "agg-hp", "10.0.9.8", PROCURVE)],
    "cisco_nxos": [
        ("lldp", "Ethernet1/1", M + "ff:00:02", "Ethernet1/7", None, "dc-nx2", "10.0.9.12", NXOS),
        ("cdp", "Ethernet1/1", None, "Ethernet1/7", None, "dc-nx2", "10.0.9.12", "N9K-C93180YC-EX"),
    ],
    "cisco_xe": [
        (
            "lldp",
            "Twe1/1/1",
            M + "ff:00:03",
            "Te0/0/0/1",
            "to cat1",
            "pe1",
            "10.0.9.3",
            "Cisco IOS XR Software, Version 7.3.2",
        )
    ],
    "cisco_xr": [
        (
            "lldp",
            "TenGigE0/0/0/1",
            M + "01:00:00",
            "Twe1/1/1",
            "uplink",
            "cat1",
            "10.0.9.2",
            "Cisco IOS Software [Gibraltar], Catalyst L3 Switch Software",
        )
    ],
    "cisco_asa": [],
    "fortinet": [("lldp", "wan1", M + "05:00:00", "xe-0/1/3", None, "mx1", None, None)],
    "hp_comware": [
        ("lldp", "GigabitEthernet1/0/1", M + "08:00:00", "24", "24", "agg-hp", "10.0.9.8", PROCURVE),
        ("lldp", "GigabitEthernet1/0/1", M + "0a:00:00", M + "0a:00:01", None, "phone-7", None, None),
    ],
    "hp_procurve": [
        (
            "lldp",
            "24",
            M + "07:00:00",
            "GigabitEthernet1/0/1",
            "to agg",
            "acc-h3c",
            "10.0.9.7",
            "H3C Comware Software, Version 7.1.070, Release 6530P02",
        )
    ],
    "juniper_junos": [
        ("lldp", "xe-0/1/0", M + "06:00:00", "Ethernet1", None, "agg2", None, None),
        ("lldp", "xe-0/1/2", M + "06:00:09", "ge 0/0/9", None, None, None, None),
    ],
    "paloalto_panos": [("lldp", "ethernet1/1", M + "05:00:00", "xe-0/1/4", "to pa1", "mx1", "10.0.9.5", JUNOS)],
}
