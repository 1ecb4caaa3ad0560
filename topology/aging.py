"""What becomes of links that were seen and are no longer claimed. None is dropped in silence."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from netinv.model import State
from topology.declare import SOURCE
from topology.ports import PortIndex, canonical
from topology.resolve import index_ports
from topology.status import link_state
from topology.values import Link, Port, link_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from collections.abc import Set as AbstractSet

Ends = tuple[str, str, str, str]


def age(
    previous: Iterable[Link], current: Iterable[Link], answered: AbstractSet[str], ports: Iterable[Port] = ()
) -> list[Link]:
    """The current links, and the previous ones that nobody claims any more.

    A link none of whose claimants answered stays as it was: a merely silent device retires nothing. Else it is
    ``down`` if a port of it on a device that answered is, or ``gone``. A declaration keeps its link; one that is
    withdrawn takes with it the link that nobody ever saw. ``ports`` are the ports as they are known now.
    """
    remaining, merged = _by_pair(current), list[Link]()
    indexes: Mapping[str, PortIndex] | None = None
    for old in sorted(previous, key=lambda link: (-_agreement(link, link), link_order(link))):
        if (new := _take(remaining[old.a_device, old.b_device], old)) is not None:
            merged.append(_still_claimed(old, new, answered))
        elif seen := tuple(source for source in old.sources if source != SOURCE):
            if _claimants(old) & answered:
                if indexes is None:
                    indexes = index_ports(answered, ports)
                merged.append(_lost(_undeclared(old, seen), indexes, answered))
            else:
                merged.append(_undeclared(old, seen))
    rest = (link for links in remaining.values() for link in links)
    return sorted([*merged, *rest], key=link_order)


def _by_pair(links: Iterable[Link]) -> dict[tuple[str, str], list[Link]]:
    by_pair: dict[tuple[str, str], list[Link]] = defaultdict(list)
    for link in links:
        by_pair[link.a_device, link.b_device].append(link)
    return by_pair


def _take(links: list[Link], old: Link) -> Link | None:
    """Take out the link between the same ports, or the first that can be it as far as its ports are known."""
    candidates = [link for link in links if _fits(link, old)]
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
    broken = link_state(link, indexes, answered) == State.DOWN
    return link._replace(state=State.DOWN if broken else State.GONE)
