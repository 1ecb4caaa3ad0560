"""What holds for the links of any network: nothing invented, no order minded, each claim in one cable."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.property.hostile import hostile
from topology.aging import age
from topology.pairing import Half, merge_claims, pair
from topology.resolve import resolve
from topology.values import (
    INFERRED,
    ROUTING,
    Claim,
    Declared,
    Device,
    Evidence,
    Link,
    Port,
    PortAddress,
)

NAMES = ["core", "Core.vp.example", "core.vp.example", "d1", "d2", "c1"]
MACS = ["52:54:00:00:00:01", "5254.0000.0002", "00:00:00:00:00:00", "ff:ff:ff:ff:ff:ff", "525400000003"]
PORTS = [
    "Gi0/1",
    "GigabitEthernet0/1",
    "Gi0/1.7",
    "GE0/2",
    "Po1",
    "Vlan7",
    "1",
    "2",
    "uplink",
    MACS[0],
    "",
    "\x00\x01",
    "�",
]
ADDRESSES = ["192.0.2.1", "192.0.2.2", "127.0.0.1", "", "junk", "2001:db8::1"]


def maybe(values: list[str]) -> st.SearchStrategy[str | None]:
    return st.none() | st.sampled_from(values) | hostile


states = st.sampled_from(["up", "degraded", "down", "unreachable", "unknown"])
devices = st.lists(
    st.builds(
        Device,
        name=st.sampled_from(NAMES),
        site=st.just("s"),
        address=st.sampled_from(ADDRESSES),
        role=st.none(),
        state=states,
        vendor=st.none(),
        model=st.none(),
        serial=st.none(),
        os_version=st.none(),
        sys_name=maybe(NAMES),
        chassis_ids=st.frozensets(st.sampled_from(MACS), max_size=2),
        addresses=st.frozensets(st.sampled_from(ADDRESSES), max_size=2),
    ),
    unique_by=lambda device: device.name,
    max_size=5,
)
ports = st.lists(
    st.builds(
        Port,
        device=st.sampled_from(NAMES),
        name=st.sampled_from([port for port in PORTS if port]),
        if_index=st.none() | st.integers(1, 3),
        descr=maybe(PORTS),
        alias=maybe(PORTS),
        mac=maybe(MACS),
        admin_status=st.none() | st.integers(1, 3),
        oper_status=st.none() | st.integers(1, 7),
        speed_bps=st.none(),
        type=st.none() | st.sampled_from([6, 24, 135, 161]),
        aggregate=st.none() | st.sampled_from(PORTS),
    ),
    max_size=12,
)
placed = st.lists(
    st.builds(
        PortAddress,
        device=st.sampled_from(NAMES) | st.just("stranger"),
        address=st.sampled_from(ADDRESSES[:2]) | st.sampled_from([*ADDRESSES, "192.0.2.3", "2001:db8::"]),
        prefix_length=st.just(30) | st.sampled_from([None, 0, 24, 31, 32, 127, 128, 200]),
        port=st.none() | st.sampled_from(PORTS),
    ),
    max_size=8,
)
claims = st.lists(
    st.builds(
        Claim,
        device=st.sampled_from(NAMES),
        protocol=st.sampled_from(["lldp", "cdp", "LLDP", "ospf", "bgp"]),
        local_port=st.sampled_from(PORTS),
        remote_chassis=maybe(MACS),
        remote_port=maybe(PORTS),
        remote_port_description=maybe(PORTS),
        remote_name=maybe(NAMES),
        remote_address=maybe(ADDRESSES),
        remote_platform=st.none(),
    ),
    max_size=12,
)
declarations = st.lists(
    st.builds(
        Declared,
        a_device=st.sampled_from([*NAMES, "stranger"]),
        a_interface=st.none() | st.sampled_from(PORTS),
        b_device=st.sampled_from(NAMES),
        b_interface=st.none() | st.sampled_from(PORTS),
        medium=st.none() | st.just("fibre"),
        carrier=st.none(),
        circuit=st.none() | st.sampled_from(["C-1", "C-2"]),
        capacity_bps=st.none(),
    ),
    max_size=6,
)


@given(devices, ports, claims, declarations, placed, st.randoms(use_true_random=False))
def test_resolve_invents_nothing_and_minds_no_order(
    devices: list[Device],
    ports: list[Port],
    claims: list[Claim],
    declared: list[Declared],
    placed: list[PortAddress],
    random: object,
) -> None:
    ports = list({(port.device, port.name): port for port in ports}.values())
    result = resolve(devices, ports, claims, declared, placed)
    known = {device.name for device in devices}
    for link in result.links:
        assert {link.a_device, link.b_device} <= known
        assert link.a_device < link.b_device
        assert link.evidence
        assert link.sources == tuple(sorted({one.source for one in link.evidence}))
        assert (link.confidence == "declared") == (link.sources == ("declared",))
        assert link.confidence != "both" or {"a", "b"} <= {one.end for one in link.evidence}
    assert set(result.unknown_neighbors) <= set(claims)
    shuffled = [list(part) for part in (devices, ports, claims, declared, placed)]
    for part in shuffled:
        random.shuffle(part)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    assert resolve(*shuffled) == result  # type: ignore[arg-type]  # the same lists in another order


@given(devices, ports, claims, declarations, placed)
def test_what_is_trusted_less_takes_nothing_from_what_is_trusted_more(
    devices: list[Device],
    ports: list[Port],
    claims: list[Claim],
    declared: list[Declared],
    placed: list[PortAddress],
) -> None:
    ports = list({(port.device, port.name): port for port in ports}.values())
    seen = [claim for claim in claims if claim.protocol.lower() not in ROUTING]
    cables = [link for link in resolve(devices, ports, seen).links if link.confidence != "declared"]
    links = resolve(devices, ports, claims, declared, placed).links
    cabled = {end for link in cables for end in ends(link)}
    by_cable = [link for link in links if set(link.sources) - INFERRED]
    assert len(by_cable) == len(cables)
    assert {one for link in cables for one in link.evidence} <= {one for link in by_cable for one in link.evidence}
    made = [link for link in links if not set(link.sources) - INFERRED and link.confidence != "declared"]
    for link in made:
        assert "declared" in link.sources or not cabled & ends(link), "no second link on the ports of a cable"
    inferred = [end for link in made if "declared" not in link.sources for end in ends(link)]
    assert all(len({link.pair for link in made if end in ends(link)}) == 1 for end in inferred)


def ends(link: Link) -> set[tuple[str, str]]:
    return {(device, port) for device, port in (link[0:2], link[2:4]) if port is not None}


@given(devices, ports, claims, declarations, placed)
def test_what_is_still_claimed_does_not_age(
    devices: list[Device],
    ports: list[Port],
    claims: list[Claim],
    declared: list[Declared],
    placed: list[PortAddress],
) -> None:
    ports = list({(port.device, port.name): port for port in ports}.values())
    links = list(resolve(devices, ports, claims, declared, placed).links)
    answered = {device.name for device in devices}
    assert age(links, links, answered, ports) == links
    seen = [link for link in links if link.confidence != "declared"]
    assert len(age(links, [], set(), ports)) == len(seen), "silence retires nothing"
    lost = age(links, [], answered, ports)
    assert len(lost) == len(seen)
    assert {link.state for link in lost} <= {"down", "gone"}
    assert age(lost, [], answered, ports) == lost


halves = st.lists(
    st.builds(
        lambda near, far, loose: Half(near, far, loose or far is None, (Evidence("lldp", "a", near),)),
        st.sampled_from("pqrs"),
        st.none() | st.sampled_from("pqrs"),
        st.booleans(),
    ),
    max_size=8,
)


@given(halves, halves)
def test_every_claim_ends_in_exactly_one_cable(forward: list[Half], backward: list[Half]) -> None:
    ahead, back = merge_claims(forward), merge_claims(backward)
    cables = pair(ahead, back)
    both = sum(cable.both for cable in cables)
    assert len(cables) == len(ahead) + len(back) - both
    assert sorted(one for cable in cables for one in cable.evidence) == sorted(
        one for half in [*forward, *backward] for one in half.evidence
    )
    assert {half.near for half in ahead} <= {cable.a_port for cable in cables}
    assert {half.near for half in back} <= {cable.b_port for cable in cables}
