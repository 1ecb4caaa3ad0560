"""Cisco IOS and IOS XE: what is asked and where the fields stand."""

from __future__ import annotations

import re

from probes.ssh.fields import ADDRESS, CDP_NEIGHBOR, INTERFACE, NEIGHBOR, NEIGHBOR_WITH_PORT_ID, SYSTEM
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
    brands=dict.fromkeys(("IOS", "[", "LINUX_IOSD"), ("Cisco", "IOS XE")),  # each is a mark of IOS XE
    refusals=re.compile(
        r"^\s*% ?(Invalid|Incomplete|Ambiguous|Unrecognized|Unknown command|(CDP|LLDP) is not enabled)", re.M
    ),
    system=(
        Question(
            "show version",
            SYSTEM,
            {
                "sys_descr": r"^(Cisco .+?)\s*$",
                "vendor": r"^Cisco (?:.*\b(IOS[ -]XE)\b|IOS Software (\[)|.*_(LINUX_IOSD)-)",
            },
        ),
    ),
    interfaces=(Question("show interfaces", INTERFACE),),
    addresses=(
        Question("show ip interface", ADDRESS),
        Question("show ipv6 interface brief", ADDRESS),
    ),
    neighbors={
        "lldp": (
            Question("show lldp neighbors detail", NEIGHBOR_WITH_PORT_ID),
            Question("show lldp neighbors", NEIGHBOR),
        ),
        "cdp": (
            Question("show cdp neighbors detail", CDP_NEIGHBOR),
            Question("show cdp neighbors", CDP_NEIGHBOR),
        ),
    },
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
    port_names={
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
