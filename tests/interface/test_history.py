"""``netinv history``: figures that sweeps left, of a device and of a port, in all its forms."""

from __future__ import annotations

import csv
import io
import re
import time
from datetime import UTC, datetime

import pytest

from tests.interface.running import Place
from tests.interface.test_cli_json import check
from tests.measured import DAY_MS, HOUR_MS, Device, sweeps

BLOCKS = re.compile("[▁▂▃▄▅▆▇█·]{8,}")


END = round(time.time() * 1000) // HOUR_MS * HOUR_MS - HOUR_MS // 2
"""The end of what is asked for: half past an hour, so that it makes no difference when the test runs."""


def last(hours: int) -> tuple[str, ...]:
    """So many hours up to the end."""
    begins, ends = (datetime.fromtimestamp(at / 1000, UTC).isoformat() for at in (END - hours * HOUR_MS, END))
    return "--since", begins, "--until", ends


@pytest.fixture
def measured(imported: Place) -> Place:
    """Device 1 swept every five minutes for thirty hours."""
    start = END - 30 * HOUR_MS
    sweeps(imported.db, [Device(1, 6, start)], start, END + 1)
    return imported


@pytest.fixture
def name(measured: Place) -> str:
    """What that device is called."""
    from netinv.store.reading.reader import Reader

    with Reader(measured.db) as reader:
        found = reader.device(1)
    assert found
    return found.name


def test_a_device_in_lines_of_blocks_and_steps(measured: Place, name: str) -> None:
    ran = measured.run("history", name, *last(24))
    assert (ran.code, ran.err) == (0, "")
    gauges, ports, steps = ran.out.split("\n\n")
    assert [line.split("  ")[0] for line in gauges.splitlines()[1:]] == ["round trip", "CPU", "memory"]
    assert all(BLOCKS.search(line) for line in gauges.splitlines()[1:])
    assert len(ports.splitlines()) == 1 + 6
    assert all(len(BLOCKS.findall(line)) == 2 for line in ports.splitlines()[1:])
    assert len(steps.splitlines()) == 1 + 25  # the hour that is under way, too


def test_a_port_in_steps_of_its_length(measured: Place, name: str) -> None:
    day = measured.run("history", name, "gi0/1", "--json", *last(24)).json
    check(day, "history")
    assert (day["interface"], day["step_s"], len(day["points"])) == ("Gi0/1", 3600, 25)
    fine = measured.run("history", name, "Gi0/1", "--json", *last(3)).json
    check(fine, "history")
    assert (fine["step_s"], len(fine["points"])) == (300, 36)
    assert max(point["in_bps"] for point in fine["points"]) <= max(point["in_peak_bps"] for point in day["points"])
    hours = {point["time"]: point["in_bps"] for point in day["points"]}
    whole = fine["points"][12 - int(fine["points"][0]["time"][14:16]) // 5 :][:12]
    mean = sum(point["in_bps"] for point in whole) / 12
    assert abs(hours[whole[0]["time"]] - mean) <= 1
    as_csv = list(csv.DictReader(io.StringIO(measured.run("history", name, "Gi0/1", "--csv", *last(24)).out)))
    assert [(row["time"], int(row["in_bps"])) for row in as_csv] == list(hours.items())
    told = measured.run("history", name, "Gi0/1").out  # until now
    assert len(BLOCKS.findall(told)) == 2
    assert "errors in" in told


def test_what_sweeps_measured_of_a_real_agent(swept: Place) -> None:
    """Two sweeps one after the other: one step, with the rate that the list has, too."""
    points = swept.run("history", "core1", "Te0/0/0", "--json", "--step", "5m").json["points"]
    listed = swept.run("list", "interfaces", "core1", "--json").json
    port = next(row for row in listed if row["name"] == "Te0/0/0")
    counted = [point for point in points if point["in_bps"] is not None]
    assert 1 <= len(counted) <= 2
    assert min(point["in_bps"] for point in counted) <= port["in_bps"] + 1
    assert max(point["in_bps"] for point in counted) >= port["in_bps"] - 1


def test_nothing_is_known_of_that_time(measured: Place, name: str) -> None:
    ran = measured.run("history", name, "--since", "60d", "--until", "50d")
    assert (ran.code, ran.out) == (0, "")
    assert "nothing is known" in ran.err
    empty = measured.run("history", name, "--since", "60d", "--until", "50d", "--json").json
    check(empty, "history")
    assert empty["points"] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["NAME", "--json", "--csv"], "do not go together"),
        (["NAME", "--since", "1h", "--until", "2h"], "before --until"),
        (["NAME", "Gi0/9"], "has no interface “Gi0/9”: the nearest are Gi0/"),
        (["nobody-at-all"], "nobody-at-all"),
        (["26"], "is a site: name one of its devices"),
    ],
)
def test_what_cannot_be_asked(measured: Place, name: str, words: list[str], said: str) -> None:
    ran = measured.run("history", *(name if word == "NAME" else word for word in words))
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert "Traceback" not in ran.err


def test_a_year_later_days_are_left(measured: Place, name: str) -> None:
    """What the sweeps of a year made of it: here all at once."""
    from netinv.store.measured.ageing import Keeping, age
    from netinv.store.writing.engine import Store

    before = measured.run("history", name, "Gi0/1", "--json", *last(30), "--step", "1d").json["points"]
    with Store(measured.db).write() as connection:
        age(connection, round(time.time() * 1000) + 500 * DAY_MS, Keeping(14, 45, 400, 3660), budget_s=60)
    after = measured.run("history", name, "Gi0/1", "--json", *last(30)).json
    check(after, "history")
    assert {point["step_s"] for point in after["points"]} == {86400}
    assert [point["in_bps"] for point in after["points"]] == [point["in_bps"] for point in before]
