"""Impact, single points of failure and paths, on networks that one can see through."""

from __future__ import annotations

from itertools import pairwise

import pytest

from topology.analyse import Hop, Service, impact, path, spof
from topology.values import Link
from topology.ways import ways

# Two cores, a district on both, one on a single core; communes below.
DEVICES = ["core1", "core2", "d1", "d2", "c1", "c2", "c3", "alone"]
LINKS = [
    Link("core1", "1", "core2", "1", "up"),
    Link("core1", "2", "d1", "1", "up"),
    Link("core2", "2", "d1", "2", "up"),
    Link("core2", "3", "d2", "1", "up"),
    Link("c1", "1", "d1", "3", "up"),
    Link("c2", "1", "d2", "2", "up"),
    Link("c3", "1", "d2", "3", "up"),
    Link("c3", "2", "d2", "4", "unknown"),
]
SITES = {"core1": "P", "core2": "P", "d1": "D1", "d2": "D2", "c1": "C1", "c2": "C2", "c3": "C2", "alone": "X"}
SERVICES = [Service("portal", "P", "core2"), Service("clinic", "C1"), Service("school", "C2", "c2")]
NETWORK = ways(DEVICES, LINKS)
BOTH = ["core1", "core2"]


def links(*pairs: str) -> list[Link]:
    return [link for link in LINKS if link.pair in pairs]


def test_a_dual_homed_district_that_loses_an_uplink_loses_its_redundancy_and_nobody() -> None:
    found = impact(NETWORK, BOTH, (), links("core1--d1"), SITES, SERVICES)
    assert (found.cut_devices, found.cut_sites, found.cut_services) == ((), (), ())
    assert found.lost_redundancy == ("d1",)


def test_a_core_of_two_takes_what_hangs_on_it_alone() -> None:
    found = impact(NETWORK, BOTH, ["core2"], (), SITES, SERVICES)
    assert found.cut_devices == ("c2", "c3", "d2")
    assert found.cut_sites == ("C2", "D2")
    assert found.cut_services == ("portal", "school")
    assert found.lost_redundancy == ("d1",)


def test_together_they_take_more_than_each_alone() -> None:
    found = impact(NETWORK, BOTH, (), links("core1--d1", "core2--d1"), SITES, SERVICES)
    assert (found.cut_devices, found.cut_services) == (("c1", "d1"), ("clinic",))


def test_one_of_two_parallel_links_is_redundancy() -> None:
    one = links("c3--d2")[:1]
    assert impact(NETWORK, BOTH, (), one).cut_devices == ()
    assert impact(NETWORK, ["d2"], (), one).lost_redundancy == ("c3",)
    assert impact(NETWORK, BOTH, (), links("c3--d2")).cut_devices == ("c3",)


def test_what_is_cut_off_already_is_not_counted() -> None:
    down = [link._replace(state="down") if link.pair == "core2--d2" else link for link in LINKS]
    assert impact(ways(DEVICES, down), BOTH, ["d2"], (), SITES, SERVICES).cut_devices == ()
    found = impact(NETWORK, BOTH, ["alone"], (), SITES)
    assert (found.cut_devices, found.cut_sites) == ((), ("X",))


def test_single_points_of_failure() -> None:
    assert [(point.name, point.cut_devices, point.cut_sites) for point in spof(NETWORK, BOTH, SITES)] == [
        ("core2", ("c2", "c3", "d2"), ("C2", "D2")),
        ("core2--d2", ("c2", "c3", "d2"), ("C2", "D2")),
        ("d2", ("c2", "c3"), ("C2", "D2")),
        ("d1", ("c1",), ("C1", "D1")),
        ("c1--d1", ("c1",), ("C1",)),
        ("c2--d2", ("c2",), ()),
    ]


@pytest.mark.parametrize("vantage", [[], ["nobody"]])
def test_without_a_vantage_nothing_hangs_on_anything(vantage: list[str]) -> None:
    assert spof(NETWORK, vantage, SITES) == []
    assert impact(NETWORK, vantage, ["core1"]).cut_devices == ()


def test_a_path_with_its_ports() -> None:
    found = path(NETWORK, "c1", "d2")
    assert found.hops == (
        Hop("c1", None, "1"),
        Hop("d1", "3", "2"),
        Hop("core2", "2", "3"),
        Hop("d2", "1", None),
    )
    assert not found.redundant
    assert path(NETWORK, "core1", "d1").redundant
    assert path(NETWORK, "c3", "d2").hops == (Hop("c3", None, "1"), Hop("d2", "3", None))
    assert path(NETWORK, "c1", "alone").hops == ()
    assert path(NETWORK, "c1", "c1").hops == (Hop("c1", None, None),)


def test_loops_strangers_and_doubles_do_no_harm() -> None:
    odd = [*LINKS, Link("d1", "9", "d1", "8", "up"), Link("d1", "7", "stranger", "1", "up"), LINKS[0]]
    assert {point.name for point in spof(ways(DEVICES, odd), BOTH)} == {point.name for point in spof(NETWORK, BOTH)}


def test_a_chain_of_ten_thousand_needs_no_deep_stack() -> None:
    names = [f"n{number:05}" for number in range(10_000)]
    chain = [Link(a, "2", b, "1", "up") for a, b in pairwise(names)]
    assert impact(ways(names, chain), names[:1], [names[5000]]).cut_devices == tuple(names[5001:])
    assert len(path(ways(names, chain), names[0], names[-1]).hops) == 10_000
