"""Rules with thresholds: broken at the threshold, kept again well below it, as they were where nothing is measured."""

from __future__ import annotations

from netinv.app.sweeps.measuring import Limits, Ports, of_ports
from netinv.model import COUNTER_NAMES, Interface
from netinv.rules import Measured, judge
from netinv.store.reading.growth import Growth

LIMITS = Limits(errors_per_s=1, discards_per_s=10, load_share=0.9)


def level(value: float, rule: str = "errors") -> Measured:
    return Measured(rule, "r1:g1", 1, value, f"{value:g}/s")


def test_a_rule_is_broken_at_its_threshold_and_kept_again_well_below() -> None:
    holds: dict[tuple[str, str], Measured] = {}
    seen = []
    for value in (0.5, 0.99, 1.0, 0.9, 1.2, 0.8, 0.69, 0.9, 3.0):
        found = judge(holds, [level(value)])
        holds = found.holds
        seen.append((len(found.begun), len(found.ended), bool(holds)))
    assert [one for one in seen if one[:2] != (0, 0)] == [(1, 0, True), (0, 1, False), (1, 0, True)]
    assert seen[2] == (1, 0, True)
    assert seen[6] == (0, 1, False)


def test_what_is_not_measured_stays_as_it_was() -> None:
    holds = judge({}, [level(2)]).holds
    found = judge(holds, [])
    assert (found.begun, found.ended, found.holds) == ([], [], holds)
    assert judge(holds, [level(0)]).ended == [level(2)], "told with what was found when it began"


def grown(seconds: float = 10, **by: tuple[int, ...]) -> Growth:
    before = tuple((100, 100) for _ in COUNTER_NAMES)
    now = tuple(tuple(100 + n for n in by.get(name, (0, 0))) for name in COUNTER_NAMES)
    return Growth(("g1", "g2"), before, now, seconds)


def levels(growth: Growth, uplinks: dict[str, int | None], *broken: Measured) -> dict[tuple[str, str], float]:
    known = {"g1": Interface("g1", speed_bps=1_000_000), "g2": Interface("g2")}
    found = of_ports(Ports(1, "r1", uplinks, known), growth, {one.key: one for one in broken}, LIMITS)
    return {one.key: round(one.level, 3) for one in found}


def test_errors_and_discards_both_ways_of_all_ports() -> None:
    growth = grown(in_errors=(5, 0), out_errors=(15, 0), out_discards=(0, 50))
    assert levels(growth, {}) == {("errors", "r1:g1"): 2.0, ("discards", "r1:g2"): 0.5}
    assert levels(grown(), {}) == {}
    assert levels(grown(), {}, level(1)) == {("errors", "r1:g1"): 0.0}, "a broken rule is measured until it is kept"


def test_the_load_of_the_busier_direction_against_what_it_can_carry() -> None:
    busy = grown(in_octets=(1_125_000, 0), out_octets=(10, 0))
    assert levels(busy, {"g1": None}) == {("load", "r1:g1"): 1.0}, "90 % of the port's megabit"
    assert levels(busy, {"g1": 500_000}) == {("load", "r1:g1"): 2.0}, "the carrier sold half of it"
    assert levels(busy, {"g1": 10_000_000}) == {("load", "r1:g1"): 1.0}, "no port carries more than it can"
    assert levels(busy, {"g2": None, "g3": 1}) == {}, "of a port without speed, or one that is gone, nothing is known"


def test_a_load_of_more_than_twice_the_speed_was_not_measured() -> None:
    """The counter jumped; or it is a tunnel, which says 100 kb/s whatever it carries."""
    jumped = grown(in_octets=(2_500_001, 0), out_octets=(10, 0))
    assert levels(jumped, {"g1": 500_000}) == {}


def test_a_counter_that_went_backwards_says_nothing() -> None:
    growth = Growth(("g1",), ((-1,), (500,), (500,), (0,), (0,), (0,)), ((7,), (1,), (1,), (0,), (0,), (0,)), 10)
    assert levels(growth, {}) == {}
