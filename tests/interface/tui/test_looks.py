"""Named styles: one set for the whole application, which follows the theme on every page, seen or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.tui.themes import OURS
from netinv.tui.widgets.grid import Grid
from netinv.tui.widgets.lines import Lines
from netinv.tui.widgets.looks import COMPONENTS

if TYPE_CHECKING:
    from netinv.tui.app import NetinvApp


async def test_a_page_that_was_left_has_the_colours_of_the_new_theme_when_one_comes_back(app: NetinvApp) -> None:
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("2", "1")
        for theme in OURS:
            up = theme.variables["state-up"]
            await pilot.press("T")
            assert up in app.export_screenshot(), "on the page that is seen"
            await pilot.press("2")
            assert up in app.export_screenshot(), "on the page that was left before"
            await pilot.press("1")


async def test_a_style_of_the_application_is_laid_over_that_of_the_widget(app: NetinvApp) -> None:
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("T")
        line = app.screen.query_one("#title", Lines)
        line._looks.clear()
        names = [name.removeprefix("look--") for name in COMPONENTS]
        assert {line._looks[name].bgcolor for name in names} == {line.rich_style.bgcolor}
        assert line._looks["down"].bold
        assert line._looks["down"].color != line.rich_style.color
        assert line._looks[""] == line.rich_style == line._looks["info"]


async def test_nothing_drawn_is_kept_of_a_page_that_was_left(app: NetinvApp) -> None:
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("2", "pagedown")
        left, grid = app.screen, app.screen.query_one("#table", Grid)
        seen = [grid.render_line(y).text for y in range(10)]
        assert grid._lines
        assert grid._styles_cache._cache
        await pilot.press("1")
        assert not any(widget._styles_cache._cache for widget in left.query("*"))
        assert not grid._lines
        await pilot.press("2")
        assert [grid.render_line(y).text for y in range(10)] == seen
