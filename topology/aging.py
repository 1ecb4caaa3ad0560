"""What becomes of links that were seen and are no longer claimed. None is dropped in silence."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from netinv.model import State
from topology.declare import SOURCE
from topology.layers import agreement
from topology.ports import PortIndex, canonical
from topology.resolve import index_ports
from topology.status import link_state
from topology.values import INFERRED, Evidence, Link, Port, link_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from collections.abc import Set as AbstractSet

Ends = tuple[str, str, str, str]


def age(
    previous: Iterable[Link], current: Iterable[Link], answered: AbstractSet[str], ports: Iterable[Port] = ()
) -> list[Link]:
    """The current links, and the previous ones that nobody claims any more.

    A link none of whose claimants answered stays as it was: a merely silent device retires nothing. Else it is
    ``down`` if a port of it on a device that answered is, or ``gone``, and has no evidence any more. A declaration
    keeps its link; one that is withdrawn takes with it the link that nobody ever saw. ``ports`` are those known now.
    """
    now = list(current)
    remaining, standing, merged = _by_pair(now), _by_pair(now), list[Link]()
    indexes = _LazyIndexes(ports, answered)
    for old in sorted(previous, key=lambda link: (-_agreement(link, link), link_order(link))):
        pair = (old.a_device, old.b_device)
        if (new := _take(remaining[pair], old)) is not None:
            merged.append(_still_claimed(old, new, answered))
        elif seen := tuple(source for source in old.sources if source != SOURCE):
            if standing[pair] and _is_known_better(old, standing[pair], indexes):
                continue
            left = _undeclared(old, seen)
            merged.append(_lost(left, indexes(), answered) if _claimants(old) & answered else left)
    rest = (link for links in remaining.values() for link in links)
    return sorted([*merged, *rest], key=link_order)


def renamed(previous: Iterable[Link], current: Iterable[Link]) -> list[tuple[Link, Link]]:
    """Links that stand under other ports than before, with what they are now: a port was learned, or is known better.

    They share a reason, or have the same ports as far as those are known.
    """
    before, now = {link.name: link for link in previous}, {link.name: link for link in current}
    new = _by_pair(sorted((now[name] for name in now.keys() - before.keys()), key=link_order))
    pairs = []
    for name in sorted(before.keys() - now.keys()):
        old = before[name]
        candidates = new[old.a_device, old.b_device]
        same = next((link for link in candidates if _found(link) & _found(old) or _fits(link, old)), None)
        if same is not None:
            candidates.remove(same)
            pairs.append((old, same))
    return pairs


class _LazyIndexes:
    """The ports of all devices, indexed when first needed: in most sweeps no link is lost."""

    def __init__(self, ports: Iterable[Port], devices: Iterable[str]) -> None:
        self._ports, self._devices = ports, devices
        self._indexes: dict[str, PortIndex] | None = None

    def __call__(self) -> dict[str, PortIndex]:
        if self._indexes is None:
            ports = list(self._ports)
            self._indexes = index_ports({*self._devices, *(port.device for port in ports)}, ports)
        return self._indexes


def _is_known_better(old: Link, links: Iterable[Link], indexes: _LazyIndexes) -> bool:
    """Whether links that stand now have all the reasons this one had, and lie on the same cable: nothing was lost."""
    reasons = _found(old)
    same = [link for link in links if reasons & _found(link)]
    if not reasons or not reasons.issubset(one for link in same for one in link.evidence):
        return False
    none = PortIndex()
    return any(
        agreement(indexes().get(link.a_device, none), link.a_interface, old.a_interface) is not None
        and agreement(indexes().get(link.b_device, none), link.b_interface, old.b_interface) is not None
        for link in same
    )


def _found(link: Link) -> set[Evidence]:
    return {one for one in link.evidence if one.end != SOURCE}


def _by_pair(links: Iterable[Link]) -> dict[tuple[str, str], list[Link]]:
    by_pair: dict[tuple[str, str], list[Link]] = defaultdict(list)
    for link in links:
        by_pair[link.a_device, link.b_device].append(link)
    return by_pair


def _take(links: list[Link], old: Link) -> Link | None:
    """Take out the link between the same ports, or the first that can be it as far as its ports are known."""
    candidates = [link for link in links if _fits(link, old)]
    # Where the cable is no longer seen, what is left may be known by other ports: by those of its addresses.
    candidates = candidates or [
        link for link in links if INFERRED.issuperset(link.sources) and _found(link) & _found(old)
    ]
    if not candidates:
        return None
    best = max(candidates, key=lambda link: (_agreement(link, old), link.circuit == old.circuit))
    links.remove(best)
    return best


def _fits(link: Link, old: Link) -> bool:
    return all(one is None or other is None or _same_port(one, other) for one, other in _port_pairs(link, old))


def _agreement(link: Link, old: Link) -> int:
    return sum(one is not None and other is not None for one, other in _port_pairs(link, old))


def _port_pairs(link: Link, old: Link) -> tuple[tuple[str | None, str | None], tuple[str | None, str | None]]:
    return (link.a_interface, old.a_interface), (link.b_interface, old.b_interface)


def _same_port(one: str, other: str) -> bool:
    return one == other or canonical(one) == canonical(other)


def _claimants(link: Link) -> set[str]:
    """The devices whose word the link was; both where that is not known."""
    ends = {"a": link.a_device, "b": link.b_device}
    return {ends[one.end] for one in link.evidence if one.end != SOURCE} or set(ends.values())


def _still_claimed(old: Link, new: Link, answered: AbstractSet[str]) -> Link:
    """The new link; where only its declaration is left and its claimants are silent, what they said still holds."""
    seen = set(old.sources) - {SOURCE}
    if new.confidence == SOURCE and seen and not _claimants(old) & answered:
        return new._replace(
            a_interface=new.a_interface or old.a_interface,
            b_interface=new.b_interface or old.b_interface,
            state=old.state,
            sources=tuple(sorted(seen | set(new.sources))),
            confidence=old.confidence,
            evidence=tuple(sorted({*new.evidence, *(one for one in old.evidence if one.end != SOURCE)})),
        )
    return new


def _undeclared(link: Link, seen: tuple[str, ...]) -> Link:
    """Without a declaration that is no longer there."""
    if SOURCE not in link.sources:
        return link
    evidence = tuple(one for one in link.evidence if one.end != SOURCE)
    return link._replace(sources=seen, medium=None, carrier=None, circuit=None, capacity_bps=None, evidence=evidence)


def _lost(link: Link, indexes: Mapping[str, PortIndex], answered: AbstractSet[str]) -> Link:
    """Its claimants answer and claim it no longer: no reason is left."""
    broken = link_state(link, indexes, answered) == State.DOWN
    return link._replace(state=State.DOWN if broken else State.GONE, evidence=())
