"""The network as a tree from the vantage: by which link each device hangs on which, and which links are redundant."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING, Generic, NamedTuple, Protocol, TypeVar

from netinv.model import State
from topology.ways import BROKEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Joined(Protocol):
    """A link, whatever else is known of it."""

    @property
    def a_device(self) -> str:
        """The device at the first end."""

    @property
    def b_device(self) -> str:
        """The device at the other end."""

    @property
    def state(self) -> str:
        """The link's state."""


L = TypeVar("L", bound=Joined)


class Hung(NamedTuple, Generic[L]):
    """A device in the tree. ``link`` joins it to ``parent``, both None at a root; ``apart``: no vantage above it."""

    device: str
    parent: str | None
    link: L | None
    apart: bool


@dataclass(frozen=True, slots=True)
class Spanning(Generic[L]):
    """All devices, parents before children, and the links that are not in the tree."""

    tree: tuple[Hung[L], ...]
    redundant: tuple[L, ...]


def span(devices: Iterable[str], links: Sequence[L], vantage: Iterable[str]) -> Spanning[L]:
    """The tree with the fewest broken links above each device, and of these the one with the fewest hops.

    What no link joins to the vantage stands in trees of its own. A link to a stranger, or of a device with itself, is
    in neither part.
    """
    names = sorted(set(devices))
    known = frozenset(names)
    roots = [name for name in sorted(set(vantage)) if name in known]
    near: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for place, link in enumerate(links):
        if {link.a_device, link.b_device} <= known and link.a_device != link.b_device:
            near[link.a_device].append((link.b_device, place))
            near[link.b_device].append((link.a_device, place))
    found: dict[str, Hung[L]] = {}
    _grow(roots, links, near, found, apart=False)
    for name in names:
        if name not in found:
            _grow([name], links, near, found, apart=True)
    taken = {id(hung.link) for hung in found.values()}
    joins = {place for others in near.values() for _other, place in others}
    return Spanning(
        tuple(found.values()), tuple(links[place] for place in sorted(joins) if id(links[place]) not in taken)
    )


def _grow(
    roots: Sequence[str],
    links: Sequence[L],
    near: dict[str, list[tuple[str, int]]],
    found: dict[str, Hung[L]],
    *,
    apart: bool,
) -> None:
    """Dijkstra: broken links cost more than any number of hops, of parallel links those that are up go first."""
    waiting: list[tuple[int, int, bool, str, str, int]] = [(0, 0, False, root, "", -1) for root in roots]
    heapify(waiting)
    while waiting:
        broken, hops, _not_up, device, parent, place = heappop(waiting)
        if device in found:
            continue
        found[device] = Hung(device, parent or None, links[place] if place >= 0 else None, apart)
        for other, by in near[device]:
            if other not in found:
                state = links[by].state
                cost = broken + (state in BROKEN), hops + 1, state != State.UP
                heappush(waiting, (*cost, other, device, by))
