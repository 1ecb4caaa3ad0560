"""A small province of 15 devices that has one of each: ways of naming ports, of being asked, of being silent."""

from __future__ import annotations

from tests.integration.network.plan import Cable, Credential, Node, Plan, Site

CREDENTIALS = (
    Credential("backbone", "snmp-v2c", (("community", "Tr.uc-chinh#9"),)),
    Credential("lapthach", "snmp-v2c", (("community", "lap-thach"),)),
    Credential("tamdao", "snmp-v2c", (("community", "tam-dao"),)),
    Credential(
        "secure",
        "snmp-v3",
        (
            ("user", "giamsat"),
            ("auth_protocol", "SHA-256"),
            ("auth_password", "mat khau xac thuc"),
            ("priv_protocol", "AES-128"),
            ("priv_password", "mat khau ma hoa"),
        ),
    ),
    Credential("ops", "ssh", (("username", "vanhanh"), ("password", "Vĩnh-Phúc/2020"))),
)

SITES = (
    Site("26", "Tỉnh Vĩnh Phúc", "province", None, "tỉnh"),
    Site("246", "Huyện Lập Thạch", "district", "26", "huyện"),
    Site("248", "Huyện Tam Đảo", "district", "26", "huyện"),
    Site("08761", "Thị trấn Lập Thạch", "commune", "246", "thị trấn"),
    Site("08764", "Xã Quang Sơn", "commune", "246", "xã"),
    Site("08767", "Xã Ngọc Mỹ", "commune", "246", "xã"),
    Site("08770", "Xã Hợp Lý", "commune", "246", "xã"),
    Site("08773", "Xã Bắc Bình", "commune", "246", "xã"),
    Site("08911", "Xã Đạo Trù", "commune", "248", "xã"),
    Site("08914", "Xã Yên Dương", "commune", "248", "xã"),
    Site("08915", "Xã Bồ Lý", "commune", "248", "xã"),
    Site("08920", "Xã Đại Đình", "commune", "248", "xã"),
    Site("08923", "Xã Tam Quan", "commune", "248", "xã"),
    Site("26-A14", "Sở Thông tin và Truyền thông", "agency", "26", "sở"),
)

_HUAWEI = "Huawei Versatile Routing Platform Software VRP (R) software, Version 8.180 (NE40E-X3 V800R010C10SPC500)"
_CISCO = "Cisco IOS Software [Fuji], ASR1000 Software (X86_64_LINUX_IOSD-UNIVERSALK9-M), Version 16.9.4, RELEASE"
_HUAWEI_ID, _CISCO_ID = ".1.3.6.1.4.1.2011.2.224.6", ".1.3.6.1.4.1.9.1.1525"

