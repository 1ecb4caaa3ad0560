"""Ports, neighbours and chassis on small made-up agents with the oddities that real ones have."""

from __future__ import annotations

from typing import Any

import pytest

from netinv.errors import ProtocolFault
from netinv.model import Kind
from netinv.reconcile import merge
from probes.snmp import oids
from probes.snmp.engine import Cursor, Row, Value
from probes.snmp.replay import ReplayCursor
from tests.unit.recordings import Recording, visited

ENT = "1.3.6.1.2.1.47.1.1.1.1"
LLDP = "1.0.8802.1.1.2.1.4.1.1"
LLDP_LOC = "1.0.8802.1.1.2.1.3.7.1"
LLDP_V2 = "1.3.111.2.802.1.1.13.1.4.1.1"
CDP = "1.3.6.1.4.1.9.9.23.1.2.1.1"
BRIDGE = "1.3.6.1.2.1.17.1.4.1.2"
MAC = b"\x00\x1a\x6d\x11\x22\x33"


def agent(sys_object_id: str = "1.3.6.1.4.1.9.1.1", **columns: dict[int, Value]) -> dict[str, Value]:
    """An agent with columns of ifTable by the names in ``oids``."""
    objects: dict[str, Value] = {oids.SYS_OBJECT_ID: sys_object_id, oids.SYS_UPTIME: 100, oids.SYS_NAME: b"a"}
    for column, rows in columns.items():
        objects |= {f"{getattr(oids, column.upper())}.{index}": value for index, value in rows.items()}
    return objects


def ports(objects: dict[str, Value]) -> dict[int, str]:
    return {each.if_index or 0: each.name for each in visited(Recording(objects))[0].interfaces}


def test_ports_of_one_name_are_told_apart_and_all_are_listed() -> None:
    names: dict[int, Value] = {1: b"eth0", 2: b"eth0", 3: b"", 4: b"lo"}
    descrs: dict[int, Value] = {1: b"Port A", 2: b"Port A", 3: b"Port C", 4: b"lo", 5: b""}
    found = ports(agent(if_name=names, if_descr=descrs))
    assert found == {1: "eth0#1", 2: "eth0#2", 3: "Port C", 4: "lo", 5: "port 5"}


def test_the_description_tells_apart_what_the_name_does_not() -> None:
    found = ports(agent(if_name={1: b"1", 2: b"1"}, if_descr={1: b"Slot 1 Port 1", 2: b"Slot 2 Port 1"}))
    assert found == {1: "Slot 1 Port 1", 2: "Slot 2 Port 1"}


def test_ports_in_one_table_only() -> None:
    assert ports(agent(if_name={7: b"ge-0/0/7"})) == {7: "ge-0/0/7"}
    assert ports(agent(if_oper_status={1: 1, 2: 2})) == {1: "port 1", 2: "port 2"}
    assert ports(agent(if_type={3: 6})) == {3: "port 3"}
    assert ports(agent()) == {}


def test_numbers_sent_as_digits() -> None:
    seen, _readings = visited(Recording(agent(if_name={1: b"a"}, if_speed={1: b"1000000000"}, if_mtu={1: b"x"})))
    assert (seen.interfaces[0].speed_bps, seen.interfaces[0].mtu) == (1_000_000_000, None)


def test_ports_that_the_vendors_file_ignores() -> None:
    names: dict[int, Value] = {1: b"Gi0/1", 2: b"unrouted VLAN 5", 3: b"Virtual-Access1"}
    assert ports(agent("1.3.6.1.4.1.9.1.1", if_name=names)) == {1: "Gi0/1"}
    assert len(ports(agent("1.3.6.1.4.1.30065.1", if_name=names))) == 3


def neighbors(objects: dict[str, Value]) -> list[Any]:
    seen, readings = visited(Recording(objects))
    facts, covered = merge(readings)
    assert Kind.NEIGHBOR in covered
    assert set(facts.get(Kind.NEIGHBOR, {}).values()) == set(seen.neighbors)
    return seen.neighbors


