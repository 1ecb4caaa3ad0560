"""``netinv problems`` and the filters of ``netinv events``: lives of outages, text for the carrier."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

from netinv.app.views.claiming import carrier_text
from netinv.app.views.listing_problems import listed
from netinv.model import Reach, Reached
from netinv.store.reading.event_query import EventQuery
from netinv.store.reading.reader import Reader
from tests.interface.test_cli_json import check
from tests.swept import Network, make_empty

if TYPE_CHECKING:
    from pathlib import Path

    from tests.interface.running import Place

OK, SILENT = Reach(snmp=Reached.OK), Reach(snmp=Reached.TIMEOUT)


def silent(*numbers: int) -> dict[int, Any]:
    return {n: ([], SILENT if n in numbers else OK, 6000) for n in (1, 2, 3)}


@pytest.fixture
def network(tmp_path: Path) -> Network:
    """Three devices, all of which have answered once."""
    (tmp_path / "empty").mkdir()
    network = Network(make_empty(tmp_path / "empty"), str(tmp_path))
    network.sweep(silent())
    return network


def problems(network: Network, **filters: Any) -> list[dict[str, Any]]:
    with Reader(network.db) as reader:
        found = [one.shape for one in listed(reader, round(time.time() * 1000), **filters)]
    for one in found:
        check(one, "problem")
    return found


def test_a_problem_opens_and_its_end_stays_in_the_history(network: Network) -> None:
    assert problems(network) == []
    network.sweep(silent(3))
    (opened,) = problems(network)
    assert (opened["name"], opened["kind"], opened["state"], opened["closed_at"]) == ("d3", "device", "down", None)
    network.sweep(silent())
    network.sweep(silent())
    assert problems(network) == []
    (ended,) = problems(network, since=0)
    assert ended["id"] == opened["id"]
    assert ended["closed_at"] is not None
    assert ended["duration_s"] is not None
    assert "ended" in ended["sentence"]


def test_only_those_of_a_site(network: Network) -> None:
    network.sweep(silent(3))
    assert [one["name"] for one in problems(network, site="Two")] == ["d3"]
    assert [one["name"] for one in problems(network, site="1")] == ["d3"]
    network.sweep(silent())
    network.sweep(silent())
    assert problems(network, site="Two") == []


def test_text_for_the_carrier(network: Network) -> None:
    with network.store.write() as connection:
        connection.exec_driver_sql("UPDATE declared_link SET carrier = 'VNPT', circuit = 'VP-7'")
    network.sweep(silent(2))
    with Reader(network.db) as reader:
        (found,) = [one for one in listed(reader, round(time.time() * 1000)) if one.standing.row.explains]
        text = carrier_text(reader, found.standing, round(time.time() * 1000))
    lines = text.splitlines()
    assert lines[0].startswith(f"Fault no. {found.standing.row.id}: d2 ")
    assert "Carrier: VNPT" in lines
    assert "Circuit: VP-7" in lines
    assert "End: One, d1 g1" in lines
    assert any(line.startswith("- d2 does not answer; last answer: ") for line in lines)


def test_the_log_by_severity_kind_text_and_problem(network: Network) -> None:
    network.sweep(silent(3))
    with Reader(network.db) as reader:
        everything = reader.events()
        errors = reader.events(EventQuery(severities=["error"]))
        assert [event.subject for event in errors] == ["d3"]
        assert reader.events(EventQuery(text="D3 dówn"))[0] == errors[0]
        assert reader.events(EventQuery(text="d3 nonsense")) == []
        assert reader.events(EventQuery(problem_id=errors[0].problem_id))[0] == errors[0]
        assert reader.events(EventQuery(kinds=["reboot"])) == []
        until = everything[0].time
        assert reader.events(EventQuery(until=until)) == everything
        assert reader.events(EventQuery(until=everything[-1].time - 1)) == []


def test_the_commands(swept: Place) -> None:
    ran = swept.run("problems", "--json")
    assert ran.code == 1
    assert ran.json
    for one in ran.json:
        check(one, "problem")
    first = ran.json[0]
    shown = swept.run("problems", str(first["id"]))
    assert first["sentence"] in shown.out
    assert shown.out.count("\n") > 2, "the story of its events"
    assert "Circuit" in swept.run("problems", str(first["id"]), "--carrier").out
    assert swept.run("problems", "--carrier").code == 2
    assert "no problem has the number 999" in swept.run("problems", "999").err
    errors = swept.run("events", "--severity", "error", "--json").json
    assert errors
    assert {one["severity"] for one in errors} == {"error"}
    of_one = swept.run("events", "--problem", str(first["id"]), "--json").json
    assert {one["problem"] for one in of_one} == {first["id"]}
    words = swept.run("events", errors[0]["subject"], "--kind", errors[0]["kind"], "--json").json
    assert errors[0] in words
