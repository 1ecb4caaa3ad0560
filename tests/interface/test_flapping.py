"""What flaps in what sweeps store: one problem with its number of changes, in every listing."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

from netinv.app.maintenance import maintaining
from netinv.app.views import overview
from netinv.app.views.listing_problems import listed
from netinv.config import Settings
from netinv.model import Interface, Kind, Reach, Reached, Reading
from netinv.store.reading.reader import Reader
from tests.swept import Network, make_empty

if TYPE_CHECKING:
    from pathlib import Path

OK, SILENT = Reach(snmp=Reached.OK), Reach(snmp=Reached.TIMEOUT)


@pytest.fixture
def network(tmp_path: Path) -> Network:
    """Three devices, all well."""
    (tmp_path / "empty").mkdir()
    network = Network(make_empty(tmp_path / "empty"), str(tmp_path))
    sweep(network)
    return network


def sweep(network: Network, port: int | None = None, **reaches: Reach) -> Any:
    ports = [Reading("interfaces", (Interface("g7", 7, admin_status=1, oper_status=port or 1),), (Kind.INTERFACE,))]
    return network.sweep({n: (ports if n == 1 else [], reaches.get(f"d{n}", OK), 5000) for n in (1, 2, 3)})


def flap(network: Network, times: int) -> None:
    for _ in range(times):
        sweep(network, d3=SILENT)
        sweep(network)


def problems(network: Network) -> list[tuple[str, str, str, int | None]]:
    with Reader(network.db) as reader:
        return [(row.kind, row.name, row.state, row.flaps) for row in reader.problems()]


def test_a_device_that_comes_and_goes_is_one_problem_that_stays(network: Network) -> None:
    flap(network, 7)
    assert problems(network) == [("device", "d3", "up", 14)]
    assert network.query("SELECT count(*) FROM problem") == [(2,)], "the first outage, and the one that stays"
    errors = network.query("SELECT count(*) FROM event WHERE severity = 'error'")
    assert errors == [(2,)], "not one for each of seven outages"
    with Reader(network.db) as reader:
        now = round(time.time() * 1000)
        found = overview.status(reader, None, now, 900)
        (one,) = listed(reader, now)
        flapping = [row for row in reader.events() if row.kind == "flapping"]
    (told,) = found.shape["problems"]
    assert told["sentence"].startswith("d3: flapping, 14 changes since ")
    assert told["sentence"].endswith(", up just now")
    assert (one.shape["flaps"], one.shape["state"], found.wrong) == (14, "up", True)
    assert [(row.subject, row.new, row.severity, row.site) for row in flapping] == [("d3", "4", "warning", "2")]
    assert flapping[0].problem_id == one.shape["id"]
    sweep(network, d3=SILENT)
    (row,) = network.query("SELECT explains, state, flaps FROM problem WHERE closed_at IS NULL")
    assert row == (1, "down", 15), "while it is down it explains what lies behind it"
    with Reader(network.db) as reader:
        (cause,) = overview.status(reader, None, now, 900).shape["causes"]
    assert "d3 does not answer since" in cause["sentence"]


def test_a_port_that_leads_nowhere_known_is_a_problem_while_it_flaps(network: Network) -> None:
    for status in (2, 1, 2):
        sweep(network, port=status)
        assert problems(network) == []
    sweep(network, port=1)
    assert problems(network) == [("interface", "d1:g7", "up", 4)]
    sweep(network, port=2)
    assert problems(network) == [("interface", "d1:g7", "up", 5)]
    with Reader(network.db) as reader:
        warnings = [row for row in reader.events() if row.severity == "warning"]
        now = round(time.time() * 1000)
        assert overview.status(reader, "1", now, 900).wrong
        assert overview.status(reader, "2", now, 900).shape["problems"] == []
    assert [(row.kind, row.new) for row in warnings] == [
        ("flapping", "4"),
        ("oper_status", "down"),
        ("oper_status", "down"),
    ]


def test_nothing_is_written_while_what_flapped_is_still(network: Network) -> None:
    flap(network, 3)
    before = network.query("SELECT * FROM flap"), network.query("SELECT count(*) FROM event")
    sweep(network)
    assert (network.query("SELECT * FROM flap"), network.query("SELECT count(*) FROM event")) == before


def test_work_on_what_flaps_ends_its_problem(network: Network) -> None:
    flap(network, 3)
    maintaining.add(Settings(db=network.db), "d3", "now", "+1h", zone="UTC")
    sweep(network, d3=SILENT)
    assert problems(network) == []
