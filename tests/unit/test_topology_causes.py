"""Which few devices and links explain what is silent."""

from __future__ import annotations

import pytest

from topology.causes import explain
from topology.values import Cause, Link, SiteTree

# core1 and core2; d1 and d2 on both; c1, c2 on d1; c3 on d2; far behind c1.
CABLES = [
    *(("core1", "core2"), ("core1", "d1"), ("core2", "d1"), ("core1", "d2"), ("core2", "d2")),
    *(("d1", "c1"), ("d1", "c2"), ("d2", "c3"), ("c1", "far")),
]
DEVICES = sorted({device for cable in CABLES for device in cable})


def network(silent: str, down: str = "", default: str = "up") -> tuple[dict[str, str], list[Link]]:
    states = {device: "down" if device in silent.split() else "up" for device in DEVICES}
    return states, [link(a, b, "down" if f"{a}-{b}" in down.split() else default) for a, b in CABLES]


def link(a: str, b: str, state: str = "up", a_port: str = "1", b_port: str = "2") -> Link:
    (one, one_port), (other, other_port) = sorted([(a, a_port), (b, b_port)])
    return Link(one, one_port, other, other_port, state, ("lldp",))


def told(causes: list[Cause]) -> list[tuple[str, str, tuple[str, ...], str]]:
    return [(cause.kind, cause.name, cause.affected_devices, cause.confidence) for cause in causes]


@pytest.mark.parametrize(
    ("silent", "down", "expected"),
    [
        ("", "", []),
        ("", "core1-d1", []),
        ("core1", "", [("device", "core1", (), "sure")]),
        ("d1 c1 c2 far", "", [("device", "d1", ("c1", "c2", "far"), "sure")]),
        ("c1 far", "d1-c1", [("link", "c1--d1", ("c1", "far"), "sure")]),
        ("c1 far c3", "d1-c1", [("link", "c1--d1", ("c1", "far"), "sure"), ("device", "c3", (), "sure")]),
        ("d1 c1 c2 far", "core1-d1 core2-d1", [("device", "d1", ("c1", "c2", "far"), "likely")]),
        ("d1 c1 c2 far", "core1-d1", [("device", "d1", ("c1", "c2", "far"), "sure")]),
        (
            "core1 d1 c1 c2 far",
            "core2-d1",
            [("link", "core2--d1", ("c1", "c2", "d1", "far"), "sure"), ("device", "core1", (), "sure")],
        ),
    ],
)
def test_the_fewest_causes(silent: str, down: str, expected: list[tuple[object, ...]]) -> None:
    states, links = network(silent, down)
    assert told(explain(states, links, ["core1"])) == expected


def test_a_second_core_reached_only_through_the_districts_is_behind_the_first() -> None:
    states, links = network(" ".join(DEVICES))
    (cause,) = explain(states, [one for one in links if one.pair != "core1--core2"], ["core1"])
    assert cause.name == "core1"
    assert set(cause.affected_devices) == set(DEVICES) - {"core1"}


def test_when_a_port_is_not_known_both_are_named() -> None:
    states, links = network("c1 far", default="unknown")
    (cause,) = explain(states, links, ["core1"])
    assert (cause.kind, cause.name, cause.alternative, cause.confidence) == ("device", "c1", "c1--d1", "likely")
    states, links = network("d1 c1 c2 far", down="core1-d1 core2-d1")
    assert explain(states, links, ["core1"])[0].alternative == "core1--d1, core2--d1"


def test_a_link_no_longer_claimed_still_shows_the_way_to_the_silent() -> None:
    states, links = network("c1 far", default="gone")
    assert told(explain(states, links, ["core1"])) == [("device", "c1", ("far",), "likely")]


def test_parallel_cables_are_one_link_with_two_members() -> None:
    links = [link("a", "b", "down", "1", "1"), link("a", "b", "down", "2", "2")]
    (cause,) = explain({"a": "up", "b": "down"}, links, ["a"])
    assert (cause.name, cause.members) == ("a--b", ("a:1--b:1", "a:2--b:2"))
    one_works = [links[0], link("a", "b", "up", "2", "2")]
    assert explain({"a": "up", "b": "down"}, one_works, ["a"])[0].kind == "device"


