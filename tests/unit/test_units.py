"""Units through time: who follows whom, what a reorganisation does, and what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from netinv.inventory import InventoryError, read_table
from netinv.inventory.problems import Problems
from netinv.units.boundaries import Boundaries, Place
from netinv.units.planning import plan
from netinv.units.rows import COLUMNS, acts
from netinv.units.world import Subject, Unit, World

HEADER = ",".join(column.name for column in COLUMNS)
TODAY = "2026-11-25"


def unit(
    ident: int, code: str, name: str, level: str, parent: int | None, since: str = "", to: str | None = None
) -> Unit:
    return Unit(ident, code, name, level, None, parent, None, None, None, None, since, to)


def province() -> World:
    """Two districts with two communes each; a device at every unit, a service at one commune."""
    units = [
        unit(1, "26", "P", "province", None),
        unit(2, "243", "D1", "district", 1),
        unit(3, "244", "D2", "district", 1),
        unit(4, "001", "A", "commune", 2),
        unit(5, "002", "B", "commune", 2),
        unit(6, "003", "C", "commune", 3),
        unit(7, "004", "E", "commune", 3),
    ]
    subjects = [Subject("device", one.id, f"r{one.id}", one.id) for one in units]
    return World({one.id: one for one in units}, [], [*subjects, Subject("service", 1, "portal", 4)])


def planned(tmp_path: Path, *rows: str, world: World | None = None, header: str = HEADER) -> World:
    path = tmp_path / "changes.csv"
    path.write_text("\n".join([header, *rows]) + "\n")
    world = world or province()
    problems = Problems()
    found = acts(read_table(path, COLUMNS, problems), problems)
    problems.stop_if_any()
    plan(world, found, TODAY, problems)
    problems.stop_if_any()
    return world


def refused(tmp_path: Path, *rows: str, world: World | None = None) -> str:
    with pytest.raises(InventoryError) as caught:
        planned(tmp_path, *rows, world=world)
    return str(caught.value)


def at(world: World, name: str) -> str:
    """The code of the unit where something stands in the end."""
    return next(world.units[one.unit_id].code for one in world.subjects if one.name == name)


MERGED = ("2025-07-01,merge,001,001,AB,,,,,", "2025-07-01,merge,002,001,AB,,,,,")


def test_a_merge_makes_a_new_unit_although_its_code_stays(tmp_path: Path) -> None:
    world = planned(tmp_path, *MERGED)
    assert world.levels("2025-06-30") == {"commune": 4, "district": 2, "province": 1}
    assert world.levels("2025-07-01") == {"commune": 3, "district": 2, "province": 1}
    (born,) = world.born
    assert world.units[born].name == "AB"
    assert world.units[born].parent_id == 2
    assert world.units[4].name == "A"
    assert [world.units[one.unit_id].id for one in world.subjects if one.name in ("r4", "r5", "portal")] == [born] * 3
    now, then = world.boundaries("2025-07-01"), world.boundaries("2025-06-30")
    assert (now.of(4), now.of(5), then.of(4), then.of(5)) == (born, born, 4, 5)
    assert then.of(born) == 2, "of two communes of one district, so what came to it later stands in the district"


def test_a_new_unit_over_two_old_districts_needs_a_parent(tmp_path: Path) -> None:
    rows = ("2025-07-01,merge,002,002,BC,,,{},,", "2025-07-01,merge,003,002,BC,,,{},,")
    assert "changes.csv:2: column new_parent" in refused(tmp_path, *(row.format("") for row in rows))
    world = planned(tmp_path, *(row.format("26") for row in rows))
    (born,) = world.born
    assert world.units[born].parent_id == 1
    assert world.boundaries("2024-01-01").of(born) == 1


def test_a_level_is_abolished_and_its_units_hang_under_the_next(tmp_path: Path) -> None:
    world = planned(tmp_path, "2025-07-01,abolish,243,001,,,,,,", "2025-07-01,abolish,244,003,,,,,,")
    assert world.levels("2025-07-01") == {"commune": 4, "province": 1}
    assert (at(world, "r2"), at(world, "r3")) == ("001", "003")
    boundaries = world.boundaries("2025-07-01")
    assert {boundaries.parent(one.id) for one in world.valid("2025-07-01").values() if one.level == "commune"} == {1}
    before = world.boundaries("2025-06-30")
    assert [before.parent(ident) for ident in (4, 5, 6, 7)] == [2, 2, 3, 3]


def test_districts_and_communes_change_on_one_day_and_the_province_gets_another_code(tmp_path: Path) -> None:
    world = planned(
        tmp_path,
        "2025-07-01,merge,26,25,New P,,,,,",
        "2025-07-01,merge,001,001,AB,,,25,,",
        "2025-07-01,merge,002,001,AB,,,25,,",
        "2025-07-01,merge,003,003,CE,,,25,,",
        "2025-07-01,merge,004,003,CE,,,25,,",
        "2025-07-01,abolish,243,001,,,,,,",
        "2025-07-01,abolish,244,003,,,,,,",
    )
    assert world.levels("2025-07-01") == {"commune": 2, "province": 1}
    boundaries = world.boundaries("2025-07-01")
    units = world.valid("2025-07-01")
    assert {units[code].parent_id for code in ("001", "003")} == {units["25"].id}
    assert [at(world, f"r{n}") for n in range(1, 8)] == ["25", "001", "003", "001", "001", "003", "003"]
    assert boundaries.of(1) == units["25"].id


def test_a_name_moves_to_another_code_and_a_code_outlives_its_name(tmp_path: Path) -> None:
    world = planned(
        tmp_path,
        "2025-01-01,merge,001,002,V,,,,,",
        "2025-01-01,merge,002,002,V,,,,,",
        "2025-07-01,merge,002,003,V,,,26,,",
        "2025-07-01,merge,003,003,V,,,26,,",
    )
    assert [(one.code, one.name) for one in world.valid("2025-02-01").values() if one.name == "V"] == [("002", "V")]
    assert [(one.code, one.name) for one in world.valid("2025-08-01").values() if one.name == "V"] == [("003", "V")]
    assert {at(world, name) for name in ("r4", "r5", "r6", "portal")} == {"003"}
    assert [step.date for step in world.steps] == ["2025-01-01", "2025-07-01"]
    first = world.boundaries("2025-08-01").of(4)
    assert first == world.boundaries("2025-08-01").of(6)
    assert first is not None


def test_a_unit_is_merged_into_one_that_goes_on(tmp_path: Path) -> None:
    world = planned(tmp_path, "2025-07-01,merge,001,002,,,,,,")
    assert world.born == []
    assert (at(world, "r4"), at(world, "portal"), at(world, "r5")) == ("002", "002", "002")


def test_a_split_parts_the_devices(tmp_path: Path) -> None:
    rows = ("2025-07-01,split,001,001,A,,,,,", "2025-07-01,split,001,005,A2,,,,,{}")
    world = planned(tmp_path, rows[0], rows[1].format("r4"))
    assert (at(world, "r4"), at(world, "portal")) == ("005", "001")
    assert world.boundaries("2024-01-01").of(world.born[1]) == 4
    assert world.boundaries("2025-07-01").of(4) == 2, "nobody can say which part: the district"
    error = refused(tmp_path, "2025-07-01,split,001,005,A1,,,,,", "2025-07-01,split,001,006,A2,,,,,")
    assert "column new_code: the device “r4” would be at no unit: name it in the column devices" in error


def test_a_unit_is_renamed_and_moved(tmp_path: Path) -> None:
    world = planned(tmp_path, "2023-04-10,rename,001,,Town A,,phường,,,", "2024-01-01,move,001,,,,,244,,")
    assert [(one.name, one.kind, one.parent_id) for one in (world.units[ident] for ident in world.born)] == [
        ("Town A", "phường", 2),
        ("Town A", "phường", 3),
    ]
    assert at(world, "r4") == "001"


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (["2025-07-01,merge,999,001,,,,,,"], "changes.csv:2: column old_code: no site has the code “999”"),
        (["2025-13-01,merge,001,002,,,,,,"], "changes.csv:2: column date: “2025-13-01” is not a date"),
        (["2025-07-01,fuse,001,002,,,,,,"], "column action: “fuse” is none of merge, split, rename, move, abolish"),
        (["2025-07-01,merge,001,,,,,,,"], "column new_code: it is empty: name the unit that “001” becomes part of"),
        (["2027-07-01,merge,001,002,,,,,,"], "column date: 2027-07-01 is yet to come"),
        (["2025-07-01,abolish,243,,,,,,,"], "column new_code: the device “r2” would be at no unit: name in new_code"),
        (["2025-07-01,abolish,243,777,,,,,,"], "column new_code: no unit has the code “777” on 2025-07-01"),
        (
            ["2025-07-01,merge,001,002,,,,,,", "2025-07-01,rename,001,,X,,,,,"],
            "column old_code: “001 A” stands already in line 2",
        ),
        (
            ["2025-07-01,merge,001,002,,,,,,", "2025-08-01,merge,001,003,,,,,,"],
            "changes.csv:3: column old_code: “001 A” was no more from 2025-07-01 on",
        ),
        (
            ["2025-07-01,rename,001,002,X,,,,,"],
            "column new_code: “002” is the code of “002 B” on that day: only a merge",
        ),
        (["2025-07-01,merge,001,002,X,,,,,"], "column new_name: “002 B” goes on as it is: for “X” give it a row"),
        (
            ["2025-07-01,merge,001,005,X,,,,,", "2025-07-01,merge,002,005,Y,,,,,"],
            "column new_name: “Y” here, “X” in another row",
        ),
        (
            ["2025-07-01,merge,001,005,,,,,,", "2025-07-01,merge,002,005,,,,,,"],
            "column new_name: it is empty: “005” is a new unit",
        ),
        (["2025-07-01,merge,001,001,X,,,888,,"], "column new_parent: no unit has the code “888” on 2025-07-01"),
        (["2025-07-01,rename,001,,,,,,,"], "column new_name: nothing is renamed"),
        (["2025-07-01,move,001,,,,,,,"], "column new_parent: it is empty"),
        (["2025-07-01,merge,001,002,,,,,,r4"], "column devices: only a split parts devices"),
        (
            ["2025-07-01,split,243,245,X,,,26,,r2", "2025-07-01,split,243,247,Y,,,26,,"],
            "“001 A” would hang under no unit: give it a row of its own",
        ),
    ],
)
def test_what_cannot_be_is_named_with_line_and_mend(tmp_path: Path, rows: list[str], message: str) -> None:
    assert message in refused(tmp_path, *rows)


def test_a_reorganisation_before_data_that_contradicts_it_is_refused(tmp_path: Path) -> None:
    world = planned(tmp_path, *MERGED)
    assert "“001 A” ends on 2025-07-01, as is known already" in refused(
        tmp_path, "2025-01-01,rename,001,,X,,,,,", world=world
    )
    assert "“001” is the code of “001 AB” from 2025-07-01 on" in refused(
        tmp_path, "2025-01-01,merge,003,001,X,,,26,,", world=_without(planned(tmp_path, *MERGED), 4)
    )
    assert "“001 AB” begins only on 2025-07-01" in refused(
        tmp_path, "2025-01-01,rename,001,,X,,,,,", world=_without(planned(tmp_path, *MERGED), 4)
    )
    world = province()
    world.subjects[3] = world.subjects[3]._replace(moved_on="2026-01-01")
    assert "column date: “r4” came to “001 A” only on 2026-01-01" in refused(tmp_path, *MERGED, world=world)


def _without(world: World, unit_id: int) -> World:
    del world.units[unit_id]
    return world


def test_a_unit_nobody_follows_is_that_above_it() -> None:
    places = [
        Place(1, "26", None, "", None),
        Place(2, "243", 1, "", "2025-07-01"),
        Place(3, "001", 2, "", "2025-07-01"),
    ]
    boundaries = Boundaries(places, [], "2026-01-01")
    assert (boundaries.of(3), boundaries.of(2), boundaries.of(1), boundaries.of(99)) == (1, 1, 1, None)
    assert (
        Boundaries([Place(1, "a", 2, "2020-01-01", None), Place(2, "b", 1, "2020-01-01", None)], [], "2010-01-01").of(1)
        is None
    )
