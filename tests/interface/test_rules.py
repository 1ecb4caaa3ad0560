"""Rules in what sweeps store: events when they are broken and kept again, links degraded by them."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from netinv.app.maintenance import maintaining
from netinv.app.views import overview
from netinv.config import Settings
from netinv.model import COUNTER_NAMES, Counters, Interface, Kind, Neighbor, Reach, Reached, Reading, System
from netinv.store.reading.reader import Reader
from tests.swept import Network, make_empty

if TYPE_CHECKING:
    from pathlib import Path

OK = Reach(snmp=Reached.OK)
PERIOD_MS = 60_000
PORTS = ("g1", "g7")


class Life:
    """A network of d1:g1--d2:g1 that is swept once a minute."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.counted = {name: [1000, 1000] for name in COUNTER_NAMES}
        self.minute = 0

    def sweep(self, ends: tuple[Any, Any] = ({}, {}), **grown: int) -> Any:
        """``grown`` in a second, on d1:g1; ``ends`` are what the two ports say beside being up."""
        self._age()
        self.minute += 1
        for name, per_s in grown.items():
            self.counted[name][0] += per_s * PERIOD_MS // 1000
        columns = tuple(tuple(self.counted[name]) for name in COUNTER_NAMES)
        counters = Counters(self.minute * PERIOD_MS // 10, PORTS, columns, (0, 0))
        return self.network.sweep(
            {
                1: ([*_read("d1", "d2", ends[0]), Reading("counters", (counters,))], OK, counters.uptime_ticks),
                2: (_read("d2", "d1", ends[1]), OK, 5000),
                3: ([], OK, 5000),
            }
        )

    def _age(self) -> None:
        """Make a minute pass."""
        with closing(sqlite3.connect(self.network.db)) as connection, connection:
            for table, column in (("counter_chunk", "taken_at"), ("poll", "counters_at")):
                later = f"{column} = {column} - ?, keyframe_at = keyframe_at - ?"
                connection.execute(f"UPDATE {table} SET {later}", (PERIOD_MS, PERIOD_MS))

    def link(self) -> str:
        with Reader(self.network.db) as reader:
            return next(row.state for row in reader.links())

    def sentences(self) -> list[str]:
        with Reader(self.network.db) as reader:
            found = overview.status(reader, None, round(time.time() * 1000), 900)
        return [one["sentence"] for one in found.shape["problems"]]

    def events(self, kind: str) -> list[tuple[str, str | None, str | None, str]]:
        with Reader(self.network.db) as reader:
            rows = [row for row in reader.events() if row.kind == kind]
        return [(row.subject, row.old, row.new, row.severity) for row in reversed(rows)]


def _read(name: str, peer: str, port: Any) -> list[Reading]:
    g1 = Interface("g1", 1, admin_status=1, oper_status=1, **{"speed_bps": 1_000_000, "duplex": 3, **port})
    g7 = Interface("g7", 7, admin_status=1, oper_status=2)
    seen = Neighbor("lldp", "g1", remote_name=peer, remote_port="g1")
    return [
        Reading("system", (System(sys_name=name),), (Kind.SYSTEM,)),
        Reading("interfaces", (g1, g7), (Kind.INTERFACE,)),
        Reading("neighbors", (seen,), (Kind.NEIGHBOR,)),
    ]


@pytest.fixture
def life(tmp_path: Path) -> Life:
    (tmp_path / "empty").mkdir()
    life = Life(Network(make_empty(tmp_path / "empty"), str(tmp_path)))
    life.sweep()
    life.sweep()
    assert life.link() == "up"
    return life


def test_errors_degrade_the_link_until_they_have_sunk(life: Life) -> None:
    assert life.sweep(in_errors=1, out_errors=2).exit_code == 1
    assert life.link() == "degraded"
    (said,) = life.sentences()
    assert said.startswith("the link d1--d2 is degraded since ")
    assert said.endswith(": errors on d1:g1: 3/s")
    life.sweep(in_errors=1)
    assert life.link() == "degraded", "at the threshold it stays"
    assert life.sweep().exit_code == 0
    assert (life.link(), life.sentences()) == ("up", [])
    assert life.events("errors") == [("d1:g1", None, "3/s", "warning"), ("d1:g1", "3/s", None, "info")]
    link = [(old, new) for _name, old, new, _severity in life.events("link")]
    assert link[-2:] == [("up", "degraded"), ("degraded", "up")]


def test_a_link_above_its_share_is_degraded(life: Life) -> None:
    life.sweep(out_octets=120_000)
    assert life.link() == "degraded"
    assert life.events("load") == [("d1:g1", None, "96%", "warning")]
    assert life.sentences()[0].endswith("load of d1:g1: 96%")


def test_discards_are_a_rule_of_their_own(life: Life) -> None:
    life.sweep(in_discards=9)
    assert (life.link(), life.events("discards")) == ("up", [])
    life.sweep(in_discards=10)
    assert (life.link(), life.events("discards")) == ("degraded", [("d1:g1", None, "10/s", "warning")])


def test_ends_that_disagree_degrade_the_link_until_they_agree(life: Life) -> None:
    life.sweep(({}, {"duplex": 2}))
    assert life.link() == "degraded"
    life.sweep(({"speed_bps": 100_000_000}, {"speed_bps": 1_000_000_000, "duplex": 2}))
    assert life.events("duplex") == [("d1:g1--d2:g1", None, "full, half", "warning")]
    assert life.events("speed") == [("d1:g1--d2:g1", None, "100 Mb/s, 1 Gb/s", "warning")]
    life.sweep()
    assert life.link() == "up"
    assert [new for _subject, _old, new, _severity in life.events("duplex")] == ["full, half", None]


def test_nothing_is_written_while_a_rule_stays_broken(life: Life) -> None:
    life.sweep(in_errors=3)
    tables = ("breach", "event", "link_state", "problem", "flap")
    before = [life.network.query(f"SELECT count(*) FROM {table}") for table in tables]
    life.sweep(in_errors=30)
    assert [life.network.query(f"SELECT count(*) FROM {table}") for table in tables] == before


def test_a_link_that_is_worked_on_is_in_maintenance_and_no_problem(life: Life) -> None:
    maintaining.add(Settings(db=life.network.db), "d1--d2", "now", "+1h", zone="UTC")
    assert life.sweep(in_errors=3).exit_code == 0
    assert (life.link(), life.sentences()) == ("maintenance", [])
    assert life.events("errors") == [("d1:g1", None, "3/s", "info")]
