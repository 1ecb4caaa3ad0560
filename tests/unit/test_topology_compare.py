"""Declared against found: what is called missing, extra, moved, mismatched, one-sided; and what cannot be told."""

from __future__ import annotations

import pytest

from topology.compare import End, PortFact, compare
from topology.values import Link

HEARD = {"a", "b", "c"}
GIGABIT = 10**9


def link(a: str, b: str, *sources: str, **more: object) -> Link:
    """``a:1`` and ``b:2`` to a link with these sources."""
    (a_device, _, a_port), (b_device, _, b_port) = a.partition(":"), b.partition(":")
    values = {"state": "up", "confidence": "both", **more}
    return Link(a_device, a_port or None, b_device, b_port or None, sources=sources, **values)  # type: ignore[arg-type]


def declared(a: str, b: str, **more: object) -> Link:
    return link(a, b, "declared", **{"state": "unknown", "confidence": "declared", **more})


def test_what_agrees_is_not_told() -> None:
    found = compare([link("a:1", "b:1", "declared", "lldp")], {}, HEARD, HEARD)
    assert (found.missing, found.extra, found.moved, found.mismatched, found.one_sided, found.untold) == ((),) * 6


def test_missing_only_where_it_can_be_told() -> None:
    one = declared("a:1", "b:1")
    assert compare([one], {}, HEARD, HEARD).missing == (one,)
    for heard, speaking in (({"a"}, HEARD), (HEARD, {"a"}), (set[str](), set[str]())):
        found = compare([one], {}, heard, speaking)
        assert (found.missing, found.untold) == ((), (one,))


def test_a_port_that_is_down_or_not_there_tells_it_too() -> None:
    down = declared("a:1", "b:1", state="down")
    assert compare([down], {}, HEARD, set()).missing == (down,)
    one = declared("a:1", "b:1")
    ports: dict[End, PortFact] = {("a", "1"): PortFact(1), ("b", "1"): PortFact(1)}
    assert compare([one], ports, HEARD, set()).untold == (one,)
    assert compare([one], {("a", "2"): PortFact(1), ("b", "1"): PortFact(1)}, HEARD, set()).missing == (one,)


@pytest.mark.parametrize(("state", "extra"), [("up", 1), ("unknown", 1), ("down", 0), ("gone", 0)])
def test_extra_is_what_is_found_now(state: str, extra: int) -> None:
    assert len(compare([link("a:1", "b:1", "lldp", state=state)], {}, HEARD, HEARD).extra) == extra


def test_moved_to_another_port_or_another_device() -> None:
    other_port = compare([declared("a:1", "b:1"), link("a:2", "b:2", "lldp")], {}, HEARD, HEARD)
    assert [(one.declared.name, one.found.name) for one in other_port.moved] == [("a:1--b:1", "a:2--b:2")]
    assert (len(other_port.missing), len(other_port.extra)) == (1, 1)
    other_device = compare([declared("a:1", "b:1"), link("a:1", "c:1", "lldp")], {}, {"a", "c"}, HEARD)
    assert [(one.declared.name, one.found.name) for one in other_device.moved] == [("a:1--b:1", "a:1--c:1")]
    assert len(other_device.missing) == 1, "the port is taken, though b is silent"
    unrelated = compare([declared("a:1", "b:1"), link("a:2", "c:1", "lldp")], {}, HEARD, HEARD)
    assert unrelated.moved == ()


def test_the_nearest_move_is_taken_and_none_twice() -> None:
    links = [
        declared("a:1", "b:1"),
        declared("a:3", "b:3"),
        link("a:1", "b:2", "lldp"),
        link("a:4", "b:4", "lldp"),
    ]
    found = compare(links, {}, HEARD, HEARD)
    assert {(one.declared.name, one.found.name) for one in found.moved} == {
        ("a:1--b:1", "a:1--b:2"),
        ("a:3--b:3", "a:4--b:4"),
    }


