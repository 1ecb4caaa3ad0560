"""Routing peers and subnets of two: they support what is seen, fill gaps, and never double a link."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from topology.aging import age
from topology.layers import beneath
from topology.ports import PortIndex
from topology.resolve import resolve
from topology.values import Claim, Declared, Device, Port, PortAddress

if TYPE_CHECKING:
    from collections.abc import Iterable

    from topology.values import Link, Resolution

A, B, C, S = (Device(name, "s", f"192.0.2.{n}", state="up") for n, name in enumerate("abcs", start=1))
P, Q, R = "Gi0/1", "Gi0/2", "Gi0/3"
PORTS = [Port(device, port, oper_status=1) for device in "abcs" for port in (P, Q, R)]
VLAN, LAG, TUNNEL = 135, 161, 131


def at(device: str, address: str, port: str | None = P, length: int = 30) -> PortAddress:
    return PortAddress(device, address, length, port)


def lldp(one: str, port: str, other: str, far: str) -> Claim:
    return Claim(one, "lldp", port, None, far, None, other)


def cable(one: str, port: str, other: str, far: str) -> list[Claim]:
    return [lldp(one, port, other, far), lldp(other, far, one, port)]


def ospf(one: str, port: str, address: str, router: str | None = None, protocol: str = "ospf") -> Claim:
    return Claim(one, protocol, port, router, remote_address=address)


def resolved(
    *claims: Claim, ports: Iterable[Port] = (), declared: Iterable[Declared] = (), addresses: Iterable[PortAddress] = ()
) -> Resolution:
    placed = list(addresses)
    devices = [
        replace(device, addresses=frozenset(one.address for one in placed if one.device == device.name))
        for device in (A, B, C, S)
    ]
    return resolve(devices, [*PORTS, *ports], claims, declared, placed)


def told(result: Resolution) -> list[tuple[str, str, str]]:
    return [(link.name, ",".join(link.sources), link.confidence) for link in result.links]


PAIR = (at("a", "10.0.0.1"), at("b", "10.0.0.2", Q))


@pytest.mark.parametrize(
    ("one", "other", "length"),
    [("10.0.0.1", "10.0.0.2", 30), ("10.0.0.2", "10.0.0.3", 31), ("2001:db8::", "2001:db8::1", 127)],
)
def test_a_subnet_of_two_is_a_link_between_its_ports(one: str, other: str, length: int) -> None:
    result = resolved(addresses=(at("a", one, P, length), at("b", other, Q, length)))
    assert told(result) == [("a:Gi0/1--b:Gi0/2", "subnet", "one")]
    (link,) = result.links
    assert link.state == "up"
    assert [(each.end, each.text) for each in link.evidence] == [
        ("a", f"a:Gi0/1 {one}/{length}"),
        ("b", f"b:Gi0/2 {other}/{length}"),
    ]


@pytest.mark.parametrize(
    "addresses",
    [
        (at("a", "10.0.0.1", P, 29), at("b", "10.0.0.2", Q, 29)),
        (at("a", "10.0.0.1"), at("a", "10.0.0.2", Q)),
        (at("a", "10.0.0.1"), at("b", "10.0.0.1", Q)),
        (at("a", "10.0.0.1"), at("b", "10.0.0.5", Q)),
        (at("a", "10.0.0.1"), at("b", "10.0.0.2", Q), at("c", "10.0.0.3")),
        (at("a", "169.254.0.1"), at("b", "169.254.0.2", Q)),
        (at("a", "127.0.0.1"), at("b", "127.0.0.2", Q)),
        (at("a", "2001:db8::", P, 126), at("b", "2001:db8::1", Q, 126)),
        (at("a", "10.0.0.1"), at("stranger", "10.0.0.2", Q)),
        (at("a", "junk"), at("b", "", Q)),
        (*PAIR, at("a", "10.0.0.5"), at("c", "10.0.0.6")),  # a port with two others behind it is a segment of three
    ],
)
def test_what_is_no_subnet_of_two(addresses: tuple[PortAddress, ...]) -> None:
    assert resolved(addresses=addresses).links == ()


def test_what_is_left_configured_on_a_dead_port_or_a_loopback_makes_no_link() -> None:
    for dead in (Port("a", "x", oper_status=2), Port("a", "x", admin_status=2), Port("a", "x", oper_status=1, type=24)):
        assert resolved(ports=[dead], addresses=(at("a", "10.0.0.1", "x"), PAIR[1])).links == ()


def test_ospf_and_bgp_from_both_ends_are_one_link() -> None:
    claims = (ospf("a", P, "10.0.0.2"), ospf("b", Q, "10.0.0.1"), ospf("b", Q, "10.0.0.1", protocol="bgp"))
    assert told(resolved(*claims, addresses=PAIR)) == [("a:Gi0/1--b:Gi0/2", "bgp,ospf,subnet", "both")]
    wide = (at("a", "10.0.0.1", P, 24), at("b", "10.0.0.2", Q, 24))
    assert told(resolved(*claims[:1], addresses=wide)) == [("a:Gi0/1--b:Gi0/2", "ospf", "one")]


def test_a_peer_whose_addresses_are_not_known_is_found_by_its_router_id() -> None:
    result = resolved(ospf("a", P, "10.0.0.2", router="192.0.2.2"))
    assert told(result) == [("a:Gi0/1--b", "ospf", "one")]
    assert told(resolved(ospf("a", P, "10.0.0.2"), addresses=PAIR[1:])) == [("a:Gi0/1--b:Gi0/2", "ospf", "one")]


def test_a_segment_of_more_than_two_has_no_links() -> None:
    three = [at(device, f"10.0.0.{n}", P, 24) for n, device in enumerate("abc", start=1)]
    assert resolved(ospf("a", P, "10.0.0.2"), addresses=three).links == (), "c stands there, too"
    both = (ospf("a", P, "10.0.0.2"), ospf("a", P, "10.0.0.3"))
    assert resolved(*both, addresses=[at("b", "10.0.0.2", P, 24), at("c", "10.0.0.3", P, 24)]).links == ()


def test_a_weaker_source_supports_the_link_that_is_seen() -> None:
    claims = [lldp("a", P, "b", Q), ospf("a", P, "10.0.0.2"), ospf("b", Q, "10.0.0.1")]
    assert told(resolved(*claims, addresses=PAIR)) == [("a:Gi0/1--b:Gi0/2", "lldp,ospf,subnet", "both")]
    assert told(resolved(claims[0], addresses=PAIR)) == [("a:Gi0/1--b:Gi0/2", "lldp,subnet", "one")]
    vague = [lldp("a", P, "b", "?")]
    assert told(resolved(*vague, addresses=PAIR)) == [("a:Gi0/1--b:Gi0/2", "lldp,subnet", "one")]


def test_no_second_link_on_ports_that_are_cabled_otherwise() -> None:
    behind = [*cable("a", P, "s", P), *cable("b", Q, "s", Q)]
    claims = [*behind, ospf("a", P, "10.0.0.2"), ospf("b", Q, "10.0.0.1")]
    assert [name for name, *_ in told(resolved(*claims, addresses=PAIR))] == ["a:Gi0/1--s:Gi0/1", "b:Gi0/2--s:Gi0/2"]
    half = [lldp("a", P, "s", P)]
    assert [name for name, *_ in told(resolved(*half, addresses=PAIR))] == ["a:Gi0/1--s:Gi0/1"]


def test_a_circuit_that_swallows_lldp_is_found_beside_cables() -> None:
    claims = [*cable("a", Q, "s", P), *cable("b", P, "s", Q)]
    assert [name for name, *_ in told(resolved(*claims, addresses=PAIR))] == [
        *("a:Gi0/1--b:Gi0/2", "a:Gi0/2--s:Gi0/1", "b:Gi0/1--s:Gi0/2"),
    ]
    stranger = Claim("a", "lldp", P, None, "1/1", None, "carrier-switch")
    result = resolved(stranger, addresses=PAIR)
    assert told(result) == [("a:Gi0/1--b:Gi0/2", "subnet", "one")]
    assert result.unknown_neighbors == (stranger,)


def test_two_subnets_on_one_cable_and_two_cables_with_a_subnet_each() -> None:
    six = (at("a", "2001:db8::", P, 127), at("b", "2001:db8::1", Q, 127))
    assert told(resolved(addresses=(*PAIR, *six))) == [("a:Gi0/1--b:Gi0/2", "subnet", "one")]
    second = (at("a", "10.0.0.5", R), at("b", "10.0.0.6", R))
    assert [name for name, *_ in told(resolved(addresses=(*PAIR, *second)))] == ["a:Gi0/1--b:Gi0/2", "a:Gi0/3--b:Gi0/3"]
    seen = cable("a", R, "b", R)
    assert told(resolved(*seen, addresses=(*PAIR, *second))) == [
        ("a:Gi0/1--b:Gi0/2", "subnet", "one"),
        ("a:Gi0/3--b:Gi0/3", "lldp,subnet", "both"),
    ]


def test_declared_and_inferred_are_one_link() -> None:
    for ports in ((P, Q), (P, None), (None, None)):
        declared = [Declared("a", ports[0], "b", ports[1], "leased", "VNPT", "C-1")]
        result = resolved(declared=declared, addresses=PAIR)
        assert told(result) == [("a:Gi0/1--b:Gi0/2", "declared,subnet", "one")]
        assert result.links[0].circuit == "C-1"
    elsewhere = resolved(declared=[Declared("a", R, "b", R)], addresses=PAIR)
    assert [name for name, *_ in told(elsewhere)] == ["a:Gi0/1--b:Gi0/2", "a:Gi0/3--b:Gi0/3"]
    two = [Declared("a", None, "b", None, circuit=circuit) for circuit in ("C-1", "C-2")]
    second = (at("a", "10.0.0.5", R), at("b", "10.0.0.6", R))
    assert sorted(link.circuit or "" for link in resolved(declared=two, addresses=(*PAIR, *second)).links) == [
        "C-1",
        "C-2",
    ]


SUBINTERFACES = [
    Port(device, f"{port}.{vlan}", oper_status=1, type=VLAN)
    for device, port in (("a", P), ("b", Q), ("c", P))
    for vlan in (10, 20)
]
ON_VLANS = (at("a", "10.0.0.1", "Gi0/1.10"), at("b", "10.0.0.2", "Gi0/2.10"))


def test_a_subinterface_supports_the_cable_of_its_parent() -> None:
    result = resolved(*cable("a", P, "b", Q), ports=SUBINTERFACES, addresses=ON_VLANS)
    assert told(result) == [("a:Gi0/1--b:Gi0/2", "lldp,subnet", "both")]
    declared = resolved(declared=[Declared("a", P, "b", Q)], ports=SUBINTERFACES, addresses=ON_VLANS)
    assert told(declared) == [("a:Gi0/1--b:Gi0/2", "declared,subnet", "one")]


def test_a_hub_has_a_link_for_each_of_its_subinterfaces() -> None:
    spokes = (*ON_VLANS, at("a", "10.0.0.5", "Gi0/1.20"), at("c", "10.0.0.6", "Gi0/1.20"))
    assert [name for name, *_ in told(resolved(ports=SUBINTERFACES, addresses=spokes))] == [
        *("a:Gi0/1.10--b:Gi0/2.10", "a:Gi0/1.20--c:Gi0/1.20"),
    ]


@pytest.mark.parametrize("logical", [("Vlan10", VLAN), ("Tunnel1", TUNNEL), ("vlan10", None), ("Port-channel1", None)])
def test_logical_ports_support_the_only_cable_and_make_no_link_beside_cables(logical: tuple[str, int | None]) -> None:
    name, kind = logical
    ports = [Port(device, name, oper_status=1, type=kind) for device in "ab"]
    where = (at("a", "10.0.0.1", name), at("b", "10.0.0.2", name))
    assert told(resolved(*cable("a", P, "b", Q), ports=ports, addresses=where)) == [
        ("a:Gi0/1--b:Gi0/2", "lldp,subnet", "both"),
    ]
    parallel = [*cable("a", P, "b", P), *cable("a", Q, "b", Q)]
    assert {sources for _, sources, _ in told(resolved(*parallel, ports=ports, addresses=where))} == {"lldp"}
    through = [*cable("a", P, "s", P), *cable("b", Q, "s", Q)]
    assert len(resolved(*through, ports=ports, addresses=where).links) == 2
    half = resolved(*cable("a", P, "s", P), ports=ports, addresses=where)
    assert f"a:{name}--b:{name}" in [link.name for link in half.links], "b sees no cable: this is all that is known"
    declared = resolved(declared=[Declared("a", P, "b", Q)], ports=ports, addresses=where)
    assert told(declared) == [("a:Gi0/1--b:Gi0/2", "declared,subnet", "one")]


MEMBERS = [
    *(Port(device, "Po1", oper_status=1, type=LAG) for device in "ab"),
    *(Port(device, f"Te1/{n}", oper_status=1, aggregate="Po1") for device in "ab" for n in (1, 2)),
]
TWO = [*cable("a", "Te1/1", "b", "Te1/1"), *cable("a", "Te1/2", "b", "Te1/2")]
NAMES = ["a:Te1/1--b:Te1/1", "a:Te1/2--b:Te1/2"]


def test_members_of_an_aggregate_have_the_links() -> None:
    where = (at("a", "10.0.0.1", "Po1"), at("b", "10.0.0.2", "Po1"))
    result = resolved(*TWO, ospf("a", "Po1", "10.0.0.2"), ports=MEMBERS, addresses=where)
    assert told(result) == [(name, "lldp,ospf,subnet", "both") for name in NAMES]
    whole = resolved(ospf("a", "Po1", "10.0.0.2"), ports=MEMBERS, addresses=where)
    assert [name for name, *_ in told(whole)] == ["a:Po1--b:Po1"]


@pytest.mark.parametrize(
    "claims",
    [
        [*TWO, *cable("a", "Po1", "b", "Po1")],
        [*TWO, lldp("a", "Po1", "b", "Te1/1")],
        [lldp("a", "Te1/1", "b", "Po1"), lldp("a", "Te1/2", "b", "Po1"), *TWO[1::2]],
        [*TWO[::2], lldp("b", "Po1", "a", "Te1/1"), lldp("b", "Po1", "a", "Te1/2")],
        [*TWO[::2], lldp("b", "Po1", "a", "Po1")],
    ],
)
def test_a_claim_on_the_aggregate_makes_no_phantom(claims: list[Claim]) -> None:
    result = resolved(*claims, ports=MEMBERS)
    assert told(result) == [(name, "lldp", "both") for name in NAMES]


def test_only_the_aggregate_is_known() -> None:
    assert told(resolved(*cable("a", "Po1", "b", "Po1"), ports=MEMBERS)) == [("a:Po1--b:Po1", "lldp", "both")]


def test_a_declared_aggregate_is_declared_in_its_members() -> None:
    declared = [Declared("a", "Po1", "b", "Po1", "fibre", "VNPT", "C-1", 20 * 10**9)]
    result = resolved(*TWO, ports=MEMBERS, declared=declared)
    assert told(result) == [(name, "declared,lldp", "both") for name in NAMES]
    assert {(link.circuit, link.capacity_bps) for link in result.links} == {("C-1", None)}


def lower(index: PortIndex, name: str) -> set[str] | None:
    found = beneath(index, name)
    return found if found is None else set(found)


def test_what_lies_beneath_a_port() -> None:
    index = PortIndex(
        [*MEMBERS[2:4], MEMBERS[0], Port("a", "Po1.7"), Port("a", P), Port("a", "Gi0/1.10"), Port("a", "x", type=VLAN)]
    )
    assert lower(index, "Po1") == lower(index, "Po1.7") == {"Te1/1", "Te1/2"}
    assert lower(index, "Gi0/1.10") == lower(index, P) == {P}
    assert lower(index, "1.2") == {"1.2"}
    assert [lower(index, name) for name in ("x", "Vlan1", "Vlanif100", "irb.5", "bond0", "Eth-Trunk3", "br0")] == [
        None
    ] * 7
    for physical in ("Bras1", "GigabitEthernet0/0/1", "lan", "wan", "ether1", "ae", "port1", "Trk"):
        assert lower(index, physical) == {physical}


def test_strangers_are_told_once_and_by_the_better_source() -> None:
    peer = ospf("a", P, "203.0.113.1")
    assert resolved(peer).unknown_neighbors == (peer,)
    seen = Claim("a", "lldp", P, None, "1/1", None, "pe1.carrier.example")
    assert resolved(peer, seen).unknown_neighbors == (seen,)
    assert resolved(peer, *cable("a", P, "b", Q)).unknown_neighbors == ()


ALL = {"a", "b"}


def aged(before: Resolution, now: Resolution, answered: set[str] = ALL, ports: list[Port] = PORTS) -> list[Link]:
    return age(before.links, now.links, answered, ports)


def test_an_inferred_link_that_is_lost_is_gone_or_down_and_silence_retires_nothing() -> None:
    before, now = resolved(addresses=PAIR), resolved()
    assert [link.state for link in aged(before, now)] == ["gone"]
    assert [link.state for link in aged(before, now, set())] == ["up"]
    down = [Port("a", P, oper_status=2)]
    assert [link.state for link in aged(before, now, ALL, down)] == ["down"]
    peers = resolved(ospf("a", P, "10.0.0.2"), addresses=(at("a", "10.0.0.1", P, 24), at("b", "10.0.0.2", Q, 24)))
    assert [link.state for link in aged(peers, now, {"b"})] == ["up"], "only a said so, and a is silent"
    assert [link.state for link in aged(peers, now, {"a"})] == ["gone"]


def test_a_port_that_goes_down_takes_its_subnet_along_and_the_link_is_down() -> None:
    ports = [Port("a", P, oper_status=2), Port("b", Q, oper_status=1)]
    now = resolve([A, B], ports, [], [], PAIR)
    assert now.links == ()
    assert [link.state for link in aged(resolved(addresses=PAIR), now, ALL, ports)] == ["down"]


def test_a_link_known_better_leaves_no_ghost() -> None:
    before = resolved(ports=SUBINTERFACES, addresses=ON_VLANS)
    now = resolved(*cable("a", P, "b", Q), ports=SUBINTERFACES, addresses=ON_VLANS)
    assert [link.name for link in aged(before, now, ALL, [*PORTS, *SUBINTERFACES])] == ["a:Gi0/1--b:Gi0/2"]
    assert [link.state for link in aged(now, before, ALL, [*PORTS, *SUBINTERFACES])] == ["up"], "LLDP was switched off"


def test_what_still_stands_is_no_cover_for_a_cable_that_moved() -> None:
    before, now = resolved(*cable("a", P, "b", Q), addresses=PAIR), resolved(*cable("a", R, "b", R))
    assert [(link.name, link.state) for link in aged(before, now)] == [
        ("a:Gi0/1--b:Gi0/2", "gone"),
        ("a:Gi0/3--b:Gi0/3", "up"),
    ]


def test_lldp_that_falls_silent_leaves_the_subnet() -> None:
    before, now = resolved(*cable("a", P, "b", Q), addresses=PAIR), resolved(addresses=PAIR)
    (link,) = aged(before, now)
    assert (link.state, link.sources, link.confidence) == ("up", ("subnet",), "one")