def lldp(port: int, name: bytes = b"b", table: str = LLDP, shift: int = 0) -> dict[str, Value]:
    row: dict[int, Value] = {4: 4, 5: MAC, 6: 5, 7: b"Gi0/9", 9: name, 10: b"Some switch,\nversion 1"}
    return {f"{table}.{column + shift}.0.{port}.1" + (".1" if shift else ""): value for column, value in row.items()}


def test_the_local_port_by_the_words_of_its_table() -> None:
    words: dict[str, Value] = {f"{LLDP_LOC}.2.49": 5, f"{LLDP_LOC}.3.49": b"Gi0/2", f"{LLDP_LOC}.4.49": b"x"}
    objects = agent(if_name={49: b"Gi0/49", 2: b"Gi0/2"}) | lldp(49) | words
    (found,) = neighbors(objects)
    assert (found.protocol, found.local_port, found.remote_name) == ("lldp", "Gi0/2", "b")
    assert (found.remote_chassis, found.remote_port) == ("00:1a:6d:11:22:33", "Gi0/9")


def test_the_local_port_by_bridge_port_before_if_index() -> None:
    objects = agent(if_name={3: b"vlan3", 103: b"port3"}) | lldp(3)
    assert neighbors(objects)[0].local_port == "vlan3"
    assert neighbors(objects | {f"{BRIDGE}.3": 103})[0].local_port == "port3"
    assert neighbors(agent(if_name={1: b"a"}) | lldp(77))[0].local_port == "77"


def test_an_alias_or_address_of_two_ports_names_neither() -> None:
    words: dict[str, Value] = {f"{LLDP_LOC}.2.2": 3, f"{LLDP_LOC}.3.2": MAC}
    interfaces = agent(if_name={1: b"a", 2: b"b"}, if_phys_address={1: MAC, 2: MAC})
    assert neighbors(interfaces | lldp(2) | words)[0].local_port == "b"


@pytest.mark.parametrize("name", [b"", b"\x00\x00", b"  "])
def test_a_neighbor_without_a_name_is_called_what_it_is(name: bytes) -> None:
    (found,) = neighbors(agent(if_name={1: b"a"}) | lldp(1, name))
    assert found.remote_name == "Some switch, version 1"
    assert found.remote_chassis == "00:1a:6d:11:22:33"


def test_lldp_v2_where_the_elder_table_is_empty() -> None:
    objects = agent(if_name={17: b"ethernet1/12"}) | lldp(17, b"core", LLDP_V2, 1)
    (found,) = neighbors(objects)
    assert (found.protocol, found.local_port, found.remote_name, found.remote_port) == (
        "lldp",
        "ethernet1/12",
        "core",
        "Gi0/9",
    )
    assert len(neighbors(objects | lldp(17))) == 1


def test_cdp_beside_lldp() -> None:
    row: dict[int, Value] = {4: b"\xc0\x00\x02\x01", 6: b"b.example", 7: b"Gi0/9", 8: b"cisco"}
    cdp: dict[str, Value] = {f"{CDP}.{column}.1.5": value for column, value in row.items()}
    found = neighbors(agent(if_name={1: b"a"}) | lldp(1) | cdp)
    assert [(each.protocol, each.remote_address) for each in found] == [("lldp", None), ("cdp", "192.0.2.1")]


