"""A visit over SSH, on answers that we wrote down ourselves: the facts, and what fails without spoiling the rest."""

from __future__ import annotations

import json

from netinv.errors import Timeout
from netinv.model import Address, FailureKind, Interface, Kind, Neighbor, System
from probes.ssh import linux
from tests.ssh_devices.connection import visit

CISCO: dict[str, str | Exception] = {
    "show version": """\
Cisco IOS Software, C2960 Software (C2960-LANBASEK9-M), Version 15.0(2)SE11, RELEASE SOFTWARE (fc3)
Technical Support: http://www.cisco.com/techsupport
ROM: Bootstrap program is C2960 boot loader
acc-sw1 uptime is 1 week, 2 days, 3 hours, 4 minutes
System returned to ROM by power-on
System image file is "flash:/c2960-lanbasek9-mz.150-2.SE11.bin"
cisco WS-C2960-24TT-L (PowerPC405) processor (revision B0) with 65536K bytes of memory.
Processor board ID FOC1010X104
Base ethernet MAC Address       : 00:1A:6D:11:22:33
Model number                    : WS-C2960-24TT-L
System serial number            : FOC1010X104
Configuration register is 0xF
""",
    "show interfaces": """GigabitEthernet0/1 is up, line protocol is up (connected)
  Hardware is Gigabit Ethernet, address is 001a.6d11.2201 (bia 001a.6d11.2201)
  Description: to core
  MTU 1500 bytes, BW 1000000 Kbit, DLY 10 usec,
FastEthernet0/2 is down, line protocol is down (notconnect)
  Hardware is Fast Ethernet, address is 001a.6d11.2202 (bia 001a.6d11.2202)
  MTU 1500 bytes, BW 100000 Kbit, DLY 100 usec,
FastEthernet0/3 is administratively down, line protocol is down (disabled)
  Hardware is Fast Ethernet, address is 001a.6d11.2203 (bia 001a.6d11.2203)
  MTU 1500 bytes, BW 100000 Kbit, DLY 100 usec,
GigabitEthernet0/1.20 is up, line protocol is up
  Hardware is Gigabit Ethernet, address is 001a.6d11.2201 (bia 001a.6d11.2201)
  MTU 1500 bytes, BW 1000000 Kbit, DLY 10 usec,
""",
    "show ip interface": """GigabitEthernet0/1 is up, line protocol is up
  Internet address is 10.0.0.1/24
  Secondary address 10.0.1.1/24
""",
    "show lldp neighbors detail": """------------------------------------------------
Chassis id: 001b.0c00.0001
Port id: Gi1/0/7
Port Description: GigabitEthernet1/0/7
System Name: core-switch-with-a-long-name

System Description:
Somebody's switch

Time remaining: 100 seconds
System Capabilities: B
Enabled Capabilities: B
Management Addresses:
    IP: 10.0.0.254
""",
    "show lldp neighbors": """Capability codes:
    (R) Router, (B) Bridge, (T) Telephone, (C) DOCSIS Cable Device
    (W) WLAN Access Point, (P) Repeater, (S) Station, (O) Other

Device ID           Local Intf     Hold-time  Capability      Port ID
core-switch-with-a-  Gi0/1          120        B               Gi1/0/7

Total entries displayed: 1
""",
    "show cdp neighbors detail": "% CDP is not enabled\n",
}


async def test_cisco_ios_gives_what_snmp_would_give() -> None:
    found = await visit("cisco_ios", CISCO)
    system, interfaces, addresses, neighbors = found.readings
    assert system.facts == (
        System(
            sys_name="acc-sw1",
            sys_descr="Cisco IOS Software, C2960 Software (C2960-LANBASEK9-M), Version 15.0(2)SE11, "
            "RELEASE SOFTWARE (fc3)",
            vendor="Cisco",
            os="IOS",
            os_version="15.0(2)SE11",
            model="WS-C2960-24TT-L",
            serial="FOC1010X104",
            chassis_id="00:1a:6d:11:22:33",
            sources="os_version=show_version model=show_version serial=show_version",
        ),
    )
    assert found.uptime_ticks == (9 * 86_400 + 3 * 3600 + 4 * 60) * 100
    mac = "00:1a:6d:11:22:0"
    assert interfaces.facts == (
        Interface("Gi0/1", None, "GigabitEthernet0/1", "to core", 6, mac + "1", 1, 1, 1_000_000_000, 1500),
        Interface("Fa0/2", None, "FastEthernet0/2", None, 6, mac + "2", 1, 2, 100_000_000, 1500),
        Interface("Fa0/3", None, "FastEthernet0/3", None, 6, mac + "3", 2, 2, 100_000_000, 1500),
        Interface("Gi0/1.20", None, "GigabitEthernet0/1.20", None, 135, mac + "1", 1, 1, 1_000_000_000, 1500),
    )
    assert addresses.facts == (Address("10.0.0.1", 24, "Gi0/1"), Address("10.0.1.1", 24, "Gi0/1"))
    # This old release does not say at which port it heard the neighbour: the brief list does.
    assert neighbors.facts == (
        Neighbor(
            "lldp",
            "Gi0/1",
            "00:1b:0c:00:00:01",
            "Gi1/0/7",
            "GigabitEthernet1/0/7",
            "core-switch-with-a-long-name",
            "10.0.0.254",
            "Somebody's switch",
        ),
    )
    assert [reading.covers for reading in found.readings] == [
        (Kind.SYSTEM,),
        (Kind.INTERFACE,),
        (Kind.ADDRESS,),
        (Kind.NEIGHBOR,),
    ]


