"""Neighbour claims become links: matched on both ends, merged, never invented."""

from __future__ import annotations

import pytest

from netinv.model import State
from topology.identify import address_key, mac_key, name_key
from topology.ports import PortIndex, canonical
from topology.resolve import resolve
from topology.values import Claim, Declared, Device, Port

MAC_A, MAC_B, MAC_C = "52:54:00:00:0a:01", "52:54:00:00:0b:01", "52:54:00:00:0c:01"
A = Device("a", "s", "192.0.2.1", state="up", sys_name="a.vp.example", chassis_ids=frozenset({MAC_A}))
B = Device("b", "s", "192.0.2.2", state="up", sys_name="B", chassis_ids=frozenset({MAC_B}))
C = Device("c", "s", "192.0.2.3", state="up", sys_name="c", chassis_ids=frozenset({MAC_C}))


def port(device: str, name: str, index: int = 1, oper: int | None = 1, **more: str) -> Port:
    return Port(device, name, index, oper_status=oper, **more)  # type: ignore[arg-type]  # only text is passed on


PORTS = [
    port("a", "GigabitEthernet0/1", 1, mac="52:54:00:00:0a:01"),
    port("a", "GigabitEthernet0/2", 2, mac="52:54:00:00:0a:02"),
    port("b", "GE0/0/1", 11, descr="to a", alias="uplink", mac="52:54:00:00:0b:01"),
    port("b", "GE0/0/2", 12, mac="52:54:00:00:0b:02"),
    port("c", "7", 7),
]


def ends(device_links: object) -> list[tuple[object, ...]]:
    return [tuple(link[:4]) for link in device_links]  # type: ignore[attr-defined]  # a sequence of links


def test_both_sides_of_one_cable_are_one_link() -> None:
    claims = [
        Claim("a", "lldp", "GigabitEthernet0/1", MAC_B, "GE0/0/1", None, "B"),
        Claim("b", "lldp", "GE0/0/1", MAC_A, "Gi0/1", None, "a.vp.example"),
    ]
    (link,) = resolve([A, B], PORTS, claims).links
    assert link[:4] == ("a", "GigabitEthernet0/1", "b", "GE0/0/1")
    assert (link.state, link.sources, link.confidence) == (State.UP, ("lldp",), "both")
    assert {one.end for one in link.evidence} == {"a", "b"}
    assert link.name == "a:GigabitEthernet0/1--b:GE0/0/1"


def test_lldp_and_cdp_of_one_port_are_one_claim() -> None:
    claims = [
        Claim("b", "lldp", "GE0/0/1", MAC_A, "1", None, "a"),
        Claim("b", "cdp", "GE0/0/1", None, "GigabitEthernet0/1", None, "a.vp.example(FOC1234)", "192.0.2.1"),
    ]
    (link,) = resolve([A, B], PORTS, claims).links
    assert link[:4] == ("a", "GigabitEthernet0/1", "b", "GE0/0/1")
    assert (link.sources, link.confidence) == (("cdp", "lldp"), "one")


def test_several_cables_stay_several() -> None:
    claims = [Claim("a", "lldp", f"GigabitEthernet0/{n}", MAC_B, f"GE0/0/{n}", None, "b") for n in (1, 2)] + [
        Claim("b", "lldp", f"GE0/0/{n}", MAC_A, f"GigabitEthernet0/{n}", None, "a") for n in (1, 2)
    ]
    links = resolve([A, B], PORTS, claims).links
    assert [(link.a_interface, link.b_interface, link.confidence) for link in links] == [
        ("GigabitEthernet0/1", "GE0/0/1", "both"),
        ("GigabitEthernet0/2", "GE0/0/2", "both"),
    ]


def test_the_other_end_corrects_a_local_number() -> None:
    # b says "port 1" by its own numbering; taken for an ifIndex that is Gi0/1, but a knows that it is Gi0/2.
    claims = [
        Claim("b", "lldp", "GE0/0/2", MAC_A, "1", None, "a"),
        Claim("a", "lldp", "GigabitEthernet0/2", MAC_B, "GE0/0/2", None, "b"),
    ]
    (link,) = resolve([A, B], PORTS, claims).links
    assert link[:4] == ("a", "GigabitEthernet0/2", "b", "GE0/0/2")
    assert link.confidence == "both"


