"""Counters packed and unpacked; rates between two of them."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from hypothesis import given
from hypothesis import strategies as st

from netinv.model import COUNTER_NAMES, Counters
from netinv.store.file.packing import Keyframe, continues, pack_keyframe, pack_since, unpack_keyframe, unpack_since

NUMBERS = st.just(-1) | st.integers(0, 2**64 - 1) | st.integers(0, 300)
TICKS = st.integers(0, 2**32 - 1)
PORTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=30)


@st.composite
def counters(draw: st.DrawFn) -> Counters:
    ports = draw(st.lists(PORTS, unique=True, max_size=70))
    column = st.lists(NUMBERS, min_size=len(ports), max_size=len(ports)).map(tuple)
    columns = tuple(draw(column) for _name in COUNTER_NAMES)
    discontinuity = draw(st.lists(TICKS, min_size=len(ports), max_size=len(ports)).map(tuple) | st.just(()))
    return Counters(draw(TICKS), tuple(ports), columns, discontinuity)


def keyframe_of(taken: Counters) -> Keyframe:
    return unpack_keyframe(pack_keyframe(taken))[1]


@given(counters())
def test_a_keyframe_comes_back(taken: Counters) -> None:
    uptime_ticks, keyframe = unpack_keyframe(pack_keyframe(taken))
    assert uptime_ticks == taken.uptime_ticks
    assert keyframe == Keyframe(taken.ports, taken.columns, taken.discontinuity_ticks or (0,) * len(taken.ports))


@given(counters(), st.data())
def test_what_was_added_since_comes_back(taken: Counters, data: st.DataObject) -> None:
    later = taken._replace(
        uptime_ticks=data.draw(TICKS),
        columns=tuple(
            tuple(number if number < 0 else number + data.draw(st.integers(0, 2**40)) for number in column)
            for column in taken.columns
        ),
    )
    keyframe = keyframe_of(taken)
    assert continues(keyframe, later)
    chunk = pack_since(keyframe, later)
    assert unpack_since(keyframe, chunk) == (later.uptime_ticks, later.columns)
    places = data.draw(st.lists(st.sampled_from(range(len(later.ports))), unique=True)) if later.ports else []
    some = keyframe._replace(columns=tuple(tuple(column[n] for n in places) for column in keyframe.columns))
    wanted = tuple(tuple(column[n] for n in places) for column in later.columns)
    assert unpack_since(some, chunk, (len(later.ports), places)) == (later.uptime_ticks, wanted)


@given(counters(), counters())
def test_only_what_continues_is_measured_from_a_keyframe(old: Counters, new: Counters) -> None:
    keyframe = keyframe_of(old)
    if continues(keyframe, new):
        assert unpack_since(keyframe, pack_since(keyframe, new)) == (new.uptime_ticks, new.columns)


def test_a_reset_or_another_port_does_not_continue() -> None:
    columns = tuple((10, 10) for _name in COUNTER_NAMES)
    taken = Counters(1, ("a", "b"), columns)
    keyframe = keyframe_of(taken)
    assert continues(keyframe, taken)
    assert not continues(keyframe, taken._replace(ports=("a", "c")))
    assert not continues(keyframe, taken._replace(columns=((9, 10), *columns[1:])))
    assert not continues(keyframe, taken._replace(columns=((-1, 10), *columns[1:])))
    assert not continues(keyframe, taken._replace(discontinuity_ticks=(0, 5)))


def test_a_device_of_many_ports_with_long_names() -> None:
    ports = tuple(f"TenGigabitEthernet{n}/0/0.4094" for n in range(10_000))
    taken = Counters(2**32 - 1, ports, tuple(tuple(range(10_000)) for _name in COUNTER_NAMES))
    assert keyframe_of(taken).ports == ports


def test_a_still_device_takes_few_octets() -> None:
    taken = Counters(1, tuple(map(str, range(48))), tuple((2**40,) * 48 for _name in COUNTER_NAMES))
    assert len(pack_since(keyframe_of(taken), taken)) < 24


def test_sqlite_takes_what_is_packed() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        packed = pack_keyframe(Counters(0, (), tuple(() for _name in COUNTER_NAMES)))
        assert connection.execute("SELECT ?", (packed,)).fetchone() == (packed,)
