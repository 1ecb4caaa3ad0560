"""Rates of ports between the last two counters of a device."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from netinv.app.data.importing import import_inventory
from netinv.config import Settings
from netinv.model import COUNTER_NAMES, Counters
from netinv.store.measured import ageing
from netinv.store.reading.rates import Rates
from netinv.store.writing import polls
from netinv.store.writing.engine import Store

MINUTE_MS = 60_000
START_MS = 1_700_000_000_000


@pytest.fixture
def db(tmp_path: Path) -> Path:
    (tmp_path / "sites.csv").write_text("code,name,level\n1,One,province\n")
    (tmp_path / "devices.csv").write_text("name,site,address\nd1,1,192.0.2.1\nd2,1,192.0.2.2\n")
    import_inventory(Settings(db=tmp_path / "inventory.db"), [tmp_path], now_ms=START_MS)
    return tmp_path / "inventory.db"


def take(db: Path, at_ms: int, octets_in: tuple[int, ...], discontinuity: tuple[int, ...] = ()) -> None:
    """Store the counters of the first device: so many octets in, twice as many out."""
    rest = tuple((0,) * len(octets_in) for _name in COUNTER_NAMES[2:])
    columns = (octets_in, tuple(-1 if number < 0 else number * 2 for number in octets_in), *rest)
    counters = Counters(at_ms // 10 % 2**32, tuple(f"g{n}" for n in range(len(octets_in))), columns, discontinuity)
    with Store(db).write() as connection:
        poll = polls.polls(connection).get(1, polls.PollRow(1, at_ms))
        writer = polls.CounterWriter(connection, at_ms)
        keyframe_at, _keyframe = writer.add(1, counters, poll.keyframe_at)
        writer.flush()
        polls.write_polls(connection, [poll._replace(asked_at=at_ms, counters_at=at_ms, keyframe_at=keyframe_at)])


def rates(db: Path, ports: int = 1, at: int | None = None) -> list[tuple[int | None, int | None]]:
    with closing(sqlite3.connect(db)) as connection:
        found = Rates(connection, 1, at)
        assert Rates(connection, None, at).of(1, "g0") == found.of(1, "g0")
        assert found.of(2, "g0") == (None, None)
        return [found.of(1, f"g{n}") for n in range(ports)]


def test_bits_a_second_over_the_last_two(db: Path) -> None:
    assert rates(db) == [(None, None)]
    take(db, START_MS, (0,))
    assert rates(db) == [(None, None)]
    take(db, START_MS + MINUTE_MS, (60_000,))
    assert rates(db) == [(8_000, 16_000)]
    take(db, START_MS + 2 * MINUTE_MS, (60_000,))
    assert rates(db) == [(0, 0)]
    assert rates(db, at=START_MS + MINUTE_MS + 1) == [(8_000, 16_000)]


def test_nothing_is_said_across_a_reset(db: Path) -> None:
    take(db, START_MS, (1_000, 1_000, -1))
    take(db, START_MS + MINUTE_MS, (500, 2_000, -1))
    assert rates(db, 3)[0] == (None, None)
    assert rates(db, 3)[1] == (133, 267)
    assert rates(db, 3)[2] == (None, None)
    take(db, START_MS + 2 * MINUTE_MS, (600, 3_000, 5), discontinuity=(7, 0, 0))
    assert rates(db, 3)[0] == (None, None)  # it grew, and yet ifCounterDiscontinuityTime says that it was reset
    assert rates(db, 3)[1] == (133, 267)
    assert rates(db, 3)[2] == (None, None)


def test_other_ports_are_measured_by_their_names(db: Path) -> None:
    take(db, START_MS, (1_000,))
    take(db, START_MS + MINUTE_MS, (1_060, 99))
    assert rates(db, 2) == [(8, 16), (None, None)]


def test_a_rate_over_hours_says_nothing_of_now(db: Path) -> None:
    take(db, START_MS, (0,))
    take(db, START_MS + 3 * 60 * MINUTE_MS, (10_000,))
    assert rates(db) == [(None, None)]


def test_old_counters_go_and_the_last_stay_readable(db: Path) -> None:
    day_ms = 24 * 60 * MINUTE_MS
    for day in range(20):
        take(db, START_MS + day * day_ms, (day,))
        take(db, START_MS + day * day_ms + MINUTE_MS, (day + 60,))
    with Store(db).write() as connection:
        ageing.age(connection, START_MS + 20 * day_ms, ageing.Keeping(3, 10, 20, 30))
        left = connection.exec_driver_sql("SELECT count(*), min(taken_at) FROM counter_chunk").one()
    assert 2 <= left[0] < 20
    assert left[1] >= START_MS + 15 * day_ms
    assert rates(db) == [(8, 16)]
