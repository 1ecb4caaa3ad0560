"""Coverage: what is seen, what is said, what nobody knows; over a reorganisation; and what cannot be."""

from __future__ import annotations

import csv
import io
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.history import simulate
from tests.interface.running import Place
from tests.interface.test_cli_json import check
from tests.interface.test_report_availability import ms

SITES = """code,name,level,parent,status,connected_since
26,P,province,,,
A1,Office,agency,26,connected,2014-01-01
A2,Other office,agency,26,connecting,
243,D,district,26,,
001,A,commune,243,,
002,B,commune,243,,
003,C,commune,243,,
"""
DEVICES = """name,site,address,role,snmp
r0,26,192.0.2.1,router,core
f1,A1,192.0.2.2,firewall,core
rd,243,192.0.2.3,router,campus
ra,001,192.0.2.4,router,campus
rb,002,192.0.2.5,router,core
"""
LINKS = """a_device,a_interface,b_device,medium,carrier
f1,1,r0,fibre,VNPT
rd,1,r0,fibre,VNPT
rd,2,r0,fibre,Viettel
ra,1,rd,radio,VNPT
rb,1,rd,fibre,VNPT
"""
FIGURES = """site,indicator,value,total,date,source
001,computers_per_official,8,10,2024-06-01,sheet 3
002,computers_per_official,7,10,2024-06-01,sheet 3
001,lan,1,,2024-06-01,sheet 3
002,lan,1,,2024-06-01,sheet 3
002,lan,0,,2025-06-01,sheet 4
243,firewall,0,,2024-06-01,
"""
SECRETS = '[core]\nkind = "snmp-v3"\nuser = "u"\n[campus]\nkind = "snmp-v2c"\ncommunity = "made-up"\n'


@pytest.fixture
def place(tmp_path: Path) -> Place:
    place = Place(tmp_path, {"TZ": "UTC"})
    for name, text in (("sites", SITES), ("devices", DEVICES), ("links", LINKS), ("indicators", FIGURES)):
        (tmp_path / f"{name}.csv").write_text(text)
    secrets = tmp_path / "secrets.toml"
    secrets.write_text(SECRETS)
    secrets.chmod(0o600)
    ran = place.run("import", ".", "--json")
    assert ran.json["added"]["indicators"] == 6
    check(ran.json, "import")
    simulate(place.db, ms("2025-01-01T00:00Z"), ms("2025-12-01T00:00Z"))
    with closing(sqlite3.connect(place.db)) as connection, connection:
        connection.execute("DELETE FROM device_state WHERE device_id = (SELECT id FROM device WHERE name = 'rb')")
    return place


def report(place: Place, *more: str) -> dict[str, Any]:
    ran = place.run("report", "coverage", "--json", *more)
    assert (ran.code, ran.err) == (0, "")
    check(ran.json, "coverage")
    found: dict[str, Any] = ran.json
    return found


def row(found: dict[str, Any], key: str, level: str) -> tuple[Any, ...]:
    """Observed, declared, no, unknown, share, met."""
    (one,) = (one for one in found["indicators"] if (one["indicator"], one["level"]) == (key, level))
    assert one["observed"] + one["declared"] + one["no"] + one["unknown"] == one["units"]
    return (*(one[word] for word in ("observed", "declared", "no", "unknown")), one["share"], one["met"])


