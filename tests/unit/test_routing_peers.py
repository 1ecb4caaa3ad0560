"""OSPF and BGP peers, and members of aggregated ports, on small made-up agents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from netinv.errors import ProtocolFault
from netinv.model import Kind, Neighbor
from netinv.reconcile import merge
from probes.snmp import oids
from probes.snmp.replay import ReplayCursor
from tests.unit.recordings import Recording, visited

if TYPE_CHECKING:
    from probes.snmp.engine import Cursor, Row, Value

ROUTING_TABLES = (oids.OSPF_NBR_STATE, oids.OSPFV3_NBR_STATE, oids.BGP_PEER_STATE)
LAG_TABLES = (oids.DOT3AD_AGG_PORT_ATTACHED_AGG_ID, oids.IF_STACK_STATUS)


def router(*addresses: str, **more: Value) -> dict[str, Value]:
    """A router with three ports; ``addresses`` as ``address/mask/ifIndex``."""
    objects: dict[str, Value] = {
        oids.SYS_OBJECT_ID: "1.3.6.1.4.1.9.1.1",
        oids.SYS_UPTIME: 100,
        oids.SYS_DESCR: b"router",
    }
    objects |= {f"{oids.IF_NAME}.{index}": name for index, name in ((1, b"Gi0/1"), (2, b"Gi0/2"), (3, b"Lo0"))}
    for each in addresses:
        address, mask, index = each.split("/")
        objects |= {f"{oids.IP_AD_ENT_IF_INDEX}.{address}": int(index), f"{oids.IP_AD_ENT_NET_MASK}.{address}": mask}
    return objects | {getattr(oids, name): value for name, value in more.items()}


def ospf(index: str, state: int = 8, router_id: str = "192.0.2.9") -> dict[str, Value]:
    return {f"{oids.OSPF_NBR_STATE}.{index}": state, f"{oids.OSPF_NBR_RTR_ID}.{index}": router_id}


def bgp(address: str, state: int = 6, router_id: str = "192.0.2.9") -> dict[str, Value]:
    return {f"{oids.BGP_PEER_STATE}.{address}": state, f"{oids.BGP_PEER_IDENTIFIER}.{address}": router_id}


LINK, LOOPBACK = "10.0.0.1/255.255.255.252/1", "192.0.2.1/255.255.255.255/3"
PEER = Neighbor("ospf", "Gi0/1", "192.0.2.9", remote_address="10.0.0.2")


def test_a_device_that_routes_by_no_protocol_is_not_asked() -> None:
    for objects in (router(LINK), router(LINK, OSPF_ADMIN_STAT=2, OSPFV3_ADMIN_STATUS=2, BGP_LOCAL_AS=0)):
        recording = Recording(objects)
        assert visited(recording)[0].neighbors == []
        assert not {*ROUTING_TABLES, *LAG_TABLES} & set(recording.walks)


def test_what_tells_of_them_comes_with_the_system_group() -> None:
    recording = Recording(router(LINK))
    visited(recording)
    assert sum(oids.OSPF_ADMIN_STAT in asked for asked in recording.gets) == 1
    assert any({oids.SYS_LOCATION, oids.OSPF_ADMIN_STAT, oids.BGP_LOCAL_AS} <= set(asked) for asked in recording.gets)


def test_ospf_neighbours_with_the_port_of_their_subnet() -> None:
    assert visited(Recording(router(LINK, OSPF_ADMIN_STAT=1) | ospf("10.0.0.2.0")))[0].neighbors == [PEER]


@pytest.mark.parametrize("state", [1, 2, 3])
def test_an_ospf_neighbour_that_does_not_hear_us_is_none(state: int) -> None:
    assert visited(Recording(router(LINK, OSPF_ADMIN_STAT=1) | ospf("10.0.0.2.0", state)))[0].neighbors == []


def test_an_ospf_neighbour_on_an_unnumbered_port() -> None:
    objects = router(LOOPBACK, OSPF_ADMIN_STAT=1) | ospf("192.0.2.9.2")
    assert visited(Recording(objects))[0].neighbors == [
        PEER._replace(local_port="Gi0/2", remote_address="192.0.2.9"),
    ]


def test_ospf_over_ipv4_and_ipv6_is_one_neighbour_with_its_ipv4_address() -> None:
    over_ipv6: dict[str, Value] = {f"{oids.OSPFV3_NBR_STATE}.1.0.{0xC0000209}": 8}
    both = router(LINK, OSPF_ADMIN_STAT=1, OSPFV3_ADMIN_STATUS=1) | ospf("10.0.0.2.0") | over_ipv6
    assert merge(visited(Recording(both))[1])[0][Kind.NEIGHBOR] == {PEER.key: PEER}
    alone = router(OSPFV3_ADMIN_STATUS=1) | over_ipv6
    assert visited(Recording(alone))[0].neighbors == [PEER._replace(remote_address=None)]


@pytest.mark.parametrize("local_as", [65000, -94967294])
def test_established_bgp_peers_on_our_subnets(local_as: int) -> None:
    peers = bgp("10.0.0.2") | bgp("192.0.2.9") | bgp("10.0.0.1") | bgp("10.0.0.6", 3) | bgp("10.0.0.5", 1)
    objects = router(LINK, LOOPBACK, "10.0.0.4/255.255.255.252/2", BGP_LOCAL_AS=local_as) | peers
    assert visited(Recording(objects))[0].neighbors == [PEER._replace(protocol="bgp")]


def test_the_narrowest_subnet_has_the_peer() -> None:
    objects = router("10.0.0.9/255.255.0.0/2", LINK, OSPF_ADMIN_STAT=1) | ospf("10.0.0.2.0") | ospf("10.0.7.7.0")
    assert {each.local_port for each in visited(Recording(objects))[0].neighbors} == {"Gi0/1", "Gi0/2"}


@pytest.mark.parametrize("index", ["", "10.0.0.2", "300.0.0.1.0", "10.0.0.2.0.0.7", "1"])
def test_an_odd_index_is_no_neighbour(index: str) -> None:
    objects = router(LINK, OSPF_ADMIN_STAT=1, BGP_LOCAL_AS=1, OSPFV3_ADMIN_STATUS=1)
    for column in ROUTING_TABLES:
        objects[f"{column}.{index}".rstrip(".")] = 8
    seen, readings = visited(Recording(objects))
    assert seen.neighbors == []
    assert [reading.failure for reading in readings if reading.failure] == []


class Unreadable(ReplayCursor):
    async def next(self, _timeout_s: float) -> list[Row]:
        raise ProtocolFault("an answer that is no SNMP")


def test_a_fault_among_the_peers_keeps_what_was_known() -> None:
    class Broken(Recording):
        def walk(self, root: str, max_repetitions: int) -> Cursor:
            return Unreadable(self, (0,), 1) if root == oids.BGP_PEER_STATE else super().walk(root, max_repetitions)

    objects = router(LINK, OSPF_ADMIN_STAT=1, BGP_LOCAL_AS=1) | ospf("10.0.0.2.0")
    seen, readings = visited(Broken(objects))
    assert seen.neighbors == [PEER]
    assert [reading.probe for reading in readings if reading.failure] == ["routing_peers"]
    assert Kind.NEIGHBOR not in merge(readings)[1]


LAG: dict[str, Value] = {f"{oids.IF_TYPE}.3": 161}


def aggregates(objects: dict[str, Value]) -> dict[str, str | None]:
    return {each.name: each.aggregate for each in visited(Recording(objects))[0].interfaces}


def test_members_of_an_aggregate_by_the_lag_mib() -> None:
    attached: dict[str, Value] = {f"{LAG_TABLES[0]}.{member}": lag for member, lag in ((1, 3), (2, 0), (3, 3))}
    assert aggregates(router() | LAG | attached) == {"Gi0/1": "Lo0", "Gi0/2": None, "Lo0": None}
    assert aggregates(router() | attached) == {"Gi0/1": None, "Gi0/2": None, "Lo0": None}, "no aggregate: not asked"


def test_members_of_an_aggregate_by_the_stack_of_interfaces() -> None:
    stack: dict[str, Value] = {f"{LAG_TABLES[1]}.{rows}": 1 for rows in ("0.3", "3.1", "3.2", "1.0", "2.0", "3.0")}
    assert aggregates(router() | LAG | stack) == {"Gi0/1": "Lo0", "Gi0/2": "Lo0", "Lo0": None}
