"""The graph as text that draws itself: DOT for Graphviz, and Mermaid for Markdown pages. One statement on each line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from topology.export import attributes
from topology.export.looks import look
from topology.graph import edge_values, node_values

if TYPE_CHECKING:
    from collections.abc import Mapping

    from networkx import MultiGraph

_DOT_STATEMENT = re.compile(r'^  "n(\d+)"(?: -- "n(\d+)")? \[', re.M)
_MERMAID_STATEMENT = re.compile(r"^  n(\d+)(?: \S+ n(\d+)$|[\[(])", re.M)
_MERMAID_SPECIAL = re.compile(r"[^\w .,:/@+\-]")


def dot(graph: MultiGraph[str]) -> bytes:
    """As Graphviz reads it; states by colour, by the line around, and by a glyph in the label."""
    safe = attributes.SafeText()
    numbers = {node: number for number, node in enumerate(graph)}
    lines = [
        "graph netinv {",
        '  graph [charset="UTF-8", overlap=prism, ranksep="0.6", nodesep="0.15"];',
        '  node [fontname="sans-serif", fontsize=10, style="filled"];',
        '  edge [fontname="sans-serif", fontsize=8];',
    ]
    for node, value in node_values(graph):
        own = attributes.of_node(value, safe)
        shown = look(str(own.get("state")))
        drawn = {
            "label": f"{shown.glyph} {own.get('label', '')}",
            "tooltip": safe(node),
            "shape": "box" if own["type"] == "device" else "ellipse",
            "fillcolor": shown.fill,
            "color": shown.border,
            "style": f"filled,{shown.line}",
        }
        lines.append(f'  "n{numbers[node]}" [{_dot_attributes(drawn)}];')
    for key, edge in edge_values(graph):
        own = attributes.of_edge(edge, safe)
        a, b = (numbers[node] for node in attributes.ends(edge))
        drawn = {"color": "#cccccc", "style": "dotted"} if own["type"] != "link" else _dot_link(own, safe(key))
        lines.append(f'  "n{a}" -- "n{b}" [{_dot_attributes(drawn)}];')
    lines.append("}")
    return ("\n".join(lines) + "\n").encode()


def _dot_link(own: Mapping[str, attributes.Value], key: str) -> dict[str, str]:
    shown = look(str(own.get("state")))
    return {"color": shown.border, "style": shown.line, "penwidth": "2", "tooltip": str(own.get("label", key))}


def _dot_attributes(drawn: Mapping[str, str]) -> str:
    return ", ".join(f"{name}={_dot_quoted(text)}" for name, text in drawn.items())


def _dot_quoted(text: str) -> str:
    # In labels a backslash begins an escape of Graphviz' own, an ampersand an entity; a statement is one line.
    line = " ".join(text.split()).replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"')
    return f'"{line}"'


def mermaid(graph: MultiGraph[str]) -> bytes:
    """As Mermaid's flowcharts; what could be taken for its syntax or for HTML is written as a character code."""
    safe = attributes.SafeText()
    numbers = {node: number for number, node in enumerate(graph)}
    lines = ["flowchart TD"]
    states: dict[str, list[str]] = {}
    for node, value in node_values(graph):
        own = attributes.of_node(value, safe)
        state = str(own.get("state"))
        left, right = ('["', '"]') if own["type"] == "device" else ('(["', '"])')
        name, label = f"n{numbers[node]}", f"{look(state).glyph} {own.get('label', '')}"
        lines.append(f"  {name}{left}{_mermaid_text(label)}{right}")
        states.setdefault(look(state).name, []).append(name)
    for _key, edge in edge_values(graph):
        own = attributes.of_edge(edge, safe)
        a, b = (f"n{numbers[node]}" for node in attributes.ends(edge))
        broken = own.get("state") in ("down", "gone", "maintenance")
        joint = "---" if own["type"] != "link" else "-.-" if broken else "==="
        lines.append(f"  {a} {joint} {b}")
    for state, names in sorted(states.items()):
        shown = look(state)
        dash = "" if shown.line == "solid" else ",stroke-dasharray:5 3"
        lines.append(f"  classDef {state} fill:{shown.fill},stroke:{shown.border},color:#222{dash}")
        lines.append(f"  class {','.join(names)} {state}")
    return ("\n".join(lines) + "\n").encode()


def _mermaid_text(text: str) -> str:
    line = " ".join(text.split())
    return _MERMAID_SPECIAL.sub(lambda found: f"#{ord(found[0])};" if ord(found[0]) < 128 else found[0], line)


def counts(text: str) -> tuple[int, int]:
    """How many nodes of different names stand in a document, and how many edges between two of them."""
    pattern = _DOT_STATEMENT if text.startswith("graph ") else _MERMAID_STATEMENT
    found = pattern.findall(text)
    nodes = {a for a, b in found if not b}
    return len(nodes), sum(a in nodes and b in nodes for a, b in found if b)
