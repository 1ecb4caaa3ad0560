"""Links that share a circuit or a carrier, and the second way that is lost."""

from __future__ import annotations

import pytest

from topology.causes import explain
from topology.redundancy import lost_redundancy
from topology.values import Link

VANTAGE = ["core1", "core2"]


def link(a: str, b: str, state: str = "up", circuit: str | None = None, carrier: str | None = None) -> Link:
    one, other = sorted((a, b))
    return Link(one, "1", other, "1", state, ("declared",), circuit=circuit, carrier=carrier)


def ring(first: str = "up", second: str = "up", circuits: tuple[str, str] = ("VP-1", "VP-1")) -> list[Link]:
    """A district on two cores, a commune behind it."""
    return [
        link("core1", "core2"),
        link("core1", "d", first, circuits[0], "VNPT"),
        link("core2", "d", second, circuits[1], "VNPT"),
        link("d", "c"),
    ]


def states(*silent: str) -> dict[str, str]:
    return {name: "down" if name in silent else "up" for name in ("core1", "core2", "d", "c")}


def test_both_links_over_one_circuit_are_one_cause_that_may_be_the_device() -> None:
    (cause,) = explain(states("d", "c"), ring("down", "down"), VANTAGE)
    assert (cause.kind, cause.name, cause.alternative, cause.confidence) == ("group", "VP-1", "d", "likely")
    assert cause.members == ("core1:1--d:1", "core2:1--d:1")
    assert cause.affected_devices == ("c", "d")


def test_links_over_two_circuits_leave_the_device_first() -> None:
    (cause,) = explain(states("d", "c"), ring("down", "down", ("VP-1", "VP-2")), VANTAGE)
    assert (cause.kind, cause.name, cause.alternative) == ("device", "d", "core1--d, core2--d")


def test_two_cut_links_over_one_circuit_are_surely_the_circuit() -> None:
    links = [link("core1", "x", "down", "VP-9"), link("core1", "y", "down", "VP-9"), link("core1", "z", "up", "VP-8")]
    devices = {"core1": "up", "x": "down", "y": "down", "z": "up"}
    (cause,) = explain(devices, links, ["core1"])
    assert (cause.kind, cause.name, cause.alternative, cause.confidence) == ("group", "VP-9", None, "sure")
    assert cause.affected_devices == ("x", "y")


def test_a_circuit_that_still_carries_something_is_not_blamed() -> None:
    links = [link("core1", "x", "down", "VP-9"), link("core1", "y", "down", "VP-9"), link("core1", "z", "up", "VP-9")]
    causes = explain({"core1": "up", "x": "down", "y": "down", "z": "up"}, links, ["core1"])
    assert [cause.kind for cause in causes] == ["link", "link"]


def test_a_carrier_is_blamed_where_all_its_circuits_are_dark() -> None:
    links = [link("core1", f"x{n}", "down", f"VP-{n}", "VNPT") for n in range(3)]
    devices = {"core1": "up", "x0": "down", "x1": "down", "x2": "down"}
    (cause,) = explain(devices, links, ["core1"])
    assert (cause.kind, cause.name, len(cause.members)) == ("group", "VNPT", 3)
    links.append(link("core1", "core1b", "up", "VP-7", "VNPT"))
    assert len(explain({**devices, "core1b": "up"}, links, ["core1"])) == 3


def test_a_vantage_device_that_is_silent_has_failed_itself_whatever_its_links_say() -> None:
    """The poller stands beside it: no circuit is between them."""
    links = [link("v", "a", "down", "VP-2"), link("v", "b", "down", "VP-2")]
    (cause,) = explain({"v": "down", "a": "up", "b": "up"}, links, ["v"])
    assert (cause.kind, cause.name, cause.confidence) == ("device", "v", "sure")


def test_a_dead_device_is_never_a_group() -> None:
    """Its port at the other end is up: light comes through, so the circuit works."""
    (cause,) = explain(states("d", "c"), ring("up", "down"), VANTAGE)
    assert (cause.kind, cause.name, cause.confidence) == ("device", "d", "sure")


@pytest.mark.parametrize(
    ("links", "silent", "expected"),
    [
        (ring(), (), {}),
        (ring("down"), (), {"d": "core1--d"}),
        (ring("gone"), (), {"d": "core1--d"}),
        (ring("down", "down"), ("d", "c"), {}),
        (ring(), ("core2",), {"d": "core2"}),
        (ring("down"), ("core2", "d", "c"), {}),
        ([*ring(), link("c", "far", "down")], (), {}),
    ],
)
def test_the_second_way_is_lost_to_the_nearest_broken_thing(
    links: list[Link], silent: tuple[str, ...], expected: dict[str, str]
) -> None:
    devices = states(*silent) | ({"far": "up"} if len(links) > 4 else {})
    assert lost_redundancy(devices, links, VANTAGE) == expected


def test_a_ring_cut_anywhere_leaves_one_way_to_each() -> None:
    names = ["v", "a", "b", "c", "d"]
    around = [link(one, other) for one, other in zip(names, [*names[1:], "v"], strict=True)]
    cut = [one._replace(state="down") if one.pair == "b--c" else one for one in around]
    assert lost_redundancy(dict.fromkeys(names, "up"), cut, ["v"]) == dict.fromkeys("abcd", "b--c")


def test_parallel_links_are_two_ways_until_one_breaks() -> None:
    two = [link("v", "a"), Link("a", "2", "v", "2", "down", ("lldp",))]
    assert lost_redundancy({"v": "up", "a": "up"}, two, ["v"]) == {"a": "a--v"}
