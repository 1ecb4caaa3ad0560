"""Planned work on real agents: nobody is woken within the window, and somebody is for what is still down after it."""

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


@pytest.fixture(autouse=True)
def whole_again(poller: Poller) -> Iterator[None]:
    """After each test's mend one sweep finds everything up, and no problem is open."""
    yield
    poller.network.heal(CABLE)
    poller.network.wait_for_lldp()
    eventually(lambda: whole(poller.network))
    poller.sweep(expect=0)
    assert not_up(poller) == {}
    assert problems(poller, "closed_at IS NULL") == []


def problems(poller: Poller, wanted: str = "1") -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(poller.folder / "inventory.db")) as connection:
        return connection.execute(f"SELECT kind, name, since, opened_at FROM problem WHERE {wanted}").fetchall()


def add(poller: Poller, name: str) -> Any:
    return poller.json("maintenance", "add", name, "--from", "now", "--to", "+2h", "--zone", "Asia/Ho_Chi_Minh")


def cut(poller: Poller) -> None:
    poller.network.cut(CABLE)
    eventually(lambda: oper_status(poller.network, "lapthach-r1", "quangson-r1") == "2")


def test_a_link_that_is_worked_on_and_still_down_afterwards(poller: Poller) -> None:
    added = add(poller, CABLE)
    assert set(added["impact"]["cut_devices"]) == BEHIND, "said before it is cut"
    cut(poller)
    report = poller.sweep(expect=0)
    assert (report["causes"], [cause["name"] for cause in report["planned"]]) == ([], [CABLE])
    assert set(report["planned"][0]["affected_devices"]) == BEHIND
    assert not_up(poller) == dict.fromkeys(BEHIND, "unreachable")
    assert {poller.devices()[name]["cause"] for name in BEHIND} == {CABLE}
    (link,) = list(poller.json("show", CABLE)["links"])
    assert link["state"] == "maintenance"
    status = poller.json("status", expect=0)
    assert (status["causes"], status["problems"]) == ([], [])
    assert [one["name"] for one in status["maintenance"]] == [CABLE]
    assert {event["severity"] for event in poller.json("events", "--since", "5m") if event["old"]} == {"info"}
    assert problems(poller) == []

    poller.netinv("maintenance", "end", str(added["window"]["id"]))
    (cause,) = poller.sweep(expect=1)["causes"]
    assert (cause["name"], cause["since"]) == (CABLE, report["finished_at"]), "since it was cut, not since it is told"
    ((kind, name, since, opened_at),) = problems(poller, "closed_at IS NULL")
    assert (kind, name, since < opened_at) == ("link", CABLE, True)


def test_a_device_that_is_worked_on_with_all_that_hangs_on_it(poller: Poller) -> None:
    add(poller, "quangson-r1")
    poller.network.kill("quangson-r1")
    try:
        poller.sweep(expect=0)
        assert not_up(poller) == {"quangson-r1": "maintenance", "bacbinh-r1": "unreachable"}
        assert problems(poller) == []
    finally:
        poller.network.boot("quangson-r1")
    poller.network.wait_for_lldp()
    poller.sweep(expect=0)
    assert not_up(poller) == {}, "back before its window is over"


def test_another_failure_beside_the_work_is_told(poller: Poller) -> None:
    add(poller, "Huyện Tam Đảo")
    cut(poller)
    report = poller.sweep(expect=1)
    assert [cause["name"] for cause in report["causes"]] == [CABLE]
    assert report["planned"] == []
