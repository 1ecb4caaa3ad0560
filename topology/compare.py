"""Declared links against found ones: what is missing, extra, moved, mismatched, seen from one end only.

A declaration is called missing only where that can be told: both devices answer, and they speak a neighbour protocol or
their ports say that nothing is there. A silent device, or one that never speaks, proves nothing.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from netinv.model import State
from topology.declare import SOURCE
from topology.values import INFERRED, link_order
from topology.ways import BROKEN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from collections.abc import Set as AbstractSet

    from topology.values import Link

End = tuple[str, str | None]
Medium = Literal["fibre", "copper", "radio", "leased", "vpn"]
_UP = 1
_DUPLEX: Mapping[int | None, str] = {2: "half", 3: "full"}
# What an ifType (IANAifType-MIB) can run over. The usual Ethernet type tells nothing: radios and modems end in it.
_MEDIA: Mapping[int, frozenset[str]] = {
    71: frozenset({"radio"}),  # ieee80211
    157: frozenset({"radio"}),  # propWirelessP2P
    188: frozenset({"radio"}),  # radioMAC
    131: frozenset({"vpn"}),  # tunnel
    69: frozenset({"fibre", "leased"}),  # fastEtherFX
    39: frozenset({"fibre", "leased"}),  # sonet
    94: frozenset({"copper", "leased"}),  # adsl
    97: frozenset({"copper", "leased"}),  # vdsl
    169: frozenset({"copper", "leased"}),  # shdsl
    250: frozenset({"fibre", "leased"}),  # gpon
}


class PortFact(NamedTuple):
    """What a port says of itself: ifOperStatus, speed in bits per second, ifType (RFC 2863), duplex (RFC 3635)."""

    oper_status: int | None = None
    speed_bps: int | None = None
    type: int | None = None
    duplex: int | None = None


class Moved(NamedTuple):
    """A declared link that was found elsewhere."""

    declared: Link
    found: Link


class Mismatch(NamedTuple):
    """Something of a link that is declared one way and found another; for ``ends`` and ``duplex`` its ends disagree."""

    link: Link
    what: Literal["speed", "medium", "ends", "duplex"]
    declared: str | int | None
    found: str | int


@dataclass(frozen=True, slots=True)
class Comparison:
    """What does not agree. A moved link stands among the missing and the extra ones, too."""

    missing: tuple[Link, ...]
    extra: tuple[Link, ...]
    moved: tuple[Moved, ...]
    mismatched: tuple[Mismatch, ...]
    one_sided: tuple[Link, ...]
    untold: tuple[Link, ...]
    """Declared links of which nothing can be told."""


def compare(
    links: Iterable[Link], ports: Mapping[End, PortFact], heard: AbstractSet[str], speaking: AbstractSet[str]
) -> Comparison:
    """Compare declarations with what was found.

    Args:
        links: found and declared links, joined where they are one; ``sources`` tells which they are.
        ports: what each port of a device says.
        heard: the devices that answer.
        speaking: the devices that see the other ends of their cables, or are seen by some.
    """
    ordered = sorted(links, key=link_order)
    alone = [link for link in ordered if set(link.sources) == {SOURCE}]
    extra = [link for link in ordered if SOURCE not in link.sources and link.state not in BROKEN]
    moved = _moved(alone, extra)
    elsewhere = {one.declared for one in moved}
    told = {link for link in alone if link in elsewhere or _is_told(link, ports, heard, speaking)}
    there = [link for link in ordered if link not in told and link.state not in BROKEN]
    return Comparison(
        missing=tuple(link for link in alone if link in told),
        extra=tuple(extra),
        moved=tuple(moved),
        mismatched=tuple(found for link in there for found in _mismatches(link, ports)),
        one_sided=tuple(link for link in there if link.confidence == "one" and set(link.sources) - INFERRED),
        untold=tuple(link for link in alone if link not in told),
    )


def _ends(link: Link) -> tuple[End, End]:
    return (link.a_device, link.a_interface), (link.b_device, link.b_interface)


def _is_told(link: Link, ports: Mapping[End, PortFact], heard: AbstractSet[str], speaking: AbstractSet[str]) -> bool:
    """Whether the link would have been found if it were there."""
    devices = {link.a_device, link.b_device}
    if not devices <= heard:
        return False
    with_ports = {device for device, _port in ports if device in devices}
    strange = any(end not in ports for end in _ends(link) if end[1] is not None and end[0] in with_ports)
    return devices <= speaking or link.state in (State.DOWN, State.MAINTENANCE) or strange


def _moved(declared: Iterable[Link], found: Iterable[Link]) -> list[Moved]:
    """Each declared link with a found one between the same devices, or else at one of its ports; none of them twice."""
    by_pair: dict[str, list[Link]] = defaultdict(list)
    by_end: dict[End, list[Link]] = defaultdict(list)
    for link in found:
        by_pair[link.pair].append(link)
        for end in _ends(link):
            if end[1] is not None:
                by_end[end].append(link)
    taken: set[Link] = set()
    pairs: dict[Link, Link] = {}
    wanted = list(declared)
    nearest_first: tuple[Callable[[Link], list[Link]], ...] = (
        lambda link: [one for one in by_pair[link.pair] if set(_ends(one)) & set(_ends(link))],
        lambda link: by_pair[link.pair],
        lambda link: [one for end in _ends(link) for one in by_end[end]],
    )
    for candidates in nearest_first:
        for link in wanted:
            free = [] if link in pairs else [one for one in candidates(link) if one not in taken]
            if free:
                pairs[link] = free[0]
                taken.add(free[0])
    return [Moved(link, pairs[link]) for link in wanted if link in pairs]


def _mismatches(link: Link, ports: Mapping[End, PortFact]) -> Iterable[Mismatch]:
    facts = [ports.get(end, PortFact()) for end in _ends(link)]
    speeds = [fact.speed_bps for fact in facts if fact.speed_bps and fact.oper_status == _UP]
    if speeds and link.capacity_bps and _capacity_differs(link, min(speeds)):
        yield Mismatch(link, "speed", link.capacity_bps, min(speeds))
    elif len(set(speeds)) > 1:
        yield Mismatch(link, "ends", speeds[0], speeds[1])
    duplexes = [_DUPLEX[fact.duplex] for fact in facts if fact.duplex in _DUPLEX and fact.oper_status == _UP]
    if len(set(duplexes)) > 1:
        yield Mismatch(link, "duplex", duplexes[0], duplexes[1])
    for fact in facts:
        media = _MEDIA.get(fact.type or 0)
        if media and link.medium and link.medium not in media:
            yield Mismatch(link, "medium", link.medium, min(media - {"leased"}))
            break


def _capacity_differs(link: Link, speed_bps: int) -> bool:
    """A carrier's circuit may carry less than its ports could; nothing carries more."""
    assert link.capacity_bps is not None
    sold = bool(link.carrier or link.circuit) or link.medium in ("leased", "vpn", "radio")
    return link.capacity_bps > speed_bps or (link.capacity_bps < speed_bps and not sold)
