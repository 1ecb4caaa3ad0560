"""Where nodes stand on a map: sites by their coordinates, devices and sites without any around what they belong to."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING

from topology.export.layout import Place
from topology.values import Site

if TYPE_CHECKING:
    from collections.abc import Mapping

    from networkx import MultiGraph

_APART = 150.0  # points that a site has for itself, on average
_STEP = 34.0  # points between nodes that stand at one place
_GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))
_POLE = 85.0  # degrees; nobody's province reaches there


def place(graph: MultiGraph[str]) -> dict[str, Place]:
    """The place of every node; empty where no site has coordinates. Equirectangular, north is up."""
    values = {node: attributes["value"] for node, attributes in graph.nodes.items()}
    located = {node: at for node, value in values.items() if (at := _coordinates(value)) is not None}
    if not located:
        return {}
    project = _Projection(located)
    anchors = {node: project(lat, lon) for node, (lat, lon) in located.items()}
    middle = Place(0.0, 0.0)
    stands: dict[Place, list[str]] = defaultdict(list)
    for node in values:
        stands[_anchor(node, values, anchors) or middle].append(node)
    places = {}
    for at, nodes in stands.items():
        for number, node in enumerate(sorted(nodes, key=lambda node: (node not in anchors, node))):
            away, angle = _STEP * math.sqrt(number), number * _GOLDEN_ANGLE
            places[node] = Place(at.x + away * math.cos(angle), at.y + away * math.sin(angle))
    return places


class _Projection:
    """Degrees to points, so that sites have room on average."""

    def __init__(self, located: Mapping[str, tuple[float, float]]) -> None:
        lats = [lat for lat, _lon in located.values()]
        lons = [lon for _lat, lon in located.values()]
        self._lat, self._lon = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
        self._shrink = math.cos(math.radians(max(-_POLE, min(_POLE, self._lat))))
        height, width = max(lats) - min(lats), (max(lons) - min(lons)) * self._shrink
        side = max(height, width, 1e-6)
        area = max(height, side / 10) * max(width, side / 10)
        self._scale = _APART * math.sqrt(len(located) / area)

    def __call__(self, lat: float, lon: float) -> Place:
        """The point of a coordinate."""
        return Place((lon - self._lon) * self._shrink * self._scale, (self._lat - lat) * self._scale)


def _coordinates(value: object) -> tuple[float, float] | None:
    if not isinstance(value, Site) or value.lat is None or value.lon is None:
        return None
    return (value.lat, value.lon) if math.isfinite(value.lat) and math.isfinite(value.lon) else None


def _anchor(node: str, values: Mapping[str, object], anchors: Mapping[str, Place]) -> Place | None:
    """The point of the node itself, or of the nearest site above it that has one."""
    seen: set[str] = set()
    at: str | None = node
    while at is not None and at not in anchors and at not in seen:
        seen.add(at)
        value = values.get(at)
        above = getattr(value, "parent", None) if isinstance(value, Site) else getattr(value, "site", None)
        at = f"site:{above}" if above is not None else None
    return anchors.get(at) if at is not None else None
