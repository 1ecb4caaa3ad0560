"""Devices that are next to each other in the network layer: routing peers, and subnets that only two devices share.

What this gives are hints at links; :mod:`topology.infer` decides which of them are links.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from ipaddress import ip_address
from typing import TYPE_CHECKING, NamedTuple

from netinv.text import one_line
from topology.identify import address_key
from topology.layers import is_loopback
from topology.status import is_down
from topology.values import MOST_SAID, SUBNET, Evidence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from topology.ports import PortIndex
    from topology.values import Claim, PortAddress

_LENGTHS_OF_TWO = {4: (30, 31), 6: (127,)}
Network = tuple[int, int, int]
"""IP version, the bits of the prefix, and its length."""


class Adjacency(NamedTuple):
    """Two devices, in the order of their names, with the ports that they are next to each other by."""

    a_device: str
    a_port: str | None
    b_device: str
    b_port: str | None
    evidence: tuple[Evidence, ...]


class Peer(NamedTuple):
    """A routing peer's claim, with the device of the inventory that it means."""

    claim: Claim
    device: str


@lru_cache(maxsize=65536)
def _number(address: str) -> tuple[int, int] | None:
    """IP version and number of an address that can identify somebody."""
    key = address_key(address)
    if key is None:
        return None
    parsed = ip_address(key)
    return parsed.version, int(parsed)


def _network(number: tuple[int, int], length: int) -> Network:
    version, value = number
    return version, value >> ((32 if version == 4 else 128) - length), length


def may_be_of_two(one: PortAddress) -> bool:
    """Whether the subnet has room for two devices and no more, in one of the two families."""
    return one.prefix_length in (30, 31, 127)


def subnets_of_two(addresses: Iterable[PortAddress], indexes: Mapping[str, PortIndex]) -> list[Adjacency]:
    """The /30, /31 and /127 that two devices share, by an address each; a port that is down shares nothing."""
    owners: dict[Network, set[PortAddress]] = defaultdict(set)
    for one in addresses:
        if may_be_of_two(one) and one.prefix_length and one.device in indexes:
            number = _number(one.address)
            if number and one.prefix_length in _LENGTHS_OF_TWO[number[0]]:
                owners[_network(number, one.prefix_length)].add(one)
    found = []
    for owned in owners.values():
        if len(owned) == 2 and len({one.device for one in owned}) == 2:
            a, b = sorted(owned)
            if a.address != b.address and all(_is_carrying(indexes[one.device], one.port) for one in owned):
                evidence = (_subnet_evidence(a, "a"), _subnet_evidence(b, "b"))
                found.append(Adjacency(a.device, a.port, b.device, b.port, evidence))
    return found


def _is_carrying(index: PortIndex, port: str | None) -> bool:
    """What was left configured on a port that is shut makes no link."""
    known = index.by_name.get(port or "")
    return known is None or not (is_down(known) or is_loopback(index, port))


def _subnet_evidence(one: PortAddress, end: str) -> Evidence:
    text = one_line(f"{one.device}:{one.port or '?'} {one.address}/{one.prefix_length}")[:MOST_SAID]
    return Evidence(SUBNET, end, text)  # type: ignore[arg-type]  # one of the two


class Segments:
    """Who stands on the subnet that a port and a peer share: built once, and only where there are peers."""

    def __init__(self, addresses: Iterable[PortAddress]) -> None:
        self._lengths: dict[tuple[str, str], set[int]] = defaultdict(set)
        self._devices: dict[Network, set[str]] = defaultdict(set)
        self._ports: dict[tuple[str, str], str | None] = {}
        for one in addresses:
            number = _number(one.address)
            if number is None:
                continue
            self._ports[one.device, address_key(one.address) or ""] = one.port
            if one.prefix_length is not None and 0 < one.prefix_length < (32 if number[0] == 4 else 128):
                self._devices[_network(number, one.prefix_length)].add(one.device)
                self._lengths[one.device, one.port or ""].add(one.prefix_length)

    def port(self, device: str, address: str | None) -> str | None:
        """The port of a device that has an address."""
        key = address_key(address)
        return self._ports.get((device, key)) if key else None

    def is_shared(self, claim: Claim) -> bool:
        """Whether more than two devices of the inventory stand where the claimant sees its peer."""
        number = _number(claim.remote_address) if claim.remote_address else None
        if number is None:
            return False
        longest = 32 if number[0] == 4 else 128
        networks = (
            _network(number, length)
            for length in self._lengths.get((claim.device, claim.local_port), ())
            if length < longest
        )
        return any(claim.device in found and len(found) > 2 for found in map(self._devices_of, networks))

    def _devices_of(self, network: Network) -> set[str]:
        return self._devices.get(network, set())


def routing_peers(
    peers: Iterable[Peer], addresses: Iterable[PortAddress], indexes: Mapping[str, PortIndex]
) -> list[Adjacency]:
    """Adjacencies from the claims of routing protocols; none on a segment that more than two share."""
    wanted = list(peers)
    segments = Segments(addresses if wanted else ())
    found = []
    for claim, other in wanted:
        if segments.is_shared(claim):
            continue
        near = indexes[claim.device].find(claim.local_port)
        port = near.name if near else one_line(claim.local_port)
        far = segments.port(other, claim.remote_address)
        who = claim.remote_address or claim.remote_chassis or "?"
        text = one_line(f"{claim.device}:{claim.local_port} -> {who}")[:MOST_SAID]
        if claim.device < other:
            found.append(Adjacency(claim.device, port, other, far, (Evidence(claim.protocol.lower(), "a", text),)))
        else:
            found.append(Adjacency(other, far, claim.device, port, (Evidence(claim.protocol.lower(), "b", text),)))
    return found
