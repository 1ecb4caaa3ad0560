"""HPE and H3C Comware: what is asked and where the fields stand."""

from __future__ import annotations

import re

from probes.ssh.blocks import blocks
from probes.ssh.fields import ADDRESS, INTERFACE, INVENTORY, NEIGHBOR
from probes.ssh.questions import DOWN, ETHERNET, LAG, LOOPBACK, TUNNEL, UP, VIRTUAL, Platform, Question

# The template takes lines of counters for names.
_INTERFACES = blocks(
    r"^\s*(?P<interface>[A-Z][A-Za-z-]*\d[\w/.:]*)(?:\s+current state\s*:\s*(?P<line_status>\S.*?))?\s*$",
    r"^\s*Current state\s*:\s*(?P<line_status>\S.*?)\s*$",
    r"^\s*Line protocol (?:current )?state\s*:\s*(?P<protocol_status>\S+)",
    r"^\s*Description\s*:\s*(?P<description>\S.*?)\s*$",
    r"^\s*Bandwidth\s*:\s*(?P<bandwidth>\d+ ?\w+)",
    r"^\s*(?P<speed>\d[\w.]*?)(?:-speed)?(?: mode)?,\s+\S+-duplex",
    r"(?i)^\s*(?:the )?maximum transmi\S+ unit(?: is|:)\s*(?P<mtu>\d+)",
    r"(?i)hardware address(?: is|:)\s*(?P<mac_address>[\da-f-]{14})",
    r"(?i)^\s*internet address(?: is|:)\s*(?P<ip_address>[\d.]+)(?:/(?P<prefix_length>\d+))?",
)
# The template keeps only neighbours that tell their frame size, and one for each port.
_LLDP = blocks(
    r"^(?:LLDP|CDP) neighbor-information of port \d+\s*\[(?P<local_interface>[^\]]+)\]",
    r"^\s+Chassis ID\s*:\s*(?P<chassis_id>\S+)",
    r"^\s+Port ID\s*:\s*(?P<neighbor_port_id>\S.*?)\s*$",
    r"^\s+Port description\s*:\s*(?P<neighbor_port_description>\S.*?)\s*$",
    r"^\s+System name\s*:\s*(?P<neighbor_name>\S.*?)\s*$",
    r"^\s+System description\s*:\s*(?P<system_description>\S.*?)\s*$",
    r"^\s+Management address\s*:\s*(?P<mgmt_address>\S+)",
    inner=r"(?i)^\s+(?:LLDP )?neighbor index\s*:",
)

HP_COMWARE = Platform(
    templates="hp_comware",
    vendor="H3C",
    os="Comware",
    brands={"H3C": ("H3C", "Comware"), "HP": ("HPE", "Comware"), "3Com": ("3Com", "Comware")},
    refusals=re.compile(
        r"^\s*(% ?(Unrecognized|Incomplete|Too many|Wrong|Ambiguous)|.*LLDP (service )?is not (running|enabled)"
        r"|Permission denied)",
        re.M,
    ),
    system=(
        Question("display device manuinfo", INVENTORY, pick=("slot_type", r"(?i)^(?:chassis|slot|)$")),
        Question(
            "display version",
            patterns={
                "vendor": r"^(H3C|HPE?|3Com)\b.*(?:Comware|Software|uptime)",
                "sys_descr": r"^((?:H3C|HPE?|3Com) .*Software.*?)\s*$",
                "os_version": r"Software, (?:Software )?Version (\d[\w.]*(?:,? [A-Z]\w+ \w+)?)",
                "model": r"^(?:H3C|HPE?|3Com) (.+?)(?: Switch)? uptime is",
                "uptime": r"uptime is (.+?)\s*$",
            },
        ),
        Question("display lldp local-information", patterns={"chassis_id": r"^\s*Chassis ID\s*:\s*(\S+)"}),
    ),
    interfaces=(Question("display interface", INTERFACE, records=_INTERFACES),),
    addresses=(Question("display interface", ADDRESS, records=_INTERFACES),),
    neighbors={
        "lldp": (
            Question("display lldp neighbor-information verbose", NEIGHBOR, records=_LLDP),
            Question("display lldp neighbor-information", NEIGHBOR, records=_LLDP),
        ),
    },
    state=("line_status", "protocol_status"),
    admin_status=((r"(?i)administratively", DOWN), (r"", UP)),
    oper_status=((r"(?i)^up", UP), (r"", DOWN)),
    types=(
        ("Ethernet", ETHERNET),
        ("GigabitEthernet", ETHERNET),
        ("Ten-GigabitEthernet", ETHERNET),
        ("Twenty-FiveGigE", ETHERNET),
        ("FortyGigE", ETHERNET),
        ("HundredGigE", ETHERNET),
        ("M-", ETHERNET),
        ("Bridge-Aggregation", LAG),
        ("Route-Aggregation", LAG),
        ("Vlan-interface", VIRTUAL),
        ("LoopBack", LOOPBACK),
        ("InLoopBack", LOOPBACK),
        ("Tunnel", TUNNEL),
    ),
    port_names={
        "GE": "GigabitEthernet",
        "XGE": "Ten-GigabitEthernet",
        "WGE": "Twenty-FiveGigE",
        "FGE": "FortyGigE",
        "HGE": "HundredGigE",
        "MGE": "M-GigabitEthernet",
        "M-GE": "M-GigabitEthernet",
        "BAGG": "Bridge-Aggregation",
        "RAGG": "Route-Aggregation",
        "Vlan": "Vlan-interface",
    },
)
