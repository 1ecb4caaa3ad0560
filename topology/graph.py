"""The network as one networkx graph: nodes ``site:CODE`` and ``device:NAME``, one value on each node and edge."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Literal, NamedTuple

from netinv.model import State
from topology.values import Device, Link, Site, SiteLink, link_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from networkx import MultiGraph

View = Literal["full", "physical", "sites"]


class Contains(NamedTuple):
    """A site stands under another in the tree."""

    site: str
    child: str


class Hosts(NamedTuple):
    """A device stands at a site."""

    site: str
    device: str


NodeValue = Site | Device
EdgeValue = Contains | Hosts | Link | SiteLink


def build(
    sites: Iterable[Site], devices: Iterable[Device], links: Iterable[Link], view: View = "full"
) -> MultiGraph[str]:
    """The graph of one view, in a stable order; each node and edge has its value under ``value``.

    ``physical`` has every device and link, ``sites`` every site, the tree of them and their links as one edge for each
    two sites, ``full`` the sites, their tree, the devices and the links. A link to a device that is not there is left
    out, and so is a site's unknown parent. Edge keys are unique in the whole graph.
    """
    import networkx as nx  # heavy: only what builds a graph loads it

    graph: MultiGraph[str] = nx.MultiGraph()
    placed = {device.name: device for device in sorted(devices, key=lambda device: device.name)}
    present = [link for link in sorted(links, key=link_order) if link.a_device in placed and link.b_device in placed]
    if view != "physical":
        _add_sites(graph, sites)
    if view != "sites":
        _add_devices(graph, placed)
        _add_links(graph, present)
    else:
        for one in between_sites(placed, present):
            a, b = f"site:{one.a_site}", f"site:{one.b_site}"
            if a in graph and b in graph:
                graph.add_edge(a, b, key=f"link:{one.a_site}--{one.b_site}", value=one)
    return graph


def node_values(graph: MultiGraph[str]) -> Iterator[tuple[str, NodeValue]]:
    """Each node with its value."""
    for node, attributes in graph.nodes.items():
        yield node, attributes["value"]


def edge_values(graph: MultiGraph[str]) -> Iterator[tuple[str, EdgeValue]]:
    """Each edge's key with its value; the value knows which end is which, which networkx does not."""
    for _, _, key, attributes in graph.edges(keys=True, data=True):
        yield str(key), attributes["value"]


def _add_sites(graph: MultiGraph[str], sites: Iterable[Site]) -> None:
    ordered = sorted(sites, key=lambda site: site.code)
    for site in ordered:
        graph.add_node(f"site:{site.code}", value=site)
    for site in ordered:
        if site.parent is not None and site.parent != site.code and f"site:{site.parent}" in graph:
            edge = Contains(site.parent, site.code)
            graph.add_edge(f"site:{site.parent}", f"site:{site.code}", key=f"contains:{site.code}", value=edge)


def _add_devices(graph: MultiGraph[str], devices: Mapping[str, Device]) -> None:
    for name, device in devices.items():
        graph.add_node(f"device:{name}", value=device)
        if f"site:{device.site}" in graph:
            hosts = Hosts(device.site, name)
            graph.add_edge(f"site:{device.site}", f"device:{name}", key=f"hosts:{name}", value=hosts)


def _add_links(graph: MultiGraph[str], links: Iterable[Link]) -> None:
    seen: Counter[str] = Counter()
    for link in links:
        seen[link.name] += 1
        again = f"#{seen[link.name]}" if seen[link.name] > 1 else ""
        graph.add_edge(f"device:{link.a_device}", f"device:{link.b_device}", key=f"link:{link.name}{again}", value=link)


def between_sites(devices: Mapping[str, Device], links: Iterable[Link]) -> list[SiteLink]:
    """The links between sites as one for each two; ``devices`` by name has both ends of every link."""
    grouped: dict[tuple[str, str], list[Link]] = defaultdict(list)
    for link in links:
        a, b = sorted((devices[link.a_device].site, devices[link.b_device].site))
        if a != b:
            grouped[a, b].append(link)
    return [SiteLink(a, b, _joint_state(own), tuple(own)) for (a, b), own in sorted(grouped.items())]


def _joint_state(links: Iterable[Link]) -> str:
    """Degraded where only some of the links carry traffic."""
    states = {str(link.state) for link in links}
    if len(states) == 1:
        return states.pop()
    if states & {State.UP, State.DEGRADED}:
        return State.DEGRADED if states & {State.DOWN, State.GONE, State.DEGRADED} else State.UP
    return next((state for state in (State.DOWN, State.MAINTENANCE) if state in states), State.UNKNOWN)
