"""Why things are down, on real agents whose ways depend on the links: failures named exactly, mends seen at once.

Each test begins with a network that is whole and a poller that has swept it, and ends with a sweep after the mend in
which everything is up.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from tests.integration.network.checks import eventually, not_up, oper_status, whole
from tests.integration.network.province import PLAN
from tests.integration.network.requirements import MARKS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.integration.network.poller import Poller

pytest_plugins = ["tests.integration.network.fixtures"]
pytestmark = MARKS

LAPTHACH = {"lapthach-r1", *(node.name for node in PLAN.nodes if node.address.startswith("10.26.1."))}
TAMDAO = {"tamdao-r1", *(node.name for node in PLAN.nodes if node.address.startswith("10.26.2."))}
TO_LAPTHACH = ("core1--lapthach-r1", "core2--lapthach-r1")
TO_TAMDAO = ("core1--tamdao-r1", "core2--tamdao-r1")


@pytest.fixture(autouse=True)
def whole_again(poller: Poller) -> Iterator[None]:
    """After each test's mend one sweep finds everything up, ends every problem, and leaves no open outage."""
    yield
    poller.network.wait_for_lldp()
    eventually(lambda: whole(poller.network))
    report = poller.sweep(expect=0)
    assert (not_up(poller), report["causes"]) == ({}, [])
    status = poller.json("status")
    assert (status["causes"], status["problems"]) == ([], [])
    assert [row for row in problems(poller) if row[-1] is None] == []


def problems(poller: Poller) -> list[tuple[Any, ...]]:
    """The problems that the poller has stored: kind, name, whether it explains silence, when it ended."""
    with sqlite3.connect(poller.folder / "inventory.db") as connection:
        found = connection.execute("SELECT kind, name, explains, closed_at FROM problem ORDER BY id").fetchall()
    connection.close()
    return found


@contextmanager
def cut(poller: Poller, *cables: str) -> Iterator[None]:
    """Cut the cables until the end of the block; begins when the agents at the cores say it."""
    poller.network.cut(*cables)
    try:
        for cable in cables:
            near, far = cable.split("--")
            eventually(lambda near=near, far=far: oper_status(poller.network, near, far) != "1")  # type: ignore[misc]
        yield
    finally:
        poller.network.heal(*cables)


def named(report: Any) -> list[tuple[str, str]]:
    return [(cause["kind"], cause["name"]) for cause in report["causes"]]


def silent(states: dict[str, str]) -> set[str]:
    return {name for name, state in states.items() if state != "degraded"}


def test_one_of_two_uplinks_degrades_the_district_alone(poller: Poller) -> None:
    with cut(poller, "core1--lapthach-r1"):
        assert named(poller.sweep(expect=1)) == []
        assert not_up(poller) == {"lapthach-r1": "degraded"}
        assert poller.devices()["lapthach-r1"]["cause"] == "core1--lapthach-r1"
        (problem,) = poller.json("status", expect=1)["problems"]
        assert (problem["kind"], problem["name"]) == ("link", "core1--lapthach-r1")
        assert "redundancy lost" in problem["sentence"]
        assert "one way is left for lapthach-r1" in problem["sentence"]
        assert problems(poller) == [("link", "core1--lapthach-r1", 0, None)]


def test_a_single_uplink_cuts_off_what_hangs_on_it_and_nothing_else(poller: Poller) -> None:
    poller.network.cut("lapthach-r1--quangson-r1")
    try:
        eventually(lambda: oper_status(poller.network, "lapthach-r1", "quangson-r1") == "2")
        report = poller.sweep(expect=1)
        assert named(report) == [("link", "lapthach-r1--quangson-r1")]
        assert not_up(poller) == {"quangson-r1": "unreachable", "bacbinh-r1": "unreachable"}
        (cause,) = report["causes"]
        assert (cause["confidence"], cause["affected_sites"]) == ("sure", ["08764", "08773"])
        assert cause["sentence"].startswith("2 communes cut off since ")
        vietnamese = poller.json("status", expect=1, env={"NETINV_LANG": "vi"})["causes"][0]["sentence"]
        assert vietnamese.startswith("2 xã mất kết nối từ ")
        shown = poller.json("show", "bacbinh-r1")
        assert shown["cause"] == "lapthach-r1--quangson-r1"
        assert [problem["sentence"] for problem in shown["problems"]] == [cause["sentence"]]
        assert cause["sentence"] in poller.netinv("show", "26").stdout
        assert poller.sweep(expect=1)["causes"][0]["since"] == cause["since"], "one outage, however many sweeps"
    finally:
        poller.network.heal("lapthach-r1--quangson-r1")
    poller.network.wait_for_lldp()
    eventually(lambda: whole(poller.network))
    poller.sweep(expect=0)
    assert [row[:3] for row in problems(poller)] == [("link", "lapthach-r1--quangson-r1", 1)]


