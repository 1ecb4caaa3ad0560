"""MikroTik RouterOS: what is asked and where the fields stand."""

from __future__ import annotations

import re

from probes.ssh.fields import ADDRESS, INTERFACE
from probes.ssh.questions import BRIDGE, DOWN, ETHERNET, L2VLAN, LAG, LOOPBACK, PPP, TUNNEL, UP, Platform, Question
from probes.ssh.routeros import records

_NEIGHBOR = {
    "local_port": ("interface",),
    "remote_chassis": ("mac_address",),
    "remote_port": ("interface_name",),
    "remote_name": ("identity",),
    "remote_address": ("address4", "address", "address6"),
    "remote_platform": ("system_description", "board", "platform"),
}

MIKROTIK_ROUTEROS = Platform(
    templates="mikrotik_routeros",
    vendor="MikroTik",
    os="RouterOS",
    refusals=re.compile(
        r"^\s*(bad command name|syntax error|expected end of command|no such item|input does not match)", re.M
    ),
    system=(
        Question(
            "/system resource print",
            {"os_version": ("version",), "model": ("board_name",), "uptime": ("uptime",)},
        ),
        Question("/system identity print", patterns={"sys_name": r"^\s*name:\s*(.+?)\s*$"}),
        Question(
            "/system routerboard print",
            patterns={"model": r"^\s*model:\s*(.+?)\s*$", "serial": r"^\s*serial-number:\s*(\S+)"},
        ),
    ),
    interfaces=(Question("/interface print detail", INTERFACE | {"type": ("type",)}, records=records),),
    addresses=(Question("/ip address print", ADDRESS),),
    neighbors={"mndp": (Question("/ip neighbor print detail", _NEIGHBOR, records=records),)},
    state=("status",),
    admin_status=((r"X", DOWN), (r"", UP)),
    oper_status=((r"R", UP), (r"", DOWN)),
    types=(
        ("ether", ETHERNET),
        ("bridge", BRIDGE),
        ("vlan", L2VLAN),
        ("bond", LAG),
        ("loopback", LOOPBACK),
        ("pptp", PPP),
        ("pppoe", PPP),
        ("l2tp", PPP),
        ("gre", TUNNEL),
        ("ipip", TUNNEL),
        ("eoip", TUNNEL),
    ),
)
