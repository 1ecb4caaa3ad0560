"""Questions to the graph, differences and the shift by the units of another day: the real reorganisation of 2025."""

from __future__ import annotations

import time
from typing import Any

import pytest

from netinv.inventory.example import example_dir
from tests.history import DAY_MS, simulate
from tests.interface.running import Place
from tests.interface.test_cli_json import check
from tests.interface.test_report_availability import ms

EXAMPLE = example_dir("vinh-phuc")
OLD = ("--boundaries", "2024-12-31")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    place = Place(tmp_path_factory.mktemp("boundaries"), {"TZ": "UTC"})
    assert place.run("import", str(EXAMPLE)).code == 0
    now_ms = round(time.time() * 1000)
    simulate(place.db, ms("2025-06-01T00:00Z"), max(ms("2025-08-01T00:00Z"), now_ms - now_ms % DAY_MS), outages=1)
    assert place.run("geo", "apply", str(EXAMPLE / "reorganisation.csv")).code == 0
    return place


def told(place: Place, shape: str, *words: str) -> Any:
    ran = place.run(*words, "--json")
    assert ran.err == "" or "no known way" in ran.err, ran.err
    for one in ran.json if isinstance(ran.json, list) else [ran.json]:
        check(one, shape)
    return ran.json


def codes(place: Place, *more: str) -> dict[str, str]:
    return {one["name"]: one["site"] for one in place.run("list", "devices", "--json", *more).json}


def test_the_graph_is_asked_by_the_units_of_a_day(place: Place) -> None:
    now, then = codes(place), codes(place, *OLD)
    new, old = told(place, "spof", "topology", "spof"), told(place, "spof", "topology", "spof", *OLD)
    assert {point["name"] for point in new} == {point["name"] for point in old}
    point = new[0]
    before = next(one for one in old if (one["kind"], one["name"]) == (point["kind"], point["name"]))
    assert point["cut_devices"] == before["cut_devices"]
    assert set(point["cut_sites"]) <= {now[name] for name in (*point["cut_devices"], point["name"])}
    assert set(before["cut_sites"]) <= {then[name] for name in (*before["cut_devices"], before["name"])}
    assert len(before["cut_sites"]) > len(point["cut_sites"]) > 0
    name = point["name"]
    found = told(place, "impact", "topology", "impact", name, *OLD)
    assert found["cut_sites"] == before["cut_sites"]
    assert told(place, "impact", "topology", "impact", name)["cut_sites"] == point["cut_sites"]


def test_a_unit_of_that_day_is_known_by_its_name_of_then(place: Place) -> None:
    there = {one["code"]: one for one in place.run("list", "sites", "--json", *OLD).json}
    gone = set(there) - {one["code"] for one in place.run("list", "sites", "--json").json}
    then = codes(place, *OLD)
    device, code = next(
        (name, code) for name, code in then.items() if code in gone and there[code]["level"] == "commune"
    )
    assert place.run("topology", "impact", code).code == 2
    assert told(place, "impact", "topology", "impact", code, *OLD)["failed"] == [device]
    assert place.run("topology", "path", code, "core1").code == 2
    hops = told(place, "path", "topology", "path", code, "core1", *OLD)["hops"]
    assert hops[0]["device"] == device


def test_by_the_units_of_one_day_a_merger_is_no_difference(place: Place) -> None:
    times = ("2025-06-20T12:00Z", "2025-07-20T12:00Z")
    moved = [
        one for one in told(place, "diff", "topology", "diff", *times)["devices"]["changed"] if one["what"] == "site"
    ]
    assert len(moved) > 100
    found = told(place, "diff", "topology", "diff", *times, *OLD)["devices"]["changed"]
    assert not [one for one in found if one["what"] == "site"]
    assert [one for one in found if one["what"] == "state"] == [
        one for one in told(place, "diff", "topology", "diff", *times)["devices"]["changed"] if one["what"] == "state"
    ]


def test_check_and_handover_take_them_too(place: Place) -> None:
    assert told(place, "check", "topology", "check", *OLD) == told(place, "check", "topology", "check")
    page = told(place, "handover", "report", "handover", *OLD)
    assert page["boundaries"] == "2024-12-31"
    district = next(
        one["code"] for one in place.run("list", "sites", *OLD, "--json").json if one["level"] == "district"
    )
    assert place.run("report", "handover", "--site", district).code == 2, "districts are no more"
    assert told(place, "handover", "report", "handover", "--site", district, *OLD)["site"] == district


@pytest.mark.parametrize(
    "words",
    [
        ("topology", "impact", "core1"),
        ("topology", "spof"),
        ("topology", "path", "core1", "core2"),
        ("topology", "check"),
        ("topology", "diff", "2025-06-20", "2025-07-20"),
        ("report", "handover"),
    ],
    ids=lambda words: "-".join(words[:2]),
)
def test_a_day_that_is_none_is_said(place: Place, words: tuple[str, ...]) -> None:
    ran = place.run(*words, "--boundaries", "2024-13-01")
    assert (ran.code, ran.out) == (2, "")
    assert "--boundaries" in ran.err
    assert "2024-13-01" in ran.err
