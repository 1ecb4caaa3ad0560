"""The graph as node-link JSON, the form networkx's ``node_link_graph`` and most drawing libraries read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from topology.export import attributes
from topology.graph import edge_values, node_values

if TYPE_CHECKING:
    from networkx import MultiGraph


def render(graph: MultiGraph[str]) -> bytes:
    """Nodes and edges sorted by id, every attribute of its kind there: absent ones null, several as a list."""
    safe = attributes.SafeText()
    names = attributes.Names(safe)
    edge_names = attributes.Names(safe)
    nodes = []
    for node, place in node_values(graph):
        said: dict[str, object] = {**dict.fromkeys(attributes.NODE_TYPES), **attributes.of_node(place, safe)}
        services = {"services": place.services.names, "services_down": place.services.down}
        nodes.append(
            {"id": names(node, node), **said, **{what: list(map(safe, own)) for what, own in services.items()}}
        )
    edges = []
    for key, value in edge_values(graph):
        a, b = (names(node, node) for node in attributes.ends(value))
        own: dict[str, object] = {**dict.fromkeys(attributes.EDGE_TYPES), **attributes.of_edge(value, safe)}
        own["sources"] = str(own["sources"]).split(",") if own["sources"] else []
        edges.append({"key": edge_names(key, key), "source": a, "target": b, **own})
    document = {
        "directed": False,
        "multigraph": True,
        "graph": {},
        "nodes": sorted(nodes, key=lambda node: str(node["id"])),
        "edges": sorted(edges, key=lambda edge: str(edge["key"])),
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"
