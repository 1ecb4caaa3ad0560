"""Availability by hand on small cases."""

from __future__ import annotations

import pytest

from netinv.reports.availability import Availability, CauseSpan, StateSpan, available, over_any
from netinv.reports.restarts import Restart, by_restart

H = 3_600_000


def test_an_outage_open_at_both_ends() -> None:
    found = available([StateSpan(-5 * H, None, "down")], [], [], (0, 10 * H))
    assert (found.up, found.down, found.outages, found.longest, found.share) == (0, 10 * H, 1, 10 * H, 0.0)
    assert found.causes == {"unexplained": 10 * H}


def test_planned_work_is_apart_and_unknown_time_is_not_up() -> None:
    states = [
        StateSpan(0, 4 * H, "up"),
        StateSpan(4 * H, 6 * H, "maintenance"),
        StateSpan(6 * H, 7 * H, "down"),
        StateSpan(7 * H, 8 * H, "unknown"),
        StateSpan(8 * H, None, "degraded"),
    ]
    found = available(states, [], [(9 * H, 10 * H)], (0, 10 * H))
    assert (found.up, found.down, found.planned, found.unknown) == (5 * H, H, 2 * H, 2 * H)
    assert found.share == 5 / 8
    assert found.possible == 7 / 8
    assert (found.met(0.6), found.met(0.7), found.met(0.9)) == (True, None, False)
    assert found.repair == H


def test_an_outage_goes_on_through_what_is_not_known_and_ends_with_up() -> None:
    states = [StateSpan(0, H, "down"), StateSpan(H, 2 * H, "unknown"), StateSpan(2 * H, 3 * H, "unreachable")]
    assert available(states, [], [], (0, 3 * H)).outages == 1
    assert (
        available([*states, StateSpan(3 * H, 4 * H, "up"), StateSpan(4 * H, 5 * H, "down")], [], [], (0, 5 * H)).outages
        == 2
    )


def test_down_time_has_the_cause_that_began_first() -> None:
    causes = [CauseSpan(0, 2 * H, "link"), CauseSpan(H, None, "carrier")]
    found = available([StateSpan(0, 4 * H, "unreachable")], causes, [], (0, 5 * H))
    assert found.causes == {"link": 2 * H, "carrier": 2 * H}


def test_without_time_there_is_no_share() -> None:
    empty = Availability()
    assert (empty.share, empty.possible, empty.repair, empty.met(0.9)) == (None, None, None, None)


def test_a_circuit_has_one_outage_when_both_its_links_fail() -> None:
    both = [[StateSpan(0, H, "up"), StateSpan(H, 2 * H, "down"), StateSpan(2 * H, 3 * H, "up")]] * 2
    found = over_any(both, [], (0, 3 * H))
    assert (found.outages, found.down, found.up) == (1, H, 2 * H)


MINUTE = 60_000
BOOT = 15 * MINUTE
OUTAGE = [StateSpan(0, H, "up"), StateSpan(H, 2 * H, "down"), StateSpan(2 * H, 3 * H, "unreachable")]
BACK = [*OUTAGE, StateSpan(3 * H, None, "up")]


@pytest.mark.parametrize(
    ("restart", "what"),
    [
        (Restart(3 * H - 2 * MINUTE, 3 * H), "it started two minutes before it answered"),
        (Restart(3 * H + MINUTE, 3 * H + 5 * MINUTE), "its agent came up after it answered pings"),
        (Restart(3 * H - BOOT, 3 * H), "it took as long as it may"),
    ],
)
def test_a_silence_that_ended_with_a_restart_is_one_of_power(restart: Restart, what: str) -> None:
    restarted = by_restart(BACK, [restart], BOOT)
    assert restarted == [(H, 3 * H)], what
    found = available(BACK, [CauseSpan(H, 3 * H, "link")], [], (0, 4 * H), restarted)
    assert found.causes == {"power": 2 * H}
    assert found.down == 2 * H


@pytest.mark.parametrize(
    ("restart", "what"),
    [
        (Restart(3 * H - 30 * MINUTE, 3 * H), "it ran for half an hour and was silent: the link, not its power"),
        (Restart(H - MINUTE, H - MINUTE), "it was noticed before the silence: another restart"),
        (Restart(4 * H, 4 * H), "a later restart"),
    ],
)
def test_a_restart_at_another_time_explains_nothing(restart: Restart, what: str) -> None:
    assert by_restart(BACK, [restart], BOOT) == [], what
    found = available(BACK, [CauseSpan(H, 3 * H, "link")], [], (0, 4 * H), by_restart(BACK, [restart], BOOT))
    assert found.causes == {"link": 2 * H}


def test_a_silence_that_goes_on_has_no_power_yet() -> None:
    open_now = [*OUTAGE[:2], StateSpan(2 * H, None, "down")]
    assert by_restart(open_now, [Restart(2 * H, 2 * H)], BOOT) == []


def test_each_half_of_a_silence_over_the_end_of_a_month_is_put_down_to_the_same() -> None:
    restarted = by_restart(BACK, [Restart(3 * H, 3 * H)], BOOT)
    halves = [available(BACK, [], [], span, restarted) for span in ((0, 2 * H), (2 * H, 4 * H))]
    assert [half.causes for half in halves] == [{"power": H}, {"power": H}]


def test_planned_work_in_which_a_device_restarts_stays_planned() -> None:
    states = [StateSpan(0, H, "up"), StateSpan(H, 2 * H, "maintenance"), StateSpan(2 * H, None, "up")]
    restarted = by_restart(states, [Restart(2 * H, 2 * H)], BOOT)
    found = available(states, [], [], (0, 3 * H), restarted)
    assert (found.planned, found.down, found.causes) == (H, 0, {})
