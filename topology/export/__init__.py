"""Exports of the graph, and writing them so that a file is either whole and read back, or as it was before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from topology.export import graphml, json_graph
from topology.export.checked import write_checked

if TYPE_CHECKING:
    from networkx import MultiGraph

Format = Literal["graphml", "json"]
FORMATS: tuple[Format, ...] = ("graphml", "json")
PROFILES: tuple[graphml.Profile, ...] = ("plain", "yed")

__all__ = ["FORMATS", "PROFILES", "Format", "render", "write_checked"]


def render(graph: MultiGraph[str], file_format: Format = "graphml", profile: graphml.Profile = "plain") -> bytes:
    """The graph in one of :data:`FORMATS`; the profile matters to GraphML alone."""
    return json_graph.render(graph) if file_format == "json" else graphml.render(graph, profile).data
