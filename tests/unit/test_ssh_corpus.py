"""What real devices print: every recording of a platform that we ask becomes facts, and these are what it says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from netinv.text import one_line
from probes.ssh import linux, mapping, templates, values
from probes.ssh.platforms import PLATFORMS

yaml = pytest.importorskip("yaml", reason="PyYAML comes with a library that reads the recordings")

CORPUS = Path(__file__).parents[3] / "shared" / "corpus-ssh"
PORT_FIELDS = {"name": "interface", "mac": "mac_address", "mtu": "mtu"}

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS.is_dir(), reason="the recordings of real devices are not on this machine"),
]


def recordings(platform: str, *commands: str) -> list[Any]:
    found = []
    for command in commands:
        folder = CORPUS / platform / command.strip("/").replace(" ", "_")
        found += [pytest.param(platform, command, path, id=path.stem) for path in sorted(folder.glob("*.raw"))]
    return found


def expected(path: Path) -> list[dict[str, Any]]:
    return list(yaml.safe_load(path.with_suffix(".yml").read_text("utf-8"))["parsed_sample"])


def first(value: object) -> str:
    return one_line(str(value[0] if isinstance(value, list) and value else value or ""))


@pytest.mark.parametrize(
    ("platform", "command", "path"),
    [
        *recordings("cisco_ios", "show version"),
        *recordings("huawei_vrp", "display version"),
        *recordings("mikrotik_routeros", "/system resource print"),
    ],
)
def test_systems(platform: str, command: str, path: Path) -> None:
    known = PLATFORMS[platform]
    (question,) = [question for question in known.system if question.command == command]
    text = path.read_text("utf-8")
    rows = templates.parse(known.templates, command, text)
    said = mapping.values_of(question, rows[0]) | mapping.scanned(question, text)
    system = mapping.system(known, said)
    (row,) = expected(path)
    assert system.os_version == first(row.get("version") or row.get("vrp_version"))
    assert system.model
    assert first(row.get("hardware") or row.get("model") or row.get("board_name")).startswith(system.model)
    assert system.serial == (first(row.get("serial")) or None)
    assert values.duration_s(said["uptime"]) == values.duration_s(row["uptime"])
    assert (values.duration_s(said["uptime"]) or 0) > 0


@pytest.mark.parametrize(("platform", "command", "path"), recordings("mikrotik_routeros", "/system routerboard print"))
def test_routerboards(platform: str, command: str, path: Path) -> None:
    (question,) = [question for question in PLATFORMS[platform].system if question.command == command]
    (row,) = expected(path)
    said = mapping.scanned(question, path.read_text("utf-8"))
    assert said == {"model": row["hardware_model"], "serial": row["serial_number"]}


@pytest.mark.parametrize(
    ("platform", "command", "path"),
    [
        *recordings("cisco_ios", "show interfaces"),
        *recordings("huawei_vrp", "display interface"),
        *recordings("mikrotik_routeros", "/interface print detail"),
    ],
)
def test_interfaces(platform: str, command: str, path: Path) -> None:
    known = PLATFORMS[platform]
    text = path.read_text("utf-8")
    records = known.interfaces.records
    rows = records(text) if records else templates.parse(known.templates, command, text)
    ports = {port.descr: port for port in mapping.interfaces(known, rows)}
    sample = expected(path)
    assert len(ports) >= len({row.get("interface") or row["name"] for row in sample})
    for row in sample:
        port = ports[row.get("interface") or row["name"]]
        assert port.mac == values.mac(row["mac_address"])
        assert port.mtu == values.number(row.get("actual_mtu") or row["mtu"])
        assert (port.alias or "") == first(row.get("description") or row.get("interface_description"))
        link = row.get("link_status", row.get("status", "")).lower()
        assert port.admin_status == (2 if "administratively" in link or link == "x" else 1)
        if link in ("up", "r") and row.get("protocol_status", "up").lower().startswith("up"):
            assert port.oper_status == 1
        elif "down" in link or link == "x":
            assert port.oper_status == 2


@pytest.mark.parametrize(
    ("platform", "command", "path"),
    [
        *recordings("cisco_ios", "show lldp neighbors detail", "show cdp neighbors detail"),
        *recordings("huawei_vrp", "display lldp neighbor"),
        *recordings("mikrotik_routeros", "/ip neighbor print detail"),
    ],
)
def test_neighbors(platform: str, command: str, path: Path) -> None:
    known = PLATFORMS[platform]
    (protocol,) = [name for name, question in known.neighbors.items() if question.command == command]
    text = path.read_text("utf-8")
    records = known.neighbors[protocol].records
    rows = records(text) if records else templates.parse(known.templates, command, text)
    found = mapping.neighbors(known, protocol, rows)
    local = "interface" if records else "local_interface"
    sample = [row for row in expected(path) if row[local]]
    assert len({claim.key for claim in found}) == len(found) == len(sample)
    for claim, row in zip(found, sample, strict=True):
        assert claim.local_port == mapping.port_name(known, row[local].partition(",")[0])
        assert (claim.remote_name or "") == first(row.get("neighbor_name", row.get("identity")))
        chassis = row.get("chassis_id", row.get("mac_address", ""))
        assert (claim.remote_chassis or "") == (values.mac(chassis) or chassis.strip(":"))
        if protocol == "lldp":
            port = first(row["neighbor_port_id"])
            assert claim.remote_port == (values.mac(port) or port)
            assert (claim.remote_port_description or "") == first(row["neighbor_interface"])
        else:
            assert claim.remote_port == first(row.get("neighbor_interface", row.get("interface_name")))


@pytest.mark.parametrize(("platform", "command", "path"), recordings("cisco_ios", "show lldp neighbors"))
def test_the_brief_list_places_what_the_detailed_one_leaves_open(platform: str, command: str, path: Path) -> None:
    known = PLATFORMS[platform]
    rows: list[templates.Row] = [{"neighbor_name": "crq-switch-02c-1", "neighbor_port_id": "port-002-00000"}]
    brief = templates.parse(platform, command, path.read_text("utf-8"))
    (claim,) = mapping.neighbors(known, "lldp", mapping.placed(known, "lldp", rows, brief))
    assert claim.local_port == "Te3/1/2"


@pytest.mark.parametrize(("platform", "command", "path"), recordings("linux", "ip address show"))
def test_linux_without_json(platform: str, command: str, path: Path) -> None:
    rows = templates.parse(platform, command, path.read_text("utf-8"))
    links = linux.links_of_rows(rows)
    ports = {port.name: port for port in linux.interfaces(links, "")}
    found = {fact.address for fact in linux.addresses(links)}
    for row in expected(path):
        port = ports[row["interface"].partition("@")[0]]
        assert (port.mac, port.mtu) == (values.mac(row["mac_address"]), int(row["mtu"]))
        assert port.admin_status == (1 if "UP" in row["flags"].split(",") else 2)
        if row["state"] == "UP":
            assert port.oper_status == 1
        parsed = [values.ip_address(text) for text in (*row["ip_addresses"], *row["ipv6_addresses"])]
        assert {address[0] for address in parsed if address} <= found
