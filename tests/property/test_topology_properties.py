"""What holds for any network: links, exports and causes."""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Collection
from pathlib import Path
from xml.etree import ElementTree as ET

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from netinv.text import clean
from topology.aging import age
from topology.causes import explain
from topology.export import FORMATS, Format, graphml, render, write_checked
from topology.export.attributes import SafeText
from topology.graph import build
from topology.pairing import Half, merge_claims, pair
from topology.redundancy import lost_redundancy
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
    Site,
    SiteTree,
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
hostile = st.text(st.characters(), max_size=12) | st.sampled_from(
    [
        *("\x00", "\ud800", "<a>&\"'", "]]>", "Vĩnh Phúc Đ", "\r\n", "\ufffe", "\x1b[31m", "\t", "&#0;", "-->", "𝄞"),
        *(
            "\x9b31m",
            "\x85",
            "\x7f",
            "\u202e",
            "\u2066",
            "\u200e",
            "\u061c",
            "\u2028",
            "\ufeff",
            "\ud83d\ude00",
            "\U0001ffff",
        ),
    ]
)


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


def unsafe(text: str) -> list[str]:
    return [char for char, safe in zip(text, clean(text), strict=True) if char != safe]


@st.composite
def graphs(draw: st.DrawFn) -> nx.MultiGraph[str]:
    """A graph in which every text may be anything."""
    site = st.builds(
        Site, hostile, hostile, hostile, kind=st.none() | hostile, parent=st.none() | hostile, lat=st.floats()
    )
    device = st.builds(Device, hostile, hostile, hostile, state=hostile, model=hostile, sys_name=hostile)
    sites, devices = draw(st.lists(site, max_size=4)), draw(st.lists(device, max_size=4))
    devices += [Device(draw(hostile), site.code, "192.0.2.1") for site in sites[:1]]
    names = [device.name for device in devices] or [""]
    link = st.builds(
        lambda a, b, port, carrier, circuit: Link(
            *(min(a, b), port, max(a, b), None), carrier=carrier, circuit=circuit, sources=("lldp",)
        ),
        *(st.sampled_from(names), st.sampled_from(names), hostile, hostile, hostile),
    )
    return build(sites, devices, draw(st.lists(link, max_size=4)))


@settings(max_examples=60)
@given(graphs(), st.sampled_from([("graphml", "yed"), *((form, "plain") for form in FORMATS)]))
def test_no_export_brings_what_drives_a_terminal_and_all_read_back(
    graph: nx.MultiGraph[str], form: tuple[Format, graphml.Profile]
) -> None:
    data = render(graph, *form)
    text = data.decode()
    assert unsafe(text) == unsafe(render(build([], [], []), *form).decode()), "what stands in our own page is all"
    assert "\r" not in text
    if form[0] == "graphml":
        assert ET.fromstring(text).tag.endswith("graphml")
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "graph"
        write_checked(data, form[0], target)
        assert target.read_bytes() == data


@settings(max_examples=60)
@given(
    st.lists(st.builds(Site, hostile, hostile, hostile, parent=st.none() | hostile, lat=st.floats()), max_size=4),
    st.lists(st.builds(Device, hostile, hostile, hostile, state=hostile, model=hostile), max_size=4),
    st.data(),
)
def test_graphml_and_json_come_back_whatever_the_text(
    sites: list[Site], devices: list[Device], data: st.DataObject
) -> None:
    names = [device.name for device in devices] or [""]
    link = st.builds(
        lambda a, b, port, carrier: Link(min(a, b), port, max(a, b), None, carrier=carrier, sources=("lldp",)),
        *(st.sampled_from(names), st.sampled_from(names), hostile, hostile),
    )
    graph = build(sites, devices, data.draw(st.lists(link, max_size=4)))
    meant = (len(graph), graph.number_of_edges())
    safe = SafeText()
    names_meant = sorted(safe(node["value"].name) for _, node in graph.nodes(data=True))
    profiles: tuple[graphml.Profile, ...] = ("plain", "yed")
    for profile in profiles:
        written = render(graph, "graphml", profile)
        read: nx.Graph[str] = nx.read_graphml(io.BytesIO(written), edge_key_type=str, force_multigraph=True)
        assert (len(read), read.number_of_edges()) == meant
        assert sorted(node.get("name", "") for _, node in read.nodes(data=True)) == names_meant
    document = json.loads(render(graph, "json"))
    assert (len(document["nodes"]), len(document["edges"])) == meant


@st.composite
def failures(draw: st.DrawFn) -> tuple[dict[str, str], list[Link]]:
    count = draw(st.integers(1, 12))
    names = [f"n{number:02}" for number in range(count)]
    devices = {name: draw(st.sampled_from(["up", "up", "degraded", "down", "down", "unknown"])) for name in names}
    ends = draw(st.lists(st.tuples(st.sampled_from(names), st.sampled_from(names)), max_size=2 * count))
    links = [
        Link(
            *(min(pair), str(number), max(pair), str(number)),
            state=draw(st.sampled_from(["up", "up", "down", "unknown"])),
            circuit=draw(st.sampled_from([None, None, "VP-1", "VP-2"])),
            carrier=draw(st.sampled_from([None, None, "VNPT"])),
        )
        for number, pair in enumerate(ends)
    ]
    return devices, links