async def test_a_device_that_speaks_no_discovery_protocol_has_no_neighbours_and_covers_none() -> None:
    off = "% LLDP is not enabled\n"
    answers = CISCO | {"show lldp neighbors detail": off, "show lldp neighbors": off}
    neighbors = (await visit("cisco_ios", answers)).readings[3]
    assert neighbors == neighbors._replace(facts=(), covers=(), failure=None)


async def test_claims_that_cannot_be_placed_are_left_out_and_retire_nothing() -> None:
    neighbors = (await visit("cisco_ios", CISCO | {"show lldp neighbors": "\nTotal entries displayed: 0\n"})).readings[
        3
    ]
    assert (neighbors.facts, neighbors.covers, neighbors.failure) == ((), (), None)


async def test_one_failed_question_is_one_failed_reading() -> None:
    found = await visit("cisco_ios", CISCO | {"show interfaces": Timeout("too slow")})
    failures = [reading.failure for reading in found.readings]
    assert [failure is not None for failure in failures] == [False, True, False, False]
    assert failures[1] is not None
    assert (failures[1].what, failures[1].kind) == ("ssh-interfaces", FailureKind.TIMEOUT)
    assert found.readings[1].covers == ()


async def test_an_answer_without_interfaces_is_no_answer() -> None:
    found = await visit("cisco_ios", CISCO | {"show interfaces": "\x1b[2Jwhat?\n"})
    failure = found.readings[1].failure
    assert failure is not None
    assert failure.kind is FailureKind.ERROR


HUAWEI: dict[str, str | Exception] = {
    "display version": """Huawei Versatile Routing Platform Software
VRP (R) software, Version 5.170 (S5735 V200R019C10SPC500)
Copyright (C) 2000-2020 HUAWEI TECH Co., Ltd.
HUAWEI S5735-L24T4S-A1 Routing Switch uptime is 3 weeks, 1 day, 0 hour, 5 minutes
""",
    "display lldp local": "System information\n\nChassis type   :macAddress\nChassis ID     :00e0-fc12-3456\n",
    "display esn": "ESN of slot 0: 2102353KABC0001\n",
    "display interface": """GigabitEthernet0/0/1 current state : UP
Line protocol current state : UP
Description:to province
Switch Port, Link-type : trunk(configured),
PVID :    1, TPID : 8100(Hex), The Maximum Frame Length is 9216
IP Sending Frames' Format is PKTFMT_ETHNT_2, Hardware address is 00e0-fc12-3456
Speed : 1000,  Loopback: NONE
Duplex: FULL,  Negotiation: ENABLE

GigabitEthernet0/0/2 current state : Administratively DOWN
Line protocol current state : DOWN
Description:
Switch Port, Link-type : access(negotiated),
PVID :    1, TPID : 8100(Hex), The Maximum Frame Length is 9216
IP Sending Frames' Format is PKTFMT_ETHNT_2, Hardware address is 00e0-fc12-3456

Vlanif10 current state : UP
Line protocol current state : UP
Description:
Route Port,The Maximum Transmit Unit is 1500
Internet Address is 10.9.8.1/24
IP Sending Frames' Format is PKTFMT_ETHNT_2, Hardware address is 00e0-fc12-3457
""",
    "display lldp neighbor": "Info: Global LLDP is not enabled.\n",
}


async def test_huawei_vrp_is_named_by_its_prompt_and_asked_once_for_ports_and_addresses() -> None:
    found = await visit("huawei_vrp", HUAWEI)
    system, interfaces, addresses, neighbors = found.readings
    assert system.facts == (
        System(
            sys_name="hue-sw1",
            sys_descr="VRP (R) software, Version 5.170 (S5735 V200R019C10SPC500)",
            vendor="Huawei",
            os="VRP",
            os_version="5.170",
            model="S5735-L24T4S-A1",
            serial="2102353KABC0001",
            chassis_id="00:e0:fc:12:34:56",
            sources="os_version=display_version model=display_version serial=display_esn",
        ),
    )
    assert [(port.name, port.admin_status, port.oper_status, port.speed_bps) for port in interfaces.facts] == [  # type: ignore[union-attr]
        ("GigabitEthernet0/0/1", 1, 1, 1_000_000_000),
        ("GigabitEthernet0/0/2", 2, 2, None),
        ("Vlanif10", 1, 1, None),
    ]
    assert addresses.facts == (Address("10.9.8.1", 24, "Vlanif10"),)
    assert (neighbors.facts, neighbors.covers, neighbors.failure) == ((), (), None)


