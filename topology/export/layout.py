"""Where the nodes of a drawing stand: every site over its devices and its own sites, those in a grid, nothing overlaps.

Each node is the head of a block that holds all beneath it. Blocks without blocks of their own (the communes of a
district) fill a grid; the others stand side by side on shelves. So a province of ten thousand is a page, not a strip.
Without sites, the devices by their distance from the best connected one. Linear time, no recursion.
"""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass, field
from math import sqrt
from typing import TYPE_CHECKING, NamedTuple

from topology.values import Device, Site

if TYPE_CHECKING:
    from collections.abc import Mapping

    from networkx import MultiGraph

COLUMN = 170.0
ROW = 110.0
_LEVELS = ("province", "district", "commune", "agency")
_ASPECT = 1.6  # width to height of a page
_LEAST_SHELF = 40.0  # columns: a province of usual size has all its districts on one shelf
_LEAST_GRID = 4.0  # columns: so few stay in one row


class Place(NamedTuple):
    """The centre of a node, in points."""

    x: float
    y: float


@dataclass(slots=True)
class _Block:
    """A node with all beneath it. Sizes and places are in columns and rows, places from the block's upper left."""

    width: float = 1.0
    height: float = 1.0
    head: float = 0.5
    inner: list[tuple[str, float, float]] = field(default_factory=list)


def place(graph: MultiGraph[str]) -> dict[str, Place]:
    """The place of every node."""
    children, roots = _forest(graph)
    blocks: dict[str, _Block] = {}
    for node in reversed(_preorder(children, roots)):
        blocks[node] = _block(graph, node, children.get(node, []), blocks)
    page = _block(graph, None, roots, blocks)
    places: dict[str, Place] = {}
    stack = [(node, x, y - 1) for node, x, y in page.inner]  # the page has no head of its own
    while stack:
        node, left, top = stack.pop()
        places[node] = Place((left + blocks[node].head) * COLUMN, (top + 0.5) * ROW)
        stack.extend((child, left + x, top + y) for child, x, y in blocks[node].inner)
    return places


def _block(graph: MultiGraph[str], node: str | None, below: list[str], blocks: Mapping[str, _Block]) -> _Block:
    """The block of a node: its own place, under it the devices of a site, and under those the blocks of all others."""
    block = _Block()
    own = [child for child in below if node and not _is_device(graph, node) and _is_device(graph, child)]
    large = [child for child in below if _is_large(graph, child, blocks)]
    apart = {*own, *large}
    small = [child for child in below if child not in apart]
    top, own_width = _shelve(block, [(child, blocks[child]) for child in own], 1.0, _LEAST_GRID), block.width
    if small and large:
        grid = _Block()
        _shelve(grid, [(child, blocks[child]) for child in small], 0.0, _LEAST_GRID)
        _shelve(block, [*((child, blocks[child]) for child in large), ("", grid)], top, _LEAST_SHELF)
        _, x, y = block.inner.pop()
        block.inner += [(child, x + dx, y + dy) for child, dx, dy in grid.inner]
    else:
        _shelve(
            block, [(child, blocks[child]) for child in small or large], top, _LEAST_SHELF if large else _LEAST_GRID
        )
    block.head = block.width / 2
    aside = (block.width - own_width) / 2
    block.inner[: len(own)] = [(child, x + aside, y) for child, x, y in block.inner[: len(own)]]
    return block


def _shelve(block: _Block, parts: list[tuple[str, _Block]], top: float, least: float) -> float:
    """Put the parts on shelves below ``top``, from left to right; returns where the last shelf ends."""
    area = sum(part.width * part.height for _, part in parts)
    widest = max((part.width for _, part in parts), default=0.0)
    room = max(least, widest, sqrt(area * _ASPECT * ROW / COLUMN))
    x, y, tallest = 0.0, top, 0.0
    for name, part in parts:
        if x and x + part.width > room + 0.5:
            x, y, tallest = 0.0, y + tallest, 0.0
        block.inner.append((name, x, y))
        x, tallest = x + part.width, max(tallest, part.height)
        block.width = max(block.width, x)
    block.height = y + tallest
    return block.height


def _is_large(graph: MultiGraph[str], node: str, blocks: Mapping[str, _Block]) -> bool:
    """Whether it has blocks beneath it that have a place of their own: sites, or devices behind a device."""
    inner = blocks[node].inner
    return bool(inner) and (_is_device(graph, node) or any(not _is_device(graph, child) for child, _x, _y in inner))


def _is_device(graph: MultiGraph[str], node: str) -> bool:
    return isinstance(graph.nodes[node]["value"], Device)


def _forest(graph: MultiGraph[str]) -> tuple[dict[str, list[str]], list[str]]:
    """The tree that is drawn: sites and devices by the edges between them, devices alone breadth first."""
    if any(not _is_device(graph, node) for node in graph):
        return _tree_of_sites(graph)
    children: dict[str, list[str]] = defaultdict(list)
    seen: set[str] = set()
    roots: list[str] = []
    for start in sorted(graph, key=lambda node: (-graph.degree(node), node)):
        if start in seen:
            continue
        seen.add(start)
        roots.append(start)
        queue = deque([start])
        while queue:
            node = queue.popleft()
            for other in sorted(graph.neighbors(node)):
                if other not in seen:
                    seen.add(other)
                    children[node].append(other)
                    queue.append(other)
    return children, roots


def _tree_of_sites(graph: MultiGraph[str]) -> tuple[dict[str, list[str]], list[str]]:
    """Each node under its parent, in the order of levels; a circle of parents is opened at its first node."""
    children: dict[str, list[str]] = defaultdict(list)
    roots: list[str] = []
    for node in sorted(graph, key=lambda node: _order(graph, node)):
        above = _parent(graph, node)
        (children[above] if above is not None else roots).append(node)
    reached = set(_preorder(children, roots))
    for node in sorted(graph.nodes - reached):
        if node not in reached:
            children[_parent(graph, node) or ""].remove(node)
            roots.append(node)
            reached.update(_preorder(children, [node]))
    return children, roots


def _order(graph: MultiGraph[str], node: str) -> tuple[int, str]:
    value = graph.nodes[node]["value"]
    if isinstance(value, Device):
        return len(_LEVELS) + 1, node
    return (_LEVELS.index(value.level) if value.level in _LEVELS else len(_LEVELS)), node


def _parent(graph: MultiGraph[str], node: str) -> str | None:
    value = graph.nodes[node]["value"]
    above = value.parent if isinstance(value, Site) else value.site
    return f"site:{above}" if above is not None and f"site:{above}" in graph and f"site:{above}" != node else None


def _preorder(children: Mapping[str, list[str]], roots: list[str]) -> list[str]:
    order: list[str] = []
    stack = list(reversed(roots))
    while stack:
        node = stack.pop()
        order.append(node)
        stack.extend(reversed(children.get(node, ())))
    return order