def test_each_kind_of_evidence_is_told_apart(place: Place) -> None:
    found = report(place, "--at", "2025-11-01")
    assert row(found, "specialised_network", "commune") == (1, 0, 0, 2, 0.333333, "not certain")
    assert row(found, "specialised_network", "agency") == (1, 0, 1, 0, 0.5, "missed")
    assert row(found, "firewall", "agency") == (1, 0, 0, 1, 0.5, "not certain")
    assert row(found, "firewall", "district") == (0, 0, 1, 0, 0.0, "missed")
    assert row(found, "lan", "commune") == (0, 1, 1, 1, 0.333333, "missed")
    assert row(found, "computers_per_official", "commune") == (0, 1, 1, 1, 0.75, "not certain")
    assert row(found, "fibre_uplink", "commune") == (0, 0, 1, 2, 0.0, "missed")
    assert row(found, "fibre_uplink", "district")[0] == 1
    assert row(found, "second_uplink", "district")[0] == 1
    assert row(found, "second_uplink", "agency") == (0, 0, 1, 1, 0.0, "missed")
    assert row(found, "snmpv3_only", "commune") == (1, 0, 1, 1, 0.333333, "missed")
    assert row(found, "monitored", "commune") == (1, 0, 2, 0, 0.333333, "missed")
    assert row(found, "supported_firmware", "commune")[3] == 3
    failing = [(one["code"], one["result"], one["basis"]) for one in found["failing"] if one["indicator"] == "lan"]
    assert ("002", "not", "declared") in failing
    assert ("003", "unknown", None) in failing
    assert not [one for one in failing if one[0] == "001"]


def test_the_day_counts_and_the_change_is_told(place: Place) -> None:
    assert row(report(place, "--at", "2024-12-01"), "lan", "commune") == (0, 2, 0, 1, 0.666667, "not certain")
    assert row(report(place, "--at", "2024-01-01"), "lan", "commune") == (0, 0, 0, 3, 0.0, "not certain")
    assert row(report(place, "--at", "2013-01-01"), "specialised_network", "agency")[1] == 0
    assert row(report(place, "--at", "2014-02-01"), "specialised_network", "agency")[1] == 1
    both = report(place, "--at", "2025-11-01", "--since", "2024-12-01", "--level", "commune")
    assert next(one["before"] for one in both["indicators"] if one["indicator"] == "lan") == 0.666667
    lan = next(one for one in both["indicators"] if one["indicator"] == "lan")
    assert lan["change"] == pytest.approx(0.333333 - 0.666667, abs=2e-6)
    words = ("report", "coverage", "--at", "2025-11-01", "--since", "2024-12-01", "--level", "commune")
    assert "−33.333" in place.run(*words).out
    rows = list(csv.DictReader(io.StringIO(place.run(*words, "--format", "csv").out)))
    assert next(one["change in points"] for one in rows if one["indicator"] == "lan") == "-33.333"
    assert {one["level"] for one in both["indicators"]} == {"commune"}


def test_a_merged_unit_has_what_its_parts_declared_together(place: Place) -> None:
    (place.folder / "changes.csv").write_text(
        "date,action,old_code,new_code,new_name\n2025-07-01,merge,001,001,AB\n2025-07-01,merge,002,001,AB\n"
    )
    assert place.run("geo", "apply", "changes.csv").code == 0
    found = report(place, "--at", "2025-11-01")
    assert row(found, "computers_per_official", "commune") == (0, 0, 1, 1, 0.75, "not certain")
    failing = next(
        one for one in found["failing"] if (one["indicator"], one["code"]) == ("computers_per_official", "001")
    )
    assert (failing["value"], failing["total"]) == (15, 20)
    assert row(found, "lan", "commune") == (0, 0, 1, 1, 0.0, "missed"), "one of the two has none"
    old = report(place, "--at", "2025-11-01", "--boundaries", "2025-01-01")
    assert row(old, "lan", "commune") == (0, 1, 1, 1, 0.333333, "missed")


