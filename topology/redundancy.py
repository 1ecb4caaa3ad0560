"""Which devices that answer have lost their second way, and to what. Seen from the vantage; linear in the graph."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from netinv.model import State
from topology.analyse import redundant
from topology.ways import BROKEN, Walk, walk, ways

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from topology.values import Link

_SILENT = frozenset({State.DOWN, State.UNREACHABLE})


def lost_redundancy(states: Mapping[str, str], links: Iterable[Link], vantage: Sequence[str]) -> dict[str, str]:
    """The devices that had two ways sharing no link, and have one; each with the nearest broken thing that took it.

    That is a link (``A--B``) or a silent device. ``links`` are those that should work: a broken one counts as a way
    that was. Devices at the vantage have the poller itself.
    """
    known = list(links)
    dead = {device for device, state in states.items() if state in _SILENT}
    broken = [link for link in known if link.state in BROKEN]
    if not broken and not dead:
        return {}
    whole = walk(ways(states, (link._replace(state=State.UP) for link in known)), vantage)
    now = walk(ways(states.keys() - dead, known), vantage)
    lost = (redundant(whole) - redundant(now)) & now.number.keys()
    return _blamed(lost, broken, dead, known, whole) if lost else {}


def _blamed(
    lost: set[str], broken: Iterable[Link], dead: set[str], links: Iterable[Link], whole: Walk
) -> dict[str, str]:
    """From each broken thing that was part of a second way, outwards: the nearest is to blame."""
    near: dict[str, list[str]] = {}
    blamed: dict[str, str] = {}
    for link in sorted(broken, key=lambda link: link.pair):
        if dead.isdisjoint((link.a_device, link.b_device)) and not _is_bridge(whole, link):
            for end in (link.a_device, link.b_device):
                blamed.setdefault(end, link.pair)
    for link in links:
        two = (link.a_device, link.b_device)
        for one, other in (two, two[::-1]):
            near.setdefault(one, []).append(other)
            if one in dead and other not in dead and not _is_bridge(whole, link):
                blamed.setdefault(other, one)
    queue = deque(sorted(device for device in blamed if device not in dead))
    while queue:
        device = queue.popleft()
        for other in near.get(device, ()):
            if other not in blamed and other not in dead:
                blamed[other] = blamed[device]
                queue.append(other)
    return {device: blamed[device] for device in sorted(lost) if device in blamed}


def _is_bridge(found: Walk, link: Link) -> bool:
    """Whether the link was the only way between its ends: no second way was lost with it."""
    one, other = (found.number.get(end, 0) for end in (link.a_device, link.b_device))
    first, later = sorted((one, other))
    return first == 0 or (found.parent[later] == first and found.low[later] == later)
