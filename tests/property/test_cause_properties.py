"""What holds for the causes of any failure: all that is silent is explained, each cause is needed."""

from __future__ import annotations

from collections.abc import Collection

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from topology.causes import explain
from topology.redundancy import lost_redundancy
from topology.values import Link, SiteTree


@st.composite
def failures(draw: st.DrawFn) -> tuple[dict[str, str], list[Link]]:
    count = draw(st.integers(1, 12))
    names = [f"n{number:02}" for number in range(count)]
    devices = {name: draw(st.sampled_from(["up", "up", "degraded", "down", "down", "unknown"])) for name in names}
    ends = draw(st.lists(st.tuples(st.sampled_from(names), st.sampled_from(names)), max_size=2 * count))
    links = [
        Link(
            *(min(pair), str(number), max(pair), str(number)),
            state=draw(st.sampled_from(["up", "up", "down", "unknown"])),
            circuit=draw(st.sampled_from([None, None, "VP-1", "VP-2"])),
            carrier=draw(st.sampled_from([None, None, "VNPT"])),
        )
        for number, pair in enumerate(ends)
    ]
    return devices, links


def passable(
    devices: dict[str, str], links: list[Link], failed: set[str], *, mended: frozenset[str] = frozenset()
) -> nx.Graph[str]:
    """What the poller reaches if only ``failed`` devices and the links that are down have failed."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(set(devices) - failed)
    for link in links:
        seen = {devices[link.a_device], devices[link.b_device]} & {"up", "degraded"}
        broken = link.state == "down" and seen and link.name not in mended
        if not broken and not {link.a_device, link.b_device} & failed:
            graph.add_edge(link.a_device, link.b_device)
    return graph


def reached(graph: nx.Graph[str], devices: dict[str, str], vantage: str) -> set[str]:
    starts = {name for name, state in devices.items() if state in {"up", "degraded"} or name == vantage} & set(graph)
    return {node for part in nx.connected_components(graph) if part & starts for node in part}


@settings(max_examples=400)
@given(failures())
def test_causes_explain_all_that_is_silent_and_each_is_needed(network: tuple[dict[str, str], list[Link]]) -> None:
    devices, links = network
    vantage = "n00"
    causes = explain(devices, links, [vantage])
    silent = {name for name, state in devices.items() if state == "down"}
    failed = {cause.name for cause in causes if cause.kind == "device"}
    cut = [device for cause in causes for device in cause.affected_devices]
    assert (failed & silent) | set(cut) == silent
    assert all(devices[name] in {"down", "unknown"} for name in failed)
    assert len(cut) == len(set(cut)), "each is cut off by one cause"
    assert not failed & set(cut), "no cause is behind another"
    alive = reached(passable(devices, links, failed), devices, vantage)
    assert not alive & set(cut), "the unreachable are truly cut off"
    assert not alive & silent
    anyhow = reached(passable(devices, [link._replace(state="up") for link in links], set()), devices, vantage)
    for cause in causes:
        if cause.kind in {"link", "group"}:
            mended = reached(passable(devices, links, failed, mended=frozenset(cause.members)), devices, vantage)
            assert mended & silent, "without the cut, what it cuts off would be unexplained"
        else:
            ends = {end for link in links for end in (link.a_device, link.b_device) if cause.name in link[0:3:2]}
            at_the_edge = cause.name == vantage or ends & alive
            assert at_the_edge or cause.name not in anyhow, "it stands next to what is reachable, or no way is known"


@given(failures())
def test_causes_mind_no_order(network: tuple[dict[str, str], list[Link]]) -> None:
    devices, links = network
    assert explain(devices, links, ["n00"]) == explain(dict(reversed(devices.items())), links[::-1], ["n00"])


@given(failures(), st.data())
def test_with_a_tree_of_sites_too_every_silent_device_has_one_cause(
    network: tuple[dict[str, str], list[Link]], data: st.DataObject
) -> None:
    devices, links = network
    codes = st.sampled_from(["P", "D", "E", "C", "F"])
    tree = SiteTree(
        data.draw(st.dictionaries(st.sampled_from(sorted(devices)), codes)),
        data.draw(st.dictionaries(codes, st.none() | codes)),
    )
    causes = explain(devices, links, ["n00"], tree)
    told = [device for cause in causes for device in cause.affected_devices]
    told += [cause.name for cause in causes if cause.kind == "device" and devices[cause.name] == "down"]
    assert sorted(told) == sorted(name for name, state in devices.items() if state == "down")
    assert {site for cause in causes for site in cause.affected_sites} <= set(tree.site_of.values())


@settings(max_examples=200)
@given(failures())
def test_a_group_is_blamed_only_where_nothing_over_it_works(network: tuple[dict[str, str], list[Link]]) -> None:
    devices, links = network
    for cause in explain(devices, links, ["n00"]):
        if cause.kind == "group":
            named = [link for link in links if cause.name in (link.circuit, link.carrier)]
            own = [link for link in named if link.a_device != link.b_device]
            assert {link.name for link in own} == set(cause.members)
            assert len({link.pair for link in own}) > 1, "one pair of devices has a link, not a group"
            answering = {"up", "degraded"}
            for link in own:
                ends = {devices[link.a_device], devices[link.b_device]}
                assert link.state == "down" or not ends & answering


@settings(max_examples=200)
@given(failures())
def test_redundancy_is_lost_to_something_that_is_broken(network: tuple[dict[str, str], list[Link]]) -> None:
    devices, links = network
    lost = lost_redundancy(devices, links, ["n00"])
    silent = {name for name, state in devices.items() if state == "down"}
    for device, blamed in lost.items():
        assert device not in silent
        assert blamed in silent or blamed in {link.pair for link in links if link.state == "down"}
        whole: nx.Graph[str] = nx.Graph([(link.a_device, link.b_device) for link in links])
        assert nx.has_path(whole, device, "n00")
        ways = {link.pair for link in links if device in link[0:3:2] and link.state != "down"}
        assert ways, "one way is left"
    for name in devices:  # against networkx: two ways that share no link before, one now
        before = connectivity(links, devices, name, "n00")
        now = connectivity([link for link in links if link.state != "down"], devices.keys() - silent, name, "n00")
        if name != "n00" and name not in silent and "n00" not in silent:
            assert (name in lost) == (before > 1 and now == 1), (name, before, now)


def connectivity(links: list[Link], devices: Collection[str], a: str, b: str) -> int:
    """How many ways that share no link lead from a to b."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(devices)
    for link in links:
        two = (link.a_device, link.b_device)
        if two[0] != two[1] and set(two) <= set(devices):
            capacity = graph.edges[two]["capacity"] if graph.has_edge(*two) else 0
            graph.add_edge(*two, capacity=capacity + 1)
    if a == b or a not in graph or b not in graph:
        return 0
    return int(nx.maximum_flow_value(graph, a, b))
