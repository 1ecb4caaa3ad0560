"""Exports of the graph, and writing them so that a file is either whole and read back, or as it was before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from topology.export import graphml, html_map, json_graph, text_graph
from topology.export.checked import write_checked

if TYPE_CHECKING:
    from networkx import MultiGraph

Format = Literal["graphml", "json", "dot", "mermaid", "html"]
FORMATS: tuple[Format, ...] = ("graphml", "json", "dot", "mermaid", "html")
PROFILES: tuple[graphml.Profile, ...] = ("plain", "yed")

__all__ = ["FORMATS", "PROFILES", "Format", "render", "write_checked"]


def render(graph: MultiGraph[str], file_format: Format = "graphml", profile: graphml.Profile = "plain") -> bytes:
    """The graph in one of :data:`FORMATS`; the profile matters to GraphML alone."""
    if file_format == "graphml":
        return graphml.render(graph, profile).data
    writers = {"json": json_graph.render, "dot": text_graph.dot, "mermaid": text_graph.mermaid, "html": html_map.render}
    return writers[file_format](graph)
