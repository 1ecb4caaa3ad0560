"""Which links of a unit lead up: towards the poller, not to a neighbour that hangs on the unit itself. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict, deque
from typing import TYPE_CHECKING, NamedTuple

from topology.values import Link
from topology.ways import walk, ways

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


class Joint(NamedTuple):
    """A link between two units, by their numbers."""

    a: int
    b: int
    medium: str | None


class Uplinks(NamedTuple):
    """Of a unit: the media of the links that lead nearer to the poller, and how many of all its links still lead there.

    One to a sibling that has a way of its own is a second way, but no uplink; one to what hangs on the unit is neither.
    """

    media: tuple[str | None, ...] = ()
    ways: int = 0


def uplinks(joints: Sequence[Joint], tops: Iterable[int]) -> dict[int, Uplinks]:
    """The uplinks of each unit that a way leads to; ``tops``: where the poller is attached."""
    near: dict[int, list[tuple[int, str | None]]] = defaultdict(list)
    for a, b, medium in joints:
        if a != b:
            near[a].append((b, medium))
            near[b].append((a, medium))
    far = _distances(near, tops)
    leads = _Leads(joints, [unit for unit, hops in far.items() if hops == 0])
    return {
        unit: Uplinks(
            tuple(medium for other, medium in near[unit] if far[other] < far[unit]),
            sum(leads.without(unit, other) for other, _medium in near[unit]),
        )
        for unit in far
    }


def _distances(near: Mapping[int, list[tuple[int, str | None]]], tops: Iterable[int]) -> dict[int, int]:
    """In units from the poller."""
    far = dict.fromkeys(sorted(tops), 0)
    queue = deque(far)
    while queue:
        unit = queue.popleft()
        for other, _medium in near.get(unit, ()):
            if other not in far:
                far[other] = far[unit] + 1
                queue.append(other)
    return far


class _Leads:
    """Whether the poller is reached from a unit's neighbour without the unit itself: one walk tells it of all."""

    def __init__(self, joints: Iterable[Joint], tops: Iterable[int]) -> None:
        links = [Link(str(a), None, str(b), None) for a, b, _medium in joints]
        units = {end for link in links for end in (link.a_device, link.b_device)}
        self._walk = walk(ways(units, links), map(str, tops))
        self._below: dict[int, list[int]] = defaultdict(list)
        for place, parent in enumerate(self._walk.parent):
            if place:
                self._below[parent].append(place)

    def without(self, unit: int, other: int) -> bool:
        """What was found behind the unit leads there only if something of it leads past the unit."""
        mine, theirs = (self._walk.number[str(one)] for one in (unit, other))
        if not mine < theirs <= self._walk.last[mine]:
            return True
        below = self._below[mine]
        return self._walk.low[below[bisect_right(below, theirs) - 1]] < mine