@pytest.mark.parametrize(
    ("number", "table", "row", "index", "said"),
    [
        ("14988.1", "14988.1.1.11.1.1", {2: "192.0.2.7", 3: MAC, 6: b"b", 8: 4}, "9", ("mndp", "b", "192.0.2.7")),
        ("1991.1.3.1", "1991.1.1.3.20.1.2.1.1", {3: b"b", 5: b"\xc0\x00\x02\x07"}, "4.1", ("fdp", "b", "192.0.2.7")),
        ("6527.1.3.4", "6527.3.1.2.59.4.1.1", {4: 4, 5: MAC, 9: b"b"}, "0.4.1.1", ("lldp", "b", None)),
        ("11863.5.1", "11863.6.35.1.2.2.1", {4: b"00-1A-6D-11-22-33", 9: b"b"}, "4.1", ("lldp", "b", None)),
    ],
)
def test_vendors_own_tables(
    number: str, table: str, row: dict[int, Value], index: str, said: tuple[str, str, str | None]
) -> None:
    objects = agent(f"1.3.6.1.4.1.{number}", if_name={4: b"port4"})
    rows: dict[str, Value] = {f"1.3.6.1.4.1.{table}.{column}.{index}": value for column, value in row.items()}
    (found,) = neighbors(objects | rows)
    assert (found.protocol, found.remote_name, found.remote_address) == said
    assert found.local_port == "port4"
    assert neighbors(agent("1.3.6.1.4.1.30065.1", if_name={4: b"port4"}) | rows) == []


def test_extremes_own_table() -> None:
    """EDP: the neighbour's hardware address ends the index, its port is a slot and a number in it."""
    objects = agent("1.3.6.1.4.1.1916.2.167", if_name={1001: b"1:1", 1002: b"1:2"})
    index = "1002.0.0." + ".".join(map(str, MAC))
    row: dict[int, Value] = {3: b"summit2", 5: 1, 6: 49}
    rows: dict[str, Value] = {f"1.3.6.1.4.1.1916.1.13.2.1.{column}.{index}": value for column, value in row.items()}
    (found,) = neighbors(objects | rows)
    assert found[:4] == ("edp", "1:2", "00:1a:6d:11:22:33", "1:49")
    assert found.remote_name == "summit2"


@pytest.mark.parametrize(
    ("sys_object_id", "ports", "told", "local"),
    [
        ("45.3.78.1", {"if_descr": {1: b"Unit 1 Port 1", 2: b"Unit 1 Port 2"}}, "1.2", "Unit 1 Port 2"),
        ("45.3.78.1", {"if_name": {66: b"ifc66 (Slot: 2 Port: 2)"}}, "2.2", "ifc66 (Slot: 2 Port: 2)"),
        ("2272.206", {"if_name": {192: b"Port1/1"}, "if_descr": {192: b"x"}}, "1.1", "Port1/1"),
        ("45.3.78.1", {"if_name": {1: b"1/2", 2: b"a1/2"}}, "1.2", "1/2"),  # two that could be it: neither
    ],
)
def test_nortels_own_table(sys_object_id: str, ports: dict[str, Any], told: str, local: str) -> None:
    """SONMP: our port by slot and number, the neighbour by its address; the row 0.0 is the device itself."""
    table = "1.3.6.1.4.1.45.1.6.13.2.1.1"
    row: dict[int, Value] = {3: "192.0.2.7", 4: 0x0130, 5: MAC}
    rows: dict[str, Value] = {f"{table}.{column}.{told}.192.0.2.7.304": value for column, value in row.items()}
    itself: dict[int, Value] = {3: "192.0.2.1", 4: 0, 5: MAC}
    rows |= {f"{table}.{column}.0.0.192.0.2.1.0": value for column, value in itself.items()}
    (found,) = neighbors(agent(f"1.3.6.1.4.1.{sys_object_id}", **ports) | rows)
    assert found[:4] == ("sonmp", local, "00:1a:6d:11:22:33", "1/48")
    assert found.remote_address == "192.0.2.7"


def entity(index: int, kind: int | None, **fields: bytes) -> dict[str, Value]:
    columns = {"name": 7, "firmware": 9, "software": 10, "serial": 11, "maker": 12, "model": 13}
    row: dict[str, Value] = {f"{ENT}.{columns[field]}.{index}": value for field, value in fields.items()}
    return row | ({f"{ENT}.5.{index}": kind} if kind else {})


