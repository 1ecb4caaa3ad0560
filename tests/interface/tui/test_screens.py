"""Screens that are reached from everywhere, and each key, through Textual's pilot."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import pytest

from netinv import i18n
from netinv.app.views.pages import Views
from netinv.tui.actions import ACTIONS
from netinv.tui.messages import Refreshed
from netinv.tui.rows import Cell
from netinv.tui.screens.page import Page
from netinv.tui.widgets.bars import KeyLine, TitleBar
from netinv.tui.widgets.grid import Grid
from netinv.tui.widgets.lines import Line
from netinv.tui.widgets.search_box import SearchBox
from netinv.tui.widgets.site_tree import SiteTree
from tests.interface.tui.looking import lines, page, text
from tests.interface.tui.test_live import write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from netinv.tui.app import NetinvApp

SIZE = (80, 24)


@pytest.mark.parametrize(
    ("key", "name", "first", "opens"),
    [
        ("2", "DevicesScreen", "● up  core1  Tỉnh Vĩnh Phúc  192.0.2.1  1/3", "core1"),
        ("4", "LinksScreen", "● up  core1  GE0/0/1  core2  GE0/0/0", "core1"),
        ("5", "EventsScreen", "05:11:20  !  soyte-r1", "soyte-r1"),
        ("3", "InterfacesScreen", "core1", "core1"),
    ],
)
async def test_the_numbered_screens(app: NetinvApp, until: Any, key: str, name: str, first: str, opens: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press(key)
        await until(pilot, lambda: page(app) == name)
        assert lines(app, "#table")[0].startswith(first)
        await pilot.press("enter")
        await until(pilot, lambda: opens in text(app, TitleBar))
        await pilot.press("escape")
        assert page(app) == name
        await pilot.press("escape")
        assert page(app) == "OverviewScreen"


async def test_all_interfaces_are_read_as_they_come_in_sight(app: NetinvApp, until: Any) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("3", "end")
        grid = app.screen.query_one("#table", Grid)
        await until(pilot, lambda: "GE0/0/2" in grid.render_line(grid.size.height - 1).text)
        assert len(grid.rows) == 28 * 3


async def test_only_problems_and_all_again(app: NetinvApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2", "!")
        assert [row.split()[0] for row in lines(app, "#table")] == ["◐", "✖", "○"]
        assert "Devices, only problems: 3" in text(app, TitleBar)
        await pilot.press("!")
        assert "Devices: 28" in text(app, TitleBar)
        await pilot.press("4", "!")
        assert len(lines(app, "#table")) == 1
        await pilot.press("5", "!")
        assert len(lines(app, "#table")) == 2


async def test_the_tree_of_sites_leaves_only_what_is_not_well_and_opens_as_it_was(
    app: NetinvApp, province: Path
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("down", "space")
        before = lines(app, "#tree")
        await pilot.press("!")
        assert [row.split("  ")[0] for row in lines(app, "#tree")] == [
            "▾ ◐ Tỉnh Vĩnh Phúc",
            "▾ ◐ Huyện Lập Thạch",
            "✖ Xã Vân Trục 2",
            "○ Xã Xuân Hòa 2",
            "▾ ◐ Agencies",
            "◐ Sở Y tế",
        ]
        assert text(app, TitleBar).startswith("netinv · Tỉnh Vĩnh Phúc, only problems")
        await pilot.press("!")
        assert lines(app, "#tree") == before
        write(province, "UPDATE device_state SET state = 'up'")
        await pilot.press("!", "f5")
        for _n in range(500):
            await pilot.pause(0.02)
            if not lines(app, "#tree"):
                break
        assert "Nothing is wrong here. ! shows all rows." in app.screen.query_one(SiteTree).render_line(1).text


async def test_a_problem_and_an_event_open_their_device(app: NetinvApp, until: Any) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("tab", "enter")
        await until(pilot, lambda: "xavantruc2-r1" in text(app, TitleBar))
        await pilot.press("escape", "tab", "enter")
        await until(pilot, lambda: "soyte-r1" in text(app, TitleBar))


async def test_search_finds_without_marks_and_by_initials(app: NetinvApp, until: Any) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("slash", *"vinh", "space", *"yen")
        await pilot.pause()
        assert lines(app, "#table")[0] == "● up  Thành phố Vĩnh Yên  Tỉnh Vĩnh Phúc"
        for _letter in "vinh yen":
            await pilot.press("backspace")
        await pilot.press("backspace")
        assert page(app) == "SearchScreen"
        await pilot.press(*"vt", "space", *"lt")
        await pilot.pause()
        assert lines(app, "#table")[0].startswith("✖ down  Xã Vân Trục 2  Huyện Lập Thạch")
        await pilot.press("down", "enter")
        await until(pilot, lambda: "xavantruc2-r1" in text(app, TitleBar))
        await pilot.press("escape")
        assert page(app) == "OverviewScreen"


async def test_search_finds_circuits_and_hardware_addresses(app: NetinvApp, until: Any) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("slash", *"vp-0003")
        await until(pilot, lambda: len(lines(app, "#table")) == 1)
        assert lines(app, "#table")[0].startswith("● up  core1:GE0/0/3--xavantruc1-r1:GE0/0/0  VNPT, VP-0003")
        for _letter in "vp-0003":
            await pilot.press("backspace")
        await pilot.press(*"0200.0000.1B02")
        await until(pilot, lambda: len(lines(app, "#table")) == 1)
        assert "soyte-r1, port 2 of 27" in lines(app, "#table")[0]
        assert "02:00:00:00:1b:02" in lines(app, "#table")[0]
        await pilot.press("enter")
        await until(pilot, lambda: "soyte-r1" in text(app, TitleBar))


async def test_search_opens_a_site_and_can_be_left(app: NetinvApp, until: Any) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("slash", *"lap", "space", *"thach", "enter")
        await until(pilot, lambda: page(app) == "SiteScreen")
        await pilot.press("slash", *"zzz", "enter")
        await pilot.pause()
        assert page(app) == "SearchScreen"
        assert "Nothing found." in app.screen.query_one(Grid).empty
        await pilot.press("escape")
        assert page(app) == "SiteScreen"


async def test_letters_that_are_keys_elsewhere_are_letters_in_the_search(app: NetinvApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("slash", *"q1/?!x")
        await pilot.pause()
        assert app.screen.query_one(SearchBox).value == "q1/?!x"


async def test_the_footer_shows_what_works_here(app: NetinvApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        keys = text(app, KeyLine)
        assert "/ search" in keys
        assert "1-9 screens" in keys
        assert "? keys" in keys
        assert "q quit" in keys
        assert "Esc" not in keys
        await pilot.press("2")
        await pilot.pause()
        keys = text(app, KeyLine)
        assert "! problems" in keys
        assert "Esc back" in keys
        assert "Space" not in keys
        await pilot.resize_terminal(250, 24)
        await pilot.pause()
        assert "3 interfaces" in text(app, KeyLine)


async def test_every_binding_is_in_the_help_of_its_screen(app: NetinvApp) -> None:
    async with app.run_test(size=(120, 50)) as pilot:
        for key in "12345678":
            await pilot.press(key)
            await pilot.pause()
            here = {bound.binding.id for bound in app.screen.active_bindings.values() if bound.binding.id in ACTIONS}
            await pilot.press("question_mark")
            await pilot.pause()
            grid = app.screen.query_one(Grid)
            assert {grid.rows.key(place) for place in range(len(grid.rows))} == here
            await pilot.press("escape")


async def test_the_help_does_what_a_row_says(app: NetinvApp, until: Any) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("question_mark")
        await pilot.pause()
        assert app.screen.query_one(Grid).go_to("events")
        await pilot.press("enter")
        await until(pilot, lambda: page(app) == "EventsScreen")


@pytest.mark.parametrize("keys", [["2", "?"], ["down", "enter"], ["slash", "a"], ["2", "enter", "tab"]])
@pytest.mark.parametrize("size", [(40, 10), (20, 5), (240, 60)])
async def test_every_size_runs_and_q_leaves(app: NetinvApp, keys: list[str], size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        await pilot.press(*keys)
        await pilot.resize_terminal(size[0] + 7, size[1] + 3)
        await pilot.press("escape", "escape", "q")
    assert app.return_code == 0


async def test_ctrl_c_leaves_as_interrupted(app: NetinvApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("ctrl+c")
    assert app.return_code == 130


async def test_a_database_never_swept_says_what_to_do(make_app: Callable[[Path], NetinvApp], tmp_path: Path) -> None:
    from netinv.store.writing.engine import Store

    Store(tmp_path / "empty.db")
    app = make_app(tmp_path / "empty.db")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert "never swept: run netinv sweep" in text(app, TitleBar)
        tree = app.screen.query_one(SiteTree)
        assert "netinv import PATH" in tree.render_line(2).text
        await pilot.press("enter", "space", "right", "left", "x", "down")
        await pilot.press("2", "enter", "3", "enter", "4", "enter", "5", "enter", "slash", "a", "enter")
        await pilot.pause()
    assert app.return_code in (None, 0)


async def test_an_old_sweep_is_stale_and_a_running_one_is_said(app: NetinvApp, monkeypatch: pytest.MonkeyPatch) -> None:
    async with app.run_test(size=SIZE) as pilot:
        sweep = app.snapshot.sweep
        assert sweep is not None
        later = sweep.finished_at + 3_600_000 if sweep.finished_at else 0
        app.clock = lambda: later
        assert isinstance(app.screen, Page)
        app.screen.update_bars()
        await pilot.pause()
        assert "stale: last sweep 1 h ago" in text(app, TitleBar)
        running = sweep._replace(status="running", started_at=later - 9000, finished_at=None, deadline_at=later + 1)
        app.post_message(Refreshed(dataclasses.replace(app.snapshot, running=running)))
        await pilot.pause()
        assert "sweep running, began 9 s ago" in text(app, TitleBar)


async def test_vietnamese(make_app: Callable[[Path], NetinvApp], province: Path) -> None:
    i18n.use("vi")
    app = make_app(province)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert "lần quét cuối 2 phút trước" in text(app, TitleBar)
        assert "28 thiết bị" in text(app, "#summary")
        assert "mất kết nối" in text(app, "#summary")
        assert lines(app, "#tree")[-1].startswith("▸ ◐ Cơ quan")
        assert "thoát" in text(app, KeyLine)


def test_the_views_give_no_device_for_an_unknown_id(province: Path) -> None:
    with Views(province) as views:
        assert views.device(9999) is None
        assert not views.changed()


async def test_lines_cut_a_long_cell() -> None:
    line = Line()

    line._cells = [Cell("abcdef"), Cell("ghijkl", "dim")]
    assert line.lines(9) == [[Cell("abcdef"), Cell("gh…", "dim")]]
    assert line.lines(6) == [[Cell("abcdef"), Cell("", "dim")]]
