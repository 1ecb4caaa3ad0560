"""Only the rows with some words, sorted by a column, in the tables of the network and in those of a page."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

import pytest
from textual.events import Key

from netinv.tui.screens.menu import Menu
from netinv.tui.widgets.bars import KeyLine, TitleBar
from netinv.tui.widgets.grid import Grid
from tests.interface.tui.looking import page, table, text

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from netinv.tui.app import NetinvApp

SIZE = (120, 36)


async def sort_by(pilot: Pilot[None], title: str) -> None:
    """Choose a column in the window."""
    app: Any = pilot.app
    await pilot.press("S")
    assert isinstance(app.screen, Menu)
    rows = app.screen.query_one(Grid).rows
    letter = next(cells[0].text for cells in map(rows.cells, range(len(rows))) if cells[1].text.strip("▲▼") == title)
    await pilot.press(letter)


def column(app: NetinvApp, place: int) -> list[str]:
    grid = app.screen.query_one("#table", Grid)
    return [grid.rows.cells(n)[place].text for n in range(len(grid.rows))]


async def test_devices_with_words_of_what_stands_in_no_column(app: NetinvApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2", "f", *"huawei van", "enter")
        assert column(app, 1) == ["xavantruc1-r1", "xavantruc2-r1", "xavantruc3-r1", "xavantruc4-r1"]
        assert "Devices · “huawei van”: 4" in text(app, TitleBar)
        await pilot.press("!")
        assert column(app, 1) == ["xavantruc2-r1"]
        await pilot.press("f", *"qq", "enter")  # in the place of the words before
        assert column(app, 1) == []
        assert "No row fits the filter. 0 takes it off." in app.screen.query_one(Grid).nothing()
        await pilot.press("0")
        assert "Devices: 28" in text(app, TitleBar)
        await pilot.press("0")
        assert text(app, KeyLine).strip() == "0: No filter is on."


async def test_sorted_devices_keep_the_cursor_and_stay_sorted(app: NetinvApp, province: Path, until: Any) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2", "down")
        grid = app.screen.query_one(Grid)
        before = grid.cursor
        await sort_by(pilot, "State")
        assert column(app, 0)[:4] == ["✖ down", "◐ degraded", "○ unreachable", "● up"]
        assert grid.cursor == before
        assert "by State" in text(app, TitleBar)
        await sort_by(pilot, "State")
        assert column(app, 0)[-1] == "✖ down"
        with sqlite3.connect(province) as connection:
            connection.execute("UPDATE device_state SET state = 'down' WHERE device_id = 5")
        await until(pilot, lambda: column(app, 0)[-2:] == ["✖ down", "✖ down"])
        await pilot.press("S", "0")
        assert column(app, 1)[:2] == ["core1", "core2"]


async def test_a_click_on_a_title_sorts_by_it(app: NetinvApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("4")
        before = column(app, 6)
        grid = app.screen.query_one(Grid)
        x = grid.render_line(0).text.index("Circuit")
        await pilot.click(Grid, offset=(x + 1, 0))
        await pilot.click(Grid, offset=(grid.render_line(0).text.index("▲Circuit") + 1, 0))
        assert column(app, 6) == sorted(before, reverse=True)


@pytest.mark.parametrize("words", ["ge0/0/0 core", "tinh vinh phuc ge0/0/0", "02:00:00:00:01:01 port"])
async def test_interfaces_of_all_devices_by_words(app: NetinvApp, until: Any, words: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("3", "f", *words, "enter")
        await until(pilot, lambda: "Interfaces · “" in text(app, TitleBar) and column(app, 0))
        assert set(column(app, 0)) <= {"core1", "core2"}
        assert set(column(app, 2)) == {"GE0/0/0"}
        await pilot.press("y", "p")
        assert app.clipboard == "GE0/0/0"
        await pilot.press("enter")
        await until(pilot, lambda: page(app) == "DeviceScreen")


async def test_the_busiest_interfaces_first(app: NetinvApp, until: Any) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("3")
        await sort_by(pilot, "In")
        await until(pilot, lambda: len(table(app)) == 84)
        assert column(app, 5)[0] == "210 Mb/s"
        assert column(app, 0)[0] == "core1"
        assert "▼In" in app.screen.query_one(Grid).render_line(0).text, "what it is sorted by is seen"
        await pilot.press("0")
        await until(pilot, lambda: "Interfaces: 84" in text(app, TitleBar))


async def test_of_very_many_the_first_are_kept_and_all_are_counted(
    app: NetinvApp, until: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("netinv.tui.ports_found.MOST", 10)
    monkeypatch.setattr("netinv.tui.ports_found._AT_ONCE", 4)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("3", "f", *"up", "enter")
        await until(pilot, lambda: "“up”: the first 10 of 28" in text(app, TitleBar))
        assert len(table(app)) == 10


async def test_tables_of_a_page_each_have_their_own(app: NetinvApp, until: Any) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2", "enter")
        await until(pilot, lambda: page(app) == "DeviceScreen" and len(table(app)) == 3)
        await pilot.press("f", *"switched", "enter")
        assert column(app, 1) == ["GE0/0/2"]
        assert "“switched”" in text(app, "#strip")
        await pilot.press("tab")
        assert len(table(app)) == 4
        await sort_by(pilot, "State")
        assert column(app, 0)[0] == "✖ down"
        await pilot.press("shift+tab")
        assert column(app, 1) == ["GE0/0/2"]
        await pilot.press("0")
        assert len(table(app)) == 3


async def test_a_site_s_page_leaves_what_is_not_well(app: NetinvApp, until: Any) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("down", "down", "enter", "!")
        assert column(app, 1) == ["xavantruc2-r1", "xaxuanhoa2-r1"]
        assert "only problems" in text(app, "#strip")
        await pilot.press("tab", "tab", "!")
        assert text(app, KeyLine).strip() == "!: The rows of this table have no state."
        await pilot.press("shift+tab", "shift+tab", "0")
        assert len(table(app)) == 6
        await pilot.press("1", "down", "enter", "!")  # the next district, where all is well
        assert "Nothing is wrong here. ! shows all rows." in app.screen.query_one(Grid).nothing()
        await pilot.press("2", "enter", "tab", "!")
        await until(pilot, lambda: column(app, 0) == ["✖ down"])


async def test_rows_that_are_read_as_they_come_in_sight_say_where_they_can_be_sorted(app: NetinvApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("down", "down", "enter", "tab", "tab", "f")
        assert "3 shows all interfaces, and can sort them." in text(app, KeyLine)
        await pilot.press("5", "S")
        assert text(app, KeyLine).strip() == "S: The log is in the order of time."


async def test_what_is_typed_right_after_the_key_reaches_the_field(app: NetinvApp, until: Any) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2")
        for key in "fcore":
            app.post_message(Key(key, key))
        await until(pilot, lambda: app.screen.query("#box"))
        await pilot.press("enter")
        assert column(app, 1) == ["core1", "core2"]


async def test_what_is_exported_is_what_is_seen(
    app: NetinvApp, until: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2", "f", *"core", "enter", "e", "c")
        await until(pilot, lambda: list(tmp_path.glob("*.csv")))
        written = next(tmp_path.glob("*.csv"))
        await until(pilot, lambda: len(written.read_text().splitlines()) == 3)
