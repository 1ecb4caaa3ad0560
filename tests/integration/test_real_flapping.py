"""A real link that goes down and up again between sweeps: one problem and a handful of messages, until it is calm."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from tests.integration.network.checks import eventually, not_up, oper_status, whole
from tests.integration.network.requirements import MARKS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.integration.network.poller import Poller

pytest_plugins = ["tests.integration.network.fixtures"]
pytestmark = MARKS

CABLE = "lapthach-r1--quangson-r1"
BEHIND = {"quangson-r1", "bacbinh-r1"}
ROUNDS = 4
CALM_MS = 6 * 3_600_000
CHANNEL = """[[channels]]
name = "noc"
kind = "webhook"
url = "http://127.0.0.1:9/"
[[alerts]]
channels = ["noc"]
after_s = 0
"""


@pytest.fixture
def told(poller: Poller) -> Iterator[Poller]:
    """A poller that has somebody to tell; nobody listens, so what is told stands in the outbox."""
    path = poller.folder / "netinv.toml"
    path.write_text(path.read_text() + CHANNEL)
    yield poller
    poller.network.heal(CABLE)
    eventually(lambda: whole(poller.network))


def query(poller: Poller, sql: str) -> list[Any]:
    with closing(sqlite3.connect(poller.folder / "inventory.db")) as connection, connection:
        return connection.execute(sql).fetchall()


def actions(poller: Poller) -> list[str]:
    return [action for (action,) in query(poller, "SELECT action FROM outbox ORDER BY id")]


def flap(poller: Poller) -> None:
    """Down, a sweep, up, a sweep."""
    poller.network.cut(CABLE)
    eventually(lambda: oper_status(poller.network, "lapthach-r1", "quangson-r1") == "2")
    (cause,) = poller.sweep(expect=1)["causes"]
    assert cause["name"] == CABLE
    assert not_up(poller) == dict.fromkeys(BEHIND, "unreachable")
    poller.network.heal(CABLE)
    poller.network.wait_for_lldp()
    eventually(lambda: whole(poller.network))
    poller.sweep(expect=None)
    assert not_up(poller) == {}


def test_a_link_that_comes_and_goes_is_one_problem_until_it_is_calm(told: Poller) -> None:
    for _round in range(ROUNDS):
        flap(told)
    status = told.json("status", expect=1)
    assert status["causes"] == []
    (problem,) = status["problems"]
    assert (problem["kind"], problem["name"], problem["state"]) == ("link", CABLE, "up")
    assert f"flapping, {2 * ROUNDS} changes since " in problem["sentence"]
    errors = [event for event in told.json("events") if event["severity"] == "error"]
    assert len(errors) == 2, "the first outage, and the one that stays"
    assert actions(told) == ["open", "end", "open", "update"], f"not {2 * ROUNDS} alarms"

    query(told, f"UPDATE flap SET changed_at = changed_at - {CALM_MS}, since = since - {CALM_MS}")
    told.sweep(expect=0)
    assert told.json("status", expect=0)["problems"] == []
    assert actions(told) == ["open", "end", "open", "update", "end"]
    flapping = [event for event in told.json("events") if event["kind"] == "flapping"]
    assert {(event["old"], event["new"]) for event in flapping} == {(None, "4"), (str(2 * ROUNDS), None)}