def test_a_guess_at_a_port_used_otherwise_is_dropped() -> None:
    claims = [
        Claim("b", "lldp", "GE0/0/2", MAC_A, "1", None, "a"),
        Claim("a", "lldp", "GigabitEthernet0/1", MAC_C, "7", None, "c"),
    ]
    links = resolve([A, B, C], PORTS, claims).links
    assert ends(links) == [("a", None, "b", "GE0/0/2"), ("a", "GigabitEthernet0/1", "c", "7")]


def test_vague_on_both_ends_meets_only_when_single() -> None:
    once = [Claim("a", "lldp", "GigabitEthernet0/1", MAC_B, "?"), Claim("b", "lldp", "GE0/0/1", MAC_A, "?")]
    (link,) = resolve([A, B], PORTS, once).links
    assert (link[:4], link.confidence) == (("a", "GigabitEthernet0/1", "b", "GE0/0/1"), "both")
    twice = [*once, Claim("a", "lldp", "GigabitEthernet0/2", MAC_B, "?"), Claim("b", "lldp", "GE0/0/2", MAC_A, "?")]
    assert {link.confidence for link in resolve([A, B], PORTS, twice).links} == {"one"}


def test_self_links_and_foreign_claimants_are_dropped() -> None:
    claims = [Claim("a", "lldp", "x", MAC_A, "y", None, "a"), Claim("stranger", "lldp", "x", MAC_A, "y")]
    result = resolve([A, B], PORTS, claims)
    assert result.links == ()
    assert result.unknown_neighbors == ()


@pytest.mark.parametrize(
    "claim",
    [
        Claim("a", "lldp", "p", None, "x", None, None),
        Claim("a", "lldp", "p", "", "", "", ""),
        Claim("a", "lldp", "p", "00:00:00:00:00:00", "x"),
        Claim("a", "lldp", "p", "\x00\x01\x02", "x", None, "\x00b"),
        Claim("a", "lldp", "p", None, "x", None, "b\ufffd"),
        Claim("a", "lldp", "p", None, "x", None, None, "127.0.0.1"),
        Claim("a", "lldp", "p", None, "x", None, "b.elsewhere.example"),
        Claim("a", "lldp", "p", MAC_B, "x", None, "c"),
    ],
)
def test_who_is_not_certain_is_unknown(claim: Claim) -> None:
    b = Device("b", "s", "127.0.0.1", sys_name="b.vp.example", chassis_ids=frozenset({MAC_B, "00:00:00:00:00:00"}))
    named = Device("b.vp.example", "s", "127.0.0.1", sys_name="b.vp.example", chassis_ids=b.chassis_ids)
    result = resolve([A, named, C], PORTS, [claim])
    assert result.links == ()
    assert result.unknown_neighbors == (claim,)


def test_two_devices_with_one_name_match_only_by_more_than_it() -> None:
    twin = Device("b2", "s", "192.0.2.9", sys_name="B", chassis_ids=frozenset({MAC_C}))
    by_name = Claim("a", "lldp", "GigabitEthernet0/1", None, "GE0/0/1", None, "B")
    assert resolve([A, B, twin], PORTS, [by_name]).unknown_neighbors == (by_name,)
    by_both = by_name._replace(remote_chassis=MAC_B)
    assert ends(resolve([A, B, twin], PORTS, [by_both]).links) == [("a", "GigabitEthernet0/1", "b", "GE0/0/1")]


def test_factory_names_mean_nobody() -> None:
    fresh = Device("c1", "s", "192.0.2.7", sys_name="MikroTik")
    claim = Claim("a", "lldp", "GigabitEthernet0/1", None, "ether1", None, "MikroTik")
    assert resolve([A, fresh], PORTS, [claim]).unknown_neighbors == (claim,)


