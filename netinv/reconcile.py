"""What was known and what was read give changes. Pure: no database, no network, no clock.

Always true: doing it twice changes nothing; the order of readings does not matter; a failed reading takes nothing away;
only a kind that a reading covers can be retired.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from netinv.model import KIND_OF, Counters, Fact, Kind, Load

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping

    from netinv.model import Reading

Facts = dict[Kind, dict["Hashable", Fact]]
"""Facts of one device by kind and key. What is known comes as plain tuples, which compare the same."""

_RANK = {"system": 0, "interfaces": 0, "addresses": 0, "neighbors": 0, "routing_peers": 0}
"""Two probes may tell the same fact: SNMP before SSH, by rule and not by arrival."""


class Change(NamedTuple):
    """A fact that appeared (old is None), was retired (new is None), or is another than before."""

    kind: Kind
    old: Fact | None
    new: Fact | None


def merge(readings: Iterable[Reading]) -> tuple[Facts, frozenset[Kind]]:
    """The facts of one device from all its readings, and the kinds that are complete. Measurements are kept elsewhere.

    Several readings may each have a part of a kind: it is complete if none of them that would cover it failed.
    """
    facts: Facts = {}
    covered: set[Kind] = set()
    open_kinds: set[Kind] = set()
    for reading in sorted(readings, key=lambda reading: (_RANK.get(reading.probe, 1), reading.probe)):
        for fact in reading.facts:
            if not isinstance(fact, (Counters, Load)):
                facts.setdefault(KIND_OF[type(fact)], {}).setdefault(fact.key, fact)
        (covered if reading.failure is None else open_kinds).update(reading.covers)
    return facts, frozenset(covered - open_kinds)


def reconcile(known: Mapping[Kind, Mapping[Hashable, Fact]], read: Facts, covered: frozenset[Kind]) -> list[Change]:
    """The changes from what was known to what was read, in a stable order."""
    changes: list[Change] = []
    nothing: Mapping[Hashable, Fact] = {}
    for kind in sorted(read.keys() | covered):
        before, now = known.get(kind, nothing), read.get(kind, nothing)
        for key, fact in now.items():
            old = before.get(key)
            new = fact if old is None or kind in covered else _completed(fact, old)
            if old != new:
                changes.append(Change(kind, old, new))
        if kind in covered:
            changes += [Change(kind, old, None) for key, old in before.items() if key not in now]
    return changes


def _completed(fact: Fact, old: Fact) -> Fact:
    """A fact of a broken reading: what it does not say still holds."""
    fields = (before if now is None else now for before, now in zip(old, fact, strict=True))
    return type(fact)._make(fields)
