"""Links that somebody wrote down, joined with the links that were found."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from topology.aggregates import means
from topology.values import Declared, Evidence, Link, link_order, supported

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from topology.ports import PortIndex

SOURCE: Final = "declared"


def merge_declared(found: Iterable[Link], declared: Iterable[Declared], indexes: Mapping[str, PortIndex]) -> list[Link]:
    """Found and declared links; those between the same ports, as far as the ports are known, are one.

    A declaration that names more ports chooses before one that names fewer, so one without ports takes what is left.
    """
    by_pair: dict[tuple[str, str], list[Link]] = defaultdict(list)
    for link in sorted(found, key=link_order):
        by_pair[link.a_device, link.b_device].append(link)
    wanted = sorted(
        {_oriented(one, indexes) for one in declared if one.a_device != one.b_device},
        key=lambda one: (-_ports_named(one), tuple(str(part or "") for part in one)),
    )
    for one in wanted:
        _join(by_pair[one.a_device, one.b_device], one, indexes)
    return [link for links in by_pair.values() for link in links]


def _oriented(one: Declared, indexes: Mapping[str, PortIndex]) -> Declared:
    """With its ends in the order of their names and its ports under the names their devices give them."""
    a, b = sorted(((one.a_device, one.a_interface), (one.b_device, one.b_interface)), key=lambda end: end[0])
    return one._replace(
        a_device=a[0],
        a_interface=_port(indexes[a[0]], a[1]),
        b_device=b[0],
        b_interface=_port(indexes[b[0]], b[1]),
    )


def _port(index: PortIndex, name: str | None) -> str | None:
    match = index.find(name)
    return match.name if match else name or None


def _ports_named(one: Declared) -> int:
    return (one.a_interface is not None) + (one.b_interface is not None)


def _join(links: list[Link], one: Declared, indexes: Mapping[str, PortIndex]) -> None:
    """Merge the declaration into the link it means, or into those of an aggregate's members, or add it as its own."""
    best = max(
        (place for place, link in enumerate(links) if _same(link, one)),
        key=lambda place: (_agreement(links[place], one), -place),
        default=None,
    )
    if best is not None:
        links[best] = _merged(links[best], one)
        return
    members = [
        place for place, link in enumerate(links) if SOURCE not in link.sources and means(one[:4], link, indexes)
    ]
    for place in members:  # each carries a part of what is declared for the whole
        links[place] = _merged(links[place], one)._replace(capacity_bps=links[place].capacity_bps)
    if not members:
        links.append(_merged(Link(one.a_device, None, one.b_device, None, confidence=SOURCE), one))


def _same(link: Link, one: Declared) -> bool:
    if SOURCE in link.sources:  # a second declaration of the very same ports adds what the first left out
        return _ports_named(one) == 2 and _agreement(link, one) == 2
    return _fits(link.a_interface, one.a_interface) and _fits(link.b_interface, one.b_interface)


def _fits(found: str | None, wanted: str | None) -> bool:
    return found is None or wanted is None or found == wanted


def _agreement(link: Link, one: Declared) -> int:
    return (link.a_interface is not None and link.a_interface == one.a_interface) + (
        link.b_interface is not None and link.b_interface == one.b_interface
    )


def _merged(link: Link, one: Declared) -> Link:
    ends = [f"{device}:{port or '?'}" for device, port in (one[0:2], one[2:4])]
    details = [part for part in (one.medium, one.carrier, one.circuit) if part]
    evidence = Evidence(SOURCE, SOURCE, " ".join([" -- ".join(ends), *details]))
    known = link._replace(
        a_interface=link.a_interface or one.a_interface,
        b_interface=link.b_interface or one.b_interface,
        medium=link.medium or one.medium,
        carrier=link.carrier or one.carrier,
        circuit=link.circuit or one.circuit,
        capacity_bps=link.capacity_bps or one.capacity_bps,
    )
    return supported(known, (evidence,))
