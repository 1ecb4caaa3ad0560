"""Availability of the example province over a made-up year: against a second computing, by old and new boundaries."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from netinv.inventory.example import example_dir
from tests.history import MINUTE_MS, simulate
from tests.interface.running import Place
from tests.interface.test_cli_json import check

EXAMPLE = example_dir("vinh-phuc")
OCTOBER = ("--from", "2025-10-01T00:00Z", "--to", "2025-11-01T00:00Z")
FAR = ("2025-01-01T00:00Z", "2025-11-10T00:00Z")


def ms(text: str) -> int:
    return round(datetime.fromisoformat(text).astimezone(UTC).timestamp() * 1000)


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Place:
    place = Place(tmp_path_factory.mktemp("year"), {"TZ": "UTC"})
    assert place.run("import", str(EXAMPLE)).code == 0
    simulate(place.db, ms(FAR[0]), ms(FAR[1]))
    assert place.run("geo", "apply", str(EXAMPLE / "reorganisation.csv")).code == 0
    return place


def report(place: Place, *more: str) -> dict[str, Any]:
    ran = place.run("report", "availability", "--json", *more)
    assert (ran.code, ran.err) == (0, "")
    check(ran.json, "availability")
    found: dict[str, Any] = ran.json
    return found


def by_minutes(db: Path, start: int, end: int) -> dict[str, int]:
    """The times of all devices together, in ms, by asking of each minute what it was."""
    with closing(sqlite3.connect(db)) as connection:
        sweeps = [row[0] for row in connection.execute("SELECT finished_at FROM sweep ORDER BY 1")]
        states = connection.execute(
            "SELECT device_id, valid_from, coalesce(valid_to, ?), state FROM device_state", (end,)
        )
        rows = states.fetchall()
        devices = [row[0] for row in connection.execute("SELECT id FROM device")]
    fresh: set[int] = set()
    for at in sweeps:
        fresh.update(range(at, at + 900_000, MINUTE_MS))
    known = [minute for minute in range(start, end, MINUTE_MS) if minute in fresh]
    counts = {"up": 0, "down": 0, "planned": 0}
    words = {"up": "up", "down": "down", "unreachable": "down", "maintenance": "planned"}
    in_period = {minute: n for n, minute in enumerate(known)}
    for _device, begin, stop, state in rows:
        first, last = max(begin, start), min(stop, end)
        counts[words[state]] += sum(minute in in_period for minute in range(first, last, MINUTE_MS)) * MINUTE_MS
    counts["unknown"] = len(devices) * (end - start) - sum(counts.values())
    return counts


def test_the_figures_are_those_of_a_second_computing(year: Place) -> None:
    found = report(year, *OCTOBER)
    counts = by_minutes(year.db, ms(OCTOBER[1]), ms(OCTOBER[3]))
    assert counts["unknown"] > 0
    assert counts["planned"] > 0
    assert found["down_s"] * 1000 == counts["down"]
    assert found["unknown_s"] * 1000 == counts["unknown"]
    assert found["up_share"] == pytest.approx(
        counts["up"] / (counts["up"] + counts["down"] + counts["unknown"]), abs=1e-6
    )
    province = next(unit for unit in found["units"] if unit["code"] == "25")
    assert province["planned_s"] * 1000 == counts["planned"]
    assert province["devices"] == 171
    assert sum(row["down_s"] for row in found["causes"][:-1]) == found["down_s"]


def test_an_october_has_the_same_outage_minutes_by_old_and_by_new_boundaries(year: Place) -> None:
    new = report(year, *OCTOBER)
    old = report(year, *OCTOBER, "--boundaries", "2020-06-01")
    assert (new["boundaries"], old["boundaries"]) == ("2025-10-31", "2020-06-01")
    assert (
        len([u for u in new["units"] if u["level"] == "commune"]),
        len([u for u in old["units"] if u["level"] == "commune"]),
    ) == (36, 136)
    for key in ("down_s", "unknown_s", "up_share"):
        assert new[key] == old[key]

    def sums(found: dict[str, Any], *levels: str) -> dict[str, float]:
        rows = [unit for unit in found["units"] if unit["level"] in levels]
        return {key: sum(row[key] for row in rows) for key in ("down_s", "planned_s", "unknown_s", "outages")}

    whole = {
        key: next(u for u in new["units"] if u["code"] == "25")[key]
        for key in ("down_s", "planned_s", "unknown_s", "outages")
    }
    cores = {key: whole[key] - sums(new, "commune", "agency")[key] for key in whole}
    assert sums(old, "district", "agency") == {key: whole[key] - cores[key] for key in whole}
    assert cores["unknown_s"] == 2 * next(u for u in new["units"] if u["level"] == "agency")["unknown_s"]


def test_the_worst_stand_first_and_a_month_over_the_change_counts_once(year: Place) -> None:
    june = report(year, "--from", "2025-06-01", "--to", "2025-07-01", "--level", "district")
    assert len(june["units"]) == 9
    shares = [unit["up_share"] for unit in june["units"]]
    assert shares == sorted(shares)
    both = report(year, "--from", "2025-06-15", "--to", "2025-07-15")
    halves = [
        report(year, "--from", *part)
        for part in (("2025-06-15", "--to", "2025-07-01"), ("2025-07-01", "--to", "2025-07-15"))
    ]
    assert sum(half["down_s"] for half in halves) == both["down_s"]
    one = report(year, *OCTOBER, "--site", "08716")
    assert {unit["code"] for unit in one["units"]} == {"08716"}
    assert "circuits" not in one


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--from", "2025-11-01", "--to", "2025-10-01"], "the period ends before it begins"),
        (["--from", "2099-01-01"], "the period lies in the future"),
        (["--level", "hamlet"], "hamlet is no level"),
        (["--site", "nowhere"], "no site or device is named"),
        (["--from", "soon"], "is no time"),
        (["--table", "moons"], "the report has no table moons"),
        (["-o", "report.doc"], "its name says no form"),
        (["-o", "no/such/folder/report.csv"], "cannot be written"),
    ],
)
def test_wrong_use_is_told(year: Place, words: list[str], message: str) -> None:
    ran = year.run("report", "availability", *words)
    assert ran.code in (2, 3)
    assert message in ran.err


def test_what_is_silent_behind_planned_work_is_planned(tmp_path: Path) -> None:
    place = Place(tmp_path, {"TZ": "UTC"})
    (tmp_path / "sites.csv").write_text("code,name,level,parent\n26,P,province,\n001,A,commune,26\n")
    (tmp_path / "devices.csv").write_text("name,site,address\nr0,26,192.0.2.1\nr1,001,192.0.2.2\n")
    assert place.run("import", ".").code == 0
    start, hour = ms("2025-10-01T00:00Z"), 3_600_000
    simulate(place.db, start - 12 * hour, start + 3 * hour, outages=0)
    with closing(sqlite3.connect(place.db)) as connection, connection:
        connection.execute("DELETE FROM device_state")
        connection.executemany(
            "INSERT INTO device_state (device_id, valid_from, valid_to, state, cause) VALUES (?, ?, ?, ?, ?)",
            [
                (1, start, start + hour, "maintenance", None),
                (1, start + hour, start + 2 * hour, "down", None),
                (1, start + 2 * hour, None, "up", None),
                (2, start, start + 2 * hour, "unreachable", "r0"),
                (2, start + 2 * hour, None, "up", None),
            ],
        )
    found = report(place, "--from", "2025-10-01T00:00Z", "--to", "2025-10-01T03:00Z")
    commune = next(unit for unit in found["units"] if unit["code"] == "001")
    assert (commune["planned_s"], commune["down_s"], commune["outages"]) == (3600, 3600, 1)
