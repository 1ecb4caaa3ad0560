"""Cisco NX-OS: what is asked and where the fields stand."""

from __future__ import annotations

import re

from probes.ssh.fields import ADDRESS, CDP_NEIGHBOR, INTERFACE, INVENTORY, NEIGHBOR, SYSTEM
from probes.ssh.questions import DOWN, ETHERNET, LAG, LOOPBACK, TUNNEL, UP, VIRTUAL, Platform, Question

CISCO_NXOS = Platform(
    templates="cisco_nxos",
    vendor="Cisco",
    os="NX-OS",
    refusals=re.compile(r"^\s*(% ?(Invalid|Incomplete|Ambiguous|Permission denied)|.*(CDP|LLDP).* not enabled)", re.M),
    system=(
        Question(
            "show version",
            SYSTEM,
            {
                "sys_descr": r"^(Cisco Nexus .+?)\s*$",
                "sys_name": r"^\s+Device name:\s*(\S+)",
                "os_version": r"^\s+(?:NXOS|system):\s+version\s+(\S+)",
                "serial": r"^\s*Processor [Bb]oard ID\s+(\S+)",
                "uptime": r"^Kernel uptime is (.+?)\s*$",
            },
        ),
        Question("show inventory", INVENTORY, pick=("name", r"(?i)^chassis")),
    ),
    interfaces=(Question("show interface", INTERFACE),),
    addresses=(
        Question("show interface", ADDRESS),
        Question("show ipv6 interface brief", ADDRESS),
    ),
    neighbors={
        "lldp": (
            Question("show lldp neighbors detail", NEIGHBOR),
            Question("show lldp neighbors", NEIGHBOR),
        ),
        "cdp": (
            Question("show cdp neighbors detail", CDP_NEIGHBOR),
            Question("show cdp neighbors", CDP_NEIGHBOR),
        ),
    },
    state=("link_status", "admin_state"),
    admin_status=((r"(?i)administratively", DOWN), (r"", UP)),
    oper_status=((r"^up", UP), (r"", DOWN)),
    types=(
        ("Ethernet", ETHERNET),
        ("mgmt", ETHERNET),
        ("port-channel", LAG),
        ("Vlan", VIRTUAL),
        ("loopback", LOOPBACK),
        ("Tunnel", TUNNEL),
        ("nve", TUNNEL),
    ),
    port_names={"Eth": "Ethernet", "Po": "port-channel", "Lo": "loopback"},
)