def test_a_stranger_with_a_known_name_is_told_by_chassis_and_port() -> None:
    claim = Claim("a", "lldp", "GigabitEthernet0/1", "52:54:00:ff:ff:01", "ether9", None, "b")
    assert resolve([A, B], PORTS, [claim]).unknown_neighbors == (claim,)
    base_mac_not_on_a_port = claim._replace(remote_port="GE0/0/1")
    assert len(resolve([A, B], PORTS, [base_mac_not_on_a_port]).links) == 1


@pytest.mark.parametrize("name", ["A", "a", "a.vp.example", "A.VP.EXAMPLE.", "a.vp.example(JAE123)"])
def test_names_match_short_full_and_in_any_case(name: str) -> None:
    claim = Claim("b", "cdp", "GE0/0/1", None, "Gi0/1", None, name)
    assert ends(resolve([A, B], PORTS, [claim]).links) == [("a", "GigabitEthernet0/1", "b", "GE0/0/1")]


@pytest.mark.parametrize(
    ("port_id", "description"),
    [
        ("GE0/0/1", None),
        ("to a", None),
        ("uplink", None),
        ("11", None),
        ("gigabitethernet 0/0/1", None),
        ("5254.0000.0b01", None),
        ("?", "uplink"),
        ("99", "GE0/0/1"),
    ],
)
def test_a_port_is_found_by_any_of_its_names(port_id: str, description: str | None) -> None:
    claim = Claim("a", "lldp", "GigabitEthernet0/1", MAC_B, port_id, description, "b")
    assert resolve([A, B], PORTS, [claim]).links[0].b_interface == "GE0/0/1"


def test_ambiguous_ports_are_left_open() -> None:
    ports = PortIndex(
        [
            port("b", "eth0", 1, descr="Ethernet", mac=MAC_B),
            port("b", "eth1", 2, descr="Ethernet", mac=MAC_B),
            port("b", "eth2", 3, alias="up"),
            port("b", "eth3", 4, alias="up"),
        ]
    )
    assert [ports.find(text) for text in ("Ethernet", MAC_B, "up", "", None, "\x00")] == [None] * 6
    found = ports.find(MAC_B, "eth1")
    assert found is not None
    assert found.name == "eth1"


@pytest.mark.parametrize(
    ("a_oper", "b_oper", "expected"),
    [
        (1, 1, "up"),
        (1, 2, "down"),
        (7, 1, "down"),
        (6, None, "down"),
        (1, None, "up"),
        (None, None, "unknown"),
        (1, 4, "up"),
        (1, 5, "unknown"),
    ],
)
def test_state_comes_from_both_ends(a_oper: int | None, b_oper: int | None, expected: str) -> None:
    ports = [port("a", "p", oper=a_oper), port("b", "q", oper=b_oper)]
    assert resolve([A, B], ports, [Claim("a", "lldp", "p", MAC_B, "q")]).links[0].state == expected


def test_a_silent_device_says_nothing_about_its_ports() -> None:
    ports = [port("a", "p", oper=1), port("b", "q", oper=2)]
    silent = Device("b", "s", "192.0.2.2", state="down", chassis_ids=B.chassis_ids)
    claim = Claim("a", "lldp", "p", MAC_B, "q")
    assert resolve([A, silent], ports, [claim]).links[0].state == "up"
    assert resolve([silent], ports, [], [Declared("b", "q", "b", "q")]).links == ()


def test_declared_and_found_are_one_link() -> None:
    claim = Claim("a", "lldp", "GigabitEthernet0/1", MAC_B, "GE0/0/1", None, "b")
    for a_port, b_port in [("Gi0/1", "GE0/0/1"), ("Gi0/1", None), (None, "GE0/0/1"), (None, None)]:
        declared = Declared("b", b_port, "a", a_port, "fibre", "VNPT", "C-1", 10**9)
        (link,) = resolve([A, B], PORTS, [claim], [declared]).links
        assert link[:4] == ("a", "GigabitEthernet0/1", "b", "GE0/0/1")
        assert (link.sources, link.confidence) == (("declared", "lldp"), "one")
        assert link[7:11] == ("fibre", "VNPT", "C-1", 10**9)


