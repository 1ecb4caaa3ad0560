"""Aruba AOS-CX: what is asked and where the fields stand."""

from __future__ import annotations

import re

from probes.ssh.blocks import blocks
from probes.ssh.fields import ADDRESS, INTERFACE, NEIGHBOR, SYSTEM
from probes.ssh.questions import DOWN, ETHERNET, LAG, LOOPBACK, TUNNEL, UP, VIRTUAL, Platform, Question

_MEMBERS = range(1, 11)  # of a stack (VSF)

_MANAGEMENT = blocks(
    r"^\s*Address Mode\s*:",
    r"^\s*IPv[46] address(?:/\S+)?\s*:\s*(?P<ip_address>[\da-f.:]+)(?:/(?P<prefix_length>\d+))?",
)
_LLDP = blocks(
    r"^Port\s+:\s*(?P<local_interface>\S+)",
    r"^Neighbor Chassis-ID\s*:\s*(?P<chassis_id>\S+)",
    r"^Neighbor Port-ID\s*:\s*(?P<neighbor_port_id>\S.*?)\s*$",
    r"^Neighbor Port-Desc\s*:\s*(?P<neighbor_port_description>\S.*?)\s*$",
    r"^Neighbor (?:Chassis|System)-Name\s*:\s*(?P<neighbor_name>\S.*?)\s*$",
    r"^Neighbor (?:Chassis|System)-Description\s*:\s*(?P<system_description>\S.*?)\s*$",
    r"^Neighbor Management-Address\s*:\s*(?P<mgmt_address>\S+)",
)

ARUBA_AOSCX = Platform(
    templates="aruba_aoscx",
    vendor="Aruba",
    os="ArubaOS-CX",
    refusals=re.compile(
        r"^\s*(% ?)?(Invalid input|Command incomplete|Ambiguous|Cannot execute|LLDP is (not ena|dis))", re.M
    ),
    system=(
        Question(
            "show system",
            SYSTEM,
            {
                "sys_name": r"^Hostname\s*:\s*(\S+)",
                "model": r"^Product Name\s*:\s*(\S.*?)\s*$",
                "serial": r"^Chassis Serial Nbr\s*:\s*(\S+)",
                "chassis_id": r"^Base MAC Address\s*:\s*(\S+)",
                "os_version": r"^(?:Aruba|A)?OS-CX Version\s*:\s*(\S+)",
                "uptime": r"^Up Time\s*:\s*(\S.*?)\s*$",
                "sys_descr": r"^System Description\s*:\s*(\S.*?)\s*$",
            },
        ),
    ),
    interfaces=(Question("show interface", INTERFACE),),
    addresses=(
        Question("show interface", ADDRESS),
        Question("show interface mgmt", ADDRESS, records=_MANAGEMENT),
    ),
    neighbors={
        "lldp": (
            Question("show lldp neighbor-info detail", NEIGHBOR, records=_LLDP),
            Question("show lldp neighbors-info detail", NEIGHBOR, records=_LLDP),
        ),
    },
    state=("link_status", "link_admin"),
    admin_status=((r"/down", DOWN), (r"/up", UP)),
    oper_status=((r"^up", UP), (r"^down", DOWN)),
    types=(
        ("vlan", VIRTUAL),
        ("lag", LAG),
        ("loopback", LOOPBACK),
        ("tunnel", TUNNEL),
        ("vxlan", TUNNEL),
        *((f"{member}/", ETHERNET) for member in _MEMBERS),
    ),
)