@pytest.mark.parametrize(
    ("capacity", "carrier", "medium", "speeds", "told"),
    [
        (GIGABIT, None, None, (GIGABIT, GIGABIT), []),
        (10 * GIGABIT, "VNPT", None, (GIGABIT, GIGABIT), [("speed", 10 * GIGABIT, GIGABIT)]),
        (GIGABIT // 10, "VNPT", None, (GIGABIT, GIGABIT), []),  # a circuit carries less than its ports could
        (GIGABIT // 10, None, "leased", (GIGABIT, GIGABIT), []),
        (GIGABIT // 10, None, "copper", (GIGABIT, GIGABIT), [("speed", GIGABIT // 10, GIGABIT)]),
        (GIGABIT, None, None, (GIGABIT, GIGABIT // 10), [("speed", GIGABIT, GIGABIT // 10)]),
        (None, None, None, (GIGABIT, GIGABIT // 10), [("ends", GIGABIT, GIGABIT // 10)]),
        (None, None, None, (GIGABIT, None), []),
        (GIGABIT, None, None, (0, None), []),
    ],
)
def test_speeds(
    capacity: int | None, carrier: str | None, medium: str | None, speeds: tuple[int | None, ...], told: list[object]
) -> None:
    one = link("a:1", "b:1", "declared", "lldp", capacity_bps=capacity, carrier=carrier, medium=medium)
    ports: dict[End, PortFact] = {("a", "1"): PortFact(1, speeds[0]), ("b", "1"): PortFact(1, speeds[1])}
    found = compare([one], ports, HEARD, HEARD).mismatched
    assert [(each.what, each.declared, each.found) for each in found] == told


def test_the_speed_of_a_port_that_is_down_says_nothing() -> None:
    one = link("a:1", "b:1", "declared", "lldp", capacity_bps=GIGABIT)
    assert compare([one], {("a", "1"): PortFact(2, 10**7)}, HEARD, HEARD).mismatched == ()


@pytest.mark.parametrize(
    ("medium", "if_type", "told"),
    [("fibre", 6, []), ("fibre", 71, ["radio"]), ("radio", 71, []), ("copper", 131, ["vpn"]), ("copper", 94, [])],
)
def test_media(medium: str, if_type: int, told: list[str]) -> None:
    one = link("a:1", "b:1", "declared", "lldp", medium=medium)
    found = compare([one], {("b", "1"): PortFact(1, None, if_type)}, HEARD, HEARD).mismatched
    assert [each.found for each in found] == told


def test_one_sided_is_told_as_long_as_the_link_is_there() -> None:
    one = link("a:1", "b:1", "lldp", "declared", confidence="one")
    assert compare([one], {}, HEARD, HEARD).one_sided == (one,)
    assert compare([one._replace(state="gone")], {}, HEARD, HEARD).one_sided == ()


@pytest.mark.parametrize(
    ("a", "b", "status", "told"),
    [(2, 3, 1, [("duplex", "half", "full")]), (3, 3, 1, []), (3, None, 1, []), (1, 3, 1, []), (2, 3, 2, [])],
)
def test_duplex(a: int | None, b: int | None, status: int, told: list[object]) -> None:
    ports: dict[End, PortFact] = {("a", "1"): PortFact(1, duplex=a), ("b", "1"): PortFact(status, duplex=b)}
    found = compare([link("a:1", "b:1", "lldp")], ports, HEARD, HEARD).mismatched
    assert [(each.what, each.declared, each.found) for each in found] == told


def test_only_a_cable_can_be_seen_from_one_end() -> None:
    for sources, count in ((("subnet",), 0), (("ospf",), 0), (("ospf", "lldp"), 1), (("declared", "subnet"), 0)):
        assert len(compare([link("a:1", "b:1", *sources, confidence="one")], {}, HEARD, HEARD).one_sided) == count