def test_declared_alone_mismatched_and_twice() -> None:
    alone = Declared("a", "Gi0/2", "c", None, carrier="VNPT")
    (link,) = resolve([A, C], PORTS, [], [alone, alone, alone._replace(carrier=None)][:2]).links
    assert (link[:4], link.state, link.confidence) == (("a", "GigabitEthernet0/2", "c", None), "up", "declared")
    claim = Claim("a", "lldp", "GigabitEthernet0/1", MAC_B, "GE0/0/1")
    elsewhere = Declared("a", "GigabitEthernet0/2", "b", "GE0/0/2")
    assert [link.confidence for link in resolve([A, B], PORTS, [claim], [elsewhere]).links] == ["one", "declared"]
    again = elsewhere._replace(circuit="C-2")
    assert len(resolve([A, B], PORTS, [], [elsewhere, again]).links) == 1


def test_two_declared_without_ports_take_two_found() -> None:
    claims = [Claim("a", "lldp", f"GigabitEthernet0/{n}", MAC_B, f"GE0/0/{n}") for n in (1, 2)]
    declared = [Declared("a", None, "b", None, circuit=circuit) for circuit in ("C-1", "C-2")]
    links = resolve([A, B], PORTS, claims, declared).links
    assert sorted((link.circuit, link.confidence) for link in links) == [("C-1", "one"), ("C-2", "one")]


def test_declared_to_nobody_is_no_link() -> None:
    assert resolve([A], PORTS, [], [Declared("a", None, "nobody", None)]).links == ()


def test_a_port_of_a_device_never_read_keeps_its_claimed_name() -> None:
    unread = Device("d", "s", "192.0.2.8")
    named = Claim("a", "lldp", "GigabitEthernet0/1", None, "Gi0/9", None, "d")
    assert resolve([A, unread], PORTS, [named]).links[0].b_interface == "Gi0/9"
    by_mac = named._replace(remote_port=MAC_C)
    assert resolve([A, unread], PORTS, [by_mac]).links[0].b_interface is None


@pytest.mark.parametrize(
    "text",
    ["52:54:00:00:0A:01", "52-54-00-00-0a-01", "5254.0000.0a01", "5254-0000-0a01", "525400000a01", "52:54:0:0:a:1"],
)
def test_mac_notations(text: str) -> None:
    assert mac_key(text) == "525400000a01"


@pytest.mark.parametrize(
    "text",
    ["", None, "ff:ff:ff:ff:ff:ff", "01:80:c2:00:00:0e", "00:00:5e:00:01:07", "00:00:0c:07:ac:01", "core1", "52:54"],
)
def test_macs_that_mean_nobody(text: str | None) -> None:
    assert mac_key(text) is None


def test_addresses_in_one_form() -> None:
    same = ["2001:db8::1", "2001:DB8:0::1", "[2001:db8::1]:161", "2001:db8::1/64"]
    assert {address_key(text) for text in same} == {"2001:db8::1"}
    assert address_key("192.0.2.1:161") == "192.0.2.1"
    assert [address_key(text) for text in ("0.0.0.0", "fe80::1%eth0", "::1", "core1.example", "1.2.3", None)] == [
        None
    ] * 6
    assert name_key("192.0.2.1") is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Gi0/1", "GigabitEthernet0/1"),
        ("GE1/0/1", "GigabitEthernet1/0/1"),
        ("Te1/1", "TenGigE1/1"),
        ("XGE0/0/1", "XGigabitEthernet0/0/1"),
        ("Po1", "port-channel1"),
        ("Fa0", "FastEthernet0"),
        ("Hu0/0/0/1", "HundredGigE0/0/0/1"),
        ("Twe1/0/1", "25GE1/0/1"),
        ("Eth1/1", "Ethernet1/1"),
    ],
)
def test_abbreviations(one: str, other: str) -> None:
    assert canonical(one) == canonical(other)


