"""Lines of what was measured, on the page of a device: facts, table, the line of one port; now and in the past."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from netinv import i18n
from netinv.app.views.trends import last_day
from netinv.store.reading.reader import Reader
from netinv.tui.rows import fit
from netinv.tui.widgets.bars import TitleBar
from netinv.tui.widgets.detail import Detail
from netinv.tui.widgets.grid import Grid
from netinv.tui.widgets.lines import Facts
from tests.interface.tui.looking import table, text
from tests.interface.tui.province import HOUR_MBIT, HOUR_MS, NOW_MS, SWEPT_MS
from tests.measured import Device, sweeps

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from netinv.tui.app import NetinvApp

WIDE, NARROW = (120, 36), (80, 24)


async def open_core1(app: NetinvApp, pilot: Pilot[None], until: Any) -> None:
    await pilot.press("2", "enter")
    await until(pilot, lambda: "Round trip" in text(app, Facts) and len(table(app)) == 3)


async def test_each_port_has_its_last_day_beside_its_rates(app: NetinvApp, until: Any) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await open_core1(app, pilot, until)
        titles = [column.title for column in app.screen.query_one("#table", Grid).columns]
        busy, idle, _off = table(app)
        assert titles[4:8] == ["In", "last 24 h", "Out", "last 24 h"]
        assert f"{HOUR_MBIT[0]} Mb/s  ▁▁▂▂▃▄▅▅▆▇▇█  {HOUR_MBIT[0] // 10} Mb/s  ▁▁▂▂▃▄▅▅▆▇▇█" in busy
        assert "0 b/s  ▁▁▁▁▁▁▁▁▁▁▁▁  0 b/s  ▁▁▁▁▁▁▁▁▁▁▁▁" in idle
        assert not app.screen.query_one("#port").display
        facts = text(app, Facts)
        assert "Round trip ▃▄▄▅▅▅▆·▇▇▇█ 3.5 ms" in facts
        assert "CPU        ▂▂▂▂▂▂▂·▂▂▂▂ 12.5 %" in facts  # of all that it has
        assert "Memory" not in facts


@pytest.fixture
def chassis(province: Path) -> Path:
    """Device 1 with 300 ports, of which every fifth has nothing plugged in."""
    names = [f"Gi{n // 100}/{n % 100:02}" for n in range(300)]
    with closing(sqlite3.connect(province)) as connection, connection:
        connection.execute("DELETE FROM interface WHERE device_id = 1")
        connection.executemany(
            "INSERT INTO interface (device_id, name, if_index, oper_status, admin_status, speed_bps, valid_from) "
            "VALUES (1, ?, ?, 1, 1, 1000000000, ?)",
            [(name, place + 1, SWEPT_MS - HOUR_MS) for place, name in enumerate(names)],
        )
        connection.execute("DELETE FROM counter_chunk WHERE device_id = 1")
    sweeps(province, [Device(1, 300, SWEPT_MS - 25 * HOUR_MS, names=names)], SWEPT_MS - 25 * HOUR_MS, SWEPT_MS)
    return province


def in_sight(app: NetinvApp) -> list[str]:
    """The lines of the table as they are drawn: no row beyond them is made."""
    grid = app.screen.query_one("#table", Grid)
    return [grid.render_line(y).text.rstrip() for y in range(grid.size.height)]


async def test_each_of_many_ports_has_its_last_day_when_it_comes_in_sight(
    make_app: Any, chassis: Path, until: Any
) -> None:
    app: NetinvApp = make_app(chassis)
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("2", "enter")
        await until(pilot, lambda: "Gi0/00" in in_sight(app)[1] and in_sight(app)[1].count("█") >= 2)
        assert "▁" * 12 in in_sight(app)[5]
        await pilot.press("end")
        await until(pilot, lambda: "Gi2/99" in in_sight(app)[-1] and "▁" * 12 in in_sight(app)[-1])
        with Reader(chassis) as reader:
            known = last_day(reader, 1, NOW_MS, ["Gi2/98"]).ports
        assert known["Gi2/98"].into.line(12) in in_sight(app)[-2]


async def test_where_columns_have_no_room_the_port_under_the_cursor_has_a_line(app: NetinvApp, until: Any) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await open_core1(app, pilot, until)
        line = text(app, "#port")
        assert line.startswith("last 24 h  in ▁▁▁")
        assert "█ 99 Mb/s  out ▁▁▁" in line
        assert app.screen.query_one("#port").display
        await pilot.press("down")
        await until(pilot, lambda: "█" not in text(app, "#port"))
        assert "▁ 0 b/s" in text(app, "#port")
        await pilot.press("tab")
        assert not app.screen.query_one("#port").display
        await pilot.press("shift+tab")
        await pilot.resize_terminal(*WIDE)
        await until(pilot, lambda: not app.screen.query_one("#port").display)


@pytest.mark.parametrize("lang", ["en", "vi"])
async def test_where_the_column_goes_the_line_comes(app: NetinvApp, until: Any, lang: str) -> None:
    i18n.use(lang)
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press("2", "enter")
        await until(pilot, lambda: "3.5 ms" in text(app, Facts) or "3,5 ms" in text(app, Facts))
        both = []
        for width in range(96, 124):
            await pilot.resize_terminal(width, 24)
            grid = app.screen.query_one("#table", Grid)
            await until(pilot, lambda width=width, grid=grid: grid.size.width == width - 2)
            column = bool(fit(grid.columns, grid.size.width, 2)[5])
            line = app.screen.query_one("#port").display
            assert column or line, width
            both += [width] * (column and line)
        assert len(both) <= 1  # a scrollbar would take that column away


async def test_a_device_that_was_never_measured_has_no_lines(app: NetinvApp, until: Any) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press("2", "down", "enter")
        await until(pilot, lambda: "core2" in text(app, TitleBar) and len(table(app)) == 3)
        answered: list[int] = []
        app.feed.ask(lambda _views: 1, answered.append)  # behind all that the page asked
        await until(pilot, lambda: answered)
        assert "Round trip" not in text(app, Facts)
        assert "▁" not in "".join(table(app))
        assert not app.screen.query_one("#port").display


async def test_in_the_past_the_line_ends_at_the_time_that_is_looked_at(
    make_app: Any, province: Path, until: Any
) -> None:
    """Twelve hours ago the busiest hours were still to come."""
    then = SWEPT_MS - 12 * HOUR_MS
    with closing(sqlite3.connect(province)) as connection, connection:
        connection.execute("UPDATE sweep SET id = 2")
        connection.execute(
            "INSERT INTO sweep (id, status, started_at, finished_at, deadline_at, pid, process_started, host, targets,"
            " answered, changes, whole) VALUES (1, 'done', ?, ?, ?, 1, '', 'p', 1, 1, 0, 1)",
            (then, then, then),
        )
        connection.execute("UPDATE interface SET valid_from = ?", (then - HOUR_MS,))
    with Reader(province) as reader:
        past, now = (last_day(reader, 1, at).ports["GE0/0/0"].into for at in (then, NOW_MS))
    assert past.highest == HOUR_MBIT[-12] * 1_000_000
    assert now.highest == HOUR_MBIT[0] * 1_000_000
    app: NetinvApp = make_app(province)
    async with app.run_test(size=WIDE) as pilot:
        await open_core1(app, pilot, until)
        assert now.line(12) in table(app)[0]
        await pilot.press("left_square_bracket")
        await until(pilot, lambda: past.line(12) in table(app)[0])
        assert "2.3 ms" in text(app, Facts)
        await pilot.press("n")
        await until(pilot, lambda: now.line(12) in table(app)[0])


async def test_beside_the_interfaces_stands_the_port_under_the_cursor(app: NetinvApp, until: Any) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("3")
        await until(pilot, lambda: "GE0/0/0" in text(app, Detail))
        await until(pilot, lambda: "In          ▁▁▁▁▂▂▃▃▄▄▄▅▅▅▆▆▇▇██ 210 Mb/s" in text(app, Detail))
        await pilot.press("down")
        await until(pilot, lambda: "GE0/0/1" in text(app, Detail))
        assert "Out         ▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁ 0 b/s" in text(app, Detail)  # of a device that is at hand, at once
        await pilot.press("down", "down")
        await until(pilot, lambda: "core2" in text(app, Detail))
        answered: list[int] = []
        await pilot.pause(0.4)
        app.feed.ask(lambda _views: 1, answered.append)
        await until(pilot, lambda: answered)
        assert "▁" not in text(app, Detail)


async def test_a_narrow_screen_has_no_room_beside_and_reads_nothing(app: NetinvApp, until: Any) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press("3")
        await until(pilot, lambda: any("GE0/0/0" in row for row in table(app)[:3]))
        await pilot.press("down")
        await pilot.pause(0.4)
        assert text(app, Detail) == ""
        await pilot.resize_terminal(*WIDE)
        await until(pilot, lambda: "▁" in text(app, Detail))
