"""Devices that do not mean well: tables without an end, names that are no names, marks that are not theirs."""

from __future__ import annotations

import resource
import time

from hypothesis import given, settings
from hypothesis import strategies as st

from netinv.model import FailureKind, Interface, Kind, Neighbor, Reading
from netinv.reconcile import merge
from probes.snmp import oids
from probes.snmp.engine import Row, Value
from probes.vendors.neighbor_tables import CDP, LLDP, LLDP_V2, NeighborTable
from tests.unit.recordings import Recording, visited
from topology.resolve import resolve
from topology.values import Claim, Device, Port

SYSTEM: dict[str, Value] = {oids.SYS_OBJECT_ID: "1.3.6.1.4.1.9.1.1", oids.SYS_UPTIME: 100, oids.SYS_NAME: b"a"}
LONGEST_S, MOST_MB = 20.0, 300.0
ROWS = 100_000
"""The default of max_rows."""


class Bottomless(Recording):
    """Has a next row in every table, and the table of a million rows is only its beginning."""

    def rows_after(self, place: int, root: tuple[int, ...], count: int) -> list[Row]:
        below = ".".join(map(str, root))
        return [(f"{below}.{number}", b"x%d" % number) for number in range(place + 1, place + count + 1)]


def test_tables_without_an_end_end_at_the_bound_and_what_was_read_is_kept() -> None:
    memory, started = _peak_mb(), time.process_time()
    seen, readings = visited(Bottomless(SYSTEM))
    assert time.process_time() - started < LONGEST_S
    assert _peak_mb() - memory < MOST_MB
    assert seen.system.sys_name == "a"
    assert ROWS < len(seen.interfaces) <= ROWS + 100
    by_name = {reading.probe: reading for reading in readings}
    for probe in ("interfaces", "addresses", "neighbors"):
        failure = by_name[probe].failure
        assert failure is not None, probe
        assert failure.kind == FailureKind.ERROR
        assert f"more than {ROWS} rows" in failure.error
    assert merge(readings)[1] <= {Kind.SYSTEM}, "what was known of ports, addresses and neighbours stays"


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


OCTETS = st.binary(max_size=40) | st.sampled_from(
    [b"", b"\x00", b"\x00" * 6, b"\xff" * 6, b"\x1b[2J", b"\xe2\x80\xae", b"b"]
)
SAID = OCTETS | st.integers(-5, 300) | st.sampled_from(["0.0", "1.3.6.1", "0.0.0.0", "192.0.2.7"])
TABLES = st.sampled_from([LLDP, CDP, LLDP_V2])


@st.composite
def told(draw: st.DrawFn) -> dict[str, Value]:
    """Rows of a neighbour table with anything in any column, and indexes of any length."""
    table: NeighborTable = draw(TABLES)
    rows = {}
    for index in draw(st.lists(st.lists(st.integers(0, 9), min_size=1, max_size=5), max_size=4)):
        for column in draw(st.sets(st.sampled_from([*table.columns.values(), 99]))):
            rows[f"{table.entry}.{column}.{'.'.join(map(str, index))}"] = draw(SAID)
    return rows


@settings(max_examples=200, deadline=None)
@given(told())
def test_whatever_a_neighbor_is_called_it_is_read_and_resolved(rows: dict[str, Value]) -> None:
    seen, readings = visited(Recording(SYSTEM | {f"{oids.IF_NAME}.1": b"g1"} | rows))
    told_of = {reading.probe: reading for reading in readings}["routing_peers"]
    assert told_of.failure is None
    assert told_of.covers == (Kind.NEIGHBOR,)
    for neighbor in seen.neighbors:
        for text in neighbor:
            assert text is None or not any(ord(char) < 32 and char not in "\t\r\n" for char in text)
        assert neighbor.remote_name is None or neighbor.remote_name.strip()
    devices = [Device("a", "1", "192.0.2.1", sys_name="a"), Device("b", "1", "192.0.2.2", sys_name="b")]
    claims = [Claim("a", *neighbor) for neighbor in seen.neighbors]
    links = resolve(devices, [Port("a", *Interface("g1", 1)[:4], None, None, None, None)], claims).links
    assert all({link.a_device, link.b_device} == {"a", "b"} for link in links)


def test_a_neighbor_without_any_mark_is_nobody() -> None:
    """Two devices without a name are in no inventory: an empty claim must not meet an empty name."""
    devices = [Device("a", "1", "192.0.2.1"), Device("b", "1", "192.0.2.2", sys_name="")]
    for blank in (None, "", " "):
        nobody = Neighbor("lldp", "g1", blank, blank, blank, blank, blank)
        assert resolve(devices, [], [Claim("a", *nobody)]).links == ()


def test_a_reading_of_nothing_is_no_reading_of_an_empty_device() -> None:
    """An agent that answers and has not one table: nothing is covered, so nothing that was known is retired."""
    _seen, readings = visited(Recording(SYSTEM))
    covers = {reading.probe: reading.covers for reading in readings if isinstance(reading, Reading)}
    assert (covers["interfaces"], covers["addresses"]) == ((), ())
