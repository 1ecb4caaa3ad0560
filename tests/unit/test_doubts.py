"""Whom a sweep asks again: beside the silent, those that come back, those that were silent behind them."""

from __future__ import annotations

import asyncio

from netinv import sweep as sweeping
from netinv.config import Settings
from netinv.doubts import Doubts
from netinv.model import Reach, Reached, Target, Visit

NEAR = {1: {2}, 2: {1, 3}, 3: {2, 4}, 4: {3}}


def about(answers: dict[int, bool], silent: tuple[int, ...] = (), settled: tuple[int, ...] = ()) -> set[int]:
    return Doubts(NEAR, frozenset(silent)).about(answers, set(settled))


def test_nobody_is_doubted_on_a_calm_day() -> None:
    assert about({1: True, 2: True, 3: True, 4: True}) == set()


def test_the_last_that_answers_before_the_silent_is_asked_again_once() -> None:
    answers = {1: True, 2: True, 3: False, 4: False}
    assert about(answers, silent=(3, 4)) == {2}
    assert about(answers, silent=(3, 4), settled=(2,)) == set()


def test_who_comes_back_answers_twice_and_those_behind_are_asked_anew() -> None:
    assert about({1: True, 2: True, 3: True, 4: False}, silent=(3, 4)) == {3, 4}
    assert about({1: True, 2: True, 3: True}, silent=(3,)) == {3}, "whom this sweep does not ask is not asked again"


class Scripted:
    """Gives each device the answers of a script, one after another."""

    def __init__(self, script: dict[int, list[bool]]) -> None:
        self.script = script
        self.asked: list[int] = []

    async def visit(self, target: Target) -> Visit:
        self.asked.append(target.device_id)
        answers = self.script[target.device_id]
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        return Visit(target, 0, reach=Reach(None, Reached.OK if answer else Reached.TIMEOUT))

    async def close(self) -> None:
        """Nothing is open."""


def swept(
    script: dict[int, list[bool]], doubts: Doubts, only: tuple[int, ...] = ()
) -> tuple[dict[int, bool], Scripted, bool | None]:
    visitor, heard = Scripted(script), dict[int, bool]()

    def sink(visit: Visit) -> None:
        heard[visit.target.device_id] = visit.reach.snmp is Reached.OK

    targets = [Target(number, f"r{number}", "127.0.0.1", snmp="c") for number in only or sorted(script)]
    run = sweeping.sweep(targets, visitor, Settings(icmp=False), sink, 10, doubts)  # type: ignore[arg-type]
    outcome = asyncio.run(run)
    assert outcome.ended == "done"
    return heard, visitor, outcome.uplink


def test_a_device_that_fails_during_the_sweep_is_found_out_along_the_path() -> None:
    """4 was asked when 3 had failed already, 3 and 2 just before they failed: the end of it is 1."""
    heard, visitor, _ = swept({1: [True], 2: [True, False], 3: [True, False], 4: [False]}, Doubts(NEAR))
    assert heard == {1: True, 2: False, 3: False, 4: False}
    assert sorted(visitor.asked) == [1, 1, 2, 2, 3, 3, 4]


def test_who_answers_once_and_not_again_is_not_back() -> None:
    heard, _, _ = swept({1: [True], 2: [True], 3: [True, False], 4: [False]}, Doubts(NEAR, frozenset({3, 4})))
    assert heard == {1: True, 2: True, 3: False, 4: False}


def test_what_was_asked_too_early_after_a_mend_is_up_in_the_same_sweep() -> None:
    heard, _, _ = swept({1: [True], 2: [True], 3: [True], 4: [False, True]}, Doubts(NEAR, frozenset({3, 4})))
    assert heard == {1: True, 2: True, 3: True, 4: True}


def test_before_a_few_silent_ones_are_believed_the_vantage_is_asked() -> None:
    vantage = (Target(1, "r1", "127.0.0.1", snmp="c"),)
    for answer in (True, False):
        heard, _, uplink = swept({1: [answer], 4: [False]}, Doubts(NEAR, vantage=vantage), only=(4,))
        assert (heard, uplink) == ({4: False}, answer)
