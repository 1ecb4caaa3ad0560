"""The main job on real agents: snmpd, lldpd, sshd of fifteen devices in network namespaces; netinv as a user runs it.

The network comes up once; each test that breaks something starts from what the first sweep stored, and mends it again.
"""

from __future__ import annotations

import ipaddress
import json
import time
from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest

from tests.integration.network import agents, inventory
from tests.integration.network.network import Network
from tests.integration.network.poller import Poller
from tests.integration.network.province import PLAN
from tests.integration.network.requirements import MARKS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = MARKS

UNDECLARED = ("core1--tamdao-r1", "core2--tamdao-r1", "lapthach-r1--ngocmy-r1", "quangson-r1--bacbinh-r1")
"""Links that links.csv does not have: only LLDP can tell of them."""
READ = [node for node in PLAN.nodes if node.snmp or node.ssh]
_AGENT_CACHE_S = 8.0
_SILENCE_S = 1.0 * 2 + 1.0
"""The default timeout, once more for the retry, and time for the living."""
_WORDS = {"UP": "up", "DOWN": "down", "UNKNOWN": "up", "LOWERLAYERDOWN": "lowerLayerDown"}


@pytest.fixture(scope="module")
def network() -> Iterator[Network]:
    with Network(PLAN) as network:
        network.wait_for_lldp()
        yield network


@pytest.fixture(scope="module")
def swept(network: Network, tmp_path_factory: pytest.TempPathFactory) -> Poller:
    """A poller that has imported the inventory and swept once."""
    folder = tmp_path_factory.mktemp("poller")
    inventory.write(PLAN, folder, undeclared=UNDECLARED)
    poller = Poller(network, folder)
    poller.netinv("import", ".")
    (folder / "first.json").write_text(json.dumps(poller.sweep(expect=0)))
    return poller


@pytest.fixture
def poller(swept: Poller, tmp_path: Path) -> Iterator[Poller]:
    """A poller of this test's own that knows the first sweep; the network is whole before and after."""
    yield swept.twin(tmp_path / "poller")
    swept.network.wait_for_lldp()


def eventually(true: Callable[[], bool], within_s: float = _AGENT_CACHE_S) -> None:
    """Wait for what an agent says only after its own cache has run out."""
    give_up_at = time.monotonic() + within_s
    while not true():
        assert time.monotonic() < give_up_at, f"not within {within_s} s"
        time.sleep(0.2)


def oper_status(network: Network, node: str, peer: str) -> str:
    """ifOperStatus of a node's port towards a peer, as net-snmp's own tool reads it."""
    port = next(port for port in PLAN.ports[node] if port.peer == peer)
    credential = PLAN.credential(PLAN.by_name[node].snmp or "")
    oid = f".1.3.6.1.2.1.2.2.1.8.{port.if_index}"
    command = ["snmpget", "-v2c", "-c", credential["community"], "-Oqv", PLAN.by_name[node].address, oid]
    return network.run(command).stdout.strip()


def not_up(poller: Poller) -> dict[str, str]:
    """The devices that are not up, with their states."""
    return {name: device["state"] for name, device in poller.devices().items() if device["state"] != "up"}


def test_the_first_sweep_finds_every_device_up(swept: Poller) -> None:
    report = json.loads((swept.folder / "first.json").read_text())
    everything = len(PLAN.nodes)
    assert report["errors"] == []
    assert (report["targets"], report["answered"], report["states"]) == (everything, everything, {"up": everything})
    assert report["causes"] == []


@pytest.mark.parametrize("node", READ, ids=lambda node: node.name)
def test_what_a_device_says_of_itself(swept: Poller, node: Any) -> None:
    found = swept.json("show", node.name)
    assert found["sys_name"] == node.name
    if node.snmp:
        assert (found["location"], found["serial"], found["model"]) == (node.location, node.serial, node.model)
        assert found["reach"] == {"icmp": "ok", "snmp": "ok", "ssh": "ok" if node.ssh else None}
        assert found["uptime_s"] is not None
    else:
        assert found["reach"] == {"icmp": "ok", "snmp": None, "ssh": "ok"}
        assert found["os"] == "Linux"
    if node.object_id:
        assert found["sys_object_id"] == node.object_id.lstrip(".")
        assert found["vendor"] == node.maker


