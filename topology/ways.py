"""The links that can carry traffic, and one walk over them that tells what hangs on what.

Devices of the vantage are one with the poller: a walk begins at all of them at once. Parallel links are told apart from
single ones, because only the last link between two devices can cut them off. Linear time, no recursion.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from netinv.model import State
from topology.values import Link, link_order

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

BROKEN = frozenset({State.DOWN, State.GONE, State.MAINTENANCE})
"""The states in which a link is no way."""

_POLLER = 0


@dataclass(frozen=True, slots=True)
class Ways:
    """Who is joined to whom, by links that are neither down nor gone."""

    devices: frozenset[str]
    near: dict[str, dict[str, list[Link]]]

    def without(self, devices: Collection[str], links: Collection[Link]) -> Ways:
        """The same network with those devices and links taken out."""
        gone, cut = frozenset(devices), frozenset(links)
        kept = (link for link in self.links() if link not in cut and gone.isdisjoint((link.a_device, link.b_device)))
        return ways(self.devices - gone, kept)

    def links(self) -> list[Link]:
        """All links, each once."""
        return [
            link
            for device, others in self.near.items()
            for own in others.values()
            for link in own
            if link.a_device == device
        ]


def ways(devices: Iterable[str], links: Iterable[Link]) -> Ways:
    """The network of those devices; links of a device with itself, to strangers, and broken ones are left out."""
    names = frozenset(devices)
    near: dict[str, dict[str, list[Link]]] = defaultdict(lambda: defaultdict(list))
    for link in sorted(links, key=link_order):
        if link.state not in BROKEN and {link.a_device, link.b_device} <= names and link.a_device != link.b_device:
            near[link.a_device][link.b_device].append(link)
            near[link.b_device][link.a_device].append(link)
    return Ways(names, {name: dict(sorted(near[name].items())) for name in sorted(near)})


@dataclass(slots=True)
class Walk:
    """A depth-first walk from the vantage. Devices have the number of their turn; what is behind one is a range.

    ``low`` is the lowest number reached from a device or from behind it without the link it was found by; behind a
    device *v* at *c*: ``last[c]`` is the last one found there, so the range is ``c … last[c]``.
    """

    name: list[str] = field(default_factory=lambda: [""])
    parent: list[int] = field(default_factory=lambda: [_POLLER])
    low: list[int] = field(default_factory=lambda: [_POLLER])
    last: list[int] = field(default_factory=lambda: [_POLLER])
    number: dict[str, int] = field(default_factory=dict)

    @property
    def reached(self) -> list[str]:
        """The devices that a way leads to, the vantage among them."""
        return self.name[1:]

    def behind(self, first: int) -> list[str]:
        """The names of a device and of all found behind it, sorted."""
        return sorted(self.name[first : self.last[first] + 1])


def walk(network: Ways, vantage: Iterable[str]) -> Walk:
    """Walk everything that can be reached from the vantage.

    The poller has number 0 and is joined to each device of the vantage by a way that cannot fail.
    """
    found = Walk()
    roots = [device for device in sorted(set(vantage)) if device in network.devices]
    starts = frozenset(roots)
    for root in roots:
        if root not in found.number:
            _from(network, root, starts, found)
    found.last[_POLLER] = len(found.name) - 1
    return found


def _from(network: Ways, root: str, starts: frozenset[str], found: Walk) -> None:
    _enter(found, root, _POLLER)
    stack = [(found.number[root], iter(network.near.get(root, {}).items()))]
    while stack:
        at, others = stack[-1]
        for other, links in others:
            known = found.number.get(other)
            if known is None:
                _enter(found, other, at)
                if other in starts:
                    found.low[-1] = _POLLER
                stack.append((found.number[other], iter(network.near[other].items())))
                break
            # The link a device was found by is no second way back, unless it has a parallel.
            if known != found.parent[at] or len(links) > 1:
                found.low[at] = min(found.low[at], known)
        else:
            stack.pop()
            found.last[at] = len(found.name) - 1
            above = found.parent[at]
            if above != _POLLER:
                found.low[above] = min(found.low[above], found.low[at])


def _enter(found: Walk, device: str, above: int) -> None:
    found.number[device] = len(found.name)
    found.name.append(device)
    found.parent.append(above)
    # A device at the vantage is joined to the poller itself.
    found.low.append(_POLLER if above == _POLLER else len(found.name) - 1)
    found.last.append(len(found.name) - 1)
