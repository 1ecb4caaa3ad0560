"""Devices that send escapes, markup, formulas, Latin-1, half characters or far too much: shown and exported safely."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import time
import unicodedata
from contextlib import closing
from typing import TYPE_CHECKING

import networkx as nx
import pytest

from netinv.inventory.example import example_dir
from netinv.lab.faults import HOSTILE, Faults
from netinv.lab.province import build, plain
from netinv.lab.server import Lab
from tests.interface.running import PATIENT, Place, Ran
from tests.ports import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

READINGS = (
    ["list", "devices"],
    ["list", "interfaces"],
    ["list", "links"],
    ["list", "sites"],
    ["show", "core1"],
    ["show", "tichson-r1"],
    ["show", "26"],
    ["status"],
    ["events"],
    ["topology", "export"],
    ["topology", "export", "--profile", "yed"],
    ["topology", "export", "--format", "json"],
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A province in which every device's texts are hostile, swept twice."""
    folder = tmp_path_factory.mktemp("hostile")
    ports = free_port(), free_port()
    province = build(example_dir("vinh-phuc"), sites=4, port=ports[0], ssh_port=ports[1], faults=False)
    province.write_inventory(folder)
    place = Place(folder)
    place.settings(PATIENT)
    with Lab(province) as lab:
        assert place.run("import", ".").code == 0
        assert place.run("sweep").code == 0
        for device in province.devices:
            lab.set_faults(device.name, Faults(hostile=True))
        for _ in range(2):
            check_safe(place.run("-v", "sweep"))
        yield place


def check_safe(ran: Ran) -> None:
    """Nothing in it drives a terminal: no controls but line ends and tabs, no overrides of direction."""
    assert ran.code in (0, 1)
    for text in (ran.out, ran.err):
        for char in set(text):
            assert unicodedata.category(char) not in ("Cc", "Cs") or char in "\n\t\r", repr(char)
            assert char not in "\u202a\u202b\u202d\u202e\u2066\u2067\u2068\ufeff", repr(char)


def test_they_did_send_it(hostile: Place) -> None:
    devices = hostile.run("list", "devices", "--json").json
    assert {each["state"] for each in devices} == {"up"}
    with closing(sqlite3.connect(hostile.db)) as connection:
        texts = "".join(f"{row}" for row in connection.execute("SELECT sys_name, location, contact FROM system"))
    assert any(mark in texts for mark in ("\ufffd", "Réseau", "[bold red]", "=cmd|"))


@pytest.mark.parametrize("command", READINGS, ids=" ".join)
def test_what_is_shown_is_safe(hostile: Place, command: list[str]) -> None:
    check_safe(hostile.run(*command))


@pytest.mark.parametrize("what", ["devices", "interfaces", "links", "sites"])
def test_json_is_valid_and_has_no_control(hostile: Place, what: str) -> None:
    ran = hostile.run("list", what, "--json")
    check_safe(ran)
    assert ran.json
    assert "\\u001b" not in ran.out
    assert "\\u009b" not in ran.out


def test_the_graph_reads_back(hostile: Place) -> None:
    for view in ("physical", "sites", "full"):
        data = hostile.run("topology", "export", "--view", view).out
        graph = nx.parse_graphml(data, force_multigraph=True)
        assert len(graph) > 1
    document = json.loads(hostile.run("topology", "export", "--format", "json").out)
    assert document


def test_csv_has_no_formula_and_goes_in_again(hostile: Place, tmp_path: Path) -> None:
    formulas = "name,site,address,notes\nformula1,26,192.0.2.1,=cmd|' /C calc'!A0\nformula2,26,192.0.2.2,'-1+2\n"
    (tmp_path / "devices.csv").write_text(formulas)
    place = hostile.copy(tmp_path / "place")
    assert place.run("import", str(tmp_path / "devices.csv")).code == 0
    out = place.run("list", "devices", "--csv").out
    for row in csv.reader(io.StringIO(out)):
        assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    (tmp_path / "devices.csv").write_text(out)
    again = place.run("import", str(tmp_path / "devices.csv"), "--json").json
    assert (again["added"]["devices"], again["updated"]["devices"]) == (0, 0)
    assert place.run("show", "formula1", "--json").json["notes"] == "=cmd|' /C calc'!A0"


def test_a_probe_shows_it_safely_too(hostile: Place) -> None:
    device = hostile.run("list", "devices", "--json").json[0]
    port = (hostile.folder / "devices.csv").read_text().partition(device["address"] + ":")[2].partition(",")[0]
    address = f"{device['address']}:{port}"
    for more in ([], ["--json"]):
        check_safe(hostile.run("-v", "probe", address, "--credential", "core-v3", *more))


def test_the_laboratory_has_each_kind() -> None:
    assert any(b"\x1b" in text for text in HOSTILE)
    assert any(text.startswith(b"=") for text in HOSTILE)


@pytest.fixture(scope="module")
def giant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A device of 10,000 ports beside an ordinary one."""
    folder = tmp_path_factory.mktemp("giant")
    province = plain(2, interfaces=10_000, port=free_port())
    province.write_inventory(folder)
    with Lab(province):
        place = Place(folder)
        assert place.run("import", ".").code == 0
        yield place


def test_ten_thousand_interfaces(giant: Place) -> None:
    giant.settings(PATIENT)
    for pause_s in (0, 1.1):  # within a second there is no rate
        time.sleep(pause_s)
        ran = giant.run("sweep", "--json")
        assert (ran.code, ran.json["errors"]) == (0, [])
    devices = giant.run("list", "devices", "--json").json
    assert [each["interfaces_total"] for each in devices] == [10_000] * 2
    shown = giant.run("show", devices[0]["name"], "--json").json
    assert len(shown["interfaces"]) == 10_000
    assert any(port["in_bps"] for port in shown["interfaces"])
    assert len(giant.run("list", "interfaces").out.splitlines()) == 20_001