def test_a_probe_tells_description_and_contact(swept: Poller) -> None:
    core1 = PLAN.by_name["core1"]
    found = swept.json("probe", core1.address, "--credential", "backbone")
    assert (found["sys_descr"], found["contact"], found["location"]) == (core1.descr, core1.contact, core1.location)
    assert (found["vendor"], found["os"]) == ("Huawei", "VRP")
    assert {neighbor["remote_name"] for neighbor in found["neighbors"]} == {
        port.peer for port in PLAN.ports["core1"] if port.peer != PLAN.poller.name
    }


@pytest.mark.parametrize("node", READ, ids=lambda node: node.name)
def test_every_interface_and_no_other(swept: Poller, node: Any) -> None:
    ports = {port.device: port for port in PLAN.ports[node.name]}
    truth = json.loads(swept.network.run(["ip", "-j", "link"], node=node.name).stdout)
    found = {port["name"]: port for port in swept.json("list", "interfaces") if port["device"] == node.name}
    names = {ports[link["ifname"]].name if link["ifname"] in ports else link["ifname"] for link in truth}
    assert found.keys() == names
    for link in truth:
        port = ports.get(link["ifname"])
        shown = found[port.name if port else link["ifname"]]
        assert (shown["index"], shown["mtu"]) == (link["ifindex"], link["mtu"])
        assert (shown["admin_status"], shown["oper_status"]) == ("up", _WORDS[link["operstate"]])
        if port is not None:
            assert (shown["mac"], shown["type"], shown["description"]) == (port.mac, "ethernetCsmacd", port.name)
        if port is not None and node.snmp:
            assert (shown["alias"], shown["speed_bps"]) == (agents.alias(port), port.speed_bps)


def test_every_link_and_no_false_one(swept: Poller) -> None:
    links = swept.links()
    assert links.keys() == {cable.ends for cable in PLAN.device_cables}
    undeclared = {PLAN.cables[PLAN.cable(name)].ends for name in UNDECLARED}
    seen_by = {node.name for node in READ if node.lldp}
    speaks = {node.name for node in PLAN.nodes if node.lldp}
    for cable in PLAN.device_cables:
        link = links[cable.ends]
        claims = sum(own in seen_by and peer in speaks for own, peer in ((cable.a, cable.b), (cable.b, cable.a)))
        assert link["confidence"] == ("declared", "one", "both")[claims], cable.name
        sources = {"lldp"} if claims else set()
        assert set(link["sources"]) == sources | (set() if cable.ends in undeclared else {"declared"}), cable.name
        assert link["state"] == "up", cable.name
        if cable.ends not in undeclared:
            assert (link["circuit"], link["capacity_bps"]) == (cable.circuit, cable.capacity_bps)


def test_graphml_has_the_devices_and_the_cables(swept: Poller) -> None:
    path = swept.folder / "province.graphml"
    swept.netinv("topology", "export", "-o", str(path), "--view", "physical")
    graph = nx.read_graphml(path)
    assert set(graph) == {f"device:{node.name}" for node in PLAN.nodes}
    edges = sorted(
        (sorted(end.removeprefix("device:") for end in ends), sorted((data["a_interface"], data["b_interface"])))
        for *ends, data in graph.edges(data=True)
    )
    assert edges == sorted((sorted((c.a, c.b)), sorted((c.a_port, c.b_port))) for c in PLAN.device_cables)
    assert graph.nodes["device:core2"]["serial"] == PLAN.by_name["core2"].serial


def test_a_still_network_writes_no_history(poller: Poller) -> None:
    poller.sweep()
    before = poller.rows()
    report = poller.sweep()
    after = poller.rows()
    assert report["changes"] == 0
    grown = {table: after[table] - rows for table, rows in before.items() if after[table] != rows}
    assert grown.pop("sweep") == 1
    assert set(grown) <= {"counter_chunk"}, grown


def test_a_hung_commune_is_down_within_one_sweep_and_up_within_one(poller: Poller) -> None:
    """Its port at the district stays up, so that nothing but the device itself can be the cause."""
    network = poller.network
    network.kill("tamquan-r1", dark=False)
    try:
        report = poller.sweep(expect=1)
        assert not_up(poller) == {"tamquan-r1": "down"}
        assert [cause["name"] for cause in report["causes"]] == ["tamquan-r1"]
        assert report["duration_s"] < _SILENCE_S
        assert poller.devices()["tamquan-r1"]["reach"] == {"icmp": "timeout", "snmp": "timeout", "ssh": None}
        assert poller.sweep(expect=1)["changes"] == 0, "a state that lasts is no change"
    finally:
        network.boot("tamquan-r1")
    network.wait_for_lldp()
    poller.sweep(expect=0)
    assert not_up(poller) == {}
    events = [event for event in poller.json("events") if event["subject"] == "tamquan-r1"]
    told = [(event["kind"], event["old"], event["new"]) for event in sorted(events, key=lambda event: event["id"])]
    assert [event for event in told if event[0] == "device"][-2:] == [
        ("device", "up", "down"),
        ("device", "down", "up"),
    ]
    assert "reboot" in {kind for kind, _old, _new in told}


