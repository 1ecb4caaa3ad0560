"""The graph of each view: what is in it, what its nodes and edges carry."""

from __future__ import annotations

import pytest

from topology.graph import build, edge_values, node_values
from topology.values import Device, Link, Site, SiteLink

SITES = [
    Site("P", "Vĩnh Phúc", "province", state="up"),
    Site("D", "Lập Thạch", "district", parent="P"),
    Site("C", "Xã", "commune", parent="D"),
    Site("X", "Lạc", "agency", parent="nowhere"),
]
DEVICES = [Device("core", "P", "192.0.2.1"), Device("d", "D", "192.0.2.2"), Device("lost", "?", "192.0.2.3")]
LINKS = [
    Link("core", "1", "d", "1", "up"),
    Link("core", "2", "d", "2", "down"),
    Link("core", None, "d", None, "up"),
    Link("core", None, "d", None, "up"),
    Link("core", "9", "stranger", "1", "up"),
]


def test_full_has_both_and_nothing_else() -> None:
    graph = build(SITES, DEVICES, LINKS)
    assert {node for node, _ in node_values(graph)} == {
        *("site:P", "site:D", "site:C", "site:X"),
        *("device:core", "device:d", "device:lost"),
    }
    assert sorted(key for key, _ in edge_values(graph)) == [
        *("contains:C", "contains:D", "hosts:core", "hosts:d"),
        *("link:core--d", "link:core--d#2", "link:core:1--d:1", "link:core:2--d:2"),
    ]
    assert graph.nodes["site:P"]["value"] is SITES[0]


def test_physical_has_every_device_and_link() -> None:
    graph = build(SITES, DEVICES, LINKS, "physical")
    assert {type(value) for _, value in node_values(graph)} == {Device}
    assert graph.number_of_edges() == 4


@pytest.mark.parametrize(
    ("states", "joint"),
    [
        (("up", "down"), "degraded"),
        (("up", "up"), "up"),
        (("down", "gone"), "down"),
        (("gone",), "gone"),
        (("up", "unknown"), "up"),
        (("gone", "unknown"), "unknown"),
    ],
)
def test_sites_has_one_edge_for_the_links_of_two_sites(states: tuple[str, ...], joint: str) -> None:
    links = [Link("core", str(number), "d", "1", state) for number, state in enumerate(states)]
    graph = build(SITES, DEVICES, links, "sites")
    assert {type(value) for _, value in node_values(graph)} == {Site}
    (edge,) = [value for _, value in edge_values(graph) if isinstance(value, SiteLink)]
    assert (edge.a_site, edge.b_site, edge.state, len(edge.links)) == ("D", "P", joint, len(states))


def test_nothing_is_a_graph_too() -> None:
    assert len(build([], [], [])) == 0


def test_the_order_of_what_comes_in_does_not_matter() -> None:
    one, other = build(SITES, DEVICES, LINKS), build(SITES[::-1], DEVICES[::-1], LINKS[::-1])
    assert list(node_values(one)) == list(node_values(other))
    assert list(edge_values(one)) == list(edge_values(other))
