"""Whatever sweeps find in whatever order: history is intervals that do not overlap, and a still network writes none."""

from __future__ import annotations

import tempfile
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netinv.model import (
    COUNTER_NAMES,
    Address,
    Counters,
    Failure,
    FailureKind,
    Interface,
    Kind,
    Neighbor,
    Reach,
    Reached,
    Reading,
    System,
)
from netinv.reconcile import merge, reconcile
from netinv.store.writing import facts
from tests.swept import DEVICES, Network, make_empty

if TYPE_CHECKING:
    from collections.abc import Iterator

TABLES = {
    "device_state": ("device_id",),
    "system": ("device_id",),
    "interface": ("device_id", "name"),
    "address": ("device_id", "address"),
    "neighbor": ("device_id", "protocol", "local_port", "remote_chassis", "remote_name", "remote_port"),
    "link_state": ("link_id",),
}
few = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def maybe(*values: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from((None, *values))


NUMBERS = st.none() | st.integers(-(2**70), 2**70)
"""A device may send any number: those that no column holds are as if it had sent none."""

SYSTEMS = st.builds(System, sys_name=maybe("r1", "r2"), serial=maybe("A", "B"), chassis_id=maybe("m1", "m2"))
INTERFACES = st.builds(
    Interface,
    name=st.sampled_from(["g1", "g2", "Gi0/1"]),
    if_index=maybe(1, 2),
    alias=maybe("uplink", "Đống Đa"),
    admin_status=maybe(1, 2),
    oper_status=maybe(1, 2),
    mac=maybe("m1", "m2"),
    speed_bps=NUMBERS,
    mtu=NUMBERS,
)
ADDRESSES = st.builds(Address, st.sampled_from(["192.0.2.1", "192.0.2.2"]), maybe(24), maybe("g1"))
NEIGHBORS = st.builds(
    Neighbor,
    st.sampled_from(["lldp", "cdp"]),
    st.sampled_from(["g1", "g2"]),
    remote_chassis=maybe("m1", "m2"),
    remote_port=maybe("g1", "g2"),
    remote_name=maybe("d1", "d2", "m1", "elsewhere"),
)
COUNTERS = st.builds(
    lambda ticks, numbers: Counters(ticks, ("g1", "g2"), tuple((n, -1) for n in numbers)),
    st.integers(-1, 2**32),
    st.lists(st.integers(-2, 2**64), min_size=len(COUNTER_NAMES), max_size=len(COUNTER_NAMES)),
)


@st.composite
def readings(draw: st.DrawFn) -> list[Reading]:
    found = []
    for probe, kind, some in (
        ("system", Kind.SYSTEM, st.lists(SYSTEMS, max_size=1)),
        ("interfaces", Kind.INTERFACE, st.lists(INTERFACES, max_size=4)),
        ("addresses", Kind.ADDRESS, st.lists(ADDRESSES, max_size=3)),
        ("neighbors", Kind.NEIGHBOR, st.lists(NEIGHBORS, max_size=4)),
    ):
        failed = draw(st.booleans())
        failure = Failure(probe, FailureKind.TIMEOUT, "no answer") if failed else None
        found.append(Reading(probe, tuple(draw(some)), () if failed else (kind,), failure))
    if draw(st.booleans()):
        found.append(Reading("counters", (draw(COUNTERS),), (Kind.COUNTERS,)))
    return draw(st.permutations(found))


REACHES = st.builds(Reach, maybe(*Reached), maybe(*Reached), maybe(*Reached))
VISITS = st.tuples(readings(), REACHES, maybe(0, 5000, 2**32 - 1, -1, 2**70))
SWEEPS = st.lists(st.dictionaries(st.integers(1, DEVICES), VISITS), min_size=1, max_size=5)


@pytest.fixture(scope="module")
def empty() -> Iterator[Path]:
    """A database with three devices, never swept."""
    with tempfile.TemporaryDirectory() as name:
        yield make_empty(Path(name))


class Checked(Network):
    """A network whose intervals are looked at."""

    def interval_rows(self) -> dict[str, list[Any]]:
        return {table: self.query(f"SELECT * FROM {table} ORDER BY 1, 2, 3") for table in TABLES}

    def check_intervals(self) -> None:
        for table, key in TABLES.items():
            spans: dict[Any, list[tuple[int, int | None]]] = {}
            rows = self.query(f"SELECT valid_from, valid_to, {', '.join(key)} FROM {table} ORDER BY valid_from")
            for begin, end, *identity in rows:
                spans.setdefault(tuple(identity), []).append((begin, end))
            for held in spans.values():
                assert all(end is None or begin < end for begin, end in held), (table, held)
                assert [end for _begin, end in held].count(None) <= 1, (table, held)
                for (_begin, end), (begin, _end) in pairwise(held):
                    assert end is not None, (table, held)
                    assert end <= begin, (table, held)


@few
@given(SWEEPS)
def test_intervals_never_overlap(empty: Path, found: list[dict[int, Any]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        network = Checked(empty, folder)
        for visits in found:
            network.sweep(visits)
            network.check_intervals()


@few
@given(SWEEPS)
def test_the_same_again_writes_no_interval(empty: Path, found: list[dict[int, Any]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        network = Checked(empty, folder)
        for visits in found:
            network.sweep(visits)
        network.sweep(found[-1])  # links may know only now who has sunk
        before, events = network.interval_rows(), network.query("SELECT max(id) FROM event WHERE kind <> 'reboot'")
        network.sweep(found[-1])
        assert network.interval_rows() == before
        assert network.query("SELECT max(id) FROM event WHERE kind <> 'reboot'") == events


@few
@given(readings(), readings())
def test_facts_come_back_as_they_were_written(empty: Path, first: list[Reading], second: list[Reading]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        network = Checked(empty, folder)
        held: Any = {}
        for found in (first, second):
            network.sweep({1: (found, Reach(None, Reached.OK, None), None)})
            held = _after(held, _storable(found))
            with network.store.write() as connection:
                known = facts.Known(connection, [1]).of(1)
            assert {kind: rows for kind, rows in known.items() if rows} == {k: v for k, v in held.items() if v}


def _storable(found: list[Reading]) -> list[Reading]:
    def mended(fact: Any) -> Any:
        large = {name: None for name, value in fact._asdict().items() if isinstance(value, int) and abs(value) > 2**63}
        return fact if isinstance(fact, Counters) else fact._replace(**large)

    return [reading._replace(facts=tuple(map(mended, reading.facts))) for reading in found]


def _after(held: dict[Kind, dict[Any, Any]], found: list[Reading]) -> dict[Kind, dict[Any, Any]]:
    """What holds after a sweep, by the changes alone."""
    after = {kind: dict(rows) for kind, rows in held.items()}
    for change in reconcile(held, *merge(found)):
        rows = after.setdefault(change.kind, {})
        if change.old is not None:
            del rows[change.old.key]
        if change.new is not None:
            rows[change.new.key] = change.new
    return after


@given(readings(), readings(), st.randoms())
def test_reconciling(first: list[Reading], second: list[Reading], chance: Any) -> None:
    held = _after({}, first)
    shuffled = list(second)
    chance.shuffle(shuffled)
    changes = reconcile(held, *merge(second))
    assert reconcile(held, *merge(shuffled)) == changes
    after = _after(held, second)
    assert reconcile(after, *merge(second)) == []  # twice changes nothing
    covered = merge(second)[1]
    assert all(change.kind in covered for change in changes if change.new is None)
    assert not [change for change in reconcile(held, {}, frozenset()) if change]
