"""Palo Alto Networks PAN-OS: what is asked and where the fields stand."""

from __future__ import annotations

import re

from probes.ssh.blocks import blocks
from probes.ssh.fields import ADDRESS, INTERFACE, NEIGHBOR, SYSTEM
from probes.ssh.questions import DOWN, ETHERNET, LAG, LOOPBACK, TUNNEL, UP, VIRTUAL, Platform, Question

# Two tables one after another: hardware ports, then logical ones with their addresses.
_HARDWARE = blocks(
    r"^(?P<interface>[a-z][\w./-]*)\s+\d+\s+(?P<speed>\[n/a\]|[^/\s]+)/(?:\[n/a\]|[^/\s]+)/(?P<state>\[n/a\]|[^/\s]+)\S*"
    r"\s+(?P<mac_address>[0-9a-f:]{17})"
)
_LOGICAL = blocks(
    r"^(?P<interface>[a-z][\w./-]*)\s+\d+\s+\d+\s",
    r"\s(?P<ip_address>\d+(?:\.\d+){3}(?:/\d+)?|[0-9a-f]*:[0-9a-f:]+/\d+)\s*$",
)

PALOALTO_PANOS = Platform(
    templates="paloalto_panos",
    vendor="Palo Alto Networks",
    os="PAN-OS",
    refusals=re.compile(
        r"^\s*(Unknown command|Invalid syntax|Server error|LLDP is not enabled|lldp .*not enabled)", re.M | re.I
    ),
    system=(
        Question(
            "show system info",
            SYSTEM,
            {
                "sys_name": r"^hostname:\s*(\S+)",
                "model": r"^model:\s*(\S+)",
                "serial": r"^serial:\s*(\S+)",
                "os_version": r"^sw-version:\s*(\S+)",
                "uptime": r"^uptime:\s*(\S.*?)\s*$",
            },
        ),
        Question("show lldp local all", patterns={"chassis_id": r"(?i)^\s*Chassis ID\s*:\s*(\S+)"}),
    ),
    interfaces=(
        Question("show interface all", INTERFACE, records=_HARDWARE),
        Question("show interface all", INTERFACE, records=_LOGICAL),
    ),
    addresses=(
        Question("show interface all", ADDRESS, records=_LOGICAL),
        Question("show system info", ADDRESS | {"interface": ()}),
    ),
    neighbors={"lldp": (Question("show lldp neighbors all", NEIGHBOR),)},
    state=("state",),
    admin_status=((r"power-down", DOWN), (r".", UP)),
    oper_status=((r"^up", UP), (r"^down", DOWN)),
    types=(
        ("ethernet", ETHERNET),
        ("ha", ETHERNET),
        ("dedicated-ha", ETHERNET),
        ("mgmt", ETHERNET),
        ("ae", LAG),
        ("vlan", VIRTUAL),
        ("loopback", LOOPBACK),
        ("tunnel", TUNNEL),
    ),
    speed_unit_bps=1_000_000,
)
