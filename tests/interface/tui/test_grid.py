"""The one table widget: its cursor is a key, it draws only what is in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import App
from textual.geometry import Region
from textual.scrollbar import ScrollBar

from netinv.tui.rows import Cell, Column, ListRows
from netinv.tui.widgets.grid import Grid
from netinv.tui.widgets.looks import COMPONENTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.strip import Strip


class Sheet(App[None]):
    """A grid and what it said."""

    COMPONENT_CLASSES = COMPONENTS
    CSS = "Grid { height: 1fr; overflow-x: hidden }"

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        self.names = names
        self.drawn: list[str] = []
        self.chosen: list[object] = []

    def compose(self) -> ComposeResult:
        yield Grid([Column("Name", 10, grow=1)], empty="nothing")

    def on_mount(self) -> None:
        self.put(self.names)

    def put(self, names: Sequence[str]) -> None:
        def cells(name: str) -> list[Cell]:
            self.drawn.append(name)
            return [Cell(name)]

        self.grid.show(ListRows(names, str, cells))

    @property
    def grid(self) -> Grid:
        return self.query_one(Grid)

    def on_grid_chosen(self, message: Grid.Chosen) -> None:
        self.chosen.append(message.key)

    def line(self, y: int) -> str:
        return self.grid.render_line(y).text.rstrip()


NAMES = [f"row{n:05}" for n in range(10_000)]


async def test_only_lines_in_sight_are_made() -> None:
    app = Sheet(NAMES)
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.pause()
        assert set(app.drawn) == set(NAMES[:9])
        app.drawn.clear()
        await pilot.press("down")
        assert set(app.drawn) <= set(NAMES[:2])


async def test_keys_move_the_cursor() -> None:
    app = Sheet(NAMES)
    async with app.run_test(size=(40, 10)) as pilot:
        seen = []
        for key in ("down", "j", "k", "pagedown", "end", "up", "pageup", "home", "up"):
            await pilot.press(key)
            seen.append(app.grid.cursor)
        assert seen == [
            "row00001",
            "row00002",
            "row00001",
            "row00009",
            "row09999",
            "row09998",
            "row09990",
            "row00000",
            "row00000",
        ]


async def test_the_header_stays_while_rows_scroll() -> None:
    app = Sheet(NAMES)
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.press("end")
        assert app.line(0) == "Name"
        assert app.line(9) == "row09999"


async def test_rows_that_come_before_do_not_move_the_cursor() -> None:
    app = Sheet(NAMES[100:])
    async with app.run_test(size=(40, 10)) as pilot:
        for _n in range(20):
            await pilot.press("down")
        line = next(y for y in range(10) if app.line(y) == app.grid.cursor)
        app.put(NAMES)
        await pilot.pause()
        assert app.grid.cursor == "row00120"
        assert app.line(line) == "row00120"


async def test_a_row_that_went_away_leaves_the_cursor_where_it_was() -> None:
    app = Sheet(NAMES[:5])
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.press("down", "down")
        app.put([*NAMES[:2], *NAMES[3:5]])
        assert app.grid.cursor == "row00003"
        app.put([])
        await pilot.pause()
        assert app.line(1) == "nothing"
        await pilot.press("down", "enter", "end")
        assert app.chosen == []


async def test_enter_and_a_double_click_choose() -> None:
    app = Sheet(NAMES)
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.press("down", "enter")
        await pilot.click(Grid, offset=(3, 4))
        assert app.grid.cursor == "row00003"
        await pilot.click(Grid, offset=(3, 5), times=2)
        assert app.chosen == ["row00001", "row00004"]


async def test_the_cursor_stays_in_sight_when_the_screen_shrinks() -> None:
    app = Sheet(NAMES)
    async with app.run_test(size=(40, 20)) as pilot:
        for _n in range(15):
            await pilot.press("down")
        await pilot.resize_terminal(30, 6)
        await pilot.pause()
        assert "row00015" in [app.line(y) for y in range(6)]
        await pilot.resize_terminal(8, 3)
        await pilot.pause()
        assert app.grid.cursor == "row00015"


async def test_marks_and_wide_letters_keep_the_columns_straight() -> None:
    app = Sheet(["Vĩnh Yên", "日本語の機器名がここにある", "x" * 100])
    async with app.run_test(size=(12, 6)) as pilot:
        await pilot.pause()
        assert {app.grid.render_line(y).cell_length for y in range(5)} == {12}
        assert app.line(3).endswith("…")


async def test_scrolling_makes_only_the_line_that_comes_into_sight() -> None:
    app = Sheet(NAMES)
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.press("pagedown", "pagedown")
        await pilot.pause()
        app.drawn.clear()
        await pilot.press("down")
        await pilot.pause()
        top = app.grid.scroll_offset.y
        assert [app.line(y) for y in range(1, 10)] == NAMES[top : top + 9]
        assert set(app.drawn) <= set(NAMES[top + 7 : top + 9])


async def test_other_rows_of_the_same_keys_are_drawn_anew() -> None:
    app = Sheet(NAMES)
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.pause()
        app.grid.show(ListRows(NAMES, str, lambda name: [Cell(name.upper())]))
        await pilot.pause()
        assert app.line(4) == "ROW00003"
        app.grid.rows = ListRows(NAMES, str, lambda name: [Cell(name[::-1])])
        app.grid.refresh()
        assert app.line(4) == "30000wor"


async def test_the_scrollbar_is_textuals_own_to_the_eye() -> None:
    app = Sheet(NAMES[:57])
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.pause()
        for step in range(12):
            await pilot.press("pagedown" if step % 2 else "down")
            await pilot.pause()
            bar = app.grid.vertical_scrollbar
            whole = bar.size.region
            theirs = ScrollBar.render_lines(bar, whole)
            for mine in (bar.render_lines(whole), [bar.render_lines(Region(0, y, 2, 1))[0] for y in range(10)]):
                assert [line.text for line in mine] == [line.text for line in theirs]
                assert [_look(line) for line in mine] == [_look(line) for line in theirs]


async def test_a_click_on_the_scrollbar_goes_a_page_on() -> None:
    app = Sheet(NAMES)
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.pause()
        app.animation_level = "none"
        await pilot.click(offset=(39, 9))
        await pilot.pause(0.1)
        assert app.grid.scroll_offset.y == 10


def _look(line: Strip) -> list[tuple[object, ...]]:
    """What is seen of it: of a blank only what is behind it."""
    seen: list[tuple[object, ...]] = []
    for text, style, _control in line:
        assert style is not None
        ink, paper = (style.bgcolor, style.color) if style.reverse else (style.color, style.bgcolor)
        seen.append((text, ink if text.strip() else None, paper, style.meta))
    return seen