def passable(
    devices: dict[str, str], links: list[Link], failed: set[str], *, mended: frozenset[str] = frozenset()
) -> nx.Graph[str]:
    """What the poller reaches if only ``failed`` devices and the links that are down have failed."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(set(devices) - failed)
    for link in links:
        seen = {devices[link.a_device], devices[link.b_device]} & {"up", "degraded"}
        broken = link.state == "down" and seen and link.name not in mended
        if not broken and not {link.a_device, link.b_device} & failed:
            graph.add_edge(link.a_device, link.b_device)
    return graph


def reached(graph: nx.Graph[str], devices: dict[str, str], vantage: str) -> set[str]:
    starts = {name for name, state in devices.items() if state in {"up", "degraded"} or name == vantage} & set(graph)
    return {node for part in nx.connected_components(graph) if part & starts for node in part}


@settings(max_examples=400)
@given(failures())
def test_causes_explain_all_that_is_silent_and_each_is_needed(network: tuple[dict[str, str], list[Link]]) -> None:
    devices, links = network
    vantage = "n00"
    causes = explain(devices, links, [vantage])
    silent = {name for name, state in devices.items() if state == "down"}
    failed = {cause.name for cause in causes if cause.kind == "device"}
    cut = [device for cause in causes for device in cause.affected_devices]
    assert (failed & silent) | set(cut) == silent
    assert all(devices[name] in {"down", "unknown"} for name in failed)
    assert len(cut) == len(set(cut)), "each is cut off by one cause"
    assert not failed & set(cut), "no cause is behind another"
    alive = reached(passable(devices, links, failed), devices, vantage)
    assert not alive & set(cut), "the unreachable are truly cut off"
    assert not alive & silent
    anyhow = reached(passable(devices, [link._replace(state="up") for link in links], set()), devices, vantage)
    for cause in causes:
        if cause.kind in {"link", "group"}:
            mended = reached(passable(devices, links, failed, mended=frozenset(cause.members)), devices, vantage)
            assert mended & silent, "without the cut, what it cuts off would be unexplained"
        else:
            ends = {end for link in links for end in (link.a_device, link.b_device) if cause.name in link[0:3:2]}
            at_the_edge = cause.name == vantage or ends & alive
            assert at_the_edge or cause.name not in anyhow, "it stands next to what is reachable, or no way is known"


@given(failures())
def test_causes_mind_no_order(network: tuple[dict[str, str], list[Link]]) -> None:
    devices, links = network
    assert explain(devices, links, ["n00"]) == explain(dict(reversed(devices.items())), links[::-1], ["n00"])


@given(failures(), st.data())
def test_with_a_tree_of_sites_too_every_silent_device_has_one_cause(
    network: tuple[dict[str, str], list[Link]], data: st.DataObject
) -> None:
    devices, links = network
    codes = st.sampled_from(["P", "D", "E", "C", "F"])
    tree = SiteTree(
        data.draw(st.dictionaries(st.sampled_from(sorted(devices)), codes)),
        data.draw(st.dictionaries(codes, st.none() | codes)),
    )
    causes = explain(devices, links, ["n00"], tree)
    told = [device for cause in causes for device in cause.affected_devices]
    told += [cause.name for cause in causes if cause.kind == "device" and devices[cause.name] == "down"]
    assert sorted(told) == sorted(name for name, state in devices.items() if state == "down")
    assert {site for cause in causes for site in cause.affected_sites} <= set(tree.site_of.values())


@settings(max_examples=200)
@given(failures())
def test_a_group_is_blamed_only_where_nothing_over_it_works(network: tuple[dict[str, str], list[Link]]) -> None:
    devices, links = network
    for cause in explain(devices, links, ["n00"]):
        if cause.kind == "group":
            named = [link for link in links if cause.name in (link.circuit, link.carrier)]
            own = [link for link in named if link.a_device != link.b_device]
            assert {link.name for link in own} == set(cause.members)
            assert len({link.pair for link in own}) > 1, "one pair of devices has a link, not a group"
            answering = {"up", "degraded"}
            for link in own:
                ends = {devices[link.a_device], devices[link.b_device]}
                assert link.state == "down" or not ends & answering


@settings(max_examples=200)
@given(failures())
def test_redundancy_is_lost_to_something_that_is_broken(network: tuple[dict[str, str], list[Link]]) -> None:
    devices, links = network
    lost = lost_redundancy(devices, links, ["n00"])
    silent = {name for name, state in devices.items() if state == "down"}
    for device, blamed in lost.items():
        assert device not in silent
        assert blamed in silent or blamed in {link.pair for link in links if link.state == "down"}
        whole: nx.Graph[str] = nx.Graph([(link.a_device, link.b_device) for link in links])
        assert nx.has_path(whole, device, "n00")
        ways = {link.pair for link in links if device in link[0:3:2] and link.state != "down"}
        assert ways, "one way is left"
    for name in devices:  # against networkx: two ways that share no link before, one now
        before = connectivity(links, devices, name, "n00")
        now = connectivity([link for link in links if link.state != "down"], devices.keys() - silent, name, "n00")
        if name != "n00" and name not in silent and "n00" not in silent:
            assert (name in lost) == (before > 1 and now == 1), (name, before, now)


def connectivity(links: list[Link], devices: Collection[str], a: str, b: str) -> int:
    """How many ways that share no link lead from a to b."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(devices)
    for link in links:
        two = (link.a_device, link.b_device)
        if two[0] != two[1] and set(two) <= set(devices):
            capacity = graph.edges[two]["capacity"] if graph.has_edge(*two) else 0
            graph.add_edge(*two, capacity=capacity + 1)
    if a == b or a not in graph or b not in graph:
        return 0
    return int(nx.maximum_flow_value(graph, a, b))