def test_a_commune_without_power_leaves_a_dark_link(poller: Poller) -> None:
    """The district's port says down: the near end decides, so the link is the cause and the commune behind it."""
    network = poller.network
    network.kill("tamquan-r1")
    try:
        eventually(lambda: "2" in oper_status(network, "tamdao-r1", "tamquan-r1"))
        report = poller.sweep(expect=1)
        assert not_up(poller) == {"tamquan-r1": "unreachable"}
        assert [(cause["kind"], cause["name"]) for cause in report["causes"]] == [("link", "tamdao-r1--tamquan-r1")]
    finally:
        network.boot("tamquan-r1")
    network.wait_for_lldp()
    eventually(lambda: oper_status(network, "tamdao-r1", "tamquan-r1") == "1")
    poller.sweep(expect=0)
    assert not_up(poller) == {}


def test_a_hung_ssh_only_commune_is_down_as_quickly(poller: Poller) -> None:
    poller.network.kill("yenduong-r1", dark=False)
    try:
        report = poller.sweep(expect=1)
        assert not_up(poller) == {"yenduong-r1": "down"}
        assert report["duration_s"] < _SILENCE_S
    finally:
        poller.network.boot("yenduong-r1")


def test_a_dead_district_is_the_cause_and_its_communes_are_unreachable(poller: Poller) -> None:
    behind = {node.name for node in PLAN.nodes if node.address.startswith("10.26.1.")} - {"lapthach-r1"}
    poller.network.kill("lapthach-r1")
    try:
        report = poller.sweep(expect=1)
        assert not_up(poller) == {"lapthach-r1": "down", **dict.fromkeys(behind, "unreachable")}
        assert [cause["name"] for cause in report["causes"]] == ["lapthach-r1"]
        assert set(report["causes"][0]["affected_devices"]) == behind
    finally:
        poller.network.boot("lapthach-r1")
    poller.network.wait_for_lldp()
    eventually(lambda: oper_status(poller.network, "core1", "lapthach-r1") == "1")
    poller.sweep(expect=0)
    assert not_up(poller) == {}


def test_a_cut_cable_is_a_broken_link_and_no_dead_device(poller: Poller) -> None:
    network, ends = poller.network, PLAN.cables[PLAN.cable("core1--lapthach-r1")].ends
    network.cut("core1--lapthach-r1")
    try:
        eventually(lambda: "2" in oper_status(network, "core1", "lapthach-r1"))
        eventually(lambda: "2" in oper_status(network, "lapthach-r1", "core1"))
        poller.sweep(expect=1)
        links = poller.links()
        assert set(not_up(poller).values()) <= {"degraded"}
        assert {link for link, found in links.items() if found["state"] != "up"} == {ends}
        assert links[ends]["state"] == "down"
        problems = poller.json("status", expect=1)["problems"]
        assert [problem["name"] for problem in problems if problem["kind"] == "link"] == ["core1--lapthach-r1"]
    finally:
        network.heal("core1--lapthach-r1")
    network.wait_for_lldp()
    eventually(lambda: oper_status(network, "core1", "lapthach-r1") == "1")
    eventually(lambda: oper_status(network, "lapthach-r1", "core1") == "1")
    poller.sweep(expect=0)
    assert poller.links()[ends]["state"] == "up"


def test_a_dead_agent_on_a_living_device_degrades_it(poller: Poller) -> None:
    network = poller.network
    network.stop("core1", "snmpd")
    try:
        poller.sweep(expect=1)
        core1 = poller.devices()["core1"]
        assert (core1["state"], core1["reach"]) == ("degraded", {"icmp": "ok", "snmp": "refused", "ssh": "ok"})
        assert not_up(poller) == {"core1": "degraded"}
        assert core1["serial"] == PLAN.by_name["core1"].serial, "what was known is kept"
    finally:
        network.kill("core1")
        network.boot("core1")
    network.wait_for_lldp()


def test_addresses_of_the_plan_are_apart() -> None:
    addresses = [ipaddress.ip_address(node.address) for node in PLAN.everything]
    links = [ipaddress.ip_address(port.address) for ports in PLAN.ports.values() for port in ports]
    assert len(set(addresses + links)) == len(addresses) + len(links)
