"""Failures on real agents, each told as what it is and gone within one sweep after the mend.

Each test starts from what a first sweep of the whole network has stored.
"""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.integration.network.checks import SILENCE_S, eventually, not_up, oper_status, whole
from tests.integration.network.province import PLAN
from tests.integration.network.requirements import MARKS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.integration.network.poller import Poller

pytest_plugins = ["tests.integration.network.fixtures"]
pytestmark = MARKS


def test_a_hung_commune_is_down_within_one_sweep_and_up_within_one(poller: Poller) -> None:
    """Its port at the district stays up, so that nothing but the device itself can be the cause."""
    network = poller.network
    network.kill("tamquan-r1", dark=False)
    try:
        report = poller.sweep(expect=1)
        assert not_up(poller) == {"tamquan-r1": "down"}
        assert [cause["name"] for cause in report["causes"]] == ["tamquan-r1"]
        assert report["duration_s"] < SILENCE_S
        assert poller.devices()["tamquan-r1"]["reach"] == {"icmp": "timeout", "snmp": "timeout", "ssh": None}
        before = poller.rows()["device_state"]
        poller.sweep(expect=1)
        assert poller.rows()["device_state"] == before, "a state that lasts is no change"
    finally:
        network.boot("tamquan-r1")
    network.wait_for_lldp()
    poller.sweep(expect=0)
    assert not_up(poller) == {}
    events = [event for event in poller.json("events") if event["subject"] == "tamquan-r1"]
    told = [(event["kind"], event["old"], event["new"]) for event in sorted(events, key=lambda event: event["id"])]
    assert [event for event in told if event[0] == "device"][-2:] == [
        ("device", "up", "down"),
        ("device", "down", "up"),
    ]
    assert "reboot" in {kind for kind, _old, _new in told}


def test_a_commune_without_power_leaves_a_dark_link(poller: Poller) -> None:
    """The district's port says down: the near end decides, so the link is the cause and the commune behind it."""
    network = poller.network
    network.kill("tamquan-r1")
    try:
        eventually(lambda: "2" in oper_status(network, "tamdao-r1", "tamquan-r1"))
        report = poller.sweep(expect=1)
        assert not_up(poller) == {"tamquan-r1": "unreachable"}
        assert [(cause["kind"], cause["name"]) for cause in report["causes"]] == [("link", "tamdao-r1--tamquan-r1")]
    finally:
        network.boot("tamquan-r1")
    network.wait_for_lldp()
    eventually(lambda: whole(network))
    poller.sweep(expect=0)
    assert not_up(poller) == {}


def test_its_uptime_tells_that_it_was_the_power_and_not_the_link(poller: Poller) -> None:
    """Cut off without light for both: the one that ran on was cut off, the one that boots anew had no power."""
    network = poller.network
    network.kill("tamquan-r1")
    try:
        eventually(lambda: "2" in oper_status(network, "tamdao-r1", "tamquan-r1"))
        assert poller.sweep(expect=1)["causes"][0]["kind"] == "link"
    finally:
        network.boot("tamquan-r1")
    network.wait_for_lldp()
    eventually(lambda: whole(network))
    poller.sweep(expect=0)
    found = poller.json("report", "availability", "--from", "1h")
    site = poller.devices()["tamquan-r1"]["site"]
    unit = next(one for one in found["units"] if one["code"] == site)
    assert unit["down_s"] > 0
    assert (unit["power_s"], unit["link_s"]) == (unit["down_s"], 0)


def test_a_hung_ssh_only_commune_is_down_as_quickly(poller: Poller) -> None:
    poller.network.kill("yenduong-r1", dark=False)
    try:
        report = poller.sweep(expect=1)
        assert not_up(poller) == {"yenduong-r1": "down"}
        assert report["duration_s"] < SILENCE_S
    finally:
        poller.network.boot("yenduong-r1")


def test_a_dead_district_is_the_cause_and_its_communes_are_unreachable(poller: Poller) -> None:
    behind = {node.name for node in PLAN.nodes if node.address.startswith("10.26.1.")} - {"lapthach-r1"}
    poller.network.kill("lapthach-r1")
    try:
        report = poller.sweep(expect=1)
        assert not_up(poller) == {"lapthach-r1": "down", **dict.fromkeys(behind, "unreachable")}
        assert [cause["name"] for cause in report["causes"]] == ["lapthach-r1"]
        assert set(report["causes"][0]["affected_devices"]) == behind
    finally:
        poller.network.boot("lapthach-r1")
    poller.network.wait_for_lldp()
    eventually(lambda: whole(poller.network))
    poller.sweep(expect=0)
    assert not_up(poller) == {}