NODES = (
    Node(
        "core1",
        "26",
        "10.26.0.1",
        snmp="backbone",
        ssh="ops",
        port_id="local",
        platform="linux",
        location="Phòng máy A, Trung tâm dữ liệu tỉnh, Vĩnh Yên",
        contact="Trực mạng <truc@vinhphuc.example>",
        descr=_HUAWEI,
        object_id=_HUAWEI_ID,
        serial="2102350DLP10E4000011",
        model="NE40E-X3",
        maker="Huawei",
    ),
    Node(
        "core2",
        "26",
        "10.26.0.2",
        snmp="backbone",
        port_id="macaddress",
        location="Phòng máy B, Trung tâm dữ liệu tỉnh, Vĩnh Yên",
        contact="Trực mạng <truc@vinhphuc.example>",
        descr=_CISCO,
        object_id=_CISCO_ID,
        serial="FOX2033GHQX",
        model="ASR1002-HX",
        maker="Cisco",
    ),
    Node("lapthach-r1", "246", "10.26.1.1", snmp="lapthach", location="UBND huyện Lập Thạch"),
    Node("tamdao-r1", "248", "10.26.2.1", snmp="tamdao", port_id="macaddress", location="UBND huyện Tam Đảo"),
    Node("ttlapthach-r1", "08761", "10.26.1.11", snmp="lapthach", location="UBND thị trấn Lập Thạch", serial="C-0011"),
    Node("quangson-r1", "08764", "10.26.1.12", snmp="lapthach", port_id="local", location="UBND xã Quang Sơn"),
    Node("ngocmy-r1", "08767", "10.26.1.13", snmp="lapthach", port_id="macaddress", location="UBND xã Ngọc Mỹ"),
    Node("hoply-r1", "08770", "10.26.1.14", snmp="secure", location="UBND xã Hợp Lý", serial="C-0014"),
    Node("bacbinh-r1", "08773", "10.26.1.15", snmp="lapthach", location="UBND xã Bắc Bình, sau xã Quang Sơn"),
    Node("daotru-r1", "08911", "10.26.2.11", snmp="tamdao", location="UBND xã Đạo Trù", serial="C-0021"),
    Node("yenduong-r1", "08914", "10.26.2.12", ssh="ops", platform="linux"),
    Node("boly-r1", "08915", "10.26.2.13", snmp="tamdao", lldp=False, location="UBND xã Bồ Lý"),
    Node("daidinh-r1", "08920", "10.26.2.14"),
    Node("tamquan-r1", "08923", "10.26.2.15", snmp="tamdao", location="UBND xã Tam Quan"),
    Node("stttt-sw1", "26-A14", "10.26.3.1", snmp="backbone", role="switch", location="Sở TT&TT, tầng 3"),
)

_GE, _TE = "GigabitEthernet0/0/", "TenGigabitEthernet0/1/"
_GIGABIT = 1_000_000_000


def _fibre(
    a: str, a_port: str, b: str, b_port: str, circuit: int, capacity_bps: int = _GIGABIT, medium: str = "fibre"
) -> Cable:
    return Cable(a, a_port, b, b_port, medium, "Viettel", f"VP-{circuit:04}", capacity_bps)


CABLES = (
    Cable("poller", "eth0", "core1", f"{_GE}0"),
    _fibre("core1", f"{_GE}1", "core2", f"{_TE}1", 1, 10 * _GIGABIT),
    _fibre("core1", f"{_GE}2", "lapthach-r1", "eth1", 2),
    _fibre("core2", f"{_TE}2", "lapthach-r1", "eth2", 3),
    _fibre("core1", f"{_GE}3", "tamdao-r1", "eth1", 4),
    _fibre("core2", f"{_TE}3", "tamdao-r1", "eth2", 5),
    _fibre("core1", f"{_GE}4", "stttt-sw1", "eth1", 6),
    _fibre("lapthach-r1", "eth3", "ttlapthach-r1", "wan", 7),
    _fibre("lapthach-r1", "eth4", "quangson-r1", f"{_GE}1", 8),
    _fibre("lapthach-r1", "eth5", "ngocmy-r1", "ether1", 9),
    _fibre("lapthach-r1", "eth6", "hoply-r1", "wan", 10),
    _fibre("quangson-r1", f"{_GE}2", "bacbinh-r1", "wan", 11, 100_000_000, "radio"),
    _fibre("tamdao-r1", "eth3", "daotru-r1", "wan", 12),
    _fibre("tamdao-r1", "eth4", "yenduong-r1", "eth0", 13),
    _fibre("tamdao-r1", "eth5", "boly-r1", "wan", 14),
    _fibre("tamdao-r1", "eth6", "daidinh-r1", "wan", 15),
    _fibre("tamdao-r1", "eth7", "tamquan-r1", "wan", 16),
)

PLAN = Plan(
    nodes=NODES,
    cables=CABLES,
    credentials=CREDENTIALS,
    poller=Node("poller", "26", "10.26.255.1", lldp=False),
    sites=SITES,
    vantage=("core1",),
)

UNDECLARED = (
    *("core1--tamdao-r1", "core2--tamdao-r1", "lapthach-r1--ngocmy-r1", "quangson-r1--bacbinh-r1"),
    "tamdao-r1--boly-r1",
)
"""Links that links.csv does not have: only LLDP can tell of them, and of the last only its subnet."""
