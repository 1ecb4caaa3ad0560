"""The first screen: the tree, what is wrong, the newest events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from netinv.tui.rows import Cell, ListRows
from netinv.tui.widgets.bars import KeyLine, TitleBar
from netinv.tui.widgets.grid import Grid
from netinv.tui.widgets.site_tree import SiteTree
from tests.interface.tui.looking import lines, page, text

if TYPE_CHECKING:
    from netinv.tui.app import NetinvApp

SIZE = (80, 24)


async def test_the_first_screen_shows_the_districts_under_the_province(app: NetinvApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert lines(app, "#tree")[:3] == [
            "▾ ◐ Tỉnh Vĩnh Phúc  degraded  25/28  ✖1 ◐1 ○1",
            "▸ ● Thành phố Vĩnh Yên  up  6/6",
            "▸ ◐ Huyện Lập Thạch  degraded  4/6  ✖1 ○1",
        ]
        assert lines(app, "#tree")[-1] == "▸ ◐ Agencies  degraded  1/2  ◐1"
        assert app.screen.query_one("#tree").size.height > len(lines(app, "#tree"))
        assert "28 devices" in text(app, "#summary")
        assert "✖ 1 down" in text(app, "#summary")
        assert text(app, TitleBar).startswith("netinv · Tỉnh Vĩnh Phúc ")
        assert text(app, TitleBar).endswith(" last sweep 2 min ago")


async def test_what_is_wrong_is_said_in_a_sentence_under_its_cause(app: NetinvApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        wrong = lines(app, "#problems")
        assert wrong[0].startswith("✖ 2 communes cut off since")
        assert wrong[0].endswith("xavantruc2-r1 does not answer  1")
        assert [row[0] for row in wrong] == ["✖", "✖", "◐"]
        assert lines(app, "#events")[0].split("  ")[2] == "soyte-r1"


@pytest.mark.parametrize("size", [SIZE, (120, 36), (240, 60)])
async def test_enter_on_what_is_wrong_opens_the_problem_with_its_story(
    app: NetinvApp, until: Any, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        await pilot.press("tab", "down", "enter")
        await until(pilot, lambda: page(app) == "ProblemScreen")
        assert "Problem 2" in text(app, TitleBar)


async def test_the_worst_problem_keeps_its_colour_where_the_cursor_is_elsewhere(app: NetinvApp) -> None:
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        first, second = (app.screen.query_one("#problems", Grid).render_line(y)._segments[0].style for y in (1, 2))
        assert first
        assert second
        assert first.color == second.color
        assert (first.underline, second.underline) == (True, None)
        await pilot.press("tab")
        focused = app.screen.query_one("#problems", Grid).render_line(1)._segments[0].style
        assert focused
        assert focused.reverse


async def test_a_low_screen_has_the_tree_alone_and_tab_says_so(app: NetinvApp) -> None:
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.press("tab")
        assert text(app, KeyLine).strip() == "Tab: There is only one table here."
        assert isinstance(app.focused, SiteTree)


async def test_on_a_wide_screen_sentences_have_its_whole_width_and_no_more_lines_than_they_need(app: NetinvApp) -> None:
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        wrong, tree = app.screen.query_one("#problems", Grid), app.screen.query_one(SiteTree)
        assert wrong.size.width > 110
        assert wrong.size.height == len(wrong.rows) + 2
        assert wrong.region.bottom == tree.region.y
        many = [Cell(f"{n}") for n in range(50)]
        wrong.show(ListRows(many, str, lambda cell: [cell, cell]))
        app.screen._give_room()  # type: ignore[attr-defined]
        await pilot.pause()
        assert wrong.size.height == 12
        await pilot.resize_terminal(80, 24)
        assert wrong.size.height == 5
        assert wrong.region.y > tree.region.y


async def test_the_tree_opens_and_closes(app: NetinvApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        tree = app.screen.query_one(SiteTree)
        await pilot.press("down", "down", "space")
        assert "○ Xã Xuân Hòa 2  unreachable  0/1  ○1" in lines(app, "#tree")
        await pilot.press("right", "down")
        assert tree.cursor == ("site", 111)
        await pilot.press("left")
        assert tree.cursor == ("site", 11)
        await pilot.press("left")
        assert len(tree.rows) == 6
        await pilot.press("left", "left")
        assert len(tree.rows) == 1
        await pilot.press("x")
        assert len(tree.rows) == 28
        await pilot.press("end")
        assert tree.cursor == ("site", 51)
        await pilot.press("x")
        assert (len(tree.rows), tree.cursor) == (6, ("agencies", 1))
