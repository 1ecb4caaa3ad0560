"""Planned work in what sweeps store: who is worked on wakes nobody, and what stays down afterwards does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from netinv.app.maintenance import maintaining
from netinv.app.views import overview, planned_work
from netinv.app.views.looking_back import open_at
from netinv.config import Settings
from netinv.errors import UsageError
from netinv.model import Reach, Reached
from netinv.store.reading.event_query import EventQuery
from netinv.store.reading.reader import Reader
from tests.swept import Network, make_empty

if TYPE_CHECKING:
    from pathlib import Path

OK, SILENT, PART = Reach(snmp=Reached.OK), Reach(snmp=Reached.TIMEOUT), Reach(icmp=Reached.OK, snmp=Reached.TIMEOUT)


@pytest.fixture
def network(tmp_path: Path) -> Network:
    """d1 at the province, d2 behind it, d3 beside it with no known way; all are well."""
    (tmp_path / "empty").mkdir()
    network = Network(make_empty(tmp_path / "empty"), str(tmp_path))
    sweep(network)
    return network


def sweep(network: Network, **reaches: Reach) -> Any:
    return network.sweep({n: ([], reaches.get(f"d{n}", OK), 5000) for n in (1, 2, 3)})


def work(network: Network, name: str, begins: str = "now", ends: str = "+2h", **more: Any) -> maintaining.Added:
    return maintaining.add(Settings(db=network.db), name, begins, ends, zone="Asia/Ho_Chi_Minh", **more)


def states(network: Network) -> dict[str, str]:
    with Reader(network.db) as reader:
        return {row.name: row.state for row in reader.devices()}


def open_problems(network: Network) -> list[tuple[str, str]]:
    with Reader(network.db) as reader:
        return [(row.kind, row.name) for row in reader.problems()]


def newest_events(network: Network, since: int) -> set[tuple[str, str, str | None, str]]:
    with Reader(network.db) as reader:
        return {(row.kind, row.subject, row.new, row.severity) for row in reader.events(EventQuery(since=since))}


def wrong(network: Network) -> bool:
    with Reader(network.db) as reader:
        return overview.status(reader, None, network.moment(), 900).wrong


def test_what_is_worked_on_is_no_problem_until_the_window_ends(network: Network) -> None:
    added = work(network, "d3", note="new power supply")
    since = network.moment()
    swept = sweep(network, d3=SILENT)
    assert (swept.exit_code, swept.report["causes"]) == (0, [])
    assert [cause["name"] for cause in swept.report["planned"]] == ["d3"]
    assert states(network) == {"d1": "up", "d2": "up", "d3": "maintenance"}
    assert open_problems(network) == []
    assert newest_events(network, since) == {("device", "d3", "maintenance", "info")}
    assert not wrong(network)
    sweep(network, d3=SILENT)
    maintaining.end(Settings(db=network.db), added.planned.window.id)
    swept = sweep(network, d3=SILENT)
    (_cause,) = swept.report["causes"]
    with Reader(network.db) as reader:
        (problem,) = reader.problems()
        fell = next(row.time for row in reader.events() if row.new == "maintenance")
    assert (problem.name, problem.since, problem.began) == ("d3", fell, fell)
    assert problem.opened_at > fell
    assert (swept.exit_code, states(network)["d3"], wrong(network)) == (1, "down", True)
    assert ("device", "d3", "down", "error") in newest_events(network, since)
    with open_at(network.db, fell) as then:
        assert then.problems() == [], "within the window nobody had a problem"
        assert [row.state for row in then.devices()] == ["up", "up", "maintenance"]


def test_work_on_what_is_down_already_ends_its_problem_but_does_not_call_it_well(network: Network) -> None:
    sweep(network, d3=SILENT)
    with Reader(network.db) as reader:
        (before,) = reader.problems()
    work(network, "d3")
    since = network.moment()
    sweep(network, d3=SILENT)
    assert open_problems(network) == []
    assert newest_events(network, since) == {("device", "d3", "maintenance", "info")}
    maintaining.end(Settings(db=network.db), 1)
    sweep(network, d3=SILENT)
    with Reader(network.db) as reader:
        (after,) = reader.problems()
    assert after.id != before.id
    assert after.began == before.began, "it never answered meanwhile"


def test_what_lies_behind_is_unreachable_and_no_problem_either(network: Network) -> None:
    work(network, "d1--d2")
    swept = sweep(network, d2=SILENT)
    assert (swept.exit_code, swept.report["causes"], open_problems(network)) == (0, [], [])
    with Reader(network.db) as reader:
        (behind,) = [row for row in reader.devices() if row.name == "d2"]
    assert (behind.state, behind.cause) == ("unreachable", "d1--d2")


def test_a_site_covers_all_beneath_it_and_what_answers_there_is_up(network: Network) -> None:
    work(network, "One")
    sweep(network, d1=OK, d2=SILENT, d3=PART)
    assert states(network) == {"d1": "up", "d2": "maintenance", "d3": "maintenance"}
    assert open_problems(network) == []
    sweep(network)
    assert set(states(network).values()) == {"up"}


def test_a_second_failure_beside_the_work_is_a_problem(network: Network) -> None:
    work(network, "d3")
    swept = sweep(network, d2=SILENT, d3=SILENT)
    assert [cause["name"] for cause in swept.report["causes"]] == ["d2"]
    assert open_problems(network) == [("device", "d2")]
    assert wrong(network)


def test_nothing_is_written_while_nothing_changes_within_a_window(network: Network) -> None:
    work(network, "d3")
    sweep(network, d3=SILENT)
    tables = ("device_state", "link_state", "event", "problem", "maintenance")
    before = {table: network.query(f"SELECT count(*) FROM {table}") for table in tables}
    sweep(network, d3=SILENT)
    assert {table: network.query(f"SELECT count(*) FROM {table}") for table in tables} == before


def test_windows_are_listed_by_when_they_begin_and_past_ones_on_demand(network: Network) -> None:
    work(network, "d2", "+2d", "+1h")
    second = work(network, "d3", "+1d", "+1h")
    third = work(network, "d3", "now", "+2d")
    assert [one.window.id for one in third.overlaps] == [second.planned.window.id]
    maintaining.end(Settings(db=network.db), 3)
    with Reader(network.db) as reader:
        now = network.moment()
        assert [(one.window.id, one.state) for one in planned_work.windows(reader, now)] == [
            (2, "planned"),
            (1, "planned"),
        ]
        everything = planned_work.windows(reader, now, past=True)
        assert [(one.window.id, one.state) for one in everything][-1] == (3, "ended")


def test_what_cannot_be_planned_is_said_and_changes_nothing(network: Network) -> None:
    for name, begins, ends, said in (
        ("d9", "now", "+1h", "no site or device is named “d9”"),
        ("d1--d3", "now", "+1h", "no link “d1--d3” is known"),
        ("d1", "2020-01-01", "2020-01-02", "is past already"),
        ("d1", "+2h", "now", "is not after"),
    ):
        with pytest.raises(UsageError, match=said):
            work(network, name, begins, ends)
    with pytest.raises(UsageError, match="no window has the number 5"):
        maintaining.end(Settings(db=network.db), 5)
    assert network.query("SELECT count(*) FROM maintenance") == [(0,)]
