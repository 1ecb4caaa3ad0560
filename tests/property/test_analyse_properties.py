"""Impact, single points of failure and paths agree with taking things out of the graph and looking."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from topology.analyse import Service, impact, path, spof
from topology.values import Link
from topology.ways import ways

NAMES = [f"n{number}" for number in range(9)]
SITES = ["A", "B", "C", "D"]
STATES = ["up", "up", "up", "unknown", "degraded", "down", "gone"]
names = st.sampled_from(NAMES)
links = st.lists(
    st.builds(
        Link,
        names,
        st.sampled_from([None, "1", "2"]),
        names | st.just("stranger"),
        st.sampled_from([None, "1", "2"]),
        st.sampled_from(STATES),
    ).map(lambda link: link if link.a_device <= link.b_device else Link(*link[2:4], *link[0:2], link.state)),
    max_size=18,
    unique_by=lambda link: link.name,
)
vantages = st.lists(names, max_size=3, unique=True)
places = st.dictionaries(names, st.sampled_from(SITES))


def drawn(all_links: list[Link], devices: list[str]) -> nx.MultiGraph[str]:
    """The graph as it stands: links that are no ways, strangers and loops left out."""
    graph: nx.MultiGraph[str] = nx.MultiGraph()
    graph.add_nodes_from(devices)
    for link in all_links:
        works = link.state not in ("down", "gone") and link.a_device != link.b_device
        if works and link.a_device in graph and link.b_device in graph:
            graph.add_edge(link.a_device, link.b_device, key=link.name)
    return graph


def reached(graph: nx.MultiGraph[str], vantage: list[str]) -> set[str]:
    return {other for start in vantage if start in graph for other in nx.node_connected_component(graph, start)}


def twice(graph: nx.MultiGraph[str], vantage: list[str]) -> set[str]:
    """The devices with two ways to the vantage that share no link, by their greatest flow."""
    joined: nx.DiGraph[str] = nx.DiGraph()
    for (a, b), n in Counter((min(a, b), max(a, b)) for a, b, _key in graph.edges(keys=True)).items():
        joined.add_edge(a, b, capacity=n)
        joined.add_edge(b, a, capacity=n)
    for device in vantage:
        if device in graph:
            joined.add_edge("poller", device, capacity=1000)
    joined.add_nodes_from([*graph, "poller"])
    return {device for device in graph if nx.maximum_flow_value(joined, "poller", device) >= 2}


def dark(before: set[str], after: set[str], site_of: dict[str, str]) -> set[str]:
    alive = {site_of[device] for device in after if device in site_of}
    return {site_of[device] for device in before if device in site_of} - alive


@given(links, vantages, places, st.sets(names, max_size=2), st.data())
def test_impact_is_what_is_missing_when_the_failed_are_taken_out(
    all_links: list[Link], vantage: list[str], site_of: dict[str, str], failed: set[str], data: st.DataObject
) -> None:
    cut = data.draw(st.sets(st.sampled_from(all_links), max_size=3)) if all_links else set()
    services = [Service(f"s-{site}", site) for site in SITES] + [Service(f"d-{name}", "Z", name) for name in NAMES]
    found = impact(ways(NAMES, all_links), vantage, failed, cut, site_of, services)
    graph = drawn(all_links, NAMES)
    before, had = reached(graph, vantage), twice(graph, vantage)
    left = drawn([link for link in all_links if link not in cut], [name for name in NAMES if name not in failed])
    after, has = reached(left, vantage), twice(left, vantage)
    sites = dark(before, after, site_of)
    sites |= {site for site in site_of.values() if {name for name in site_of if site_of[name] == site} <= failed}
    assert set(found.cut_devices) == before - after - failed
    assert set(found.cut_sites) == sites
    assert set(found.lost_redundancy) == (had - has) & after
    lost = {f"d-{name}" for name in (before - after) | failed} | {f"s-{site}" for site in sites}
    assert set(found.cut_services) == lost


@given(links, vantages, places)
def test_single_points_are_those_that_brute_force_finds(
    all_links: list[Link], vantage: list[str], site_of: dict[str, str]
) -> None:
    points = spof(ways(NAMES, all_links), vantage, site_of)
    graph = drawn(all_links, NAMES)
    before = reached(graph, vantage)
    wanted = {}
    for device in before:
        left = graph.copy()
        left.remove_node(device)
        after = reached(left, vantage)
        if before - after - {device}:
            wanted["device", device] = before - after - {device}, dark(before, after, site_of)
    for a, b, key in graph.edges(keys=True):
        left = graph.copy()
        left.remove_edge(a, b, key)
        after = reached(left, vantage)
        if before - after:
            wanted["link", "--".join(sorted((a, b)))] = before - after, dark(before, after, site_of)
    assert {(point.kind, point.name): (set(point.cut_devices), set(point.cut_sites)) for point in points} == wanted
    sizes = [len(point.cut_devices) for point in points]
    assert sizes == sorted(sizes, reverse=True)
    assert all(list(part) == sorted(part) for point in points for part in point[2:])


@given(links, vantages)
def test_a_single_point_and_its_impact_say_the_same(all_links: list[Link], vantage: list[str]) -> None:
    network = ways(NAMES, all_links)
    site_of = {name: name[-1] for name in NAMES}
    for point in spof(network, vantage, site_of):
        if point.kind == "device":
            found = impact(network, vantage, [point.name], (), site_of)
        else:
            found = impact(network, vantage, (), network.near[point.name[:2]][point.name[-2:]], site_of)
        assert (found.cut_devices, found.cut_sites) == point[2:]


@given(links, names, names)
def test_a_path_is_a_shortest_one_and_its_second_way_is_there(all_links: list[Link], a: str, b: str) -> None:
    found = path(ways(NAMES, all_links), a, b)
    graph = drawn(all_links, NAMES)
    if not nx.has_path(graph, a, b):
        assert found.hops == ()
        assert not found.redundant
        return
    devices = [hop.device for hop in found.hops]
    assert (devices[0], devices[-1]) == (a, b)
    assert len(devices) == nx.shortest_path_length(graph, a, b) + 1
    assert found.hops[0].in_interface is found.hops[-1].out_interface is None
    by_end = {(link.a_device, link.a_interface, link.b_device, link.b_interface) for link in all_links}
    for one, other in pairwise(found.hops):
        ends = (one.device, one.out_interface), (other.device, other.in_interface)
        assert {(*ends[0], *ends[1]), (*ends[1], *ends[0])} & by_end
    assert found.redundant == (a == b or b in twice(graph, [a]))
