"""Neighbour claims and declarations become links. Nothing is invented: both ends are devices of the inventory.

Claims are stored raw and resolved when they are read, so a better rule here improves yesterday's data too.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from netinv.text import one_line
from topology.adjacency import Peer, routing_peers, subnets_of_two
from topology.aggregates import join_aggregates
from topology.declare import merge_declared
from topology.identify import DeviceIndex
from topology.infer import infer
from topology.pairing import Cable, Half, merge_claims, pair
from topology.ports import PortIndex, PortMatch
from topology.status import fresh_devices, link_state
from topology.values import (
    MOST_SAID,
    ROUTING,
    Claim,
    Declared,
    Device,
    End,
    Evidence,
    Link,
    Port,
    PortAddress,
    Resolution,
    link_order,
    supported,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Pair = tuple[str, str]


def resolve(
    devices: Iterable[Device],
    ports: Iterable[Port],
    claims: Iterable[Claim],
    declared: Iterable[Declared] = (),
    addresses: Iterable[PortAddress] = (),
) -> Resolution:
    """All links between devices of the inventory, in the order of their ends, and the claims about nobody in it.

    What is trusted more comes first: claims of cables, with the declarations joined to them; then routing peers; then
    subnets of two. The order of what is passed in changes nothing. A link's state comes from the ports of devices that
    answer (:attr:`Device.state`); the sources are the protocols in lower case, ``subnet`` and ``declared``.
    """
    known = {device.name: device for device in devices}
    indexes = index_ports(known, ports)
    finder, placed = DeviceIndex(known.values()), list(addresses)
    by_cable: list[Claim] = []
    by_route: list[Claim] = []
    for claim in sorted(set(claims), key=_claim_key):
        (by_route if claim.protocol.lower() in ROUTING else by_cable).append(claim)
    halves, unknown = _read_claims(finder, indexes, by_cable)
    found = [link for two, parts in _pair_all(halves).items() for link in join_aggregates(_links(two, parts), indexes)]
    links = merge_declared(found, [one for one in declared if {one.a_device, one.b_device} <= known.keys()], indexes)
    peers, strangers = _read_peers(finder, indexes, by_route)
    stages = (routing_peers(peers, placed, indexes), subnets_of_two(placed, indexes))
    links = infer(links, stages, indexes)
    fresh = fresh_devices(known.values())
    stated = (link._replace(state=link_state(link, indexes, fresh)) for link in links)
    seen = {(claim.device, claim.local_port) for claim in by_cable}
    unknown |= {claim for claim in strangers if (claim.device, claim.local_port) not in seen}
    return Resolution(tuple(sorted(stated, key=link_order)), tuple(sorted(unknown, key=_claim_key)))


def index_ports(devices: Iterable[str], ports: Iterable[Port]) -> dict[str, PortIndex]:
    """The ports of each device."""
    grouped: dict[str, list[Port]] = {device: [] for device in devices}
    for port in ports:
        if port.device in grouped:
            grouped[port.device].append(port)
    return {device: PortIndex(own) for device, own in grouped.items()}


def _claim_key(claim: Claim) -> tuple[str, ...]:
    return tuple(part or "" for part in claim)


def _read_claims(
    finder: DeviceIndex, indexes: Mapping[str, PortIndex], claims: Iterable[Claim]
) -> tuple[dict[Pair, list[Half]], set[Claim]]:
    """The claims by claimant and device meant; claims of a device about itself are dropped."""
    halves: dict[Pair, list[Half]] = defaultdict(list)
    unknown: set[Claim] = set()
    for claim in claims:
        near = indexes.get(claim.device)
        if near is None:
            continue
        match = finder.find(claim)
        port = indexes[match.device].find(claim.remote_port, claim.remote_port_description) if match else None
        if match is None or (match.doubtful and port is None and indexes[match.device].by_name):
            unknown.add(claim)
        elif match.device != claim.device:
            local = near.find(claim.local_port)
            far, loose = _far_port(indexes[match.device], port, claim)
            evidence = Evidence(claim.protocol.lower(), _end(claim.device, match.device), _said(claim))
            near_port = local.name if local else one_line(claim.local_port)
            halves[claim.device, match.device].append(Half(near_port, far, loose, (evidence,)))
    return halves, unknown


def _far_port(index: PortIndex, port: PortMatch | None, claim: Claim) -> tuple[str | None, bool]:
    """The port at the far end and whether it is a guess; a member of an aggregate may give the aggregate's name."""
    if port is None:
        return _unlisted_port(index, claim.remote_port), True
    if len(index.members.get(port.name, ())) > 1:
        return None, True
    return port.name, port.weak


def _read_peers(
    finder: DeviceIndex, indexes: Mapping[str, PortIndex], claims: Iterable[Claim]
) -> tuple[list[Peer], set[Claim]]:
    """The claims of routing protocols with the devices they mean, and those that mean nobody."""
    peers: list[Peer] = []
    unknown: set[Claim] = set()
    for claim in claims:
        if claim.device in indexes:
            match = finder.find(claim)
            if match is None:
                unknown.add(claim)
            elif match.device != claim.device:
                peers.append(Peer(claim, match.device))
    return peers, unknown


def _unlisted_port(index: PortIndex, text: str | None) -> str | None:
    """A port's name as claimed, where the device has never been asked for its ports; no number, MAC or binary."""
    if index.by_name or not text or not text.isprintable() or "\ufffd" in text:
        return None
    return one_line(text) or None if "/" in text or (text[:1].isalpha() and text[-1:].isdecimal()) else None


def _end(claimant: str, other: str) -> End:
    return "a" if claimant < other else "b"


def _said(claim: Claim) -> str:
    remote = claim.remote_name or claim.remote_chassis or claim.remote_address or "?"
    port = claim.remote_port or claim.remote_port_description or "?"
    return one_line(f"{claim.device}:{claim.local_port} -> {remote}:{port}")[:MOST_SAID]


def _pair_all(halves: Mapping[Pair, list[Half]]) -> dict[Pair, list[Cable]]:
    """Cables of each pair of devices that see each other; a weak guess at a port that is otherwise used is dropped."""
    merged = {two: merge_claims(own) for two, own in halves.items()}
    used = {(device, half.near) for (device, _), own in merged.items() for half in own}
    cables: dict[Pair, list[Cable]] = {}
    for a, b in sorted({(min(two), max(two)) for two in merged}):
        forward, backward = merged.get((a, b), []), merged.get((b, a), [])
        wrong_b = {(half.near, half.far) for half in forward if half.loose and (b, half.far) in used}
        wrong_a = {(half.far, half.near) for half in backward if half.loose and (a, half.far) in used}
        cables[a, b] = [
            cable
            if cable.both
            else cable._replace(
                a_port=None if (cable.a_port, cable.b_port) in wrong_a else cable.a_port,
                b_port=None if (cable.a_port, cable.b_port) in wrong_b else cable.b_port,
            )
            for cable in pair(forward, backward)
        ]
    return cables


def _links(two: Pair, cables: Iterable[Cable]) -> list[Link]:
    return [supported(Link(two[0], cable.a_port, two[1], cable.b_port), cable.evidence) for cable in cables]
