"""Who is told what: openings, growth, repeats, ends, by rules."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from netinv.alerts.decide import Notice, Told, Wrong, notices, with_all_above
from netinv.recipients import AlertRule

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
NIGHT = datetime(2026, 11, 25, 23, 0, tzinfo=UTC)
HOUR_MS = 3_600_000
ALL = AlertRule(("c",))


def wrong(**more: Any) -> Wrong:
    facts: dict[str, Any] = {"kind": "link", "name": "a--b", "severity": "error", "opened_at": 0, "acknowledged": False}
    facts |= {"affected": frozenset({"1"}), "concerned": frozenset({"1", "10", "0"})}
    return Wrong(7, **(facts | more))


def told(**more: Any) -> Told:
    facts: dict[str, Any] = {
        "row_id": 1,
        "channel": "c",
        "problem_id": 7,
        "kind": "link",
        "name": "a--b",
        "severity": "error",
    }
    facts |= {"affected": frozenset({"1"}), "concerned": frozenset({"1", "10", "0"}), "told_at": 0, "lang": "vi"}
    return Told(**(facts | {"ended": False} | more))


def actions(
    rules: list[AlertRule], wrongs: list[Wrong], before: list[Told], now_ms: int = HOUR_MS, local: datetime = NOON
) -> list[tuple[str, str]]:
    return [(one.channel, one.action) for one in notices(rules, wrongs, before, now_ms, local)]


def test_a_problem_is_told_once_to_each_channel() -> None:
    rules = [AlertRule(("c", "d")), AlertRule(("c",), lang="vi")]
    assert actions(rules, [wrong()], []) == [("c", "open"), ("d", "open")]
    assert actions(rules, [wrong()], [told(), told(channel="d")]) == []


def test_the_first_rule_that_fits_gives_the_language() -> None:
    rules = [AlertRule(("c",), severities=("warning",), lang="en"), AlertRule(("c",), lang="vi")]
    assert notices(rules, [wrong()], [], HOUR_MS, NOON) == [Notice("c", 7, "open", "vi", None)]


@pytest.mark.parametrize(
    ("rule", "fits"),
    [
        (AlertRule(("c",), sites=("10",)), True),
        (AlertRule(("c",), sites=("11",)), False),
        (AlertRule(("c",), severities=("error",)), True),
        (AlertRule(("c",), severities=("warning",)), False),
        (AlertRule(("c",), kinds=("device", "link")), True),
        (AlertRule(("c",), kinds=("device",)), False),
        (AlertRule(("c",), after_s=3600), True),
        (AlertRule(("c",), after_s=3601), False),
        (AlertRule(("c",), hours=(0, 60)), False),
    ],
)
def test_what_a_rule_asks_for(rule: AlertRule, fits: bool) -> None:
    assert actions([rule], [wrong()], []) == ([("c", "open")] if fits else [])


def test_what_is_taken_on_before_it_is_told_wakes_nobody() -> None:
    assert actions([ALL], [wrong(acknowledged=True)], []) == []


@pytest.mark.parametrize(
    "grown",
    [
        {"affected": frozenset({"1", "2"})},
        {"name": "a--c"},
        {"kind": "device", "name": "a"},
        {"flapping": True},
    ],
)
def test_growth_is_told_even_if_taken_on(grown: dict[str, Any]) -> None:
    assert actions([ALL], [wrong(**grown)], [told()]) == [("c", "update")]
    assert actions([ALL], [wrong(acknowledged=True, **grown)], [told()]) == [("c", "update")]


def test_worse_is_told_and_better_is_not() -> None:
    assert actions([ALL], [wrong()], [told(severity="warning")]) == [("c", "update")]
    assert actions([ALL], [wrong(severity="warning", affected=frozenset())], [told()]) == []


def test_it_is_repeated_until_it_is_taken_on() -> None:
    rules = [AlertRule(("c",), repeat_s=3600)]
    assert actions(rules, [wrong()], [told()], now_ms=HOUR_MS - 1) == []
    assert actions(rules, [wrong()], [told()]) == [("c", "repeat")]
    assert actions(rules, [wrong(acknowledged=True)], [told()]) == []


def test_the_end_is_told_to_whom_the_opening_was() -> None:
    assert actions([ALL], [], [told(ended=True)]) == [("c", "end")]
    assert actions([ALL], [], []) == []
    assert actions([], [], [told(ended=True)]) == [("c", "end")], "its rules are gone: at once"


def test_outside_their_hours_rules_wait_and_then_tell_what_is() -> None:
    rules = [AlertRule(("c",), hours=(420, 1080), repeat_s=60)]
    grown = wrong(affected=frozenset({"1", "2"}))
    assert actions(rules, [wrong()], [], local=NIGHT) == []
    assert actions(rules, [grown], [told()], local=NIGHT) == []
    assert actions(rules, [], [told(ended=True)], local=NIGHT) == []
    assert actions(rules, [grown], [told()]) == [("c", "update")]
    assert actions(rules, [], [told(ended=True)]) == [("c", "end")]


def test_sites_above_are_found_and_a_circle_ends() -> None:
    parents = {"1": "10", "10": "0", "0": None, "x": "y", "y": "x"}
    assert with_all_above({"1", "x"}, parents) == {"1", "10", "0", "x", "y"}
