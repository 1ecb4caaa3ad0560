"""A reorganisation of a network that is swept: open problems, events, states and planned work follow their units."""

from __future__ import annotations

from typing import Any

from tests.interface.running import Place
from tests.interface.test_cli_json import check


def sites_of(place: Place, *more: str) -> dict[str, str]:
    return {one["name"]: one["site"] for one in place.run("list", "devices", "--json", *more).json}


def states(place: Place) -> dict[str, Any]:
    return {one["name"]: one["state"] for one in place.run("list", "devices", "--json").json}


def test_what_is_wrong_goes_with_its_unit_under_a_code_that_was_another_units(swept: Place) -> None:
    before = swept.run("status", "--json").json
    wrong = next(one for one in [*before["causes"], *before["problems"]] if one["kind"] == "device")
    there = sites_of(swept)
    code = there[wrong["name"]]
    site = next(one for one in swept.run("list", "sites", "--json").json if one["code"] == code)
    events = swept.run("events", "--site", code, "--json").json
    assert events
    other = next(
        one["code"]
        for one in swept.run("list", "sites", "--json").json
        if one["level"] == "commune" and one["code"] != code
    )
    (swept.folder / "changes.csv").write_text(
        "date,action,old_code,new_code,new_name,new_parent\n"
        f"2024-07-01,merge,{code},{other},New unit,{site['parent']}\n2024-07-01,rename,{other},99009,Other,\n"
    )
    preview = swept.run("geo", "apply", "changes.csv", "--dry-run", "--json").json
    check(preview, "reorganisation")
    assert [move["name"] for move in preview["devices"]] == sorted(
        name for name, at in there.items() if at in (code, other)
    )
    moved = next(one for one in preview["problems"] if one["name"] == wrong["name"])
    assert (moved["from"], moved["to"]) == ([code], [other])
    assert any(wrong["name"] in link["link"] for link in preview["links"])
    assert swept.run("geo", "apply", "changes.csv").code == 0
    after = swept.run("status", "--json").json
    assert [one["name"] for one in after["causes"]] == [one["name"] for one in before["causes"]]
    told = next(one for one in [*after["causes"], *after["problems"]] if one["name"] == wrong["name"])
    assert code not in told.get("affected_sites", [])
    assert "99009" not in told.get("affected_sites", []), "the code that another unit has had is meant as it was then"
    assert told.get("site", other) in (None, other)
    assert [one["id"] for one in swept.run("events", "--site", other, "--json").json] == [one["id"] for one in events]
    assert sites_of(swept)[wrong["name"]] == other
    assert sites_of(swept, "--boundaries", "2024-06-30") == there


def test_sweeps_go_on_and_take_the_new_units(swept: Place) -> None:
    known = states(swept)
    there = sites_of(swept)
    commune = next(
        one for one in swept.run("list", "sites", "--json").json if one["level"] == "commune" and one["devices"]
    )
    (swept.folder / "changes.csv").write_text(
        f"date,action,old_code,new_code,new_name\n2024-07-01,rename,{commune['code']},99002,Renamed\n"
    )
    assert swept.run("geo", "apply", "changes.csv").code == 0
    ran = swept.run("sweep", "--json")
    assert ran.code == 1, "the two silent ones are still silent"
    assert states(swept) == known
    assert swept.run("problems", "--json").json
    assert len(sites_of(swept)) == len(there)
    problems = [one["id"] for one in swept.run("problems", "--json").json]
    assert len(problems) == len(set(problems))
    assert swept.run("topology", "export", "-o", "net.graphml").code == 0
    assert "site:99002" in (swept.folder / "net.graphml").read_text("utf-8")
    assert swept.run("topology", "export", "-o", "old.graphml", "--boundaries", "2024-06-30").code == 0
    assert f"site:{commune['code']}" in (swept.folder / "old.graphml").read_text("utf-8")
    shown = swept.run("show", "99002", "--json").json
    assert sum(shown["devices"].values()) == sum(commune["devices"].values())
    assert swept.run("geo", "undo").code == 0
    assert sites_of(swept) == there
    assert swept.run("events", "--site", commune["code"], "--json").json


def test_planned_work_on_a_unit_goes_on_at_its_successor(swept: Place) -> None:
    commune = next(
        one for one in swept.run("list", "sites", "--json").json if one["level"] == "commune" and one["devices"]
    )
    code = commune["code"]
    assert swept.run("maintenance", "add", code, "--from", "now", "--to", "+2h", "-m", "move").code == 0
    (swept.folder / "changes.csv").write_text(
        f"date,action,old_code,new_code,new_name\n2024-07-01,rename,{code},99003,R\n"
    )
    assert swept.run("geo", "apply", "changes.csv").code == 0
    (window,) = swept.run("maintenance", "list", "--json").json
    assert window["name"] == "99003"
