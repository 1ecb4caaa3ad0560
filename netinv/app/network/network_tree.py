"""The network as a tree of devices from the vantage, with what hangs on each and the links that are a second way."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from netinv.app.network.analysing import vantage
from netinv.app.words.states import WELL, WELL_OR_GONE
from netinv.model import State
from topology.spanning import span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from netinv.app.views.pages import Snapshot
    from netinv.config import Settings
    from netinv.store.reading.views import DeviceRow, LinkRow


class Node(NamedTuple):
    """A device. ``link`` joins it to its parent, ``redundant`` are its other links, ``counts`` with all below it.

    ``failing`` are the services behind it that are down by themselves.
    """

    device: DeviceRow
    parent: int | None
    link: LinkRow | None
    redundant: tuple[LinkRow, ...]
    counts: Mapping[str, int]
    apart: bool
    failing: tuple[str, ...] = ()


class NetworkTree(NamedTuple):
    """Nodes by the device's id, and the ids of those below each, by name; those below None are the roots."""

    nodes: Mapping[int, Node]
    below: Mapping[int | None, Sequence[int]]

    def above(self, device_id: int) -> list[int]:
        """The devices above one, the nearest first."""
        found: list[int] = []
        node = self.nodes.get(device_id)
        while node and node.parent is not None:
            found.append(node.parent)
            node = self.nodes[node.parent]
        return found


def network_tree(snapshot: Snapshot, settings: Settings) -> NetworkTree:
    """The tree of a snapshot.

    Raises:
        UsageError: the settings name a vantage that is not there.
    """
    devices = list(snapshot.devices)
    start = vantage(settings.vantage, [view.row for view in snapshot.tree], devices)
    by_name = {row.name: row for row in devices}
    spanning = span(by_name, snapshot.links, start)
    second: dict[str, list[LinkRow]] = defaultdict(list)
    for link in spanning.redundant:
        second[link.a_device].append(link)
        second[link.b_device].append(link)
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for hung in reversed(spanning.tree):
        own, state = counts[hung.device], by_name[hung.device].state
        own[state] = own.get(state, 0) + 1
        if hung.parent is not None:
            above = counts[hung.parent]
            for state, n in own.items():
                above[state] = above.get(state, 0) + n
    failing: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for service in snapshot.services:
        if service.device and service.state == State.DOWN:
            failing[service.device] += (service.name,)
    nodes, below = {}, defaultdict(list)
    for hung in sorted(spanning.tree, key=lambda hung: hung.device):
        row = by_name[hung.device]
        parent = by_name[hung.parent].id if hung.parent is not None else None
        others, broken = tuple(second[row.name]), failing[row.name]
        nodes[row.id] = Node(row, parent, hung.link, others, counts[row.name], hung.apart, broken)
        below[parent].append(row.id)
    return NetworkTree(nodes, dict(below))


def unwell(tree: NetworkTree) -> NetworkTree:
    """What is not well, devices, links and services, with the devices above it; the counts stay those of the whole."""
    kept: set[int] = set()
    for ident, node in tree.nodes.items():
        links = [*node.redundant, *([node.link] if node.link else [])]
        if node.failing or node.device.state not in WELL or any(link.state not in WELL_OR_GONE for link in links):
            up: int | None = ident
            while up is not None and up not in kept:
                kept.add(up)
                up = tree.nodes[up].parent
    nodes = {ident: _unwell_links(node) for ident, node in tree.nodes.items() if ident in kept}
    below = {parent: [ident for ident in idents if ident in kept] for parent, idents in tree.below.items()}
    return NetworkTree(nodes, {parent: idents for parent, idents in below.items() if idents})


def _unwell_links(node: Node) -> Node:
    return node._replace(redundant=tuple(link for link in node.redundant if link.state not in WELL_OR_GONE))
