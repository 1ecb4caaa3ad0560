"""Why devices are silent: the fewest devices and links whose failure explains all of it, seen from the poller.

What answers is reachable, by whatever way. A silent device next to what is reachable, over a link that works, must
itself have failed; over links that are down only, the link has. What is silent behind those is merely cut off.
So redundancy comes from the graph, and each cause is needed. All of it takes time linear in the graph.
"""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from netinv.model import State
from topology.assumed import attach_islands
from topology.groups import join_shared
from topology.values import INFERRED, Cause, Link, SiteTree, link_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_ANSWERING = frozenset({State.UP, State.DEGRADED})
_SILENT = frozenset({State.DOWN, State.UNREACHABLE})


@dataclass(slots=True)
class _Network:
    """The links as last known, and for each silent device the frontier device (its root) that cuts it off."""

    states: Mapping[str, str]
    vantage: frozenset[str]
    near: dict[str, list[tuple[str, Link]]] = field(default_factory=lambda: defaultdict(list))
    reachable: set[str] = field(default_factory=set)
    root_of: dict[str, str] = field(default_factory=dict)

    def silent(self, device: str) -> bool:
        return self.states[device] in _SILENT

    def broken(self, link: Link) -> bool:
        """Down, as an end that answers says: what others said before they fell silent is no news."""
        return link.state == State.DOWN and not _ANSWERING.isdisjoint(
            (self.states[link.a_device], self.states[link.b_device])
        )


def explain(
    devices: Mapping[str, str],
    links: Iterable[Link],
    vantage: Sequence[str] = (),
    sites: SiteTree | None = None,
) -> list[Cause]:
    """The causes of what is silent, those that cut off most first.

    Args:
        devices: the state of each device: ``up`` and ``degraded`` answer, ``down`` and ``unreachable`` are silent;
            any other (never asked, planned) neither needs a cause nor stops the way to what is behind it.
        links: the graph as last known; the state of a link is that of its ports on devices that answer.
        vantage: the devices that the poller is attached to.
        sites: stands in where no path to a silent device is known; without it each of those is its own cause.
    """
    tree = sites or SiteTree()
    network = _Network(devices, frozenset(vantage))
    for link in sorted(links, key=link_order):
        if link.a_device in devices and link.b_device in devices and link.a_device != link.b_device:
            network.near[link.a_device].append((link.b_device, link))
            network.near[link.b_device].append((link.a_device, link))
    _reach(network)
    causes = {device: cause for device in sorted(devices) if (cause := _failed(network, device))}
    network.root_of.update({root: root for root in causes})
    _spread(network)
    mute = {device: cause for device in sorted(devices) if (cause := _cut_before(network, device))}
    network.root_of.update({root: root for root in mute})
    _spread(network)
    causes |= {root: mute[root] for device, root in network.root_of.items() if root in mute and network.silent(device)}
    network.root_of = {device: root for device, root in network.root_of.items() if root in causes}
    islands = _islands(network)
    for head in attach_islands(islands, network.reachable, network.root_of, tree):
        causes[head] = _device_cause(head, alternative=None, sure=False)
    _spread(network)
    dark = {root: _dark_links(network, root) for root, cause in causes.items() if not _surely_itself(cause)}
    merged = join_shared(causes, dark, _works_by_fate(network))
    network.root_of = {device: merged.root_of[root] for device, root in network.root_of.items()}
    return _complete(network, merged.causes, tree)


def _reach(network: _Network) -> None:
    """What answers, and what was never asked but is joined to it by links that work."""
    queue = deque(sorted(device for device, state in network.states.items() if state in _ANSWERING))
    queue.extend(v for v in sorted(network.vantage & network.states.keys()) if not network.silent(v))
    network.reachable.update(queue)
    while queue:
        for other, link in network.near[queue.popleft()]:
            works = link.state != State.GONE and not network.broken(link)
            if works and other not in network.reachable and not network.silent(other):
                network.reachable.add(other)
                queue.append(other)


def _surely_itself(cause: Cause) -> bool:
    return cause.kind == "device" and cause.confidence == "sure"


def _dark_links(network: _Network, root: str) -> list[Link]:
    """The links that lead to a root from what is reachable, if each of them is known to be broken; else none."""
    edge = [link for other, link in network.near[root] if other in network.reachable]
    return edge if all(network.broken(link) for link in edge) else []


