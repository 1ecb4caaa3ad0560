"""Cisco IOS and IOS XE: what is asked and where the fields stand."""

from __future__ import annotations

import re

from probes.ssh.questions import (
    DOWN,
    ETHERNET,
    LAG,
    LOOPBACK,
    NOT_PRESENT,
    PPP,
    TUNNEL,
    UP,
    VIRTUAL,
    Platform,
    Question,
)

CISCO_IOS = Platform(
    templates="cisco_ios",
    vendor="Cisco",
    os="IOS",
    refusals=re.compile(
        r"^\s*% ?(Invalid|Incomplete|Ambiguous|Unrecognized|Unknown command|(CDP|LLDP) is not enabled)", re.M
    ),
    system=(
        Question(
            "show version",
            {
                "sys_name": ("hostname",),
                "os_version": ("version",),
                "model": ("hardware",),
                "serial": ("serial",),
                "uptime": ("uptime",),
                "chassis_id": ("mac_address",),
            },
            {"sys_descr": r"^(Cisco .+?)\s*$", "os": r"^Cisco .*\b(IOS[ -]XE)\b"},
        ),
    ),
    interfaces=Question(
        "show interfaces",
        {
            "name": ("interface",),
            "descr": ("interface",),
            "alias": ("description",),
            "mac": ("mac_address", "bia"),
            "speed_bps": ("bandwidth",),
            "mtu": ("mtu",),
        },
    ),
    addresses=(
        Question(
            "show ip interface",
            {"interface": ("interface",), "address": ("ip_address",), "prefix_length": ("prefix_length",)},
        ),
        Question("show ipv6 interface brief", {"interface": ("interface",), "address": ("ipv6_address",)}),
    ),
    neighbors={
        "lldp": Question(
            "show lldp neighbors detail",
            {
                "local_port": ("local_interface",),
                "remote_chassis": ("chassis_id",),
                "remote_port": ("neighbor_port_id",),
                "remote_port_description": ("neighbor_interface",),
                "remote_name": ("neighbor_name",),
                "remote_address": ("mgmt_address",),
                "remote_platform": ("neighbor_description",),
            },
        ),
        "cdp": Question(
            "show cdp neighbors detail",
            {
                "local_port": ("local_interface",),
                "remote_port": ("neighbor_interface",),
                "remote_name": ("neighbor_name",),
                "remote_address": ("mgmt_address", "interface_ip"),
                "remote_platform": ("platform",),
            },
        ),
    },
    brief_neighbors={"lldp": "show lldp neighbors"},
    state=("link_status", "protocol_status"),
    admin_status=((r"administratively", DOWN), (r"", UP)),
    oper_status=((r"^up.*/up", UP), (r"^deleted|not present", NOT_PRESENT), (r"", DOWN)),
    types=(
        ("Vlan", VIRTUAL),
        ("BDI", VIRTUAL),
        ("Port-channel", LAG),
        ("Loopback", LOOPBACK),
        ("Tunnel", TUNNEL),
        ("Dialer", PPP),
        ("Ethernet", ETHERNET),
        ("FastEthernet", ETHERNET),
        ("GigabitEthernet", ETHERNET),
        ("TwoGigabitEthernet", ETHERNET),
        ("FiveGigabitEthernet", ETHERNET),
        ("TenGigabitEthernet", ETHERNET),
        ("TwentyFiveGigE", ETHERNET),
        ("FortyGigabitEthernet", ETHERNET),
        ("HundredGigE", ETHERNET),
        ("AppGigabitEthernet", ETHERNET),
    ),
    short_names={
        "Ethernet": "Et",
        "FastEthernet": "Fa",
        "GigabitEthernet": "Gi",
        "TwoGigabitEthernet": "Tw",
        "FiveGigabitEthernet": "Fi",
        "TenGigabitEthernet": "Te",
        "TwentyFiveGigE": "Twe",
        "TwentyFiveGigabitEthernet": "Twe",
        "FortyGigabitEthernet": "Fo",
        "HundredGigE": "Hu",
        "HundredGigabitEthernet": "Hu",
        "AppGigabitEthernet": "Ap",
        "Port-channel": "Po",
        "Vlan": "Vl",
        "Loopback": "Lo",
        "Tunnel": "Tu",
        "Serial": "Se",
        "Dialer": "Di",
        "Cellular": "Ce",
    },
)
