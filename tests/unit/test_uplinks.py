"""Which links of a unit lead up: by hand, and against a search for each unit by itself."""

from __future__ import annotations

from netinv.reports.evidence import RULES, DeviceFacts, UnitFacts
from netinv.reports.uplinks import Joint, Uplinks, uplinks

TOP, DISTRICT, A, B, C = range(5)


def test_a_link_to_a_sibling_is_a_second_way_but_no_uplink() -> None:
    found = uplinks(
        [Joint(DISTRICT, TOP, "fibre"), Joint(A, DISTRICT, "radio"), Joint(B, DISTRICT, "radio"), Joint(A, B, "fibre")],
        [TOP],
    )
    assert found[A] == found[B] == Uplinks(("radio",), 2)
    assert found[DISTRICT] == Uplinks(("fibre",), 1)


def test_what_hangs_on_a_unit_leads_nowhere() -> None:
    found = uplinks([Joint(A, TOP, "radio"), Joint(A, B, "fibre"), Joint(B, C, "fibre")], [TOP])
    assert found == {TOP: Uplinks(), A: Uplinks(("radio",), 1), B: Uplinks(("fibre",), 1), C: Uplinks(("fibre",), 1)}


def test_parallel_links_are_two_ways() -> None:
    found = uplinks([Joint(A, TOP, "fibre"), Joint(TOP, A, None), Joint(A, A, "copper")], [TOP])
    assert found[A] == Uplinks(("fibre", None), 2)


def test_a_chain_whose_far_end_leads_up_too_has_two_ways() -> None:
    ring = [Joint(A, TOP, "radio"), Joint(A, B, "fibre"), Joint(B, C, "fibre"), Joint(C, TOP, "fibre")]
    found = uplinks(ring, [TOP])
    assert [found[unit].ways for unit in (A, B, C)] == [2, 2, 2]
    assert found[A].media == ("radio",)
    assert found[B].media == ("fibre", "fibre")


def test_what_no_way_leads_to_is_not_known() -> None:
    assert A not in uplinks([Joint(A, B, "fibre")], [TOP])
    assert uplinks([], []) == {}


def test_what_the_indicators_make_of_it() -> None:
    seen = (DeviceFacts("router", answered=True),)
    sibling = UnitFacts(seen, Uplinks(("radio",), 2))
    assert (RULES["fibre_uplink"](sibling), RULES["second_uplink"](sibling)) == (False, True)
    nothing = UnitFacts(seen)
    assert (RULES["fibre_uplink"](nothing), RULES["second_uplink"](nothing)) == (None, None)
    half = UnitFacts(seen, Uplinks((None,), 1))
    assert (RULES["fibre_uplink"](half), RULES["second_uplink"](half)) == (None, False)
