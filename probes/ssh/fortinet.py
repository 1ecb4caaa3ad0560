"""Fortinet FortiOS: what is asked and where the fields stand."""

from __future__ import annotations

import re

from probes.ssh.blocks import blocks
from probes.ssh.fields import ADDRESS, INTERFACE, NEIGHBOR, SYSTEM
from probes.ssh.questions import DOWN, ETHERNET, LAG, LOOPBACK, PPP, TUNNEL, UP, VIRTUAL, Platform, Question

# One line has all of a port, with other words in each release; templates know some of them.
_INTERFACES = blocks(
    r"^name: (?P<name>.+?)\s+(?:mode|management-ip|ip|status|type|netbios-forward|vdom): ",
    r"\sstatus: (?P<admin>\w+)",
    r"\stype: (?P<type>[\w-]+)",
    r"\sip: (?P<ip_address>\d+(?:\.\d+){3}) (?P<netmask>\d+(?:\.\d+){3})",
)
_PHYSICAL = blocks(
    r"^\s*==\[(?P<name>.+?)\]",
    r"^\s*status: (?P<link>\w+)",
    r"^\s*speed: (?P<speed>\d+)",
    r"^\s*ipv6: (?P<ip_address>[0-9a-f:]+)/(?P<netmask>\d+)",
)
_LLDP = blocks(
    r"^\s*\d+ port '(?P<local_interface>[^']+)'.*? chassis (?P<chassis_id>\S+) port '(?P<neighbor_port_id>[^']*)'"
    r"(?: system '(?P<neighbor_name>[^']*)')?"
)

FORTINET = Platform(
    templates="fortinet",
    vendor="Fortinet",
    os="FortiOS",
    refusals=re.compile(r"^\s*(command parse error|Unknown action|Command fail|Permission denied)", re.M),
    system=(
        Question(
            "get system status",
            {"sys_name": SYSTEM["sys_name"], "serial": SYSTEM["serial"]},
            {
                "sys_name": r"^Hostname:\s*(\S+)",
                "model": r"^Version:\s*(\S+)",
                "os_version": r"^Version:\s*\S+\s+(v\d.*?)\s*$",
                "serial": r"^Serial-Number:\s*(\S+)",
                "sys_descr": r"^Version:\s*(.+?)\s*$",
            },
        ),
        Question("get system performance status", patterns={"uptime": r"^Uptime:\s*(.+?)\s*$"}),
    ),
    interfaces=(
        Question("get system interface", INTERFACE | {"type": ("type",)}, records=_INTERFACES),
        Question("get system interface physical", INTERFACE, records=_PHYSICAL),
    ),
    addresses=(
        Question("get system interface", ADDRESS, records=_INTERFACES),
        Question("get system interface physical", ADDRESS, records=_PHYSICAL),
    ),
    neighbors={"lldp": (Question("diagnose lldprx neighbor summary", NEIGHBOR, records=_LLDP),)},
    state=("admin", "link"),
    admin_status=((r"^down", DOWN), (r"^up", UP)),
    oper_status=((r"^down|/down", DOWN), (r"/up", UP)),
    types=(
        ("physical", ETHERNET),
        ("hard-switch", ETHERNET),
        ("aggregate", LAG),
        ("redundant", LAG),
        ("vlan", VIRTUAL),
        ("switch", VIRTUAL),
        ("emac-vlan", VIRTUAL),
        ("loopback", LOOPBACK),
        ("tunnel", TUNNEL),
        ("vdom-link", PPP),
    ),
    speed_unit_bps=1_000_000,
)
