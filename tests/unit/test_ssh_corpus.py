"""What real devices print: every recording of a platform that we ask becomes facts, and these are what it says.

What a template found in a recording stands beside it; here its fields are held against our facts, and counted.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from netinv.model import Address, Interface, Neighbor, System
from netinv.text import one_line
from probes.ssh import linux, mapping, templates, values
from probes.ssh.platforms import PLATFORMS
from probes.ssh.questions import Platform, Question
from probes.vendors import junk
from tests.ssh_devices.connection import visit

yaml = pytest.importorskip("yaml", reason="PyYAML comes with a library that reads the recordings")

CORPUS = Path(__file__).parents[3] / "shared" / "corpus-ssh"
KINDS = {
    "arista_eos": "version model serial port neighbor",
    "aruba_aoscx": "version model hostname port",
    "cisco_asa": "version model serial hostname port",
    "cisco_ios": "version model serial hostname port neighbor",
    "cisco_nxos": "version model serial hostname port neighbor",
    "cisco_xr": "version model serial port neighbor",
    "fortinet": "version serial hostname port",
    "hp_comware": "model serial port",
    "hp_procurve": "version serial hostname port neighbor",
    "huawei_vrp": "version model port neighbor",
    "juniper_junos": "version model serial hostname port neighbor",
    "mikrotik_routeros": "version model serial port neighbor",
    "paloalto_panos": "version model hostname neighbor",
}
"""What the recordings of each platform tell, so that a test that checks nothing fails."""

MISREAD = {
    ("ports", "hp_comware_display_interface_release_0615P16"): "a line of counters is taken for the port's name",
    ("port", "hp_comware_display_interface_release_0615P16"): "as above",
    ("address", "hp_comware_display_interface_release_0615P16"): "as above",
    ("serial", "juniper_junos_show_chassis_hardware_dac_no_revision"): "Virtual Chassis has the serial number Virtual",
    ("chassis", "hp_procurve_show_system2"): "a member's address stands for the stack's",
    ("chassis", "hp_procurve_show_system3"): "a member's address stands for the stack's",
}
"""What the template reads wrongly, not we: kind and file, and why."""

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS.is_dir(), reason="the recordings of real devices are not on this machine"),
]


class Checked:
    """Counts what was held against a recording, and keeps what did not agree."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.wrong: list[tuple[str, str, object, object]] = []

    def equal(self, kind: str, where: str, ours: object, theirs: object) -> None:
        self.counts[kind] += 1
        if ours != theirs and (kind, where.partition(" ")[0]) not in MISREAD:
            self.wrong.append((kind, where, ours, theirs))

    def within(self, kind: str, where: str, ours: str | None, theirs: str) -> None:
        """Ours may be the part that SNMP tells too: ``7.9.2`` of ``7.9.2 LNT``, a model without its memory."""
        self.equal(kind, where, bool(ours) and str(ours) in theirs, True)


def first(row: dict[str, Any], *names: str) -> str:
    for name in names:
        value = row.get(name)
        text = one_line(str(value[0] if isinstance(value, list) and value else value or ""))
        if text:
            return text
    return ""


def folder(command: str) -> str:
    return command.strip("/").replace(" ", "_")


def recordings(platform: str, questions: tuple[Question, ...]) -> list[tuple[Question, Path]]:
    found = {(question.command, path): question for question in questions for path in files(platform, question.command)}
    return [(question, path) for (_command, path), question in found.items()]


def files(platform: str, command: str) -> list[Path]:
    return sorted(path for path in (CORPUS / platform / folder(command)).glob("*.raw"))


def rows_beside(path: Path) -> list[dict[str, Any]]:
    return list(yaml.safe_load(path.with_suffix(".yml").read_text("utf-8"))["parsed_sample"])


async def check_systems(platform: str, known: Platform, checked: Checked) -> None:
    for question, path in recordings(platform, known.system):
        found = await visit(platform, {question.command: path.read_text("utf-8")}, "")
        rows = rows_beside(path)
        if question.pick:
            rows = [row for row in rows if re.search(question.pick[1], first(row, question.pick[0]))]
        for system in found.readings[0].facts:
            assert isinstance(system, System)
            check_system(system, rows[0] if rows else {}, path.stem, checked)
            uptime = first(rows[0], "uptime") if rows else ""
            if uptime and found.uptime_ticks is not None:
                checked.equal("uptime", path.stem, found.uptime_ticks, (values.duration_s(uptime) or 0) * 100)


