"""Taking an event on: it and its open problem keep by whom, when and in which words."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from netinv.app.maintenance.acknowledging import acknowledge
from netinv.config import Settings
from netinv.errors import UsageError
from netinv.model import Reach, Reached
from netinv.store.reading.reader import Reader
from tests.swept import Network, make_empty

if TYPE_CHECKING:
    from pathlib import Path

    from tests.interface.running import Place

OK, SILENT = Reach(snmp=Reached.OK), Reach(snmp=Reached.TIMEOUT)


@pytest.fixture
def network(tmp_path: Path) -> Network:
    """Three devices; the third has fallen silent in the second sweep."""
    (tmp_path / "empty").mkdir()
    network = Network(make_empty(tmp_path / "empty"), str(tmp_path))
    network.sweep({n: ([], OK, 5000) for n in (1, 2, 3)})
    network.sweep({n: ([], SILENT if n == 3 else OK, 6000) for n in (1, 2, 3)})
    return network


def test_an_event_and_its_open_problem_are_taken_on(network: Network) -> None:
    with Reader(network.db) as reader:
        opening = next(event for event in reader.events() if event.severity == "error")
    assert opening.subject == "d3"
    assert acknowledge(Settings(db=network.db), [opening.id], "VNPT\x1b[31m called") == 1
    with Reader(network.db) as reader:
        taken = next(event for event in reader.events() if event.id == opening.id)
        (problem,) = [row for row in reader.problems() if row.name == "d3"]
    assert taken.acked_by
    assert taken.acked_at
    assert taken.note is not None
    assert "\x1b" not in taken.note
    assert (problem.acked_by, problem.acked_at, problem.note) == (taken.acked_by, taken.acked_at, taken.note)


def test_an_unknown_number_acknowledges_nothing(network: Network) -> None:
    with pytest.raises(UsageError, match="no event has the number 999"):
        acknowledge(Settings(db=network.db), [1, 999])
    with closing(sqlite3.connect(network.db)) as connection:
        assert connection.execute("SELECT count(*) FROM event WHERE acked_by IS NOT NULL").fetchone() == (0,)


def test_what_a_problem_was_is_told_and_taken_back(swept: Place) -> None:
    number = swept.run("problems", "--json").json[0]["id"]
    assert swept.run("ack", "--problem", str(number), "--cause", "power", "-m", "UPS dead").code == 0
    told = next(one for one in swept.run("problems", "--json").json if one["id"] == number)
    assert (told["told_cause"], told["note"]) == ("power", "UPS dead")
    assert swept.run("ack", "--problem", str(number), "--cause", "none").code == 0
    assert swept.run("problems", "--json").json[0]["told_cause"] is None
    for words, message in (
        (["--cause", "power"], "--problem NUMBER"),
        (["--problem", "9999", "--cause", "power"], "no problem has the number 9999"),
        (["--problem", str(number), "--cause", "magic"], "magic"),
    ):
        ran = swept.run("ack", *words)
        assert ran.code == 2
        assert message in ran.err