ROUTEROS: dict[str, str | Exception] = {
    "/system resource print": """                   uptime: 1w2d3h4m5s
                  version: 7.16.1 (stable)
               board-name: RB760iGS
                 platform: MikroTik
""",
    "/system identity print": "  name: Xã Đồng Tĩnh 1\n",
    "/system routerboard print": "       routerboard: yes\n        board-name: hEX S\n             model: RB760iGS\n"
    "     serial-number: HEX0001\n",
    "/interface print detail": """\
Flags: D - dynamic; X - disabled, I - inactive, R - running; S - slave; P - passthrough
 0  R  ;;; uplink
      name="ether1" default-name="ether1" type="ether" mtu=1500 actual-mtu=1500 l2mtu=1596 mac-address=0C:00:00:00:00:01
      link-downs=0

 1  RS name="sfp 1" type="ether" mtu=1500 actual-mtu=1500 mac-address=0C:00:00:00:00:02 link-downs=1

 2  X  name="ether3" type="ether" mtu=1500 actual-mtu=1500 mac-address=0C:00:00:00:00:03

 3  R  name="pppoe-out1" type="pppoe-out" mtu=auto actual-mtu=1492 link-downs=0
""",
    "/ip address print": """Flags: D - DYNAMIC
Columns: ADDRESS, NETWORK, INTERFACE
#   ADDRESS          NETWORK       INTERFACE
0   192.168.88.1/24  192.168.88.0  ether1
""",
    "/ip neighbor print detail": " 0 interface=ether1,bridge address=10.1.1.1 address4=10.1.1.1 "
    'mac-address=0C:00:00:00:00:99 identity="core" platform="MikroTik" version="7.16" interface-name="ether5" '
    'system-description="MikroTik RouterOS 7.16" '
    "discovered-by=lldp,mndp\n",
}


async def test_routeros_is_read_whatever_flags_its_release_has() -> None:
    found = await visit("mikrotik_routeros", ROUTEROS)
    system, interfaces, addresses, neighbors = found.readings
    assert system.facts == (
        System(
            sys_name="Xã Đồng Tĩnh 1",
            vendor="MikroTik",
            os="RouterOS",
            os_version="7.16.1 (stable)",
            model="RB760iGS",
            serial="HEX0001",
            sources="os_version=/system_resource_print model=/system_routerboard_print "
            "serial=/system_routerboard_print",
        ),
    )
    assert interfaces.facts == (
        Interface("ether1", None, "ether1", "uplink", 6, "0c:00:00:00:00:01", 1, 1, None, 1500),
        Interface("sfp 1", None, "sfp 1", None, 6, "0c:00:00:00:00:02", 1, 1, None, 1500),
        Interface("ether3", None, "ether3", None, 6, "0c:00:00:00:00:03", 2, 2, None, 1500),
        Interface("pppoe-out1", None, "pppoe-out1", None, 23, None, 1, 1, None, 1492),
    )
    assert addresses.facts == (Address("192.168.88.1", 24, "ether1"),)
    assert neighbors.facts == (
        Neighbor("mndp", "ether1", "0c:00:00:00:00:99", "ether5", None, "core", "10.1.1.1", "MikroTik RouterOS 7.16"),
    )


