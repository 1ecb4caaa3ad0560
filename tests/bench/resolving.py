"""Resolving the links of ten thousand devices from all that may tell of them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from ipaddress import IPv4Address
from statistics import median

from tests.bench.measure import Figure
from topology.resolve import resolve
from topology.values import Claim, Device, Port, PortAddress

DEVICES, PORTS, CHILDREN, ROUNDS = 10_000, 12, 10, 3
_SUBNETS, _MANAGEMENT = int(IPv4Address("10.0.0.0")), int(IPv4Address("172.16.0.0"))


def bench_resolving() -> Iterator[Figure]:
    """A tree of routers; each of its cables is told by LLDP from both ends, by OSPF from both ends, and by a /30."""
    devices, ports, claims, addresses = _network()
    used = []
    for _ in range(ROUNDS):
        started = time.process_time()
        links = resolve(devices, ports, claims, [], addresses).links
        used.append(time.process_time() - started)
    assert {(link.sources, link.confidence) for link in links} == {(("lldp", "ospf", "subnet"), "both")}
    assert len(links) == DEVICES - 1
    what = f"resolving the links of {DEVICES:,} devices from LLDP, OSPF and subnets, CPU"
    yield Figure(what, median(used), 4, "s")


def _network() -> tuple[list[Device], list[Port], list[Claim], list[PortAddress]]:
    names = [f"r{number:05}" for number in range(DEVICES)]
    own: dict[str, list[str]] = {name: [] for name in names}
    claims, addresses = [], []
    for child in range(1, DEVICES):
        parent, place = divmod(child - 1, CHILDREN)
        ends = ((names[child], "Gi0/0"), (names[parent], f"Gi0/{place + 1}"))
        subnet = _SUBNETS + 4 * child
        on_subnet = (str(IPv4Address(subnet + 1)), str(IPv4Address(subnet + 2)))
        for (name, port), (other, far), address, peer in zip(ends, ends[::-1], on_subnet, on_subnet[::-1], strict=True):
            own[name].append(address)
            addresses.append(PortAddress(name, address, 30, port))
            claims.append(Claim(name, "lldp", port, None, far, None, other))
            claims.append(Claim(name, "ospf", port, remote_address=peer))
    devices = [
        Device(name, "1", str(IPv4Address(_MANAGEMENT + number)), state="up", addresses=frozenset(own[name]))
        for number, name in enumerate(names)
    ]
    ports = [Port(name, f"Gi0/{number}", number + 1, oper_status=1) for name in names for number in range(PORTS)]
    return devices, ports, claims, addresses


BENCHES = (bench_resolving,)
