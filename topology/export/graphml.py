"""GraphML as networkx, yEd and Gephi read it.

A writer of our own: networkx's fails on None and enumerations, and writes characters that nobody can read back.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Literal, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from topology.export import attributes
from topology.export.layout import Place, place
from topology.export.looks import look
from topology.graph import edge_values, node_values
from topology.values import Device

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TextIO

    from networkx import MultiGraph

    from topology.export.looks import Look

Profile = Literal["plain", "yed"]
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"{yed}'
    ' xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns {schema}">\n'
)
_SCHEMA = "http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd"
_YED_SCHEMA = "http://www.yworks.com/xml/schema/graphml/1.1/ygraphml.xsd"
_YED_NAMESPACE = ' xmlns:y="http://www.yworks.com/xml/graphml"'
_SITE_SIZE, _DEVICE_SIZE = (150.0, 36.0), (120.0, 30.0)


class Written(NamedTuple):
    """A rendered graph, and how many characters had to be replaced in it."""

    data: bytes
    replaced: int


def render(graph: MultiGraph[str], profile: Profile = "plain") -> Written:
    """The whole graph as one GraphML document, in UTF-8."""
    out = io.StringIO()
    replaced = write(graph, out, profile)
    return Written(out.getvalue().encode(), replaced)


def write(graph: MultiGraph[str], out: TextIO, profile: Profile = "plain") -> int:
    """Write the document as it is made; returns how many forbidden characters were replaced."""
    safe = attributes.SafeText()
    names = attributes.Names(safe)
    edge_names = attributes.Names(safe)
    yed = profile == "yed"
    places = place(graph) if yed else {}
    out.write(_HEAD.format(yed=_YED_NAMESPACE if yed else "", schema=_YED_SCHEMA if yed else _SCHEMA))
    out.write(_keys(yed=yed))
    out.write('  <graph id="netinv" edgedefault="undirected">\n')
    for node, value in node_values(graph):
        own = attributes.of_node(value, safe)
        drawn = _yed_node(own, places[node], is_device=isinstance(value, Device)) if yed else ""
        out.write(f"    <node id={quoteattr(names(node, node))}>{_data('n', own)}{drawn}</node>\n")
    for key, edge in edge_values(graph):
        own = attributes.of_edge(edge, safe)
        a, b = (quoteattr(names(node, node)) for node in attributes.ends(edge))
        drawn = _yed_edge(own) if yed else ""
        edge_id = quoteattr(edge_names(key, key))
        out.write(f"    <edge id={edge_id} source={a} target={b}>{_data('e', own)}{drawn}</edge>\n")
    out.write("  </graph>\n</graphml>\n")
    return safe.replaced


def _keys(*, yed: bool) -> str:
    lines = [
        f'  <key id="{prefix}_{name}" for="{what}" attr.name="{name}" attr.type="{kind}"/>\n'
        for what, prefix, types in (("node", "n", attributes.NODE_TYPES), ("edge", "e", attributes.EDGE_TYPES))
        for name, kind in types.items()
    ]
    if yed:
        lines.append('  <key id="n_graphics" for="node" yfiles.type="nodegraphics"/>\n')
        lines.append('  <key id="e_graphics" for="edge" yfiles.type="edgegraphics"/>\n')
    return "".join(lines)


def _data(prefix: str, own: Mapping[str, attributes.Value]) -> str:
    return "".join(f'<data key="{prefix}_{name}">{_escaped(str(value))}</data>' for name, value in own.items())


def _escaped(text: str) -> str:
    # A bare carriage return would come back as a line feed (XML 1.0, 2.11).
    return escape(text, {"\r": "&#13;"})


def _yed_node(own: Mapping[str, attributes.Value], at: Place, *, is_device: bool) -> str:
    width, height = _DEVICE_SIZE if is_device else _SITE_SIZE
    shown = look(str(own.get("state")))
    return (
        '<data key="n_graphics"><y:ShapeNode>'
        f'<y:Geometry x="{at.x - width / 2:.1f}" y="{at.y - height / 2:.1f}" width="{width}" height="{height}"/>'
        f'<y:Fill color="{shown.fill}" transparent="false"/>'
        f'<y:BorderStyle color="{shown.border}" type="{_line(shown)}" width="2.0"/>'
        f"<y:NodeLabel>{_escaped(str(own.get('label', '')))}</y:NodeLabel>"
        f'<y:Shape type="{"rectangle" if is_device else "roundrectangle"}"/></y:ShapeNode></data>'
    )


def _yed_edge(own: Mapping[str, attributes.Value]) -> str:
    is_link = own["type"] == "link"
    shown = look(str(own.get("state")))
    colour, line = (shown.border, _line(shown)) if is_link else ("#cccccc", "line")
    label = f"<y:EdgeLabel>{_escaped(str(own['label']))}</y:EdgeLabel>" if "label" in own else ""
    return (
        f'<data key="e_graphics"><y:PolyLineEdge><y:LineStyle color="{colour}" type="{line}"'
        f' width="{2.0 if is_link else 1.0}"/><y:Arrows source="none" target="none"/>{label}</y:PolyLineEdge></data>'
    )


def _line(shown: Look) -> str:
    """In yEd's words."""
    return "line" if shown.line == "solid" else shown.line