def test_nothing_answers_then_the_vantage_is_the_cause() -> None:
    states = dict.fromkeys(DEVICES, "down")
    _, links = network("")
    causes = explain(states, links, ["core1", "core2", "nowhere"])
    assert [cause.name for cause in causes] == ["core1", "core2"]
    assert sum(len(cause.affected_devices) for cause in causes) == len(DEVICES) - 2


def test_what_was_never_asked_stands_in_no_ones_way() -> None:
    states = {"a": "up", "mute": "unknown", "b": "down", "behind": "down", "past": "unknown"}
    links = [link("a", "mute"), link("mute", "b"), link("b", "past"), link("past", "behind")]
    assert told(explain(states, links, ["a"])) == [("device", "b", ("behind",), "likely")]


def test_an_answering_device_behind_a_silent_one_is_reachable() -> None:
    states, links = network("d1")
    assert told(explain(states, links, ["core1"])) == [("device", "d1", (), "sure")]


def test_sites_are_affected_where_nothing_answers_any_more() -> None:
    states, links = network("d1 c1 c2 far core1")
    tree = SiteTree({"core1": "P", "core2": "P", "d1": "D", "c1": "C1", "c2": "C2", "far": "C1"}, {})
    causes = explain(states, links, ["core1"], tree)
    assert [(cause.name, cause.affected_sites) for cause in causes] == [("d1", ("C1", "C2", "D")), ("core1", ())]


TREE = SiteTree({"core": "P", "d": "D", "c": "C", "c-switch": "C", "e": "E"}, {"P": None, "D": "P", "C": "D", "E": "D"})


def test_without_a_path_the_tree_of_sites_stands_in() -> None:
    states = {"core": "up", "d": "down", "c": "down", "c-switch": "down", "e": "down"}
    assert told(explain(states, [], ["core"], TREE)) == [("device", "d", ("c", "c-switch", "e"), "likely")]
    assert told(explain(states, [link("core", "d", "down")], ["core"], TREE)) == [
        ("link", "core--d", ("c", "c-switch", "d", "e"), "sure")
    ]
    assert [cause.name for cause in explain({**states, "d": "up"}, [], ["core"], TREE)] == ["c", "c-switch", "e"]


def test_a_switch_without_neighbours_is_behind_the_router_of_its_site() -> None:
    states = {"core": "up", "d": "up", "c": "down", "c-switch": "down"}
    assert told(explain(states, [link("d", "c")], ["core"], TREE)) == [("device", "c", ("c-switch",), "sure")]


def test_an_island_hangs_by_its_highest_device() -> None:
    states = {"core": "up", "d": "down", "c": "down", "e": "down"}
    links = [link("d", "c"), link("d", "e")]
    assert told(explain(states, links, ["core"], TREE)) == [("device", "d", ("c", "e"), "likely")]


def test_without_path_and_tree_each_is_its_own_cause() -> None:
    states = {"a": "up", "b": "down", "c": "down"}
    assert [cause.name for cause in explain(states, [link("b", "c")], ["a"])] == ["b", "c"]
    circle = SiteTree({"a": "A", "b": "B", "c": "C"}, {"B": "C", "C": "B"})
    assert {cause.confidence for cause in explain(states, [], ["a"], circle)} == {"likely"}


def test_nothing_is_explained_by_nothing() -> None:
    assert explain({}, [], []) == []
    assert explain({"a": "unknown"}, [link("a", "a"), link("a", "stranger")], ["a"]) == []


def test_a_cut_before_a_device_never_asked_explains_what_is_behind_it() -> None:
    states = {"a": "up", "mute": "unknown", "b": "down", "idle": "unknown"}
    links = [link("a", "mute", "down"), link("mute", "b"), link("a", "idle", "down")]
    assert told(explain(states, links, ["a"])) == [("link", "a--mute", ("b",), "likely")]
