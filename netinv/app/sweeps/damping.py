"""What flaps is one problem: it stays open while the thing comes and goes. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from netinv.events import NewEvent
from netinv.flapping import Damping, Key, Spell, changed, forgotten, still_flapping
from netinv.model import Severity, State
from netinv.problems import Trouble, course

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from netinv.problems import OpenProblem

PORT = "interface"


class Known(NamedTuple):
    """What was before this sweep: the open problems, and what was restless.

    A problem whose thing is well, and that only waits for the end of its flapping, is in state ``up``.
    """

    problems: Sequence[OpenProblem]
    spells: Mapping[Key, Spell]


class Damped(NamedTuple):
    """What is wrong, with what flaps: the spells that are another than before (None: over), and who flaps now."""

    troubles: list[Trouble]
    spells: dict[Key, Spell | None] = {}  # noqa: RUF012  # a default that nobody changes
    flapping: dict[Key, Spell] = {}  # noqa: RUF012
    began: frozenset[Key] = frozenset()
    calmed: dict[Key, Spell] = {}  # noqa: RUF012

    def events(self, ids: Mapping[str, int]) -> list[NewEvent]:
        """That something begins to flap, and that it is calm again."""
        begins = ((key, None, str(self.flapping[key].changes), Severity.WARNING) for key in sorted(self.began))
        ends = ((key, str(spell.changes), None, Severity.INFO) for key, spell in sorted(self.calmed.items()))
        return [
            NewEvent("flapping", name, ids.get(name.split(":", 1)[0]), old, new, severity)
            for (_kind, name), old, new, severity in (*begins, *ends)
        ]


def damp(
    known: Known,
    wrong: Iterable[Trouble],
    ports: Collection[str],
    at_ms: int,
    damping: Damping,
    excused: Callable[[str, str], bool],
    site_of: Mapping[str, str],
) -> Damped:
    """Count the changes, and keep the problems of what flaps.

    Args:
        known: What was before.
        wrong: What is wrong now.
        ports: Ports without a link (``DEVICE:PORT``) whose status changed.
        at_ms: Now.
        damping: What counts as flapping.
        excused: Whether a thing is worked on, by kind and name: that is no flapping.
        site_of: The devices' sites (codes) by name.
    """
    now = list(wrong)
    natural = course([problem for problem in known.problems if problem.state != State.UP], now)
    turned = {trouble.key for trouble in natural.opened} | {(problem.kind, problem.name) for problem in natural.closed}
    turned |= {(PORT, port) for port in ports}
    fresh = {key: changed(known.spells.get(key), at_ms, damping) for key in turned if not excused(*key)}
    spells = {**known.spells, **fresh}
    flapping = {
        key: spell for key, spell in spells.items() if still_flapping(spell, at_ms, damping) and not excused(*key)
    }
    calmed = {key: spell for key, spell in spells.items() if spell.flapping and key not in flapping}
    over = [key for key, spell in spells.items() if key not in fresh and forgotten(spell, at_ms, damping)]
    changes: dict[Key, Spell | None] = {**fresh, **{key: one._replace(flapping=False) for key, one in calmed.items()}}
    began = frozenset(key for key in flapping if key not in known.spells or not known.spells[key].flapping)
    troubles = [*_dated(now, flapping, calmed), *_waiting(known, now, flapping, site_of)]
    return Damped(troubles, {**changes, **dict.fromkeys(over)}, flapping, began, calmed)


def _dated(now: Iterable[Trouble], flapping: Mapping[Key, Spell], calmed: Mapping[Key, Spell]) -> list[Trouble]:
    """What is wrong: what flaps since its first change, what does so no more since its last."""
    found = []
    for trouble in now:
        if spell := flapping.get(trouble.key):
            found.append(trouble._replace(flaps=spell.changes, since=spell.since))
        elif spell := calmed.get(trouble.key):
            found.append(trouble._replace(since=spell.changed_at))
        else:
            found.append(trouble)
    return found


def _waiting(
    known: Known, now: Iterable[Trouble], flapping: Mapping[Key, Spell], site_of: Mapping[str, str]
) -> list[Trouble]:
    """What flaps and is well just now."""
    members = {(problem.kind, problem.name): problem.members for problem in known.problems}
    wrong = {trouble.key for trouble in now}
    return [
        Trouble(
            kind,
            name,
            explains=False,
            state=State.UP,
            severity=Severity.WARNING,
            members=members.get((kind, name), (name,)),
            site=site_of.get(name.split(":", 1)[0]),
            flaps=spell.changes,
            since=spell.since,
        )
        for (kind, name), spell in sorted(flapping.items())
        if (kind, name) not in wrong and (kind == PORT or (kind, name) in members)
    ]


def hushed(events: Iterable[NewEvent], flapping: Collection[int]) -> list[NewEvent]:
    """The events with those of problems that flap (by their numbers) as information only."""
    return [
        event._replace(severity=Severity.INFO)
        if event.problem_id in flapping and event.severity == Severity.WARNING and event.kind != "flapping"
        else event
        for event in events
    ]
