"""Juniper Junos: what is asked and where the fields stand."""

from __future__ import annotations

import re

from probes.ssh.blocks import blocks
from probes.ssh.fields import ADDRESS, INTERFACE, NEIGHBOR, SYSTEM
from probes.ssh.questions import DOWN, ETHERNET, LAG, LOOPBACK, TUNNEL, UP, VIRTUAL, Platform, Question

# The template knows neither hardware addresses nor speeds, and gives up at lines that it was not made for.
_INTERFACES = blocks(
    r"^(?:Physical interface: (?P<interface>[^,\s]+), (?P<admin_state>[^,]+), Physical link is (?P<link_status>\w+)"
    r"|\s+Logical interface (?P<unit>\S+))",
    r"SNMP ifIndex:? (?P<if_index>\d+)",
    r"^\s+Description: (?P<description>.*?)\s*$",
    r"(?:Link-level type: .*|Protocol inet6?, )MTU: (?P<mtu>\d+)",
    r"\bSpeed: (?P<speed>\d+\w+)",
    r"^\s+Current address: (?P<mac_address>[^,\s]+)",
    r"^\s+Flags: (?P<link_status>(?:\w+-)?(?:Up|Down)(?: \w+-Down)*)\b",
    r"(?:Destination: \S*?/(?P<prefix_length>\d+), )?Local: (?P<ip_address>[\da-f.:]+)",
)
_UNIT = {"name": ("interface", "unit"), "descr": ("interface", "unit")}

# Columns by what stands in them: some releases have no parent, some neighbours no name.
_LLDP = blocks(
    r"^(?P<local_interface>[a-z]+-?\d\S*)\s+(?:(?:-|[a-z]+\d\S*)\s+)?"
    r"(?P<chassis_id>(?:[0-9a-f]{2}:){5}[0-9a-f]{2}|\d+(?:\.\d+){3}|\S*[^-\s]\S*)\s+"
    r"(?P<neighbor_interface>\S+(?: \S+)*)(?:\s{2,}(?P<neighbor_name>\S+))?\s*$"
)

JUNIPER_JUNOS = Platform(
    templates="juniper_junos",
    vendor="Juniper",
    os="Junos",
    refusals=re.compile(
        r"^\s*(unknown command|syntax error|missing argument|error: (unknown command|syntax error|permission denied"
        r"|.* subsystem (is )?not running|command is not valid))",
        re.M | re.I,
    ),
    system=(
        Question(
            "show version",
            SYSTEM,
            {
                "sys_name": r"^Hostname:\s*(\S+)",
                "model": r"^Model:\s*(\S+)",
                "os_version": r"^(?:Junos:\s*(\S+)|JUNOS .*?\[(\d+\.\d+[A-Z]\S*?)\])",
            },
        ),
        Question("show chassis hardware", patterns={"serial": r"^Chassis\s+(?:REV \S+\s+\S+\s+)?(\S+)\s{2,}\S"}),
        Question("show system uptime", patterns={"uptime": r"^System booted: .*\((.+?) ago\)"}),
        Question("show lldp local-information", patterns={"chassis_id": r"^Chassis ID\s*:\s*(\S+)"}),
    ),
    interfaces=(Question("show interfaces", INTERFACE | _UNIT | {"if_index": ("if_index",)}, records=_INTERFACES),),
    addresses=(Question("show interfaces", ADDRESS | {"interface": ("interface", "unit")}, records=_INTERFACES),),
    neighbors={"lldp": (Question("show lldp neighbors", NEIGHBOR, records=_LLDP),)},
    state=("link_status", "admin_state"),
    admin_status=((r"(?i)/administratively|/disabled", DOWN), (r"/Enabled|^Up", UP)),
    oper_status=((r"^Up", UP), (r"Down", DOWN)),
    types=(
        ("ge-", ETHERNET),
        ("xe-", ETHERNET),
        ("et-", ETHERNET),
        ("fe-", ETHERNET),
        ("mge-", ETHERNET),
        ("me", ETHERNET),
        ("em", ETHERNET),
        ("fxp", ETHERNET),
        ("vme", ETHERNET),
        ("ae", LAG),
        ("reth", LAG),
        ("irb", VIRTUAL),
        ("vlan", VIRTUAL),
        ("lo", LOOPBACK),
        ("gr-", TUNNEL),
        ("ip-", TUNNEL),
        ("st", TUNNEL),
    ),
    unit_type=VIRTUAL,
)
