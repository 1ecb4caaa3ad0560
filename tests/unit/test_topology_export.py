"""GraphML and JSON open elsewhere, and a file is replaced only by one that was read back."""

from __future__ import annotations

import io
import json
import os
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import networkx as nx
import pytest

from netinv.errors import NetinvError
from topology.export import attributes, graphml, render, write_checked
from topology.graph import build
from topology.values import Device, Link, Services, Site

SITES = [
    Site("P", "Vĩnh Phúc", "province", "tỉnh", lat=21.3, lon=105.6, state="up"),
    Site("D", "Lập Thạch", "district", parent="P", lat=float("nan")),
    Site("C", 'Xã <&"]]>\r\n\t', "commune", parent="D", state="down"),
]
DEVICES = [
    Device("core", "P", "192.0.2.1", "router", "up", "Cisco", "ASR", "X1", "17.3"),
    Device("d\x00", "D", "2001:db8::1", state="down"),
    Device("d\x01", "D", "192.0.2.3", model="\ud800\x1b[31m"),
]
LINKS = [
    Link("core", "Gi0/1", "d\x00", "e<1>", "up", ("cdp", "lldp"), "both", "fibre", "VNPT", "C-1", 10**10),
    Link("core", None, "d\x01", None, "gone", ("declared",), "declared", capacity_bps=2**70),
]


def read(data: bytes) -> nx.MultiGraph[str]:
    return nx.MultiGraph(nx.read_graphml(io.BytesIO(data), edge_key_type=str, force_multigraph=True))


@pytest.mark.parametrize("profile", ["plain", "yed"])
def test_networkx_reads_what_was_meant(profile: graphml.Profile) -> None:
    graph = read(render(build(SITES, DEVICES, LINKS), "graphml", profile))
    assert set(graph) == {"site:P", "site:D", "site:C", "device:core", "device:d\ufffd", "device:d\ufffd~2"}
    place = {key: value for key, value in graph.nodes["site:P"].items() if key not in {"x", "y", "shape_type"}}
    assert place == {
        "type": "site",
        "label": "Vĩnh Phúc",
        "name": "Vĩnh Phúc",
        "level": "province",
        "kind": "tỉnh",
        "site": "P",
        "state": "up",
        "lat": 21.3,
        "lon": 105.6,
    }
    assert "lat" not in graph.nodes["site:D"]
    assert graph.nodes["site:C"]["name"] == 'Xã <&"]]>\r\n\t'
    assert graph.nodes["device:d\ufffd~2"]["model"] == "\ufffd\ufffd[31m"
    (link,) = graph["device:core"]["device:d\ufffd"].values()
    assert link["sources"] == "cdp,lldp"
    assert (link["capacity_bps"], link["a_interface"], link["b_interface"]) == (10**10, "Gi0/1", "e<1>")
    (gone,) = graph["device:core"]["device:d\ufffd~2"].values()
    assert set(gone) == {"type", "label", "state", "sources", "confidence"}


def test_services_stand_at_their_sites_and_behind_their_devices() -> None:
    site = replace(SITES[0], services=Services(("portal", "mail"), ("mail",)))
    graph = build([site, *SITES[1:]], [replace(DEVICES[0], services=Services(("portal, old",))), *DEVICES[1:]], LINKS)
    nodes = read(render(graph, "graphml")).nodes
    assert (nodes["site:P"]["services"], nodes["site:P"]["services_down"]) == ("portal,mail", "mail")
    assert nodes["device:core"]["services"] == "portal, old"
    assert "services_down" not in nodes["device:core"]
    assert "services" not in nodes["site:D"]
    listed = {node["id"]: node for node in json.loads(render(graph, "json"))["nodes"]}
    assert (listed["site:P"]["services"], listed["site:P"]["services_down"]) == (["portal", "mail"], ["mail"])
    assert (listed["device:core"]["services"], listed["site:D"]["services"]) == (["portal, old"], [])


def test_forbidden_characters_are_counted() -> None:
    assert graphml.render(build([], DEVICES, LINKS)).replaced > 0
    turned = Device("r\u202e1\x9b\ufffd", "P", "192.0.2.1")
    assert graphml.render(build([], [turned], [])).replaced == 6, "two each in id, label and name"
    assert graphml.render(build(SITES[:2], DEVICES[:1], [])).replaced == 0


def test_one_type_for_each_attribute_and_unique_edge_ids() -> None:
    root = ET.fromstring(render(build(SITES, DEVICES, LINKS), "graphml", "yed"))  # our own output
    space = "{http://graphml.graphdrawing.org/xmlns}"
    types: dict[str, set[str]] = {}
    for key in root.iter(f"{space}key"):
        if "attr.name" in key.attrib:
            types.setdefault(key.attrib["attr.name"], set()).add(key.attrib["attr.type"])
    assert types == {name: {kind} for name, kind in {**attributes.NODE_TYPES, **attributes.EDGE_TYPES}.items()}
    ids = [edge.attrib["id"] for edge in root.iter(f"{space}edge")]
    assert len(ids) == len(set(ids)) == 7


