"""Network-layer neighbours joined with the links that were seen: a weaker source supports a link or fills a gap.

It never makes a second link beside a stronger one on the same ports, nor one over a segment that more than two share.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from topology.layers import agreement, beneath
from topology.values import INFERRED, Link, link_order, supported

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from topology.adjacency import Adjacency
    from topology.ports import PortIndex

End = tuple[str, str]


def infer(links: Iterable[Link], stages: Sequence[Sequence[Adjacency]], indexes: Mapping[str, PortIndex]) -> list[Link]:
    """The links, with what the adjacencies add to them; the stages in their order of trust, best first."""
    joiner = _Joiner(links, indexes)
    shared = _shared_ports(one for stage in stages for one in stage)
    for stage in stages:
        # Those that know more ports choose first, so that a vague one joins what they made.
        for one in sorted(
            stage, key=lambda each: (-_ports_known(each), tuple(part or "" for part in each[:4]), each[4])
        ):
            if not shared.intersection(_ends(one)):
                joiner.join(one)
        joiner.close_stage()
    return joiner.links()


def _ends(one: Adjacency | Link) -> list[End]:
    return [(device, port) for device, port in (one[0:2], one[2:4]) if port is not None]


def _ports_known(one: Adjacency) -> int:
    return len(_ends(one))


def _shared_ports(adjacencies: Iterable[Adjacency]) -> set[End]:
    """Ports with several devices behind them: what is there is no cable of two ends."""
    others: dict[End, set[str]] = defaultdict(set)
    for one in adjacencies:
        for device, port in _ends(one):
            others[device, port].add(one.b_device if device == one.a_device else one.a_device)
    return {end for end, devices in others.items() if len(devices) > 1}


class _Joiner:
    def __init__(self, links: Iterable[Link], indexes: Mapping[str, PortIndex]) -> None:
        self._indexes = indexes
        self._by_pair: dict[tuple[str, str], list[Link]] = defaultdict(list)
        self._cabled: set[End] = set()
        self._taken: set[End] = set()
        self._made: list[Link] = []
        self._speaking: set[str] = set()
        for link in sorted(links, key=link_order):
            self._by_pair[link.a_device, link.b_device].append(link)
            if not INFERRED.issuperset(link.sources):
                self._speaking |= {link.a_device, link.b_device}
                self._cabled.update(end for device, port in _ends(link) for end in self._lower(device, port))

    def links(self) -> list[Link]:
        return [link for links in self._by_pair.values() for link in links]

    def join(self, one: Adjacency) -> None:
        """Support the link that it tells of, or make that link."""
        links = self._by_pair[one.a_device, one.b_device]
        fits = {place: fit for place, link in enumerate(links) if (fit := self._fit(link, one)) is not None}
        best = max(fits.values(), default=None)
        places = [place for place, fit in fits.items() if fit == best]
        if best is None:
            if self._may_be_made(one):
                ends = (one.a_device, one.a_port, one.b_device, one.b_port)
                links.append(supported(Link(*ends), one.evidence))
                self._made.append(links[-1])
        elif best or len(places) == 1:
            for place in places:  # several: the members of an aggregate
                links[place] = self._joined(links[place], one)
        elif all(INFERRED.issuperset(links[place].sources) for place in places):
            links[places[0]] = self._joined(links[places[0]], one)

    def close_stage(self) -> None:
        """What this stage has made is there for the next."""
        self._taken.update(end for link in self._made for end in _ends(link))
        self._made.clear()

    def _fit(self, link: Link, one: Adjacency) -> int | None:
        a = agreement(self._indexes[link.a_device], link.a_interface, one.a_port)
        b = agreement(self._indexes[link.b_device], link.b_interface, one.b_port)
        return None if a is None or b is None else a + b

    def _joined(self, link: Link, one: Adjacency) -> Link:
        known = link._replace(
            a_interface=link.a_interface or one.a_port,
            b_interface=link.b_interface or one.b_port,
        )
        return supported(known, one.evidence)

    def _may_be_made(self, one: Adjacency) -> bool:
        ends = _ends(one)
        if self._taken.intersection(ends):
            return False
        if any(not self._cabled.isdisjoint(self._lower(device, port)) for device, port in ends):
            return False
        # A VLAN or tunnel between devices that see their cables: the way it takes is known already.
        logical = any(beneath(self._indexes[device], port) is None for device, port in ends)
        return not (logical and {one.a_device, one.b_device} <= self._speaking)

    def _lower(self, device: str, port: str) -> set[End]:
        return {(device, lower) for lower in {port, *(beneath(self._indexes[device], port) or ())}}
