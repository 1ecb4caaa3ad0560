"""One device of each platform, as we wrote its command line down ourselves: all that it tells, in the model's words."""

from __future__ import annotations

import time

import pytest

from netinv.errors import Timeout
from netinv.model import Address, FailureKind, Interface, Kind, Neighbor, Reading, System
from probes.ssh import detect
from probes.ssh.blocks import blocks
from probes.ssh.mapping import port_name, scanned
from probes.ssh.platforms import PLATFORMS, refuses
from tests.ssh_devices.connection import visit
from tests.ssh_devices.expected import ADDRESSES, NEIGHBORS, PORTS, SYSTEMS, UPTIMES
from tests.ssh_devices.scripts import SCRIPTS, recorded

ALL = ((Kind.SYSTEM,), (Kind.INTERFACE,), (Kind.ADDRESS,), (Kind.NEIGHBOR,))


def prompt_of(platform: str) -> str:
    """As netmiko has it: without its last character."""
    return SCRIPTS[platform].prompt.strip()[:-1]


@pytest.mark.parametrize("platform", SYSTEMS)
async def test_a_device_tells_all_that_it_is(platform: str) -> None:
    found = await visit(platform, recorded(platform), prompt_of(platform))
    assert [reading.failure for reading in found.readings] == [None] * 4
    (system,) = found.readings[0].facts
    assert isinstance(system, System)
    vendor, os, version, model, serial, name, mac = SYSTEMS[platform]
    assert (system.vendor, system.os, system.os_version) == (vendor, os, version)
    assert (system.model, system.serial, system.sys_name, system.chassis_id) == (model, serial, name, mac or None)
    assert found.uptime_ticks == UPTIMES[platform]
    assert system.sources is not None
    assert [pair.partition("=")[0] for pair in system.sources.split()] == ["os_version", "model", "serial"]
    covers = (*ALL[:3], ()) if platform == "cisco_asa" else ALL  # an ASA speaks no discovery protocol
    assert tuple(reading.covers for reading in found.readings) == covers


@pytest.mark.parametrize("platform", SYSTEMS)
async def test_ports_addresses_and_neighbours_are_named_as_snmp_names_them(platform: str) -> None:
    found = await visit(platform, recorded(platform))
    _system, interfaces, addresses, neighbors = found.readings
    assert list(interfaces.facts) == [Interface(*port) for port in PORTS[platform]]
    assert sorted(addresses.facts) == sorted(Address(*address) for address in ADDRESSES[platform])
    assert list(neighbors.facts) == [Neighbor(*claim) for claim in NEIGHBORS[platform]]
    names = {port.name for port in interfaces.facts if isinstance(port, Interface)}
    heard_at = {claim.local_port for claim in neighbors.facts if isinstance(claim, Neighbor)}
    assert heard_at <= names | {"xe-0/1/2"}  # the recording leaves that port of the MX out


@pytest.mark.parametrize("platform", SYSTEMS)
async def test_each_platform_says_when_it_does_not_know_a_command(platform: str) -> None:
    assert refuses(platform, SCRIPTS[platform].unknown)
    assert not any(refuses(platform, text) for text in recorded(platform).values())
    found = await visit(platform, {})
    kinds = [reading.failure.kind if reading.failure else None for reading in found.readings]
    assert kinds == [FailureKind.UNSUPPORTED] * 3 + [None]
    assert found.readings[3] == Reading("ssh-neighbors")


@pytest.mark.parametrize("platform", SYSTEMS)
async def test_one_question_without_an_answer_costs_no_other_fact(platform: str) -> None:
    whole = recorded(platform)
    for command in whole:
        found = await visit(platform, whole | {command: Timeout("too slow")})
        fine = [reading for reading in found.readings if reading.failure is None and reading.facts]
        failed = [reading.failure for reading in found.readings if reading.failure]
        assert all(failure.kind is FailureKind.TIMEOUT for failure in failed)
        assert fine


@pytest.mark.parametrize(
    ("platform", "printed", "name"),
    [
        ("cisco_ios", "GigabitEthernet1/0/1", "Gi1/0/1"),
        ("cisco_nxos", "Eth101/1/10", "Ethernet101/1/10"),
        ("cisco_nxos", "Ethernet1/1", "Ethernet1/1"),
        ("cisco_nxos", "Po10", "port-channel10"),
        ("cisco_xr", "Gi0/0/0/3", "GigabitEthernet0/0/0/3"),
        ("cisco_xr", "BE100", "Bundle-Ether100"),
        ("arista_eos", "Ma1/1", "Management1/1"),
        ("hp_comware", "XGE1/0/49", "Ten-GigabitEthernet1/0/49"),
        ("juniper_junos", "ge-0/0/0.0", "ge-0/0/0.0"),
        ("aruba_aoscx", "1/1/1", "1/1/1"),
    ],
)
def test_short_and_long_names_of_a_port_are_one(platform: str, printed: str, name: str) -> None:
    assert port_name(PLATFORMS[platform], printed) == name


