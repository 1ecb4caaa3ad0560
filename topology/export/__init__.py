"""Exports of the graph, and writing them so that a file is either whole and read back, or as it was before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from topology.export import graphml, html_map, json_graph, text_graph
from topology.export.checked import write_checked

if TYPE_CHECKING:
    from datetime import datetime

    from networkx import MultiGraph

Format = Literal["graphml", "json", "dot", "mermaid", "html"]
FORMATS: tuple[Format, ...] = ("graphml", "json", "dot", "mermaid", "html")
PROFILES: tuple[graphml.Profile, ...] = ("plain", "yed")

__all__ = ["FORMATS", "PROFILES", "Format", "render", "write_checked"]


def render(
    graph: MultiGraph[str],
    file_format: Format = "graphml",
    profile: graphml.Profile = "plain",
    known: datetime | None = None,
) -> bytes:
    """The graph in one of :data:`FORMATS`; the profile matters to GraphML alone, the time of what is known to HTML."""
    if file_format == "graphml":
        return graphml.render(graph, profile).data
    if file_format == "html":
        return html_map.render(graph, known)
    writers = {"json": json_graph.render, "dot": text_graph.dot, "mermaid": text_graph.mermaid}
    return writers[file_format](graph)
