"""Roll-out, inventory and handover of the example province."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from netinv.inventory.example import example_dir
from tests.history import simulate
from tests.interface.running import Place
from tests.interface.test_cli_json import check
from tests.interface.test_report_availability import ms
from tests.interface.test_report_pdf import texts

EXAMPLE = example_dir("vinh-phuc")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    place = Place(tmp_path_factory.mktemp("rollout"), {"TZ": "UTC"})
    assert place.run("import", str(EXAMPLE)).code == 0
    simulate(place.db, ms("2025-01-01T00:00Z"), ms("2025-03-01T00:00Z"))
    with closing(sqlite3.connect(place.db)) as connection, connection:
        connection.execute(
            "DELETE FROM device_state WHERE device_id = (SELECT id FROM device WHERE name = 'tichson-r1')"
        )
    return place


def told(place: Place, *words: str) -> dict[str, Any]:
    ran = place.run(*words, "--json")
    assert (ran.code, ran.err) == (0, "")
    check(ran.json, words[-1] if words[0] == "report" else words[0])
    found: dict[str, Any] = ran.json
    return found


def test_the_roll_out_is_right_at_each_date(place: Place) -> None:
    assert place.run("rollout", "--at", "2014-12-31", "--json").json["connected"] == 33
    assert place.run("rollout", "--at", "2013-12-31", "--json").json["connected"] == 0
    found = told(place, "rollout")
    years = {row["date"]: row for row in found["years"]}
    assert (years["2014-12-31"]["connected"], years["2014-12-31"]["units"]) == (33, 168), "one commune is new in 2020"
    assert (years["2020-12-31"]["connected"], years["2020-12-31"]["units"]) == (167, 169)
    assert (years["2024-12-31"]["answered"], years["2025-12-31"]["answered"]) == (0, 166), "one never has"
    counts = [row["connected"] for row in found["years"]]
    assert counts == sorted(counts)
    assert len(found["behind"]) == 2
    assert [row["code"] for row in found["silent"]] == ["08707"], "it says that it is connected, and has never answered"
    assert sum(row["connected"] for row in found["levels"]) == found["connected"] + 1
    early = place.run("rollout", "--at", "2014-12-31", "--json").json
    assert len(early["behind"]) == 135


def test_the_roll_out_follows_the_reorganisation(place: Place, tmp_path: Path) -> None:
    later = place.copy(tmp_path / "later")
    assert later.run("geo", "apply", str(EXAMPLE / "reorganisation.csv")).code == 0
    found = told(later, "rollout")
    years = {row["date"]: row for row in found["years"]}
    assert (years["2020-12-31"]["units"], years["2020-12-31"]["connected"]) == (169, 167)
    assert (years["2025-12-31"]["units"], years["2025-12-31"]["connected"]) == (60, 60)
    assert later.run("rollout", "--at", "2014-12-31", "--json").json["connected"] == 33
    old = later.run("rollout", "--boundaries", "2020-12-31", "--json").json
    assert old["connected"] == 167


def test_the_inventory_tells_what_to_mend(place: Place) -> None:
    (place.folder / "support.toml").write_text('[[support]]\nvendor = "Cisco"\nmodel = "ISR*"\nends = 2020-01-01\n')
    place.settings('end_of_support = "support.toml"\n')
    with closing(sqlite3.connect(place.db)) as connection, connection:
        connection.execute(
            "INSERT OR REPLACE INTO system (device_id, valid_from, vendor, model, serial, os_version) "
            "SELECT id, 1, 'Cisco', 'ISR4321', 'S1', '16.9' FROM device WHERE name = 'core1'"
        )
    found = told(place, "report", "inventory")
    assert found["devices_total"] == len(found["devices"]) == 171
    assert sum(row["devices"] for row in found["models"]) == 171
    cisco = next(row for row in found["models"] if row["vendor"] == "Cisco")
    assert (cisco["model"], cisco["devices"], cisco["support_ends"], cisco["unsupported"]) == (
        "ISR4321",
        1,
        "2020-01-01",
        1,
    )
    assert len(found["unidentified"]) == 170
    scores = [row["score"] for row in found["quality"]]
    assert scores == sorted(scores)
    worst = next(row for row in found["quality"] if row["code"] == "08707")
    assert "never answered" in worst["mend"]
    assert "model not known" not in worst["mend"]
    assert told_level(place) == {"district"}


def told_level(place: Place) -> set[str]:
    found = place.run("report", "inventory", "--level", "district", "--json").json
    return {row["level"] for row in found["quality"]}


def test_the_shift_is_handed_over_on_one_page(swept: Place) -> None:
    assert swept.run("maintenance", "add", "core1", "--from", "+2h", "--to", "+2h", "-m", "fans").code == 0
    ran = swept.run("report", "handover", "--since", "1d", "--json")
    assert ran.code == 0
    check(ran.json, "handover")
    found = ran.json
    assert found["open_total"] == len(found["open"]) > 0
    assert all(row["sentence"] for row in found["open"])
    assert [row["note"] for row in found["planned"]] == ["fans"]
    assert {row["severity"] for row in found["events"]} <= {"warning", "error"}
    assert found["events"]
    page = swept.run("--lang", "vi", "report", "handover", "--format", "html").out
    assert found["open"][0]["sentence"].split()[0] in page
    assert {row["change"] for row in found["events"]} >= {"down"}
    assert swept.run("--lang", "vi", "report", "handover", "-o", "shift.pdf").code == 0
    paper = (swept.folder / "shift.pdf").read_bytes()
    assert len(re.findall(rb"/Type /Page\b(?!s)", paper)) == 1
    assert b"/MediaBox [0 0 595.28 841.89]" in paper, "A4, standing"
    said = texts(paper).replace("\u00a0", " ")
    assert "fans" in said
    assert found["open"][0]["sentence"].split()[0] in said
    later = swept.run("report", "handover", "--since", "2099-01-01")
    assert later.code == 2
    now = datetime.now(UTC).isoformat()
    empty = json.loads(swept.run("report", "handover", "--since", now, "--format", "json").out)
    assert empty["events"] == []