IP_JSON = json.dumps(
    [
        {"ifindex": 1, "ifname": "lo", "flags": ["LOOPBACK", "UP", "LOWER_UP"], "mtu": 65536, "operstate": "UNKNOWN",
         "link_type": "loopback", "address": "00:00:00:00:00:00",
         "addr_info": [{"family": "inet", "local": "127.0.0.1", "prefixlen": 8}]},
        {"ifindex": 2, "ifname": "eth0", "flags": ["UP"], "mtu": 1500, "operstate": "LOWERLAYERDOWN",
         "link_type": "ether", "address": "02:00:00:00:00:01", "ifalias": "uplink\u001b[31m",
         "addr_info": [{"family": "inet6", "local": "2001:db8::1", "prefixlen": 64}]},
        {"ifindex": 3, "ifname": "eth1", "flags": [], "mtu": 1500, "operstate": "DOWN", "link_type": "ether",
         "address": "02:00:00:00:00:02", "addr_info": []},
        "not an object",
    ]
)  # fmt: skip
LLDP_JSON = json.dumps(
    {
        "lldp": [
            {
                "interface": [
                    {
                        "name": "eth0",
                        "via": "LLDP",
                        "chassis": [
                            {
                                "id": [{"type": "mac", "value": "02:00:00:00:00:99"}],
                                "name": [{"value": "core"}],
                                "descr": [{"value": "a core"}],
                                "mgmt-ip": [{"value": "10.0.0.1"}, {"value": "fe80::1"}],
                            }
                        ],
                        "port": [{"id": [{"type": "ifname", "value": "ge-0/0/1"}], "descr": [{"value": "to eth0"}]}],
                    }
                ]
            }
        ]
    }
)
FILES = """Linux srv1 6.1.0-18-amd64 #1 SMP Debian 6.1.76-1 x86_64 GNU/Linux
/proc/uptime:1234.56 2345.67
/sys/class/dmi/id/sys_vendor:Supermicro
/sys/class/dmi/id/product_name:To Be Filled By O.E.M.
/sys/class/net/eth0/speed:1000
/sys/class/net/eth1/speed:-1
"""
LINUX: dict[str, str | Exception] = {linux.FILES: FILES, linux.ADDRESSES: IP_JSON, linux.NEIGHBORS: LLDP_JSON}


async def test_linux_is_read_from_json_and_files() -> None:
    found = await visit("linux", LINUX)
    system, interfaces, addresses, neighbors = found.readings
    assert found.uptime_ticks == 123_400
    assert system.facts == (
        System(
            sys_name="srv1",
            sys_descr="Linux srv1 6.1.0-18-amd64 #1 SMP Debian 6.1.76-1 x86_64 GNU/Linux",
            vendor="Supermicro",
            os="Linux",
            os_version="6.1.0-18-amd64",
        ),
    )
    assert interfaces.facts == (
        Interface("lo", 1, "lo", None, 24, None, 1, 1, None, 65536),
        Interface("eth0", 2, "eth0", "uplink\ufffd[31m", 6, "02:00:00:00:00:01", 1, 7, 1_000_000_000, 1500),
        Interface("eth1", 3, "eth1", None, 6, "02:00:00:00:00:02", 2, 2, None, 1500),
    )
    assert addresses.facts == (Address("127.0.0.1", 8, "lo"), Address("2001:db8::1", 64, "eth0"))
    assert neighbors.facts == (
        Neighbor("lldp", "eth0", "02:00:00:00:00:99", "ge-0/0/1", "to eth0", "core", "10.0.0.1", "a core"),
    )
    assert neighbors.covers == (Kind.NEIGHBOR,)


async def test_linux_without_json_is_read_from_text() -> None:
    text = """1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000
    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00
    inet 127.0.0.1/8 scope host lo
       valid_lft forever preferred_lft forever
2: eth0@if7: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP group default qlen 1000
    link/ether 02:00:00:00:00:01 brd ff:ff:ff:ff:ff:ff
    inet 192.0.2.7/24 brd 192.0.2.255 scope global eth0
       valid_lft forever preferred_lft forever
    inet6 2001:db8::7/64 scope global
       valid_lft forever preferred_lft forever
"""
    answers = LINUX | {linux.ADDRESSES: "ip: unrecognized option: j\n", linux.ADDRESSES_AS_TEXT: text}
    _system, interfaces, addresses, _neighbors = (await visit("linux", answers)).readings
    assert interfaces.facts == (
        Interface("lo", 1, "lo", None, 24, None, 1, 1, None, 65536),
        Interface("eth0", 2, "eth0", None, 6, "02:00:00:00:00:01", 1, 1, 1_000_000_000, 1500),
    )
    assert addresses.facts == (
        Address("127.0.0.1", 8, "lo"),
        Address("192.0.2.7", 24, "eth0"),
        Address("2001:db8::7", 64, "eth0"),
    )


async def test_linux_without_lldpd_covers_no_neighbours() -> None:
    neighbors = (await visit("linux", LINUX | {linux.NEIGHBORS: ""})).readings[3]
    assert (neighbors.facts, neighbors.covers, neighbors.failure) == ((), (), None)


async def test_lldpd_that_hears_nobody_covers_that() -> None:
    neighbors = (await visit("linux", LINUX | {linux.NEIGHBORS: '{"lldp": [{}]}'})).readings[3]
    assert (neighbors.facts, neighbors.covers) == ((), (Kind.NEIGHBOR,))


async def test_a_platform_without_questions_says_so() -> None:
    found = await visit("cisco_wlc", {})
    (reading,) = found.readings
    assert reading.failure is not None
    assert reading.failure.kind is FailureKind.UNSUPPORTED
    assert "cisco_wlc" in reading.failure.error