def test_two_districts_at_once_are_two_causes(poller: Poller) -> None:
    """All their ports went dark: whether they lost power or their cables, nothing can tell, so both are named."""
    with cut(poller, *TO_LAPTHACH, *TO_TAMDAO):
        report = poller.sweep(expect=1)
        assert sorted(named(report)) == [("device", "lapthach-r1"), ("device", "tamdao-r1")]
        assert {cause["alternative"] for cause in report["causes"]} == {", ".join(TO_LAPTHACH), ", ".join(TO_TAMDAO)}
        states = not_up(poller)
        assert silent(states) == LAPTHACH | TAMDAO
        assert {name for name, state in states.items() if state == "down"} == {"lapthach-r1", "tamdao-r1"}
        assert states.keys() - silent(states) == {"core2"}, "its second way led through the districts"


def test_both_links_over_one_circuit_are_named_by_it(poller: Poller) -> None:
    shared = "a_device,b_device,a_interface,b_interface,carrier,circuit\n"
    for cable in TO_LAPTHACH:
        one = PLAN.cables[PLAN.cable(cable)]
        shared += f"{one.a},{one.b},{one.a_port},{one.b_port},VNPT,VNPT-0173\n"
    (poller.folder / "links.csv").write_text(shared)
    poller.netinv("import", "links.csv")
    with cut(poller, *TO_LAPTHACH):
        report = poller.sweep(expect=1)
        (cause,) = report["causes"]
        assert (cause["kind"], cause["name"], cause["alternative"]) == ("group", "VNPT-0173", "lapthach-r1")
        assert len(cause["members"]) == 2
        assert "the links over VNPT-0173 are down" in cause["sentence"]
        assert silent(not_up(poller)) == LAPTHACH
        assert set(not_up(poller).values()) <= {"unreachable", "degraded"}


def test_a_link_silent_with_its_carrier_up_is_told_with_both_explanations(poller: Poller) -> None:
    """Light at the near end: first the commune is blamed; when its LLDP has aged out, the link is named beside it."""
    network = poller.network
    network.mute("lapthach-r1--ngocmy-r1")
    try:
        assert named(poller.sweep(expect=1)) == [("device", "ngocmy-r1")]
        assert not_up(poller) == {"ngocmy-r1": "down"}
        eventually(lambda: not any(peer == "ngocmy-r1" for _, peer in network.neighbors("lapthach-r1")), 120.0)

        def both_named() -> bool:
            (cause,) = poller.sweep(expect=1)["causes"]
            return bool(cause["name"] == "ngocmy-r1" and cause["alternative"] == "lapthach-r1--ngocmy-r1")

        eventually(both_named)
        assert not_up(poller) == {"ngocmy-r1": "down"}
        assert len(problems(poller)) == 1, "one outage, whatever it is taken for"
    finally:
        network.mute("lapthach-r1--ngocmy-r1", muted=False)


def test_a_core_of_two_costs_the_districts_their_second_way_only(poller: Poller) -> None:
    poller.network.kill("core2")
    try:
        eventually(lambda: oper_status(poller.network, "core1", "core2") != "1")
        eventually(lambda: oper_status(poller.network, "tamdao-r1", "core2") != "1")
        eventually(lambda: oper_status(poller.network, "lapthach-r1", "core2") != "1")
        report = poller.sweep(expect=1)
        assert named(report) == [("device", "core2")]
        assert not_up(poller) == {"core2": "down", "lapthach-r1": "degraded", "tamdao-r1": "degraded"}
        assert {poller.devices()[name]["cause"] for name in ("lapthach-r1", "tamdao-r1")} == {"core2"}
        status = poller.json("status", expect=1)
        assert ([cause["name"] for cause in status["causes"]], status["problems"]) == (["core2"], [])
    finally:
        poller.network.boot("core2")


def test_a_poller_that_is_cut_off_declares_nobody_down(poller: Poller) -> None:
    poller.network.cut("poller--core1")
    try:
        report = poller.sweep(expect=3)
        assert (report["causes"], report["states"]) == ([], {"unknown": report["targets"]})
        (problem,) = poller.json("status", expect=1)["problems"]
        assert problem["kind"] == "poller"
        assert "lost sight" in problem["sentence"]
        poller.netinv("sweep", "--only", "lapthach-r1", expect=3)
        errors = [event for event in poller.json("events") if event["severity"] == "error"]
        assert [event["kind"] for event in errors] == ["poller"], "lost sight is one problem"
    finally:
        poller.network.heal("poller--core1")


def test_a_reboot_is_an_event_and_no_outage(poller: Poller) -> None:
    poller.network.kill("daotru-r1")
    poller.network.boot("daotru-r1")
    poller.network.wait_for_lldp()
    eventually(lambda: whole(poller.network))
    poller.sweep(expect=0)
    events = [event for event in poller.json("events") if event["subject"] == "daotru-r1"]
    assert [event["kind"] for event in events if event["old"] or event["kind"] != "device"] == ["reboot"]
    assert problems(poller) == []
