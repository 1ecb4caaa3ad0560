"""What the rules are held against: rates of ports since the sweep before, and the two ends of each link."""

from __future__ import annotations

from collections import Counter
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from netinv.app.views.shapes import DUPLEX
from netinv.app.words.durations import rate
from netinv.model import Interface, Kind
from netinv.rules import OF_LINKS, Measured
from netinv.store.writing import breaches
from topology.values import INFERRED, Link

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from netinv.config import Settings
    from netinv.reconcile import Facts
    from netinv.rules import Key
    from netinv.store.reading.growth import Growth
    from netinv.store.writing.engine import Connection

_OCTET_BITS = 8
_MOST_OF_SPEED = 2
_ENOUGH_CLOCKS = 3
THIS_MACHINE = "netinv"
"""The subject of a clock that is our own."""


class Limits(NamedTuple):
    """The thresholds of the rules about ports."""

    errors_per_s: float
    discards_per_s: float
    load_share: float

    @classmethod
    def of(cls, settings: Settings) -> Limits:
        """As the settings have them."""
        return cls(settings.errors_per_s, settings.discards_per_s, settings.load_share)


class Ports(NamedTuple):
    """A device with its ports: those that links end on with what the link carries, and what is known of each."""

    device_id: int
    device: str
    uplinks: Mapping[str, int | None]
    known: Mapping[str, Interface]


def interfaces(read: Facts) -> Mapping[str, Interface]:
    """The ports of a reading, by name."""
    return read.get(Kind.INTERFACE, {})  # type: ignore[return-value]  # the kind tells the type


def of_ports(ports: Ports, growth: Growth, broken: Mapping[Key, Measured], limits: Limits) -> Iterator[Measured]:
    """The levels of one device's ports: errors and discards of all, load of those that links end on.

    Only such as matter are given: a port that has neither errors now nor a broken rule (``broken``: of the device)
    says nothing.
    """
    for rule, columns, limit in (
        ("errors", (2, 3), limits.errors_per_s),
        ("discards", (4, 5), limits.discards_per_s),
    ):
        per_s: Counter[str] = Counter()
        for column in columns:
            per_s.update(growth.of_column(column))
        for one in broken.values():
            if one.rule == rule:
                per_s.setdefault(one.subject.removeprefix(f"{ports.device}:"), 0)
        for port, grown in per_s.items():
            yield Measured(rule, f"{ports.device}:{port}", ports.device_id, grown / limit, f"{grown:.3g}/s")
    if ports.uplinks:
        yield from _loads(ports, growth, limits)


def _loads(ports: Ports, growth: Growth, limits: Limits) -> Iterator[Measured]:
    """The busier direction of each port that a link ends on, against what port or link can carry."""
    ways = [growth.of_column(column) for column in (0, 1)]
    for port, sold in ports.uplinks.items():
        speed = ports.known[port].speed_bps if port in ports.known else None
        capacity = min((bps for bps in (sold, speed) if bps), default=None)
        if capacity and port in growth.ports:
            bps = max(way.get(port, 0.0) for way in ways) * _OCTET_BITS
            if speed and bps > _MOST_OF_SPEED * speed:
                continue  # the counter jumped, or the port does not know its speed: nothing was measured
            share = bps / capacity
            yield Measured("load", f"{ports.device}:{port}", ports.device_id, share / limits.load_share, f"{share:.0%}")


def of_clocks(
    off_s: Mapping[str, float], ids: Mapping[str, int], broken: Mapping[Key, Measured], limit_s: float
) -> Iterator[Measured]:
    """The levels of the devices' clocks. If most of them are off alike, it is this machine's clock that is."""
    common = median(off_s.values()) if len(off_s) >= _ENOUGH_CLOCKS else 0.0
    if abs(common) < limit_s:
        common = 0.0
    if common or ("clock", THIS_MACHINE) in broken:
        yield Measured("clock", THIS_MACHINE, None, abs(common) / limit_s, f"{-common:+.0f} s")
    for device, off in off_s.items():
        level = abs(off - common) / limit_s
        if level >= 1 or ("clock", device) in broken:
            yield Measured("clock", device, ids[device], level, f"{off - common:+.0f} s")


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