def check_system(system: System, row: dict[str, Any], where: str, checked: Checked) -> None:
    version = first(row, "version", "vrp_version", "os", "junos_version", "software_version", "image")
    if version:
        checked.within("version", where, system.os_version, version)
    model = first(row, "hardware", "model", "pid", "device_name", "hardware_model", "product", "board_name", "platform")
    if junk.meaningful(model):
        checked.within("model", where, system.model, model)
    serial = first(row, "serial", "serial_number", "sn", "device_serial_number", "chassis_serial_number")
    if serial:
        checked.equal("serial", where, system.serial, junk.serial_number(serial))
    hostname = first(row, "hostname", "name") if version else ""
    if hostname:
        checked.equal("hostname", where, system.sys_name, hostname)
    mac = values.mac(first(row, "mac_address", "sys_mac", "base_mac"))
    if mac:
        checked.equal("chassis", where, system.chassis_id, mac)


async def check_ports(platform: str, known: Platform, checked: Checked) -> None:
    for question, path in recordings(platform, known.interfaces):
        found = await visit(platform, {question.command: path.read_text("utf-8")}, "")
        ports = {port.descr: port for port in found.readings[1].facts if isinstance(port, Interface)}
        rows = {first(row, "interface", "port", "name").partition("-Trk")[0]: row for row in rows_beside(path)}
        checked.equal("ports", path.stem, len(ports) >= len(rows), True)
        for name, row in rows.items():
            port = ports.get(name)
            checked.equal("port", f"{path.stem} {name}", port is not None, True)
            if port is not None:
                check_port(known, port, row, f"{path.stem} {name}", checked)
        if question.command not in {asked.command for asked in known.addresses}:
            continue
        addresses = {fact.address: fact for fact in found.readings[2].facts if isinstance(fact, Address)}
        for name, row in rows.items():
            address = values.ip_address(first(row, "ip_address", "local"))
            if address:
                checked.equal("address", f"{path.stem} {name}", address[0] in addresses, True)


def check_port(known: Platform, port: Interface, row: dict[str, Any], where: str, checked: Checked) -> None:
    mac = values.mac(first(row, "mac_address", "bia", "hw_address"))
    if mac:
        checked.equal("mac", where, port.mac, mac)
    mtu = values.number(first(row, "actual_mtu", "mtu"))
    if mtu is not None:
        checked.equal("mtu", where, port.mtu, mtu)
    speed = values.speed_bps(first(row, "bandwidth", "speed", "mode"), known.speed_unit_bps)
    if speed:
        checked.equal("speed", where, port.speed_bps, speed)
    description = first(row, "description", "interface_description", "interface_desc")
    if description:
        checked.equal("description", where, port.alias, description.strip('"'))
    check_status(port, row, where, checked)


def check_status(port: Interface, row: dict[str, Any], where: str, checked: Checked) -> None:
    link = first(row, "link_status", "line_status", "status").lower()
    if "administratively" in link or link == "x" or first(row, "enabled") == "No" or row.get("link_admin") == "down":
        checked.equal("status", where, (port.admin_status, port.oper_status), (2, 2))
    elif link.startswith("down"):
        checked.equal("status", where, port.oper_status, 2)
    elif link in ("up", "r") and first(row, "protocol_status").lower().startswith(("up", "")):
        down = first(row, "protocol_status").lower().startswith("down")
        allowed = (1, None) if not down else (1, 2)
        checked.equal("status", where, port.oper_status in allowed and port.admin_status == 1, True)


async def check_neighbors(platform: str, known: Platform, checked: Checked) -> None:
    for alternatives in known.neighbors.values():
        for question, path in recordings(platform, alternatives):
            found = await visit(platform, {question.command: path.read_text("utf-8")}, "")
            claims = [claim for claim in found.readings[3].facts if isinstance(claim, Neighbor)]
            rows = {str(row): row for row in rows_beside(path) if says_somebody(row)}
            checked.equal("neighbors", path.stem, len(claims), len(rows))
            for claim, row in zip(claims, rows.values(), strict=False):
                check_neighbor(known, claim, row, f"{path.stem} {claim.local_port}", checked)


