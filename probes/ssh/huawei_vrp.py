"""Huawei VRP: what is asked and where the fields stand."""

from __future__ import annotations

import re

from probes.ssh.fields import ADDRESS, INTERFACE, NEIGHBOR_WITH_PORT_ID
from probes.ssh.questions import DOWN, ETHERNET, LAG, LOOPBACK, TUNNEL, UP, VIRTUAL, Platform, Question

HUAWEI_VRP = Platform(
    templates="huawei_vrp",
    vendor="Huawei",
    os="VRP",
    refusals=re.compile(
        r"^\s*Error: ?(Unrecognized|Incomplete|Wrong|Too many|Ambiguous)|LLDP (function )?is not enabled", re.M | re.I
    ),
    system=(
        Question(
            "display version",
            {"model": ("model",), "uptime": ("uptime",), "os_version": ("vrp_version",)},
            {
                "sys_descr": r"^(VRP .+?)\s*$",
                "model": r"(?i)^(?:Huawei|Quidway) (.+?)(?: (?:Terabit )?Rout(?:er|ing Switch))? uptime is",
            },
        ),
        Question("display esn", patterns={"serial": r"ESN[^:\n]*:\s*(\w{6,})"}),
        Question("display lldp local", patterns={"chassis_id": r"^\s*Chassis ID\s*:\s*(\S+)"}),
    ),
    interfaces=(Question("display interface", INTERFACE),),
    addresses=(Question("display interface", ADDRESS),),
    neighbors={"lldp": (Question("display lldp neighbor", NEIGHBOR_WITH_PORT_ID),)},
    state=("link_status", "protocol_status"),
    admin_status=((r"(?i)administratively|^\*", DOWN), (r"", UP)),
    oper_status=((r"(?i)^up.*/up", UP), (r"", DOWN)),
    types=(
        ("Vlanif", VIRTUAL),
        ("Eth-Trunk", LAG),
        ("LoopBack", LOOPBACK),
        ("Tunnel", TUNNEL),
        ("GigabitEthernet", ETHERNET),
        ("XGigabitEthernet", ETHERNET),
        ("GE", ETHERNET),
        ("XGE", ETHERNET),
        ("10GE", ETHERNET),
        ("25GE", ETHERNET),
        ("40GE", ETHERNET),
        ("100GE", ETHERNET),
        ("MEth", ETHERNET),
        ("Ethernet", ETHERNET),
    ),
    speed_unit_bps=1_000_000,
)
