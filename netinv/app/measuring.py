"""What the rules are held against: rates of ports since the sweep before, and the two ends of each link."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from netinv.app.durations import rate
from netinv.app.shapes import DUPLEX
from netinv.model import Interface, Kind
from netinv.rules import OF_LINKS, Measured
from netinv.store import breaches
from topology.values import INFERRED, Link

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sqlalchemy import Connection

    from netinv.config import Settings
    from netinv.reconcile import Facts
    from netinv.rules import Key
    from netinv.store.growth import Growth

_OCTET_BITS = 8


class Limits(NamedTuple):
    """The thresholds of the rules about ports."""

    errors_per_s: float
    discards_per_s: float
    load: float

    @classmethod
    def of(cls, settings: Settings) -> Limits:
        """As the settings have them."""
        return cls(settings.errors_per_s, settings.discards_per_s, settings.load_share)


def of_ports(
    device_id: int,
    device: str,
    growth: Growth,
    read: Facts,
    uplinks: Mapping[str, int | None],
    broken: Mapping[Key, Measured],
    limits: Limits,
) -> Iterator[Measured]:
    """The levels of one device's ports: errors and discards of all, load of those that links end on.

    Only such as matter are given: a port that has neither errors now nor a broken rule says nothing.
    """
    for rule, columns, limit in (
        ("errors", (2, 3), limits.errors_per_s),
        ("discards", (4, 5), limits.discards_per_s),
    ):
        for port, per_s in growth.per_second(columns).items():
            subject = f"{device}:{port}"
            if per_s or (rule, subject) in broken:
                yield Measured(rule, subject, device_id, per_s / limit, f"{per_s:.3g}/s")
    ports: Mapping[str, Interface] = read.get(Kind.INTERFACE, {})  # type: ignore[assignment]  # the kind tells the type
    ways = [growth.per_second((column,)) for column in (0, 1)]
    for port, sold in uplinks.items():
        speed = ports[port].speed_bps if port in ports else None
        capacity = min((bps for bps in (sold, speed) if bps), default=None)
        octets = [way[port] for way in ways if port in way]
        if capacity and octets:
            share = max(octets) * _OCTET_BITS / capacity
            yield Measured("load", f"{device}:{port}", device_id, share / limits.load, f"{share:.0%}")


def of_links(connection: Connection, broken: Iterable[Key]) -> Iterator[Measured]:
    """The links whose ends disagree, and those that did and agree now."""
    found = set()
    for a, a_port, b, b_port, sources, *ends in breaches.mismatched(connection):
        link = Link(str(a), str(a_port), str(b), str(b_port))
        if INFERRED.issuperset(str(sources).split(",")):
            continue  # nobody sees the cable: the ports may be logical ones above it
        speeds, duplexes = ends[:2], [DUPLEX.get(int(str(word or 0))) for word in ends[2:]]
        if all(speeds) and speeds[0] != speeds[1]:
            found.add(("speed", link.name))
            yield Measured("speed", link.name, None, 1.0, ", ".join(rate(int(str(bps))) for bps in speeds))
        if all(duplexes) and duplexes[0] != duplexes[1]:
            found.add(("duplex", link.name))
            yield Measured("duplex", link.name, None, 1.0, ", ".join(map(str, duplexes)))
    for rule, subject in broken:
        if rule in ("speed", "duplex") and (rule, subject) not in found:
            yield Measured(rule, subject, None, 0.0, "")


def faults(links: Iterable[Link], broken: Iterable[Key]) -> frozenset[str]:
    """The names of the links that a rule makes degraded: broken by themselves, or at a port of theirs."""
    subjects = {subject for rule, subject in broken if rule in OF_LINKS}
    if not subjects:
        return frozenset()
    return frozenset(link.name for link in links if is_faulty(link, subjects))


def is_faulty(link: Link, subjects: Iterable[str]) -> bool:
    """Whether a link or one of its ports is among the subjects."""
    names = {link.name, f"{link.a_device}:{link.a_interface}", f"{link.b_device}:{link.b_interface}"}
    return not names.isdisjoint(subjects)
