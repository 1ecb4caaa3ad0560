"""The network as one HTML file that refers to nothing outside itself: a map, layers, search, facts, filters.

Drawn by Cytoscape.js, which stands in the file. What devices and people wrote travels as JSON with ``<`` written
as a code, so no text can end its element; the program in the page puts it there as text, never as markup.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from netinv.i18n import _, language
from netinv.vocabulary import level_word, state_word
from topology.export import attributes, geography, layout
from topology.export.layout import Place
from topology.export.looks import Look, looks
from topology.graph import edge_values, node_values
from topology.values import Device, Site

if TYPE_CHECKING:
    from collections.abc import Mapping

    from networkx import MultiGraph

_DATA = re.compile(r'<script type="application/json" id="data">(.*?)</script>', re.S)
_CLOSER = 0.6  # nodes are smaller here than the boxes that the layout makes room for
_FIELD = re.compile(r"\{([a-z]+)\}")
# The legend's shapes stand in the page as markup of ours: what is made by a program would need a namespace's address.
_SVG = '<template id="shape-{name}"><svg viewBox="-1.4 -1.4 2.8 2.8">{drawn}</svg></template>\n'


def render(graph: MultiGraph[str], known: datetime | None = None) -> bytes:
    """The file. ``known`` is the time of what it tells; now, if left out."""
    moment = (known or datetime.now(UTC)).astimezone()
    data = _data(graph)
    title = next((node["label"] for node in data["nodes"] if node.get("level") == "province"), "netinv")
    fields = {
        "lang": language(),
        "title": escape(str(title)),
        "made": escape(_("as known {time}").format(time=moment.strftime("%Y-%m-%d %H:%M %z"))),
        "search": escape(_("Search, with or without marks")),
        "map": escape(_("Map")),
        "layers": escape(_("Layers")),
        "whole": escape(_("Whole")),
        "states": escape(_("States")),
        "levels": escape(_("Levels")),
        "noscript": escape(_("This map needs JavaScript; nothing is fetched from anywhere.")),
        "style": _asset("map.css"),
        "data": _in_script(data),
        # Notices of licences hold addresses; without their scheme the file holds nothing that looks like a reference.
        "library": _asset("cytoscape.min.js").replace("http://", ""),
        "program": _asset("map.js"),
    }
    page = _FIELD.sub(lambda found: fields[found[1]], _asset("map.html"))
    shapes = "".join(_SVG.format(name=look.name, drawn=_shape(look)) for look in looks())
    return page.replace("<noscript>", f"{shapes}<noscript>", 1).encode()


def counts(page: str) -> tuple[int, int]:
    """How many nodes a file holds, and how many edges between two of them.

    Raises:
        ValueError: it holds no data.
    """
    found = _DATA.search(page)
    if found is None:
        raise ValueError("no data")
    data = json.loads(found[1])
    nodes = {node["id"] for node in data["nodes"]}
    edges = {edge["id"]: edge for edge in data["edges"]}
    return len(nodes), sum({edge["source"], edge["target"]} <= nodes for edge in edges.values())


def _asset(name: str) -> str:
    return files("topology.export").joinpath("assets", name).read_text("utf-8")


def _in_script(data: Mapping[str, Any]) -> str:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c")


def _data(graph: MultiGraph[str]) -> dict[str, Any]:
    safe = attributes.SafeText()
    names, edge_names = attributes.Names(safe), attributes.Names(safe)
    on_map, in_layers = geography.place(graph), layout.place(graph)
    sites = {value.code: value for _node, value in node_values(graph) if isinstance(value, Site)}
    nodes = []
    for node, value in node_values(graph):
        own: dict[str, Any] = {"id": names(node, node), **attributes.of_node(value, safe)}
        if isinstance(value, Device) and value.site in sites:
            site = sites[value.site]
            own |= {"level": safe(site.level), "site_name": safe(site.name)}
        layered = Place(in_layers[node].x * _CLOSER, in_layers[node].y * _CLOSER)
        nodes.append(own | {"tree": _point(layered), "geo": _point(on_map.get(node, layered))})
    edges = []
    for key, edge in edge_values(graph):
        a, b = (names(node, node) for node in attributes.ends(edge))
        # Ids of nodes and edges share one space in the library.
        edges.append({"id": f"edge:{edge_names(key, key)}", "source": a, "target": b, **attributes.of_edge(edge, safe)})
    return {
        "nodes": nodes,
        "edges": edges,
        "located": bool(on_map),
        "states": [_state(look) for look in looks()],
        "levels": [{"name": name, "word": word} for name, word in _levels().items()],
        "facts": list(_facts().items()),
        "words": {
            "click": _("Click a site, a device or a link."),
            "shown": _("{n} of {all} shown"),
            "nothing": _("nothing found"),
            "links": _("links"),
            "devices": _("devices"),
        },
    }


def _point(at: Place) -> list[float]:
    return [round(at.x, 1), round(at.y, 1)]


def _state(look: Look) -> dict[str, str]:
    drawn = {name: str(getattr(look, name)) for name in ("name", "glyph", "fill", "border", "line", "shape")}
    return drawn | {"word": state_word(look.name)}


def _levels() -> dict[str, str]:
    return {level: level_word(level) for level in ("province", "district", "commune", "agency")} | {"": _("no level")}


def _facts() -> dict[str, str]:
    """The attributes in the order in which they are shown, with their words."""
    return {
        "state": _("state"),
        "kind": _("kind"),
        "site": _("site"),
        "address": _("address"),
        "role": _("role"),
        "vendor": _("vendor"),
        "model": _("model"),
        "serial": _("serial"),
        "os_version": _("version"),
        "services": _("services"),
        "services_down": _("services that do not work"),
        "a_interface": _("port"),
        "b_interface": _("its port"),
        "sources": _("sources"),
        "confidence": _("confidence"),
        "medium": _("medium"),
        "carrier": _("carrier"),
        "circuit": _("circuit"),
        "capacity_bps": _("capacity, b/s"),
    }


def _shape(look: Look) -> str:
    dash = {"dashed": ' stroke-dasharray=".5 .3"', "dotted": ' stroke-dasharray=".2 .25"'}.get(look.line, "")
    drawn = f'fill="{look.fill}" stroke="{look.border}" stroke-width=".35"{dash}'
    return f'<polygon points="{look.points}" {drawn}/>' if look.points else f'<circle r="1" {drawn}/>'