def test_different_ports_stay_different() -> None:
    names = ["Gi0/1", "Gi0/11", "Gi1/0/1", "Fa0/1", "Te0/1", "Vlan1", "ge-0/0/1", "ge-0/0/1.0", "lo", "1"]
    assert len({canonical(name) for name in names}) == len(names)


def test_a_chassis_that_is_no_mac_identifies_too() -> None:
    by_text = Device("e", "s", "192.0.2.5", chassis_ids=frozenset({"SN-0815"}))
    for chassis in ("sn-0815", "192.0.2.5", "e"):
        claim = Claim("a", "lldp", "GigabitEthernet0/1", chassis, "eth0")
        assert ends(resolve([A, by_text], PORTS, [claim]).links) == [("a", "GigabitEthernet0/1", "e", "eth0")]


def test_a_renamed_device_is_known_by_its_chassis_and_by_its_address() -> None:
    before = Claim("b", "lldp", "GE0/0/1", MAC_A, "Gi0/1", None, "a.vp.example")
    renamed = Device("a", "s", "192.0.2.1", state="up", sys_name="core-new", chassis_ids=frozenset({MAC_A}))
    expected = [("a", "GigabitEthernet0/1", "b", "GE0/0/1")]
    for claim in (before, before._replace(remote_name="core-new"), before._replace(remote_name="CORE-NEW.vp.example")):
        assert ends(resolve([renamed, B], PORTS, [claim]).links) == expected
    no_chassis = before._replace(remote_chassis=None, remote_address="192.0.2.1", remote_name="core-old")
    assert ends(resolve([renamed, B], PORTS, [no_chassis]).links) == expected


def test_a_name_that_another_device_took_over_is_decided_by_the_address() -> None:
    old_name_elsewhere = Device(
        "c", "s", "192.0.2.3", state="up", sys_name="a.vp.example", chassis_ids=frozenset({MAC_C})
    )
    renamed = Device("x", "s", "192.0.2.1", state="up", sys_name="x", chassis_ids=frozenset({MAC_A}))
    claim = Claim("b", "lldp", "GE0/0/1", MAC_A, "Gi0/1", None, "a.vp.example")
    result = resolve([old_name_elsewhere, renamed, B], PORTS, [claim])
    assert (result.links, result.unknown_neighbors) == ((), (claim,)), "one vote each: nobody is certain"
    with_address = claim._replace(remote_address="192.0.2.1")
    assert [link.name for link in resolve([old_name_elsewhere, renamed, B], PORTS, [with_address]).links] == [
        "b:GE0/0/1--x:Gi0/1"
    ]


@pytest.mark.parametrize(
    ("said_by_a", "said_by_b"),
    [
        ("GE0/0/1", "GigabitEthernet0/1"),
        ("to a", "1"),
        ("uplink", MAC_A),
        (MAC_B, "Gi0/1"),
        ("11", "gi 0/1"),
        ("?", "GigabitEthernet0/1"),
        ("?", "?"),
    ],
)
def test_both_ends_name_the_ports_in_their_own_ways(said_by_a: str, said_by_b: str) -> None:
    claims = [
        Claim("a", "lldp", "GigabitEthernet0/1", MAC_B, said_by_a, None, "b"),
        Claim("b", "lldp", "GE0/0/1", MAC_A, said_by_b, None, "a"),
    ]
    (link,) = resolve([A, B], PORTS, claims).links
    assert (link[:4], link.confidence) == (("a", "GigabitEthernet0/1", "b", "GE0/0/1"), "both")


def test_a_neighbour_in_no_inventory_is_told_and_makes_no_device() -> None:
    stranger = Claim("a", "lldp", "GigabitEthernet0/2", "52:54:00:99:99:99", "eth0", None, "camera-17")
    result = resolve([A, B], PORTS, [stranger])
    assert (result.links, result.unknown_neighbors) == ((), (stranger,))
