"""Cisco IOS XR: what is asked and where the fields stand."""

from __future__ import annotations

import re

from probes.ssh.blocks import blocks
from probes.ssh.fields import ADDRESS, CDP_NEIGHBOR, INTERFACE, INVENTORY, NEIGHBOR, SYSTEM
from probes.ssh.questions import DOWN, ETHERNET, LAG, LOOPBACK, TUNNEL, UP, VIRTUAL, Platform, Question

_INTERFACES = blocks(
    r"^(?P<interface>\S+) is (?P<link_status>[^,]+), line protocol is (?P<protocol_status>.+?)\s*$",
    r"^\s+Hardware is .*, address is (?P<mac_address>\S+)",
    r"^\s+Description: (?P<description>.*?)\s*$",
    r"^\s+MTU (?P<mtu>\d+) bytes.*\bBW (?P<bandwidth>\d+ \w+)",
    r"^\s+Internet address is (?P<ip_address>[\d.]+)(?:/(?P<prefix_length>\d+))?",
)
_IPV6_ADDRESSES = blocks(r"^(?P<interface>\S+)\s+\[", r"^\s+(?P<ipv6_address>[0-9a-fA-F:]*:[0-9a-fA-F:]+)\s*$")

CISCO_XR = Platform(
    templates="cisco_xr",
    vendor="Cisco",
    os="IOS XR",
    refusals=re.compile(
        r"^\s*% ?(Invalid|Incomplete|Ambiguous|(CDP|LLDP) is not enabled|This command is not auth)", re.M
    ),
    system=(
        Question(
            "show version",
            SYSTEM,
            {
                "sys_descr": r"^(Cisco IOS XR .+?)\s*$",
                "os_version": r"^Cisco IOS XR Software, Version ([\w.]+)",
                "sys_name": r"^(?!System )(\S+) uptime is",
                "model": r"(?i)^\s*cisco (\S+)(?: Series)? \(.*processor",
                "uptime": r"uptime is (.+?)\s*$",
            },
        ),
        Question("show inventory", INVENTORY, pick=("name", r"(?i)chassis|^rack 0$")),
    ),
    interfaces=(Question("show interfaces", INTERFACE, records=_INTERFACES),),
    addresses=(
        Question("show interfaces", ADDRESS, records=_INTERFACES),
        Question("show ipv6 vrf all interface brief", ADDRESS, records=_IPV6_ADDRESSES),
    ),
    neighbors={
        "lldp": (
            Question("show lldp neighbors detail", NEIGHBOR),
            Question("show lldp neighbors", NEIGHBOR),
        ),
        "cdp": (Question("show cdp neighbors detail", CDP_NEIGHBOR),),
    },
    state=("link_status", "protocol_status"),
    admin_status=((r"administratively", DOWN), (r"", UP)),
    oper_status=((r"^up", UP), (r"", DOWN)),
    types=(
        ("GigabitEthernet", ETHERNET),
        ("TenGigE", ETHERNET),
        ("TwentyFiveGigE", ETHERNET),
        ("FortyGigE", ETHERNET),
        ("HundredGigE", ETHERNET),
        ("FourHundredGigE", ETHERNET),
        ("MgmtEth", ETHERNET),
        ("Bundle-Ether", LAG),
        ("BVI", VIRTUAL),
        ("Loopback", LOOPBACK),
        ("tunnel", TUNNEL),
    ),
    port_names={
        "Gi": "GigabitEthernet",
        "Te": "TenGigE",
        "TF": "TwentyFiveGigE",
        "Fo": "FortyGigE",
        "Hu": "HundredGigE",
        "FH": "FourHundredGigE",
        "BE": "Bundle-Ether",
        "Mg": "MgmtEth",
        "Lo": "Loopback",
    },
)
