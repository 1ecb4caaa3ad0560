"""Where the nodes of a drawing stand: in rows by level, each tree in a strip of its own, so nothing overlaps.

Sites with their devices below them; without sites, the devices by their distance from the best connected one.
"""

from __future__ import annotations

from collections import defaultdict, deque
from typing import TYPE_CHECKING, NamedTuple

from topology.values import Device, Site

if TYPE_CHECKING:
    from networkx import MultiGraph

COLUMN = 170.0
ROW = 110.0
_LEVELS = ("province", "district", "commune", "agency")


class Place(NamedTuple):
    """The centre of a node, in points."""

    x: float
    y: float


def place(graph: MultiGraph[str]) -> dict[str, Place]:
    """The place of every node."""
    children, roots = _forest(graph)
    order = _preorder(children, roots)
    width: dict[str, int] = {}
    for node in reversed(order):
        above, below = _split(graph, children[node])
        width[node] = max(1, len(above), sum(width[child] for child in below))
    left: dict[str, float] = {}
    edge = 0.0
    for root in roots:
        left[root], edge = edge, edge + width[root]
    row = _rows(graph, children, order)
    places: dict[str, Place] = {}
    for node in order:
        places[node] = Place((left[node] + width[node] / 2) * COLUMN, row[node] * ROW)
        above, below = _split(graph, children[node])
        for group, wide in ((above, dict.fromkeys(above, 1)), (below, width)):
            start = left[node] + (width[node] - sum(wide[child] for child in group)) / 2
            for child in group:
                left[child], start = start, start + wide[child]
    return places


def _is_device(graph: MultiGraph[str], node: str) -> bool:
    return isinstance(graph.nodes[node]["value"], Device)


def _split(graph: MultiGraph[str], children: list[str]) -> tuple[list[str], list[str]]:
    """A site's devices stand in a row of their own, above its sites."""
    if any(not _is_device(graph, child) for child in children):
        devices = [child for child in children if _is_device(graph, child)]
        return devices, [child for child in children if not _is_device(graph, child)]
    return [], children


def _forest(graph: MultiGraph[str]) -> tuple[dict[str, list[str]], list[str]]:
    """The tree that is drawn: sites and devices by the edges between them, devices alone breadth first."""
    with_sites = any(not _is_device(graph, node) for node in graph)
    children: dict[str, list[str]] = defaultdict(list)
    seen: set[str] = set()
    roots: list[str] = []

    def wanted(node: str) -> tuple[bool, int, str]:
        has_parent = with_sites and _parent(graph, node) is not None
        return (has_parent, 0 if with_sites else -graph.degree(node), node)

    for start in sorted(graph, key=wanted):
        if start in seen:
            continue
        seen.add(start)
        roots.append(start)
        queue = deque([start])
        while queue:
            node = queue.popleft()
            for other in sorted(graph.neighbors(node)):
                if other not in seen and (not with_sites or _parent(graph, other) == node):
                    seen.add(other)
                    children[node].append(other)
                    queue.append(other)
    return children, roots


def _parent(graph: MultiGraph[str], node: str) -> str | None:
    value = graph.nodes[node]["value"]
    above = value.parent if isinstance(value, Site) else value.site
    return f"site:{above}" if above is not None and f"site:{above}" in graph and f"site:{above}" != node else None


def _preorder(children: dict[str, list[str]], roots: list[str]) -> list[str]:
    order: list[str] = []
    stack = list(reversed(roots))
    while stack:
        node = stack.pop()
        order.append(node)
        stack.extend(reversed(children[node]))
    return order


def _rows(graph: MultiGraph[str], children: dict[str, list[str]], order: list[str]) -> dict[str, int]:
    """Two rows for each level: the sites, and under them their devices. Devices alone: one row for each hop."""
    row: dict[str, int] = {}
    above: dict[str, str] = {child: node for node in order for child in children[node]}
    for node in order:
        value = graph.nodes[node]["value"]
        parent = row[above[node]] if node in above else -1
        if isinstance(value, Device):
            row[node] = parent + 1
        else:
            level = 2 * _LEVELS.index(value.level) if value.level in _LEVELS else 0
            row[node] = max(level, parent + 2 if node in above else 0)
    return row