def test_a_cut_cable_is_a_broken_link_and_no_dead_device(poller: Poller) -> None:
    network, ends = poller.network, PLAN.cables[PLAN.cable("core1--lapthach-r1")].ends
    network.cut("core1--lapthach-r1")
    try:
        eventually(lambda: "2" in oper_status(network, "core1", "lapthach-r1"))
        eventually(lambda: "2" in oper_status(network, "lapthach-r1", "core1"))
        poller.sweep(expect=1)
        links = poller.links()
        assert set(not_up(poller).values()) <= {"degraded"}
        assert {link for link, found in links.items() if found["state"] != "up"} == {ends}
        assert links[ends]["state"] == "down"
        problems = poller.json("status", expect=1)["problems"]
        assert [problem["name"] for problem in problems if problem["kind"] == "link"] == ["core1--lapthach-r1"]
    finally:
        network.heal("core1--lapthach-r1")
    network.wait_for_lldp()
    eventually(lambda: whole(network))
    poller.sweep(expect=0)
    assert poller.links()[ends]["state"] == "up"


def test_a_dead_agent_on_a_living_device_degrades_it(poller: Poller) -> None:
    network = poller.network
    network.stop("core1", "snmpd")
    try:
        poller.sweep(expect=1)
        core1 = poller.devices()["core1"]
        assert (core1["state"], core1["reach"]) == ("degraded", {"icmp": "ok", "snmp": "refused", "ssh": "ok"})
        assert not_up(poller) == {"core1": "degraded"}
        assert core1["serial"] == PLAN.by_name["core1"].serial, "what was known is kept"
    finally:
        network.kill("core1")
        network.boot("core1")
    network.wait_for_lldp()


@pytest.mark.parametrize(
    ("variable", "device", "way", "reached"),
    [
        ("NETINV_SECRET_BACKBONE_COMMUNITY", "stttt-sw1", "snmp", "timeout"),
        ("NETINV_SECRET_SECURE_USER", "hoply-r1", "snmp", "auth"),
        ("NETINV_SECRET_SECURE_AUTH_PASSWORD", "hoply-r1", "snmp", "auth"),
        ("NETINV_SECRET_SECURE_PRIV_PASSWORD", "hoply-r1", "snmp", "timeout"),
        ("NETINV_SECRET_OPS_PASSWORD", "yenduong-r1", "ssh", "auth"),
    ],
)
def test_a_wrong_secret_degrades_and_never_kills(
    poller: Poller, variable: str, device: str, way: str, reached: str
) -> None:
    report = poller.sweep(expect=1, env={variable: "a-wrong-secret"})
    assert (device, way) in {(error["device"], error["what"]) for error in report["errors"]}
    assert "a-wrong-secret" not in str(report)
    assert (poller.devices()[device]["state"], poller.devices()[device]["reach"][way]) == ("degraded", reached)
    assert set(not_up(poller).values()) == {"degraded"}
    poller.sweep(expect=0)


@pytest.fixture
def another_host_key(poller: Poller) -> Iterator[str]:
    """A device that came back with another host key, as if it had been replaced; it has its own again afterwards."""
    name, network = "yenduong-r1", poller.network
    key = network.folder / name / "etc/ssh/host_key"
    kept = key.read_text()
    key.unlink()
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True, timeout=60)
    network.kill(name, dark=False)
    network.boot(name)
    yield name
    key.write_text(kept)
    network.kill(name, dark=False)
    network.boot(name)


def test_a_changed_host_key_is_told_once_and_nothing_is_sent(poller: Poller, another_host_key: str) -> None:
    for _ in range(3):
        report = poller.sweep(expect=1)
        assert not_up(poller) == {another_host_key: "degraded"}
        assert [error["device"] for error in report["errors"]] == [another_host_key]
    assert poller.devices()[another_host_key]["reach"]["ssh"] == "auth"
    told = [event for event in poller.json("events") if event["kind"] == "host_key"]
    assert [event["subject"] for event in told] == [another_host_key]


def test_an_overdue_sweep_leaves_the_rest_as_it_was(poller: Poller) -> None:
    """Even ping, which waits for the silent ones, has not ended: what it would have said is not known."""
    before = poller.rows()
    poller.network.kill("lapthach-r1", dark=False)
    try:
        report = poller.netinv("sweep", "--deadline", "0.8", expect=1)
        assert "deadline" in report.stdout
        assert not_up(poller) == {}
        assert poller.rows()["device_state"] == before["device_state"]
    finally:
        poller.network.boot("lapthach-r1")
    poller.network.wait_for_lldp()
