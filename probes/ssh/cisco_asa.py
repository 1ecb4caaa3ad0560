"""Cisco ASA: what is asked and where the fields stand. It speaks no discovery protocol."""

from __future__ import annotations

import re

from probes.ssh.fields import ADDRESS, INTERFACE, INVENTORY, SYSTEM
from probes.ssh.questions import DOWN, ETHERNET, LAG, TUNNEL, UP, VIRTUAL, Platform, Question

CISCO_ASA = Platform(
    templates="cisco_asa",
    vendor="Cisco",
    os="ASA",
    refusals=re.compile(r"^\s*(ERROR: )?% ?(Invalid|Incomplete|Ambiguous)|^Command authorization failed", re.M),
    system=(
        Question(
            "show version",
            SYSTEM,
            {
                "sys_descr": r"^(Cisco Adaptive Security Appliance .+?)\s*$",
                "os_version": r"^Cisco Adaptive Security Appliance Software Version (\S+)",
                "sys_name": r"^(\S+) up \d",
                "model": r"^Hardware:\s+([^,\s]+)",
                "uptime": r"^\S+ up (\d.+?)\s*$",
            },
        ),
        Question("show inventory", INVENTORY, pick=("name", r"(?i)^chassis")),
    ),
    # SNMP's ifName is the name that the administrator gave, as long as there is one.
    interfaces=(
        Question("show interface", INTERFACE | {"name": ("interface_zone", "interface"), "descr": ("interface",)}),
    ),
    addresses=(Question("show interface", ADDRESS | {"interface": ("interface_zone", "interface")}),),
    neighbors={},
    state=("link_status", "protocol_status"),
    admin_status=((r"administratively", DOWN), (r"", UP)),
    oper_status=((r"^up.*/up", UP), (r"", DOWN)),
    types=(
        ("Ethernet", ETHERNET),
        ("GigabitEthernet", ETHERNET),
        ("TenGigabitEthernet", ETHERNET),
        ("Management", ETHERNET),
        ("Internal-Data", ETHERNET),
        ("Port-channel", LAG),
        ("Redundant", LAG),
        ("Vlan", VIRTUAL),
        ("BVI", VIRTUAL),
        ("Tunnel", TUNNEL),
    ),
)
