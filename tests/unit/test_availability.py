"""Availability by hand on small cases."""

from __future__ import annotations

from netinv.reports.availability import Availability, CauseSpan, StateSpan, available, over_any

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