def test_figures_after_a_day_hinder_its_reorganisation(place: Place) -> None:
    (place.folder / "changes.csv").write_text("date,action,old_code,new_code\n2025-05-01,merge,002,001\n")
    ran = place.run("geo", "apply", "changes.csv")
    assert ran.code == 2
    assert "changes.csv:2: column date: figures of “002 B” are declared for 2025-06-01" in ran.err


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("001,lan,2,,2024-01-01,", "column value: “2” is neither 1 (yes) nor 0 (no)"),
        ("001,lan,1,5,2024-01-01,", "column total: “lan” is answered by yes or no"),
        ("001,computers_per_official,5,0,2024-01-01,", "column total: it is 0"),
        ("001,computers_per_official,11,10,2024-01-01,", "column value: 11 of 10 is more than 100 %"),
        ("001,computers_per_official,5,,2024-01-01,", "column total: it is empty"),
        ("001,wifi,1,,2024-01-01,", "column indicator: there is no indicator “wifi”"),
        ("999,lan,1,,2024-01-01,", "column site: no site has the code “999”"),
        ("001,lan,1,,2099-01-01,", "column date: 2099-01-01 is yet to come"),
        ("001,lan,-1,,2024-01-01,", "column value: “-1” is out of range"),
    ],
)
def test_a_bad_figure_is_named_with_line_and_mend(place: Place, line: str, message: str) -> None:
    (place.folder / "indicators.csv").write_text(
        f"site,indicator,value,total,date,source\n003,lan,1,,2024-01-01,good\n{line}\n"
    )
    ran = place.run("import", "indicators.csv")
    assert ran.code == 2
    assert f"indicators.csv:3: {message}" in ran.err
    with closing(sqlite3.connect(place.db)) as connection:
        assert connection.execute("SELECT count(*) FROM declared_figure").fetchone() == (6,), "nothing changed"


def test_a_unit_that_was_not_there_declares_nothing(place: Place) -> None:
    (place.folder / "changes.csv").write_text("date,action,old_code,new_code\n2025-07-01,merge,003,001\n")
    assert place.run("geo", "apply", "changes.csv").code == 0
    (place.folder / "indicators.csv").write_text("site,indicator,value,date\n003,lan,1,2025-07-01\n")
    ran = place.run("import", "indicators.csv")
    assert ran.code == 2
    assert "column date: “003” was no unit on 2025-07-01: use the code of that day" in ran.err
    (place.folder / "indicators.csv").write_text("site,indicator,value,date\n003,lan,1,2025-06-30\n")
    assert place.run("import", "indicators.csv").code == 0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            '[a]\nname = "A"\nname_vi = "A"\nlevels = ["commune"]\nevidence = "rumour"\n',
            "[a]: evidence: there is no source rumour",
        ),
        ('[a]\nname = "A"\nname_vi = "A"\nlevels = ["hamlet"]\n', "[a]: levels must be a list of province"),
        (
            '[a]\nname = "A"\nname_vi = "A"\nlevels = ["commune"]\ntarget = 120\n',
            "[a]: target must be a number from 0 to 100",
        ),
        ('[a]\nname = "A"\nlevels = ["commune"]\n', "[a]: name_vi is missing"),
        ('[a]\nnmae = "A"\n', "[a]: nmae is not known"),
        ("[a\n", "is not valid TOML"),
    ],
)
def test_a_bad_file_of_indicators_is_named(place: Place, text: str, message: str) -> None:
    (place.folder / "own").mkdir()
    (place.folder / "own" / "next.toml").write_text(text)
    place.settings('indicator_files = "own"\n')
    ran = place.run("report", "coverage")
    assert ran.code == 2
    assert message in ran.err
    assert "next.toml" in ran.err


def test_the_form_of_next_year_needs_no_code(place: Place) -> None:
    (place.folder / "own.toml").write_text(
        '[cameras]\nname = "With cameras"\nname_vi = "Có camera"\nlevels = ["commune"]\ntarget = 30\n'
    )
    (place.folder / "support.toml").write_text('[[support]]\nvendor = "Cisco"\nends = 2030-01-01\n')
    place.settings('indicator_files = "own.toml"\nend_of_support = "support.toml"\n')
    (place.folder / "indicators.csv").write_text("site,indicator,value,date\n001,cameras,1,2025-01-01\n")
    assert place.run("import", "indicators.csv").code == 0
    assert row(report(place, "--at", "2025-11-01"), "cameras", "commune") == (0, 1, 0, 2, 0.333333, "met")
    page = place.run("--lang", "vi", "report", "coverage", "--format", "md").out
    assert "Có camera" in page
