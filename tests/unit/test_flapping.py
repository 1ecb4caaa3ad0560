"""Restless things: counted, one problem while they flap, calm when they have been still for long enough."""

from __future__ import annotations

from typing import Any

from netinv.app.sweeps import telling
from netinv.app.sweeps.damping import Damped, Known, damp, hushed
from netinv.events import NewEvent
from netinv.flapping import Damping, Key, Spell, changed, forgotten, still_flapping
from netinv.model import Severity, State
from netinv.problems import OpenProblem, Trouble, course

EVERY = 300_000
DAMPING = Damping(threshold=3.5, calm=1.5, half_life_s=1800)
LINK = ("link", "a--b")


def down(name: str = "a--b") -> Trouble:
    return Trouble("link", name, explains=False, state="down", severity="warning", members=("a:1--b:1",))


class Life:
    """A link, sweep after sweep: what would be stored."""

    def __init__(self) -> None:
        self.at = 0
        self.open: list[OpenProblem] = []
        self.spells: dict[Key, Spell] = {}
        self.told: list[NewEvent] = []
        self.opened = 0

    def sweep(self, state: str, *, worked_on: bool = False) -> Damped:
        self.at += EVERY
        wrong = [down()] if state == "down" and not worked_on else []
        found = damp(Known(self.open, self.spells), wrong, (), self.at, DAMPING, lambda *_: worked_on, {})
        life = course(self.open, found.troubles)
        self.opened += len(life.opened)
        numbers = {trouble.key: self.opened for trouble in life.opened}
        numbers |= {trouble.key: problem.id for problem, trouble in life.continued}
        told = telling.tell([NewEvent("link", "a--b", None, None, state), *found.events({})], life, numbers)
        self.told = hushed(told, {numbers[key] for key in found.flapping if key in numbers})
        now = [*((self.opened, trouble) for trouble in life.opened), *((old.id, new) for old, new in life.continued)]
        self.open = [OpenProblem(n, *one.key, self.at, one.members, (), frozenset(), one.state) for n, one in now]
        changes = {**self.spells, **found.spells}
        self.spells = {key: spell for key, spell in changes.items() if spell is not None}
        return found


def test_a_link_that_comes_and_goes_is_one_problem() -> None:
    life = Life()
    for state in ("down", "up") * 10:
        found = life.sweep(state)
    assert life.opened == 3, "two outages, then one that stays"
    assert found.flapping[LINK].changes == 20
    assert [(trouble.state, trouble.flaps) for trouble in found.troubles] == [(State.UP, 20)]
    assert {event.severity for event in life.told} == {Severity.INFO}
    found = life.sweep("down")
    assert [(trouble.state, trouble.flaps, trouble.since) for trouble in found.troubles] == [("down", 21, EVERY)]


def test_its_beginning_is_one_warning_and_its_end_one_line() -> None:
    life = Life()
    lines: list[Any] = []
    for state in [*("down", "up") * 4, *["up"] * 40]:
        life.sweep(state)
        lines += [(event.kind, event.old, event.new, event.severity) for event in life.told if event.kind == "flapping"]
    assert lines == [("flapping", None, "5", "warning"), ("flapping", "8", None, "info")]
    assert (life.open, life.opened) == ([], 3)
    assert life.spells == {}, "long over: forgotten"


def test_one_that_stays_down_is_an_outage_again_since_its_last_change() -> None:
    life = Life()
    for state in [*("down", "up") * 4, "down"]:
        life.sweep(state)
    last = life.at
    found = life.sweep("down")
    while found.flapping:
        found = life.sweep("down")
    assert [(trouble.state, trouble.flaps, trouble.since) for trouble in found.troubles] == [("down", None, last)]
    assert life.opened == 3


def test_two_outages_a_day_apart_are_two_outages() -> None:
    spell = changed(changed(None, 0, DAMPING), 86_400_000, DAMPING)
    assert (spell.changes, spell.since, spell.flapping) == (1, 86_400_000, False)
    assert forgotten(spell, 2 * 86_400_000, DAMPING)


def test_planned_work_is_no_flapping() -> None:
    life = Life()
    for state in ("down", "up") * 10:
        found = life.sweep(state, worked_on=True)
    assert (life.opened, found.flapping, life.spells) == (0, {}, {})


def test_a_port_without_a_link_is_a_problem_only_while_it_flaps() -> None:
    spells: dict[Key, Spell] = {}
    ports = ("r1:Gi0/7",)
    seen = []
    for sweep in range(1, 8):
        found = damp(Known([], spells), [], ports, sweep * EVERY, DAMPING, lambda *_: False, {"r1": "S1"})
        spells |= {key: spell for key, spell in found.spells.items() if spell is not None}
        seen.append([(trouble.kind, trouble.name, trouble.flaps, trouble.site) for trouble in found.troubles])
    assert seen[:4] == [[], [], [], []]
    assert seen[4:] == [[("interface", "r1:Gi0/7", n, "S1")] for n in (5, 6, 7)]
    later = damp(Known([], spells), [], (), 7 * EVERY + 7_200_000, DAMPING, lambda *_: False, {})
    assert (later.troubles, [event.old for event in later.events({})]) == ([], ["7"])


def test_a_clock_that_was_set_back_decays_nothing() -> None:
    spell = Spell(5.0, 1_000_000, 5, 0, flapping=True)
    assert spell.score_at(0, DAMPING) == 5.0
    assert still_flapping(spell, 0, DAMPING)
