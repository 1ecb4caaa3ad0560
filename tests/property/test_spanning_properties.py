"""The tree of the network: no device and no link is lost, and no way with fewer broken links or hops is overlooked."""

from __future__ import annotations

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from topology.spanning import span
from topology.values import Link
from topology.ways import BROKEN

NAMES = [f"n{number}" for number in range(9)]
names = st.sampled_from(NAMES)
links = st.lists(
    st.builds(
        Link,
        names,
        st.sampled_from([None, "1", "2"]),
        names | st.just("stranger"),
        st.sampled_from([None, "1", "2"]),
        st.sampled_from(["up", "up", "unknown", "down", "gone"]),
    ),
    max_size=18,
)
vantages = st.lists(names, max_size=3, unique=True)


@given(links, vantages)
def test_every_device_hangs_once_and_every_link_is_in_the_tree_or_redundant(
    drawn: list[Link], vantage: list[str]
) -> None:
    found = span(NAMES, drawn, vantage)
    assert sorted(hung.device for hung in found.tree) == NAMES
    seen: set[str] = set()
    for hung in found.tree:
        assert (hung.parent is None) == (hung.link is None)
        assert hung.parent is None or hung.parent in seen  # parents before children: no ring
        assert hung.link is None or {hung.link.a_device, hung.link.b_device} == {hung.device, hung.parent}
        seen.add(hung.device)
    used = [hung.link for hung in found.tree if hung.link] + list(found.redundant)
    proper = [link for link in drawn if link.b_device != "stranger" and link.a_device != link.b_device]
    assert sorted(map(repr, used)) == sorted(map(repr, proper))


@given(links, vantages)
def test_no_way_has_fewer_broken_links_or_hops(drawn: list[Link], vantage: list[str]) -> None:
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from([*NAMES, "poller"])
    for link in drawn:
        if link.b_device != "stranger" and link.a_device != link.b_device:
            cost = 1 + 1000 * (link.state in BROKEN)
            before = graph.get_edge_data(link.a_device, link.b_device, {"cost": cost})["cost"]
            graph.add_edge(link.a_device, link.b_device, cost=min(cost, before))
    for device in vantage:
        graph.add_edge("poller", device, cost=1)
    costs = nx.single_source_dijkstra_path_length(graph, "poller", weight="cost")
    mine: dict[str, int] = {}
    for hung in span(NAMES, drawn, vantage).tree:
        step = 1 + 1000 * (hung.link is not None and hung.link.state in BROKEN)
        mine[hung.device] = step + (mine[hung.parent] if hung.parent else 0)
        assert hung.apart == (hung.device not in costs)
        assert hung.apart or mine[hung.device] == costs[hung.device]