def _works_by_fate(network: _Network) -> list[tuple[Link, bool]]:
    """Each link, and whether it works as far as is known: one between two that are silent does not."""
    links = (link for device, near in network.near.items() for _, link in near if link.a_device == device)
    ends = ((link, {link.a_device, link.b_device}) for link in links if link.state != State.GONE)
    return [(link, not network.broken(link) and bool(two & network.reachable)) for link, two in ends]


def _failed(network: _Network, device: str) -> Cause | None:
    """The cause at a silent device on the edge of what is reachable; None for any other device."""
    if not network.silent(device):
        return None
    edge = [(other, link) for other, link in network.near[device] if other in network.reachable]
    neighbors = {other for other, _ in edge}
    pairs = ", ".join(sorted({link.pair for _, link in edge}))
    if device in network.vantage:
        return _device_cause(device, alternative=None, sure=True)
    if any(not network.broken(link) for _, link in edge):
        sure = any(
            link.state == State.UP and network.states[other] in _ANSWERING and _still_sees(other, link)
            for other, link in edge
        )
        return _device_cause(device, alternative=None if sure or len(neighbors) > 1 else pairs, sure=sure)
    if len(neighbors) > 1:  # one dead device is fewer than several cut links
        return _device_cause(device, alternative=pairs, sure=False)
    return _link_cause([link for _, link in edge], sure=True) if edge else None


def _still_sees(near: str, link: Link) -> bool:
    """Whether the end that answers sees its neighbour, or never said whom it sees; light alone is not enough."""
    claimed_by = {one.end for one in link.evidence if one.source not in INFERRED}
    return not claimed_by or ("a" if near == link.a_device else "b") in claimed_by


def _cut_before(network: _Network, device: str) -> Cause | None:
    """The cause before a device that was never asked and has not failed: for what is silent behind it."""
    if network.silent(device) or device in network.reachable or device in network.root_of:
        return None
    edge = [(other, link) for other, link in network.near[device] if other in network.reachable]
    if len({other for other, _ in edge}) > 1:
        return _device_cause(device, alternative=", ".join(sorted({link.pair for _, link in edge})), sure=False)
    return _link_cause([link for _, link in edge], sure=False) if edge else None


def _link_cause(links: Sequence[Link], *, sure: bool) -> Cause:
    """Of all links between two devices."""
    members = tuple(sorted({link.name for link in links}))
    return Cause("link", links[0].pair, members, None, State.DOWN, (), (), "sure" if sure else "likely")


def _device_cause(device: str, *, alternative: str | None, sure: bool) -> Cause:
    return Cause("device", device, (device,), alternative, State.DOWN, (), (), "sure" if sure else "likely")


def _spread(network: _Network) -> None:
    """Give everything behind the roots to the nearest of them. No link back there is known to be broken now."""
    queue = deque(network.root_of)
    while queue:
        device = queue.popleft()
        for other, _ in network.near[device]:
            if other not in network.root_of and other not in network.reachable:
                network.root_of[other] = network.root_of[device]
                queue.append(other)


def _islands(network: _Network) -> list[list[str]]:
    """Silent devices that no known path joins to anything reachable or failed, by what joins them to each other."""
    seen: set[str] = set()
    islands: list[list[str]] = []
    for start in sorted(network.states):
        if start in seen or start in network.root_of or not network.silent(start):
            continue
        island, queue = [], deque([start])
        seen.add(start)
        while queue:
            device = queue.popleft()
            island.append(device)
            for other, _ in network.near[device]:
                if other not in seen and other not in network.reachable:
                    seen.add(other)
                    queue.append(other)
        islands.append([device for device in island if network.silent(device)])
    return islands


def _complete(network: _Network, causes: Mapping[str, Cause], tree: SiteTree) -> list[Cause]:
    """With what each cause cuts off: the silent devices behind it, and the sites where nothing answers any more."""
    behind: dict[str, list[str]] = defaultdict(list)
    for device, root in network.root_of.items():
        if network.silent(device):
            behind[root].append(device)
    alive = {tree.site_of.get(device) for device, state in network.states.items() if state in _ANSWERING}
    complete = []
    for root, cause in causes.items():
        sites = {tree.site_of[device] for device in behind[root] if device in tree.site_of} - alive
        affected = sorted(device for device in behind[root] if cause.kind != "device" or device != root)
        complete.append(
            Cause(
                cause.kind,
                cause.name,
                cause.members,
                cause.alternative,
                cause.state,
                tuple(affected),
                tuple(sorted(site for site in sites if site is not None)),
                cause.confidence,
            )
        )
    return sorted(complete, key=lambda cause: (-len(cause.affected_devices), cause.kind, cause.name))
