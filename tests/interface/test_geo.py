"""The real reorganisation of 2023 to 2025 over the example province: counts, moves, and back again."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from netinv.inventory.example import example_dir
from tests.interface.running import Place
from tests.interface.test_cli_json import check

CHANGES = str(example_dir("vinh-phuc") / "reorganisation.csv")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    place = Place(tmp_path)
    assert place.run("import", str(example_dir("vinh-phuc"))).code == 0
    return place


def counts(place: Place, day: str) -> tuple[int, int, int]:
    """Districts, communes, agencies of a day."""
    units = place.run("geo", "show", "--at", day, "--json").json
    for one in units:
        check(one, "unit")
    levels = [one["level"] for one in units]
    return levels.count("district"), levels.count("commune"), levels.count("agency")


def sites(place: Place, *more: str) -> dict[str, str]:
    """The site of each device."""
    return {device["name"]: device["site"] for device in place.run("list", "devices", "--json", *more).json}


def dump(place: Place) -> list[tuple[Any, ...]]:
    with sqlite3.connect(place.db) as connection:
        rows = [
            *connection.execute("SELECT * FROM site ORDER BY id"),
            *connection.execute("SELECT * FROM device ORDER BY id"),
        ]
        rows += [
            *connection.execute("SELECT * FROM service ORDER BY id"),
            *connection.execute("SELECT * FROM relocation"),
        ]
    connection.close()
    return rows


def test_the_units_of_each_day_are_right_and_no_device_is_lost(place: Place) -> None:
    before = sites(place)
    ran = place.run("geo", "apply", CHANGES, "--json")
    assert (ran.code, ran.err) == (0, "")
    check(ran.json, "reorganisation")
    assert [step["date"] for step in ran.json["steps"]] == ["2023-04-10", "2025-01-01", "2025-07-01"]
    assert counts(place, "2020-06-01") == (9, 136, 24)
    assert counts(place, "2024-12-31") == (9, 136, 24)
    assert counts(place, "2025-01-01") == (9, 121, 24)
    assert counts(place, "2025-07-01") == (0, 36, 24)
    after = sites(place)
    assert set(after) == set(before)
    assert len(ran.json["devices"]) == 171 - 24, "all but those of the agencies"
    assert {move["name"]: move["to"]["code"] for move in ran.json["devices"]} == {
        name: code for name, code in after.items() if not code.startswith("26-")
    }
    assert sites(place, "--boundaries", "2020-06-01") == before
    assert after["xuanhoa-r1" if "xuanhoa-r1" in after else "core1"] in {"25", "08746", "08761"}
    assert {one["parent"] for one in place.run("geo", "show", "--json").json} == {None, "25"}


def test_it_is_told_before_done_once_and_undone_to_the_last_cell(place: Place) -> None:
    before = dump(place)
    preview = place.run("geo", "apply", CHANGES, "--dry-run")
    assert preview.code == 0
    assert "136" in preview.out
    assert "08707 Phường Tích Sơn → 08707 Phường Vĩnh Yên" in preview.out
    assert "core1: 26 Tỉnh Vĩnh Phúc → 25 Tỉnh Phú Thọ" in preview.out
    assert "links that go with them: 184" in preview.out or "links that go with them" in preview.out
    assert dump(place) == before
    assert place.run("geo", "apply", CHANGES).code == 0
    changed = dump(place)
    again = place.run("geo", "apply", CHANGES)
    assert again.code == 2
    assert "applied already" in again.err
    assert dump(place) == changed
    log = place.run("geo", "log", "--json").json
    check(log[0], "reorganisations")
    assert (log[0]["ended"], log[0]["born"]) == (146, 53)
    assert place.run("geo", "undo").code == 0
    assert dump(place) == before
    assert place.run("geo", "log", "--json").json[0]["undone_at"] is not None
    assert place.run("geo", "undo").code == 2
    assert place.run("geo", "apply", CHANGES).code == 0, "what was taken back can be applied again"


def test_files_from_before_change_nothing_and_the_export_comes_back(place: Place) -> None:
    assert place.run("geo", "apply", CHANGES, "--yes").code == 0
    after = dump(place)
    assert place.run("import", str(example_dir("vinh-phuc"))).code == 0
    assert dump(place) == after
    folder = place.folder / "out"
    folder.mkdir()
    (folder / "sites.csv").write_text(place.run("list", "sites", "--csv").out)
    assert place.run("import", str(folder)).code == 0
    assert dump(place) == after
    other = Place(folder)
    assert other.run("import", "sites.csv").code == 0


def test_a_bad_file_changes_nothing(place: Place) -> None:
    before = dump(place)
    bad = place.folder / "bad.csv"
    bad.write_text("date,action,old_code,new_code\n2025-07-01,merge,08707,08710\n2025-07-01,merge,99999,08710\n")
    ran = place.run("geo", "apply", "bad.csv")
    assert ran.code == 2
    assert "bad.csv:3: column old_code: no site has the code “99999”" in ran.err
    as_json = place.run("geo", "apply", "bad.csv", "--json")
    assert as_json.code == 2
    check(as_json.json, "reorganisation")
    assert as_json.json["errors"][0]["line"] == 3
    assert dump(place) == before
    assert place.run("geo", "apply", "nowhere.csv").code == 2
    assert place.run("geo", "show", "--at", "2025-02-30").code == 2
    assert place.run("list", "sites", "--boundaries", "yesterday").code == 2


def test_what_came_since_hinders_the_undoing(place: Place) -> None:
    assert place.run("geo", "apply", CHANGES).code == 0
    (place.folder / "devices.csv").write_text("name,site,address\nnew-r1,08707,10.26.99.1\n")
    assert place.run("import", "devices.csv").code == 0
    ran = place.run("geo", "undo")
    assert ran.code == 2
    assert "new-r1 (08707)" in ran.err
    (place.folder / "devices.csv").write_text("name,site,address\nnew-r1,26-A01,10.26.99.1\n")
    assert place.run("import", "devices.csv").code == 0
    assert place.run("geo", "undo").code == 0
    assert sites(place)["new-r1"] == "26-A01"


def test_a_device_that_the_inventory_moves_was_where_it_was_then(place: Place) -> None:
    (place.folder / "devices.csv").write_text("name,site,address\ncore2,243,10.26.0.2\n")
    assert place.run("import", "devices.csv").code == 0
    assert sites(place)["core2"] == "243"
    assert sites(place, "--boundaries", "2020-06-01")["core2"] == "26"