@pytest.mark.parametrize(
    ("rows", "model", "serial", "version"),
    [
        (entity(1, 3, model=b"C-1", serial=b"SN0001", software=b"1.5"), "C-1", "SN0001", "1.5"),
        # A stack first, then its members: the first member is the device.
        (entity(1, 11, model=b"Stack") | entity(1001, 3, model=b"C-2", serial=b"SN0002"), "C-2", "SN0002", None),
        # The version stands at another of the chassis than the serial number.
        (entity(5, 3, serial=b"SN0003", model=b"C-3") | entity(9, 3, software=b"7.1"), "C-3", "SN0003", "7.1"),
        # No chassis at all: the first module with a serial number.
        (entity(4, 9, name=b"x") | entity(6, 9, serial=b"SN0004", model=b"M-4"), "M-4", "SN0004", None),
        (entity(1, 3, model=b"N/A", serial=b"0000000000"), None, None, None),
        (entity(2, 10, model=b"port", serial=b"SN9999"), None, None, None),
    ],
)
def test_which_entity_is_the_device(
    rows: dict[str, Value], model: str | None, serial: str | None, version: str | None
) -> None:
    system = visited(Recording(agent("1.3.6.1.4.1.99999.1") | rows))[0].system
    assert (system.model, system.serial, system.os_version) == (model, serial, version)
    assert (f"serial={ENT}.11." in str(system.sources)) is (serial is not None)


class SpoiltBehind(Recording):
    """What lies behind CDP's place in the tree is a value that no engine can read: a long answer has it in it."""

    def walk(self, root: str, max_repetitions: int) -> Cursor:
        if root == CDP and max_repetitions > 1:
            return Unreadable(self, (0,), max_repetitions)
        return super().walk(root, max_repetitions)


class Unreadable(ReplayCursor):
    async def next(self, _timeout_s: float) -> list[Row]:
        raise ProtocolFault("an answer that is no SNMP")


def test_a_walk_with_an_unreadable_answer_is_asked_again_for_less() -> None:
    recording = SpoiltBehind(agent(if_name={1: b"a"}) | lldp(1))
    seen, readings = visited(recording)
    assert [reading.failure for reading in readings if reading.failure] == []
    assert len(seen.neighbors) == 1


def test_neighbors_read_before_a_fault_stay() -> None:
    class Broken(Recording):
        def walk(self, root: str, max_repetitions: int) -> Cursor:
            return Unreadable(self, (0,), 1) if root == CDP else super().walk(root, max_repetitions)

    seen, readings = visited(Broken(agent(if_name={1: b"a"}) | lldp(1)))
    assert len(seen.neighbors) == 1
    assert [reading.probe for reading in readings if reading.failure] == ["neighbors"]
    assert Kind.NEIGHBOR not in merge(readings)[1], "what was known of other neighbours stays"


def test_duplex_where_a_port_knows_it() -> None:
    duplex: dict[int, Value] = {1: 2, 2: 3, 3: 1, 9: 3}
    objects = agent(if_name={1: b"a", 2: b"b", 3: b"c", 4: b"d"}, dot3_stats_duplex_status=duplex)
    assert [each.duplex for each in visited(Recording(objects))[0].interfaces] == [2, 3, None, None]


def test_an_agent_that_chokes_on_duplex_is_known_without_it() -> None:
    class Choking(Recording):
        def walk(self, root: str, max_repetitions: int) -> Cursor:
            broken = root == oids.DOT3_STATS_DUPLEX_STATUS
            return Unreadable(self, (0,), 1) if broken else super().walk(root, max_repetitions)

    _seen, readings = visited(Choking(agent(if_name={1: b"a"}, if_in_octets={1: 7})))
    assert [reading.failure for reading in readings if reading.failure] == []
    assert Kind.INTERFACE in merge(readings)[1]
