"""``netinv maintenance``: planning, listing and ending work, for people and for scripts."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from netinv.inventory.example import example_dir
from tests.interface.running import Place
from tests.interface.test_cli_json import check, listed

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def place(tmp_path: Path) -> Place:
    place = Place(tmp_path, {"TZ": "Asia/Ho_Chi_Minh"})
    assert place.run("import", str(example_dir("vinh-phuc"))).code == 0
    return place


def test_add_says_whom_it_cuts_off_and_list_and_end_know_it(place: Place) -> None:
    added = place.run(
        "maintenance", "add", "core2", "--from", "tomorrow 22:00", "--to", "+4h", "-m", "nguồn mới", "--json"
    )
    assert (added.code, added.err) == (0, "")
    check(added.json, "maintenance_add")
    assert added.json["impact"]["failed"] == ["core2"]
    assert "bdt-sw1" in added.json["impact"]["cut_devices"]
    impact = place.run("topology", "impact", "core2", "--json").json
    assert added.json["impact"] == impact
    assert listed(place.run("maintenance", "list", "--json"), "maintenance") == [added.json["window"]]
    assert added.json["window"]["zone"] == "Asia/Ho_Chi_Minh"
    assert "22:00" in place.run("maintenance", "list").out
    ended = place.run("maintenance", "end", "1", "--json")
    check(ended.json, "maintenance")
    assert ended.json["state"] == "ended"
    assert place.run("maintenance", "list", "--json").json == []
    assert [one["id"] for one in place.run("maintenance", "list", "--all", "--json").json] == [1]


def test_a_site_a_link_and_a_circuit(place: Place) -> None:
    circuit = place.run("list", "links", "--json").json
    name = next(link["circuit"] for link in circuit if link["circuit"])
    for subject, kind in (("Huyện Lập Thạch", "site"), ("core1--core2", "link"), (name.lower(), "circuit")):
        ran = place.run("maintenance", "add", subject, "--from", "now", "--to", "+1h", "--json")
        assert (ran.code, ran.json["window"]["kind"], ran.json["window"]["state"]) == (0, kind, "active"), ran.err
    windows = place.run("status", "--json").json["maintenance"]
    assert [one["kind"] for one in windows] == ["site", "link", "circuit"]
    check(place.run("status", "--json").json, "status")
    assert "planned work on site 246 until" in place.run("status", "246").out


def test_a_recurring_window_in_vietnamese(place: Place) -> None:
    today = datetime.now(UTC).date()
    sunday = today + timedelta(days=13 - today.weekday())
    ran = place.run(
        *("--lang", "vi", "maintenance", "add", "core1", "--from", f"{sunday} 22:00", "--to", "02:00"),
        *("--repeat", "FREQ=WEEKLY;BYDAY=SU"),
    )
    assert ran.code == 0
    assert f"{sunday:%d/%m/%Y} 22:00" in ran.out
    assert "FREQ=WEEKLY;BYDAY=SU" in ran.out
    assert "window" not in ran.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nowhere", "--from", "now", "--to", "+1h"), "nowhere"),
        (("core1", "--from", "22:00", "--to", "2020-01-01"), "is not after"),
        (("core1", "--from", "now", "--to", "+1h", "--zone", "Mars"), "no zone is named"),
        (("core1", "--from", "now", "--to", "+1h", "--repeat", "often"), "is no rule of recurrence"),
    ],
)
def test_wrong_use_ends_with_2_and_says_what(place: Place, arguments: tuple[str, ...], said: str) -> None:
    ran = place.run("maintenance", "add", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert json.loads(place.run("maintenance", "list", "--json").out) == []


def test_a_machine_that_does_not_tell_its_zone_is_told_to(place: Place) -> None:
    ran = Place(place.folder, {"TZ": "<+07>-7"}).run("maintenance", "add", "core1", "--from", "now", "--to", "+1h")
    assert ran.code == 2
    assert "--zone" in ran.err
