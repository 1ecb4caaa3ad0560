"""The real units of 2020 and what became of them, with made-up outages: nothing is lost, nothing counts twice.

The reorganisation is made here from the table of mergers, not read from the example's own file.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from netinv.inventory.example import example_dir
from tests.history import simulate
from tests.interface.running import Place
from tests.interface.test_report_availability import ms

DATA = Path(__file__).parents[3] / "shared" / "data"
UNITS, MERGERS = DATA / "vinh_phuc_units_2020.csv", DATA / "vinh_phuc_2025_mergers.csv"
pytestmark = pytest.mark.skipif(not MERGERS.is_file(), reason="the data of the real units are not here")

OCTOBER = ("--from", "2025-10-01T00:00Z", "--to", "2025-11-01T00:00Z")
PLACES = ("code", "name", "level", "parent")


class Province(NamedTuple):
    """The place, the units of 2020 and the rows of the mergers."""

    place: Place
    units: list[dict[str, str]]
    mergers: list[dict[str, str]]
    seats: dict[str, str]
    """For each district the old commune whose successor its devices go to."""


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, columns: tuple[str, ...], found: Sequence[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([columns, *found])


def changes(units: list[dict[str, str]], mergers: list[dict[str, str]], seats: dict[str, str]) -> list[tuple[str, ...]]:
    """The two steps of 2025: who of January became whom of July is told by both of its codes."""
    january: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    for row in mergers:
        january[row["code_2025_01"], row["name_2025_01"]].append(row)
    found: list[tuple[str, ...]] = [
        ("2025-01-01", "merge", row["old_code"], code, name, "")
        for (code, name), group in january.items()
        for row in group
        if len(group) > 1
    ]
    july = {(row["code_2025_01"], row["new_code"], row["new_name"]) for row in mergers}
    found.append(("2025-07-01", "merge", "26", "25", "Tỉnh Phú Thọ", ""))
    found += [("2025-07-01", "merge", old, new, name, "25") for old, new, name in sorted(july)]
    now = {row["old_code"]: row["new_code"] for row in mergers}
    found += [("2025-07-01", "abolish", district, now[seat], "", "") for district, seat in seats.items()]
    return found


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Province:
    place = Place(tmp_path_factory.mktemp("real"), {"TZ": "UTC"})
    units, mergers = rows(UNITS), rows(MERGERS)
    seats = {one["parent_code"]: one["code"] for one in reversed(units) if one["level"] == "commune"}
    sites = [(one["code"], one["name_vi"], one["level"], one["parent_code"], one["kind"]) for one in units]
    write(place.folder / "sites.csv", (*PLACES, "kind"), sites)
    devices = [(f"r-{one['code']}", one["code"], f"192.0.2.{n % 250 + 1}:{2000 + n}") for n, one in enumerate(units)]
    write(place.folder / "devices.csv", ("name", "site", "address"), devices)
    assert place.run("import", ".").code == 0
    simulate(place.db, ms("2024-06-01T00:00Z"), ms("2025-11-10T00:00Z"), outages=30)
    columns = ("date", "action", "old_code", "new_code", "new_name", "new_parent")
    write(place.folder / "reorganisation.csv", columns, changes(units, mergers, seats))
    ran = place.run("geo", "apply", "reorganisation.csv")
    assert ran.code == 0, ran.err
    return Province(place, units, mergers, seats)


def counts(place: Place, day: str) -> dict[str, int]:
    levels = [one["level"] for one in place.run("geo", "show", "--at", day, "--json").json]
    return {level: levels.count(level) for level in ("province", "district", "commune", "agency")}


def test_the_counts_are_right_on_each_day(province: Province) -> None:
    whole = counts(province.place, "2020-06-01")
    assert whole == {"province": 1, "district": 9, "commune": 136, "agency": 24}
    assert sum(whole.values()) - whole["province"] == 169
    assert counts(province.place, "2024-12-31") == whole
    assert counts(province.place, "2025-01-01")["commune"] == 121
    assert counts(province.place, "2025-07-01") == {"province": 1, "district": 0, "commune": 36, "agency": 24}


def test_no_device_is_lost_and_each_is_where_its_unit_went(province: Province) -> None:
    found = {one["name"]: one["site"] for one in province.place.run("list", "devices", "--json").json}
    assert len(found) == len(province.units) == 170
    now = {row["old_code"]: row["new_code"] for row in province.mergers}
    for one in province.units:
        code = one["code"]
        wanted = {"commune": now.get(code), "district": now.get(province.seats.get(code, "")), "province": "25"}
        assert found[f"r-{code}"] == wanted.get(one["level"], code)


def figures(place: Place, *more: str) -> dict[str, dict[str, Any]]:
    found = place.run("report", "availability", "--json", *OCTOBER, *more).json
    return {unit["code"]: unit for unit in found["units"]}


def test_each_new_unit_has_the_minutes_of_those_it_was_made_of(province: Province) -> None:
    """An October by old and by new boundaries adds up, unit by unit."""
    new, old = figures(province.place), figures(province.place, "--boundaries", "2020-06-01")
    keys = ("down_s", "planned_s", "unknown_s", "outages", "devices", "own_device_s", "link_s", "unexplained_s")
    parts: dict[str, list[dict[str, Any]]] = defaultdict(list)
    own: dict[str, dict[str, float]] = {
        one["code"]: {key: old[one["code"]][key] for key in keys}
        for one in province.units
        if one["level"] == "district"
    }
    for row in province.mergers:
        parts[row["new_code"]].append(old[row["old_code"]])
    for one in province.units:
        if one["level"] == "commune":
            for key in keys:
                own[one["parent_code"]][key] -= old[one["code"]][key]
    now = {row["old_code"]: row["new_code"] for row in province.mergers}
    for district, seat in province.seats.items():
        assert own[district]["devices"] == 1
        parts[now[seat]].append(own[district])
    assert len(parts) == 36
    for code, found in parts.items():
        assert {key: new[code][key] for key in keys} == {key: sum(part[key] for part in found) for key in keys}
    assert {key: new["25"][key] for key in keys} == {key: old["26"][key] for key in keys}
    assert new["25"]["down_s"] > 0


def test_the_months_on_both_sides_of_a_change_add_up(province: Province) -> None:
    """Half a year over both changes, by the boundaries of three times: the same minutes of the whole."""
    words = ("report", "availability", "--json", "--from", "2024-12-01T00:00Z", "--to", "2025-08-01T00:00Z")
    reports = [
        province.place.run(*words, *more).json
        for more in ((), ("--boundaries", "2020-06-01"), ("--boundaries", "2025-03-01"))
    ]
    assert [len([u for u in one["units"] if u["level"] == "commune"]) for one in reports] == [36, 136, 121]
    assert len({(one["down_s"], one["unknown_s"], one["up_share"]) for one in reports}) == 1
    assert reports[0]["down_s"] > 0


def test_the_example_has_the_real_units_and_mergers(province: Province) -> None:
    example = {one["code"]: one for one in rows(example_dir("vinh-phuc") / "sites.csv")}
    assert set(example) == {one["code"] for one in province.units}
    for one in province.units:
        there = example[one["code"]]
        assert (there["name"], there["level"], there["parent"]) == (one["name_vi"], one["level"], one["parent_code"])
    acts = rows(example_dir("vinh-phuc") / "reorganisation.csv")
    new = {
        (row["new_code"], row["new_name"]) for row in acts if row["date"] == "2025-07-01" and row["action"] == "merge"
    }
    assert {(row["new_code"], row["new_name"]) for row in province.mergers} <= new