def says_somebody(row: dict[str, Any]) -> bool:
    """Some templates make a row for a port where nobody is, or lose the port."""
    who = first(row, "neighbor_name", "neighbor", "identity", "chassis_id", "mac_address", "neighbor_interface")
    return bool(who and first(row, "local_interface", "interface"))


def check_neighbor(known: Platform, claim: Neighbor, row: dict[str, Any], where: str, checked: Checked) -> None:
    local = first(row, "local_interface", "interface").partition(",")[0]
    checked.equal("neighbor", where, claim.local_port, mapping.port_name(known, local))
    name = first(row, "neighbor_name", "neighbor", "identity")
    if name or claim.protocol == "cdp":
        checked.equal("neighbor name", where, claim.remote_name, name or first(row, "chassis_id"))
    port = first(row, "neighbor_port_id", "neighbor_interface", "interface_name")
    if port:
        checked.equal("neighbor port", where, claim.remote_port, values.mac(port) or port)
    address = values.ip_address(first(row, "mgmt_address", "management_ip", "address4", "address"))
    if address:
        checked.equal("neighbor address", where, claim.remote_address, address[0])
    chassis = first(row, "chassis_id", "mac_address").strip(":")
    if chassis and claim.protocol != "cdp":
        checked.equal("neighbor chassis", where, claim.remote_chassis, values.mac(chassis) or chassis)


@pytest.mark.parametrize("platform", KINDS)
async def test_the_facts_are_what_the_templates_found(platform: str) -> None:
    checked = Checked()
    known = PLATFORMS[platform]
    await check_systems(platform, known, checked)
    await check_ports(platform, known, checked)
    await check_neighbors(platform, known, checked)
    assert not checked.wrong, "\n".join(map(str, checked.wrong))
    assert {kind for kind in KINDS[platform].split() if not checked.counts[kind]} == set()


@pytest.mark.parametrize("platform", KINDS)
async def test_no_text_of_a_device_is_too_much(platform: str) -> None:
    """Each recording of the platform, whole and cut off, as the answer to every question."""
    paths = sorted((CORPUS / platform).glob("*/*.raw"))
    assert paths
    for path in paths:
        text = path.read_text("utf-8", "replace")
        for part in (text, text[: len(text) // 2]):
            found = await visit(platform, {}, "dev1", anything=part)
            assert [reading.probe for reading in found.readings] == [
                "ssh-system",
                "ssh-interfaces",
                "ssh-addresses",
                "ssh-neighbors",
            ]


@pytest.mark.parametrize("path", files("cisco_ios", "show lldp neighbors"), ids=lambda path: path.stem)
def test_the_brief_list_places_what_the_detailed_one_leaves_open(path: Path) -> None:
    known = PLATFORMS["cisco_ios"]
    detailed, brief = known.neighbors["lldp"]
    rows: list[templates.Row] = [{"neighbor_name": "crq-switch-02c-1", "neighbor_port_id": "port-002-00000"}]
    named = templates.parse("cisco_ios", brief.command, path.read_text("utf-8"))
    (claim,) = mapping.neighbors(known, "lldp", detailed, mapping.placed(detailed, rows, brief, named))
    assert claim.local_port == "Te3/1/2"


@pytest.mark.parametrize("path", files("linux", "ip address show"), ids=lambda path: path.stem)
def test_linux_without_json(path: Path) -> None:
    links = linux.links_of_rows(templates.parse("linux", "ip address show", path.read_text("utf-8")))
    ports = {port.name: port for port in linux.interfaces(links, "")}
    found = {fact.address for fact in linux.addresses(links)}
    for row in rows_beside(path):
        port = ports[row["interface"].partition("@")[0]]
        assert (port.mac, port.mtu) == (values.mac(row["mac_address"]), int(row["mtu"]))
        assert port.admin_status == (1 if "UP" in row["flags"].split(",") else 2)
        if row["state"] == "UP":
            assert port.oper_status == 1
        parsed = [values.ip_address(text) for text in (*row["ip_addresses"], *row["ipv6_addresses"])]
        assert {address[0] for address in parsed if address} <= found