async def test_a_platform_sold_under_several_names_has_the_right_vendor() -> None:
    version = "HPE Comware Platform Software, Software Version 7.1.045, Release 2432P06\nHPE 5900AF uptime is 1 day\n"
    (hpe,) = (await visit("hp_comware", {"display version": version})).readings[0].facts
    local = "  System Description : Aruba JL253A 2930F-24G-4SFP+ Switch, revision WC.16.10.0014, ROM WC.16.01\n"
    (aruba,) = (await visit("hp_procurve", {"show lldp info local-device": local})).readings[0].facts
    assert isinstance(hpe, System)
    assert isinstance(aruba, System)
    assert (hpe.vendor, hpe.os, hpe.model, hpe.os_version) == ("HPE", "Comware", "5900AF", "7.1.045, Release 2432P06")
    assert (aruba.vendor, aruba.os, aruba.model) == ("Aruba", "ArubaOS-Switch", "JL253A 2930F-24G-4SFP+")


async def test_what_fills_a_field_and_says_nothing_is_left_out() -> None:
    text = "hostname: pa1\nmodel: PA-VM\nserial: unknown\nsw-version: 10.1.6\n"
    (system,) = (await visit("paloalto_panos", {"show system info": text})).readings[0].facts
    assert isinstance(system, System)
    assert (system.model, system.serial) == ("PA-VM", None)


@pytest.mark.parametrize(
    ("platform", "prompt", "name"),
    [
        ("cisco_xr", "RP/0/RSP0/CPU0:pe1", "pe1"),
        ("juniper_junos", "ops@mx1", "mx1"),
        ("fortinet", "fw-hue (global) ", "fw-hue"),
        ("hp_comware", "<acc-h3c", "acc-h3c"),
        ("paloalto_panos", "ops@pa1(active)", "pa1"),
    ],
)
async def test_a_device_that_does_not_say_its_name_is_named_by_its_prompt(
    platform: str, prompt: str, name: str
) -> None:
    answers = {command: text for command, text in recorded(platform).items() if "lldp local" in command}
    known = PLATFORMS[platform].system[0]
    answers[known.command] = f"{'x' * 10}\n"
    lines = {
        "cisco_xr": "Cisco IOS XR Software, Version 7.3.2",
        "juniper_junos": "Model: mx204",
        "fortinet": "Version: FortiGate-100F v7.0.12,build0523,230606 (GA.F)",
        "hp_comware": "DEVICE_NAME : S5560X\nDEVICE_SERIAL_NUMBER : 219801A1\nVENDOR_NAME : H3C",
        "paloalto_panos": "model: PA-220",
    }
    (system,) = (await visit(platform, {known.command: lines[platform] + "\n"}, prompt)).readings[0].facts
    assert isinstance(system, System)
    assert system.sys_name == name


@pytest.mark.parametrize("platform", SYSTEMS)
def test_the_first_answer_gives_the_platform_away(platform: str) -> None:
    answers = recorded(platform) | dict(SCRIPTS[platform].answers)
    said = [answers.get(command, SCRIPTS[platform].unknown) for command in detect.PROBING_COMMANDS]
    assert next(filter(None, map(detect.by_output, said)), None) == platform


@pytest.mark.parametrize(
    ("greeting", "platform"),
    [
        ("SSH-2.0-Comware-7.1.070", "hp_comware"),
        ("SSH-2.0-HUAWEI-1.5", "huawei_vrp"),
        ("SSH-2.0-FortiSSH_3.0", "fortinet"),
        ("SSH-2.0-Cisco-2.0", "cisco_xr"),
        ("SSH-2.0-OpenSSH_8.4", None),
        ("SSH-2.0-Mocana SSH 6.3", None),
    ],
)
def test_greetings_that_decide(greeting: str, platform: str | None) -> None:
    assert detect.by_greeting(greeting) == platform


def test_huawei_and_h3c_are_asked_in_their_language_first() -> None:
    assert detect.probing_commands("<sw1>")[0] == "display version"
    assert detect.probing_commands("sw1#")[0] == "show version"


def test_records_in_records_have_the_fields_of_both() -> None:
    read = blocks(r"^port (?P<port>\d+)", r"id=(?P<id>\w*)(?: of (?P<of>\w+))?", inner=r"^ seen (?P<who>\w+)")
    text = "id=0\nport 1\nid=lost\n seen a\n  id=1 of x\n  id=2\n seen b\nport 2\nport 3 id=9\n seen c id=3\n"
    assert read(text) == [
        {"port": ["1"], "who": ["a"], "id": ["1", "2"], "of": ["x", ""]},
        {"port": ["1"], "who": ["b"]},
        {"port": ["3"], "who": ["c"], "id": ["3"], "of": [""]},
    ]


REPEATED = [
    "\n",
    " ",
    "a",
    "a ",
    ": ",
    "-",
    "0",
    "aa:",
    "1/",
    "\n ",
    "[",
    "(",
    "name: a ",
    "x is a, ",
    "JUNOS [",
    "J1 ",
]
STARTS = [
    "",
    "System Description : HP J1 ",
    "Physical interface: a, ",
    "ge-0/0/0 - ",
    "cisco a (",
    "1 port 'a' chassis ",
]


@pytest.mark.parametrize("platform", SYSTEMS)
def test_no_pattern_runs_away_on_a_hostile_answer(platform: str) -> None:
    known = PLATFORMS[platform]
    groups = (known.system, known.interfaces, known.addresses, *known.neighbors.values())
    questions = [question for group in groups for question in group]
    for text in (f"{start}{(part * 20_000)[:20_000]}" for start in STARTS for part in REPEATED):
        started = time.process_time()
        refuses(platform, text)
        for question in questions:
            scanned(question, text)
            if question.records:
                question.records(text)
        assert time.process_time() - started < 2, repr(text[:40])  # milliseconds, where nothing else runs
