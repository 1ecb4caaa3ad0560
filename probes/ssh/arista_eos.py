"""Arista EOS: what is asked and where the fields stand."""

from __future__ import annotations

import re

from probes.ssh.blocks import blocks
from probes.ssh.fields import ADDRESS, INTERFACE, NEIGHBOR, SYSTEM
from probes.ssh.questions import DOWN, ETHERNET, LAG, LOOPBACK, NOT_PRESENT, TUNNEL, UP, VIRTUAL, Platform, Question

_INTERFACES = blocks(
    r"^(?P<interface>\S+) is (?P<link_status>[^,]+), line protocol is (?P<protocol_status>.+?)\s*$",
    r"^\s+Hardware is .*, address is (?P<mac_address>\S+)",
    r"^\s+Description: \"?(?P<description>.*?)\"?\s*$",
    r"\bMTU (?P<mtu>\d+) bytes(?:.*\bBW (?P<bandwidth>\d+ \w+))?",
    r"^\s+(?:Internet|Secondary) address is (?P<ip_address>[\d.]+)(?:/(?P<prefix_length>\d+))?",
    r"^\s+(?P<ip_address>[0-9a-fA-F:]*:[0-9a-fA-F:]+), subnet is \S+/(?P<prefix_length>\d+)",
)
_LLDP = blocks(
    r"^Interface (?P<local_interface>\S+) detected",
    r"^\s+Chassis ID\s*: \"?(?P<chassis_id>[^\"]+)",
    r"^\s+Port ID\s*: \"?(?P<neighbor_port_id>[^\"]+)",
    r"^\s+- Port Description: \"?(?P<neighbor_port_description>[^\"]+)",
    r"^\s+- System Name: \"?(?P<neighbor_name>[^\"]+)",
    r"^\s+- System Description: \"?(?P<system_description>[^\"]+)",
    r"^\s+Management Address\s*: (?P<mgmt_address>\S+)",
    inner=r"^\s+Neighbor \S+.*, age ",
)

ARISTA_EOS = Platform(
    templates="arista_eos",
    vendor="Arista",
    os="EOS",
    refusals=re.compile(r"^\s*% ?(Invalid|Incomplete|Ambiguous|LLDP is not enabled|Unavailable|Authorization)", re.M),
    system=(
        Question(
            "show version",
            SYSTEM,
            {
                "model": r"^(?:Arista )?(\S+)\s*$",
                "os_version": r"^Software image version:\s*(\S+)",
                "serial": r"^Serial number:[ \t]*(\S+)",
                "chassis_id": r"^System MAC address:\s*(\S+)",
                "uptime": r"^Uptime:\s*(.+?)\s*$",
            },
        ),
        Question("show hostname", {"sys_name": ("fqdn", "hostname")}),
    ),
    interfaces=(Question("show interfaces", INTERFACE, records=_INTERFACES),),
    addresses=(Question("show interfaces", ADDRESS, records=_INTERFACES),),
    neighbors={
        "lldp": (
            Question("show lldp neighbors detail", NEIGHBOR, records=_LLDP),
            Question("show lldp neighbors", NEIGHBOR),
        ),
    },
    state=("link_status", "protocol_status"),
    admin_status=((r"administratively", DOWN), (r"", UP)),
    oper_status=((r"^up.*/up", UP), (r"not ?present", NOT_PRESENT), (r"", DOWN)),
    types=(
        ("Ethernet", ETHERNET),
        ("Management", ETHERNET),
        ("Port-Channel", LAG),
        ("Vlan", VIRTUAL),
        ("Loopback", LOOPBACK),
        ("Tunnel", TUNNEL),
        ("Vxlan", TUNNEL),
    ),
    port_names={"Et": "Ethernet", "Ma": "Management", "Po": "Port-Channel", "Vl": "Vlan", "Lo": "Loopback"},
)
