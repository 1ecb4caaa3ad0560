"""``probe`` over SSH on a port of its own, and what it says of where the facts were read."""

from __future__ import annotations

import csv

from tests.interface.running import PATIENT, Place


def with_ssh(place: Place) -> dict[str, str]:
    """A device of the laboratory that can be logged in to."""
    with (place.folder / "devices.csv").open(encoding="utf-8-sig", newline="") as file:
        return next(row for row in csv.DictReader(file) if row["ssh"])


def test_ssh_on_its_own_port(place: Place) -> None:
    device = with_ssh(place)
    place.settings(PATIENT)
    assert device["ssh_port"] != "22"
    asked = ("probe", device["address"].partition(":")[0], "--ssh-credential", device["ssh"])
    found = place.run(*asked, "--ssh-port", device["ssh_port"], "--json").json
    assert (found["answered"], found["reach"]["ssh"]) == (True, "ok")
    assert found["interfaces"]
    assert " " in found["sources"]["os_version"]  # a command, as it was typed
    refused = place.run(*asked, "--ssh-port", "1", "--json")
    assert (refused.code, refused.json["reach"]["ssh"]) == (1, "refused")
    assert place.run(*asked, "--ssh-port", "65536").code == 2


def test_show_says_where_each_fact_was_read(swept: Place) -> None:
    found = swept.run("show", "core1", "--json").json
    assert set(found["sources"]) >= {"vendor", "os", "os_version", "model", "serial"}
    assert found["sources"]["serial"].startswith("1.3.6.1.2.1.47.1.1.1.1.11.")
    text = swept.run("show", "core1").out
    assert f"{found['serial']}  ← {found['sources']['serial']}" in text
    probed = swept.run("list", "devices", "--json").json
    assert "sources" not in probed[0]  # a list stays short
