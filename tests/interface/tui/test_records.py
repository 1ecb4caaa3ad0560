"""The past of sites and devices on their pages: the bar of days, outages, where each fact was read."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from netinv.app.reports.days import DAYS, local_days, record
from netinv.reports.availability import Availability
from netinv.store.reading.reader import Reader
from netinv.tui.days import days_line
from netinv.tui.widgets.lines import Line
from tests.interface.tui.looking import table
from tests.interface.tui.province import NOW_MS, SWEPT_MS

if TYPE_CHECKING:
    from pathlib import Path

    from netinv.tui.app import NetinvApp

SIZE = (120, 36)
HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS


def text(app: NetinvApp, which: str) -> str:
    return "".join(cell.text for cell in app.screen.query_one(which, Line).lines(app.size.width)[0])


def rewrite(db: Path, *statements: str) -> None:
    with closing(sqlite3.connect(db)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def history(db: Path) -> None:
    """Known since 40 days, swept every ten minutes; device 10 was down for six hours ten days ago."""
    began, fell = NOW_MS - 40 * DAY_MS, NOW_MS - 10 * DAY_MS
    rewrite(
        db,
        f"UPDATE device SET added_at = {began}",
        f"UPDATE device_state SET valid_from = {began} WHERE device_id <> 10",
        f"UPDATE device_state SET valid_from = {fell + 6 * HOUR_MS}, state = 'up' WHERE device_id = 10",
        f"INSERT INTO device_state (device_id, valid_from, valid_to, state) VALUES (10, {began}, {fell}, 'up'),"
        f" (10, {fell}, {fell + 6 * HOUR_MS}, 'down')",
        "INSERT INTO sweep (status, started_at, finished_at, deadline_at, pid, process_started, host, targets,"
        " answered, changes, whole) WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 5760)"
        f" SELECT 'done', {SWEPT_MS} - n * 600000, {SWEPT_MS} - n * 600000, {SWEPT_MS}, 1, '', 'p', 1, 1, 0, 1 FROM t",
    )


def test_days_of_one_device_add_up(province: Path) -> None:
    history(province)
    with Reader(province) as reader:
        found = record(reader, [10], NOW_MS, 2 * HOUR_MS)
    assert len(found.days) == DAYS
    assert sum(day.down for day in found.days) == 6 * HOUR_MS
    assert sum(day.unknown for day in found.days) == 0
    spans = local_days(NOW_MS, DAYS)
    assert [day.up + day.down for day in found.days] == [end - start for start, end in spans]
    assert datetime.fromtimestamp(spans[-1][0] / 1000, UTC).astimezone().hour == 0
    assert [one.name for one in found.outages] == ["xavantruc2-r1"]


def test_many_devices_are_the_sum_of_each(province: Path) -> None:
    history(province)
    with Reader(province) as reader:
        each = [record(reader, [device.id], NOW_MS, 2 * HOUR_MS) for device in reader.devices()]
        together = record(reader, [device.id for device in reader.devices()], NOW_MS, 2 * HOUR_MS)
    for place, day in enumerate(together.days):
        assert day.up == sum(one.days[place].up for one in each)
        assert day.down == sum(one.days[place].down for one in each)


def test_what_is_not_known_is_no_good_day(province: Path) -> None:
    with Reader(province) as reader:
        found = record(reader, [1], NOW_MS, HOUR_MS)
    bar = days_line(found.days, 99.5)
    assert [cell.text for cell in bar[1 : DAYS + 1]] == ["·"] * (DAYS - 1) + ["█"]
    assert "unknown" in bar[-1].text


def test_each_kind_of_day_has_its_sign() -> None:
    days = [
        Availability(up=10),
        Availability(up=999, down=1),
        Availability(up=95, down=5),
        Availability(up=6, down=4),
        Availability(down=10),
        Availability(unknown=10),
        Availability(planned=10),
    ]
    assert [cell.text for cell in days_line(days, 99.5)[1:8]] == ["█", "▇", "▅", "▃", "▁", "·", "◆"]
    assert [cell.style for cell in days_line(days, 99.5)[1:8]] == [
        *("up", "up", "degraded", "down", "down", "dim", "maintenance")
    ]


async def test_a_device_with_its_days_outages_and_sources(app: NetinvApp, province: Path, until: Any) -> None:
    rewrite(province, "UPDATE system SET sources = 'vendor=sys_object_id model=entity.model serial=entity.serial'")
    history(province)
    async with app.run_test(size=SIZE) as pilot:
        app.open_device(10)
        await until(pilot, lambda: app.screen.query("#days"))
        await until(pilot, lambda: "Last 30 days" in text(app, "#days"))
        assert "99.1" in text(app, "#days")
        await pilot.press("tab", "tab", "tab")
        await until(pilot, lambda: any("2 communes cut off" in line for line in table(app)))
        await pilot.press("enter")
        assert type(app.screen).__name__ == "ProblemScreen"
        await pilot.press("escape", "shift+tab", "shift+tab", "shift+tab", "shift+tab")
        await until(pilot, lambda: any("entity.serial" in line for line in table(app)))
        assert any(line.startswith("Model  AR6120  ") for line in table(app))


async def test_a_site_with_its_days_and_outages(app: NetinvApp, province: Path, until: Any) -> None:
    history(province)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("enter")
        await until(pilot, lambda: "Last 30 days" in text(app, "#days"))
        assert "96.398" in text(app, "#days"), "one of 28 has been cut off all the time"
        await pilot.press("tab", "tab", "tab")
        await until(pilot, lambda: len(table(app)) == 3)
