"""The ways between screens and times: back and forward, into the past and to now; and why a key does nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from netinv.tui.trail import Trail
from netinv.tui.widgets.bars import KeyLine, TitleBar
from netinv.tui.widgets.grid import Grid
from netinv.tui.widgets.lines import Line
from tests.interface.tui.looking import page, text
from tests.interface.tui.province import SWEPT_MS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from netinv.tui.app import NetinvApp

SIZE = (80, 24)
DAY_MS = 86_400_000


async def test_back_and_forward_find_each_page_as_it_was_left(app: NetinvApp, until: Any) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2", *["down"] * 20)
        grid = app.screen.query_one(Grid)
        cursor, scroll = grid.cursor, grid.scroll_offset.y
        await pilot.press("enter")
        await until(pilot, lambda: page(app) == "DeviceScreen")
        await pilot.press("tab", "4")
        assert page(app) == "LinksScreen"
        await pilot.press("escape")
        assert page(app) == "DeviceScreen"
        assert "▸Links" in text(app, "#strip")
        await pilot.press("alt+left")
        assert page(app) == "DevicesScreen"
        assert (grid.cursor, grid.scroll_offset.y) == (cursor, scroll)
        await pilot.press("alt+right", "alt+right")
        assert page(app) == "LinksScreen"
        await pilot.press("escape", "escape", "escape")
        assert page(app) == "OverviewScreen"


async def test_a_key_that_does_nothing_says_why(app: NetinvApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        for key, said in (
            ("escape", "Esc: This is where you began: q leaves."),
            ("alt+right", "Alt+→: There is nothing to go forward to."),
            ("n", "n: You are looking at now already."),
            ("z", "z does nothing here: ? shows the keys that do."),
            ("o", "o does nothing here: ? shows the keys that do."),
        ):
            await pilot.press(key)
            assert text(app, KeyLine) == said
        await pilot.press("3", "!")
        assert text(app, KeyLine).startswith("!: A port is no problem by itself. f finds ports by words.")
        await pilot.press("tab")
        assert text(app, KeyLine) == "Tab: There is only one table here."


async def test_the_palette_does_what_is_typed(app: NetinvApp, until: Any) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("ctrl+p", *"all", "space", *"lin", "enter")
        await until(pilot, lambda: page(app) == "LinksScreen")
        await pilot.press("question_mark")
        grid = app.screen.query_one(Grid)
        assert grid.rows.cells(grid.rows.find("forward") or 0)[1].text.endswith("There is nothing to go forward to.")
        await pilot.press("slash", *"forward", "enter")
        assert page(app) == "HelpScreen"
        assert text(app, KeyLine) == "There is nothing to go forward to."
        await pilot.press("escape")
        assert page(app) == "LinksScreen"


async def test_what_a_key_does_is_told_whole_below_the_table(app: NetinvApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("question_mark")
        app.screen.query_one(Grid).go_to("end_work")
        await pilot.pause()
        assert text(app, "#told").replace("\n", "").endswith("– Put the cursor on a window of planned work first.")
        await pilot.press("slash", *"no such thing")
        assert text(app, "#told") == ""


async def test_enter_twice_in_the_help_does_it_once(app: NetinvApp, until: Any) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("question_mark")
        grid = app.screen.query_one(Grid)
        grid.go_to("links")
        grid.action_open()
        grid.action_open()
        await until(pilot, lambda: page(app) == "LinksScreen")
        await pilot.press("escape")
        assert page(app) == "OverviewScreen"


@pytest.fixture
def history(province: Path) -> Path:
    """Two sweeps more, a day and an hour before: a day ago core2 was down."""
    import sqlite3

    first, second = SWEPT_MS - DAY_MS, SWEPT_MS - 3_600_000
    with sqlite3.connect(province) as connection:
        connection.execute("UPDATE sweep SET id = 3")
        for ident, ended in ((1, first), (2, second)):
            connection.execute(
                "INSERT INTO sweep (id, status, started_at, finished_at, deadline_at, pid, process_started, host,"
                " whole, targets, answered, changes, report) VALUES (?, 'done', ?, ?, ?, 1, '', 'h', 1, 28, 28, 0, ?)",
                (ident, ended - 1000, ended, ended, "{}"),
            )
        connection.execute("UPDATE device_state SET valid_from = ?", (second,))
        columns = "device_id, valid_from, valid_to, state, cause, icmp, snmp, ssh"
        connection.execute(
            f"INSERT INTO device_state ({columns}) SELECT device_id, ?, ?,"
            " CASE device_id WHEN 2 THEN 'down' ELSE 'up' END, NULL, 'ok', 'ok', NULL FROM device_state",
            (first, second),
        )
        connection.execute("UPDATE interface SET valid_from = ? WHERE device_id < 10", (first,))
    return province


async def test_into_the_past_and_back_to_now(make_app: Callable[[Path], NetinvApp], history: Path, until: Any) -> None:
    app = make_app(history)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("2", "down", "left_square_bracket")
        await until(pilot, lambda: app.at == SWEPT_MS - 3_600_000)
        grid = app.screen.query_one(Grid)
        assert grid.rows.cells(1)[0].text == "● up"
        past = app.screen.query_one("#past", Line)
        assert past.display
        assert text(app, "#past") == "the past: 2023-11-15 04:11:20 +07:00    n returns to now"
        assert text(app, TitleBar).endswith("last sweep 2 min ago")
        await pilot.press("left_square_bracket")
        await until(pilot, lambda: app.at == SWEPT_MS - DAY_MS)
        assert grid.cursor == 2
        assert [cell.text for cell in grid.rows.cells(1)][:2] == ["✖ down", "core2"]
        assert grid.rows.cells(1)[4].text == "1/3"
        assert app.snapshot.events == ()
        await pilot.press("enter")
        await until(pilot, lambda: page(app) == "DeviceScreen" and len(app.screen.query_one(Grid).rows) == 3)
        await pilot.press("n")
        assert app.at is None
        assert not app.screen.query_one("#past", Line).display
        await pilot.press("escape")
        assert grid.rows.cells(1)[0].text == "● up"
        assert grid.cursor == 2


async def test_days_and_held_keys_and_the_ends_of_time(
    make_app: Callable[[Path], NetinvApp], history: Path, until: Any
) -> None:
    app = make_app(history)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("left_curly_bracket")
        await until(pilot, lambda: app.at == SWEPT_MS - DAY_MS)
        await pilot.press("left_square_bracket")
        await until(pilot, lambda: app._notifications)
        assert "no earlier sweep" in next(iter(app._notifications)).message
        assert app.at == SWEPT_MS - DAY_MS
        await pilot.press("right_square_bracket", "right_square_bracket")
        await until(pilot, lambda: app.at is None)
        await pilot.press(*["left_square_bracket"] * 9)
        await until(pilot, lambda: app.at == SWEPT_MS - DAY_MS)
        await pilot.press("right_curly_bracket")
        await until(pilot, lambda: app.at is None)


async def test_news_do_not_disturb_the_past(make_app: Callable[[Path], NetinvApp], history: Path, until: Any) -> None:
    from tests.interface.tui.test_live import write

    app = make_app(history)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2", "left_curly_bracket")
        await until(pilot, lambda: app.at is not None)
        shown = app.snapshot
        write(history, "UPDATE device_state SET state = 'down' WHERE device_id = 1 AND valid_to IS NULL")
        await until(pilot, lambda: app.travelling.present.devices[0].state == "down")
        assert app.snapshot is shown
        grid = app.screen.query_one(Grid)
        assert grid.rows.cells(0)[0].text == "● up"
        await pilot.press("n")
        assert grid.rows.cells(0)[0].text == "✖ down"


def test_a_trail_gives_back_what_fell_out_of_it() -> None:
    trail = Trail("a")
    assert trail.go("b") == []
    assert trail.go("c") == []
    assert (trail.step(-1), trail.step(-1), trail.step(-1)) == ("b", "a", None)
    assert sorted(trail.go("d")) == ["b", "c"]
    assert trail.step(1) is None
    assert trail.forget("d") == ["d"]
    assert trail.here == "a"
    assert trail.forget("a") == []
    gone = [one for n in range(100) for one in trail.go(str(n))]
    assert gone[0] == "a"
    assert len(gone) == 61
