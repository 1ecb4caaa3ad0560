"""HPE ProCurve and ArubaOS-Switch: what is asked and where the fields stand."""

from __future__ import annotations

import re

from probes.ssh.blocks import blocks
from probes.ssh.fields import ADDRESS, CDP_NEIGHBOR, INTERFACE, NEIGHBOR
from probes.ssh.questions import DOWN, ETHERNET, LAG, UP, Platform, Question

# A port of a trunk is printed as "24-Trk1"; SNMP knows it as "24".
_PORTS = blocks(
    r"^\s+(?P<port>[A-Za-z]*\d[\w/]*)(?:-(?:Trk|Dyn)\d+)?\*?\s+\S*\s+\|\s+(?:Yes|No)\s+(?P<enabled>Yes|No)\s+"
    r"(?P<link>Up|Down)\s+(?P<speed>\d\S*)?"
)
_PORT_NAMES = blocks(r"^\s+(?P<port>[A-Za-z]*\d[\w/]*)(?:-(?:Trk|Dyn)\d+)?\*?\s{1,}\S+\s{2,}(?P<description>\S.*?)\s*$")
_ADDRESSES = blocks(
    r"^\s+(?P<interface>\S[^|]*?)\s*\|\s*(?:\w+\s+)?(?P<ip_address>\d+(?:\.\d+){3})\s+(?P<netmask>\d+(?:\.\d+){3})\b"
)
_LLDP = blocks(
    r"^\s*Local Port\s*:\s*(?P<local_interface>\S+)",
    r"^\s*ChassisId\s*:\s*(?P<chassis_id>\S.*?)\s*$",
    r"^\s*PortId\s*:\s*(?P<neighbor_port_id>\S.*?)\s*$",
    r"^\s*PortDescr\s*:\s*(?P<neighbor_port_description>\S.*?)\s*$",
    r"^\s*SysName\s*:\s*(?P<neighbor_name>\S.*?)\s*$",
    r"^\s*System Descr\s*:\s*(?P<system_description>\S.*?)\s*$",
    r"^\s*Address\s*:\s*(?P<mgmt_address>\S+)",
)

HP_PROCURVE = Platform(
    templates="hp_procurve",
    vendor="HPE",
    os="ProCurve",
    brands={"Aruba": ("Aruba", "ArubaOS-Switch")},
    refusals=re.compile(
        r"^\s*(Invalid|Incomplete|Ambiguous) input|^\s*(LLDP|CDP) is (not enabled|disabled)", re.M | re.I
    ),
    system=(
        Question(
            "show system",
            patterns={
                "sys_name": r"^\s*System Name\s*:\s*(\S.*?)\s*$",
                "os_version": r"^\s*Software revision\s*:\s*(\S+)",
                "chassis_id": r"Base MAC Addr\s*:\s*(\S+)",
                "serial": r"Serial Number\s*:\s*(\S+)",
                "uptime": r"^\s*Up Time\s*:\s*(\S.*?)(?:\s{2,}|\s*$)",
            },
        ),
        Question(
            "show lldp info local-device",  # repeats the device's sysDescr, the only place of its model
            patterns={
                "vendor": r"System Description\s*:\s*(\w+)",
                "sys_descr": r"System Description\s*:\s*(\S.*?)\s*$",
                "model": r"System Description\s*:.*?((?:ProCurve )?J\w+ .+?)(?: Switch)?, revision",
                "chassis_id": r"^\s*Chassis Id\s*:\s*(\S.*?)\s*$",
            },
        ),
    ),
    interfaces=(
        Question("show interfaces brief", INTERFACE, records=_PORTS),
        Question("show name", INTERFACE, records=_PORT_NAMES),
    ),
    addresses=(Question("show ip", ADDRESS, records=_ADDRESSES),),
    neighbors={
        "lldp": (
            Question("show lldp info remote-device all", NEIGHBOR, records=_LLDP),
            Question("show lldp info remote-device detail", NEIGHBOR, records=_LLDP),
            Question("show lldp info remote-device", NEIGHBOR),
        ),
        "cdp": (Question("show cdp neighbors detail", CDP_NEIGHBOR),),
    },
    state=("enabled", "link"),
    admin_status=((r"^No", DOWN), (r"^Yes", UP)),
    oper_status=((r"/Up", UP), (r"/Down", DOWN)),
    types=(("", ETHERNET), ("Trk", LAG), ("Dyn", LAG)),
    speed_unit_bps=1_000_000,
)
