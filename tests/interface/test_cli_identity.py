"""Real agents swept by the program: a chassis replaced at its address, and two devices that claim one mark."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.integration.snmp_agents.snmpd import SNMPD, Snmpd
from tests.interface.running import PATIENT, Place

ENTITY = "1.3.6.1.2.1.47.1.1.1.1"
ENGINE = "0x80001f8803aabbccddeeff"
pytestmark = pytest.mark.skipif(SNMPD is None, reason="snmpd is not installed")


def lines(name: str, serial: str) -> list[str]:
    """An agent with a chassis of that serial number, and the one engine ID of all."""
    return [
        "rocommunity lab",
        f"sysName {name}",
        f"exactEngineID {ENGINE}",
        f"override {ENTITY}.5.1 integer 3",
        f'override {ENTITY}.11.1 octet_str "{serial}"',
        f'override {ENTITY}.13.1 octet_str "Box 9"',
    ]


@pytest.fixture
def agents(tmp_path: Path) -> Iterator[tuple[Snmpd, Snmpd]]:
    with Snmpd(tmp_path / "r1", lines("r1", "SN1000")) as one, Snmpd(tmp_path / "r2", lines("r2", "SN2000")) as two:
        yield one, two


@pytest.fixture
def place(tmp_path: Path, agents: tuple[Snmpd, Snmpd]) -> Place:
    place = Place(tmp_path / "here")
    place.folder.mkdir()
    place.settings(PATIENT)
    secrets = place.folder / "secrets.toml"
    secrets.touch(0o600)
    secrets.write_text('[lab]\nkind = "snmp-v2c"\ncommunity = "lab"\n')
    (place.folder / "sites.csv").write_text("code,name,level\n1,One,province\n")
    rows = "".join(f"r{n},1,127.0.0.1:{agent.port},lab\n" for n, agent in enumerate(agents, 1))
    (place.folder / "devices.csv").write_text("name,site,address,snmp\n" + rows)
    assert place.run("import", "sites.csv", "devices.csv").code == 0
    return place


def events(place: Place, kind: str) -> list[Any]:
    found = place.run("events", "--json").json
    return [(event["subject"], event["old"], event["new"]) for event in found if event["kind"] == kind]


def test_a_replaced_chassis_and_doubled_marks(place: Place, agents: tuple[Snmpd, Snmpd]) -> None:
    assert place.run("sweep").code == 0
    assert events(place, "duplicate_engine_id") == [("r1, r2", None, ENGINE.removeprefix("0x"))]
    assert events(place, "serial") == []
    agents[0].stop()
    agents[0]._lines[:] = lines("r1", "SN2000")  # another chassis at the same address, with the number of the other
    agents[0].start()
    for _ in range(2):
        assert place.run("sweep").code == 0
    assert events(place, "serial") == [("r1", "SN1000", "SN2000")]
    assert events(place, "duplicate_serial") == [("r1, r2", None, "SN2000")]
    assert len(events(place, "duplicate_engine_id")) == 1
    devices = place.run("list", "devices", "--json").json
    assert [(row["name"], row["serial"], row["state"]) for row in devices] == [
        ("r1", "SN2000", "up"),
        ("r2", "SN2000", "up"),
    ]
    ran = place.run("doctor", "--json")
    doubled = {each["check"]: each["found"] for each in ran.json if each["check"].startswith("duplicate")}
    assert doubled == {
        "duplicate serial": "SN2000 is claimed by r1, r2",
        "duplicate engine_id": f"{ENGINE.removeprefix('0x')} is claimed by r1, r2",
    }