def test_yed_opens_laid_out_with_labels_and_colours() -> None:
    root = ET.fromstring(render(build(SITES, DEVICES, LINKS), "graphml", "yed"))
    space, yed = "{http://graphml.graphdrawing.org/xmlns}", "{http://www.yworks.com/xml/graphml}"
    boxes = {}
    for node in root.iter(f"{space}node"):
        geometry = next(node.iter(f"{yed}Geometry")).attrib
        boxes[node.attrib["id"]] = tuple(float(geometry[name]) for name in ("x", "y", "width", "height"))
        assert next(node.iter(f"{yed}NodeLabel")).text
    assert boxes["site:P"][1] < boxes["device:core"][1] < boxes["site:D"][1] < boxes["site:C"][1]
    places = list(boxes.values())
    for number, (x, y, width, height) in enumerate(places):
        for other_x, other_y, other_width, other_height in places[number + 1 :]:
            apart = x + width <= other_x or other_x + other_width <= x
            assert apart or y + height <= other_y or other_y + other_height <= y
    fills = {node.attrib["id"]: next(node.iter(f"{yed}Fill")).attrib["color"] for node in root.iter(f"{space}node")}
    assert fills["site:P"] != fills["site:C"] != fills["site:D"]


def test_yed_lays_out_devices_alone_by_hops() -> None:
    links = [Link("core", "1", name, "1") for name in "xyz"] + [Link("x", "2", "leaf", "1")]
    devices = [Device(name, "s", "192.0.2.1") for name in ("core", "x", "y", "z", "leaf", "alone")]
    graph = read(render(build([], devices, links, "physical"), "graphml", "yed"))
    rows = {node: float(place["y"]) for node, place in graph.nodes.items()}
    assert rows["device:core"] == rows["device:alone"] < rows["device:x"] == rows["device:z"] < rows["device:leaf"]


def test_a_circle_of_parents_is_still_drawn() -> None:
    circle = [Site("A", "A", "x", parent="B"), Site("B", "B", "x", parent="A")]
    assert len(read(render(build(circle, [], []), "graphml", "yed"))) == 2


def test_json_is_node_link_sorted_and_stable() -> None:
    data = render(build(SITES, DEVICES, LINKS), "json")
    assert data == render(build(SITES[::-1], DEVICES[::-1], LINKS[::-1]), "json")
    document = json.loads(data)
    assert [node["id"] for node in document["nodes"]] == sorted(node["id"] for node in document["nodes"])
    assert {frozenset(node) for node in document["nodes"]} == {frozenset({"id", *attributes.NODE_TYPES})}
    graph = nx.node_link_graph(document, edges="edges")
    assert (len(graph), graph.number_of_edges()) == (6, 7)
    link = next(edge for edge in document["edges"] if edge["label"] == "core:Gi0/1--d\ufffd:e<1>")
    assert (link["sources"], link["source"], link["medium"]) == (["cdp", "lldp"], "device:core", "fibre")


@pytest.mark.parametrize("file_format", ["graphml", "json"])
def test_written_whole_with_the_target_mode_kept(tmp_path: Path, file_format: str) -> None:
    data = render(build(SITES, DEVICES, LINKS), file_format)  # type: ignore[arg-type]  # one of the two
    target = tmp_path / "graph"
    target.write_bytes(b"old")
    target.chmod(0o640)
    write_checked(data, file_format, target)
    assert target.read_bytes() == data
    assert target.stat().st_mode & 0o777 == 0o640
    write_checked(render(build([], [], []), "graphml"), "graphml", tmp_path / "new")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["graph", "new"]


@pytest.mark.parametrize(
    ("data", "file_format"),
    [
        (b"<graphml", "graphml"),
        (b'<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><node id="lost"/></graphml>', "graphml"),
        (render(build(SITES, [], []), "graphml").replace(b"site:D", b"site:P"), "graphml"),
        (b"{}", "json"),
        (b"[", "json"),
    ],
)
def test_what_does_not_read_back_replaces_nothing(tmp_path: Path, data: bytes, file_format: str) -> None:
    target = tmp_path / "graph"
    target.write_bytes(b"old")
    with pytest.raises(NetinvError) as caught:
        write_checked(data, file_format, target)
    assert caught.value.exit_code == 3
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["graph"]


def test_targets_that_cannot_be_written_are_named(tmp_path: Path) -> None:
    data = render(build([], [], []), "graphml")
    (tmp_path / "file").touch()
    (tmp_path / "loop").symlink_to("loop")
    for bad in ("missing/graph", "file/graph", "loop", ".", "a" * 300, "nul\0"):
        with pytest.raises(NetinvError, match="cannot be written"):
            write_checked(data, "graphml", tmp_path / bad)
    with pytest.raises(NetinvError, match="cannot be written"):
        write_checked(data, "graphml", Path("/proc/graph"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "loop"]


def test_a_link_to_the_target_stays_a_link_and_a_device_a_device(tmp_path: Path) -> None:
    data = render(build([], [], []), "graphml")
    (tmp_path / "link").symlink_to("real")
    write_checked(data, "graphml", tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == data
    write_checked(data, "graphml", Path(os.devnull))
    assert Path(os.devnull).is_char_device()
