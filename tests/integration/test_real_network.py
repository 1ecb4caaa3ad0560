"""The main job on real agents: snmpd, lldpd, sshd of fifteen devices in namespaces; netinv as a user runs it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest

from tests.integration.network import agents
from tests.integration.network.province import PLAN, UNDECLARED
from tests.integration.network.requirements import MARKS

if TYPE_CHECKING:
    from tests.integration.network.poller import Poller

pytest_plugins = ["tests.integration.network.fixtures"]
pytestmark = MARKS

READ = [node for node in PLAN.nodes if node.snmp or node.ssh]
_WORDS = {"UP": "up", "DOWN": "down", "UNKNOWN": "up", "LOWERLAYERDOWN": "lowerLayerDown"}


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
        subnet = {cable.a, cable.b} <= {node.name for node in READ}
        assert link["confidence"] == ("one" if subnet else "declared", "one", "both")[claims], cable.name
        sources = ({"lldp"} if claims else set()) | ({"subnet"} if subnet else set())
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
    before = poller.rows()
    report = poller.sweep()
    after = poller.rows()
    assert report["changes"] == 0
    grown = {table: after[table] - rows for table, rows in before.items() if after[table] != rows}
    assert grown.pop("sweep") == 1
    assert set(grown) <= {"counter_chunk"}, grown


def test_the_second_engine_reads_the_same(poller: Poller) -> None:
    poller.sweep()
    assert poller.sweep(env={"NETINV_SNMP_ENGINE": "pysnmp"})["changes"] == 0


def test_a_link_was_last_seen_by_the_last_sweep(swept: Poller) -> None:
    report = json.loads((swept.folder / "first.json").read_text())
    claimed = [link for link in swept.links().values() if link["sources"] != ["declared"]]
    assert {link["last_seen"] for link in claimed} == {report["finished_at"]}
    given = [one for link in claimed for one in link["evidence"] if one["device"]]
    assert {one["last_seen"] for one in given} == {report["finished_at"]}
