"""The map of the province: each key, what is told of the site under the cursor, the past, other sizes."""

from __future__ import annotations

import sqlite3
import time
from dataclasses import replace
from statistics import median
from typing import TYPE_CHECKING, Any

import pytest

from netinv import i18n
from netinv.app.views.viewing import site_tree
from netinv.tui.app import NetinvApp
from netinv.tui.widgets.bars import KeyLine, TitleBar
from netinv.tui.widgets.grid import Grid
from netinv.tui.widgets.site_map import SiteMap
from tests.charts import row
from tests.interface.tui.looking import page, text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.pilot import Pilot

SIZE = (80, 24)
SIZES = [(80, 24), (120, 36), (240, 60)]


@pytest.fixture
def mapped(make_app: Callable[[Path], NetinvApp], located: Path) -> NetinvApp:
    """The application over it."""
    return make_app(located)


def code(app: NetinvApp) -> str:
    """The site under the cursor."""
    subject = app.subject
    return subject.name if subject else ""


def drawn(app: NetinvApp) -> str:
    shown = app.screen.query_one(SiteMap)
    return "\n".join(shown.render_line(y).text for y in range(shown.size.height))


async def test_the_map_begins_at_what_is_worst_and_tells_of_it(mapped: NetinvApp) -> None:
    async with mapped.run_test(size=SIZE) as pilot:
        await pilot.press("7")
        assert page(mapped) == "MapScreen"
        assert text(mapped, TitleBar).startswith("Map: 27 · ✖1 ◐1 ○1 ")
        assert code(mapped) == "010"
        told = text(mapped, "#under").split("\n")
        assert told[0] == "✖ down  Xã Vân Trục 2  commune 010  ✖1"
        assert told[1].strip().startswith("2 communes cut off since")
        assert told[1].endswith("xavantruc2-r1 does not answer")
        assert "[✖]" in drawn(mapped)
        assert "○" in drawn(mapped)
        assert "■ Sông Lô" not in drawn(mapped)  # names are written without their kind only where the kind is known
        assert "Huyện Sông Lô" in drawn(mapped)


async def test_arrows_go_from_site_to_site_by_where_they_lie(mapped: NetinvApp) -> None:
    async with mapped.run_test(size=SIZE) as pilot:
        await pilot.press("7", "down")
        assert code(mapped) == "241"
        await pilot.press("right")
        assert code(mapped) == "011"
        await pilot.press("left", "left")
        assert code(mapped) == "014"
        await pilot.press("h", "k")
        assert code(mapped) == "243"
        await pilot.press("l", "j")
        assert code(mapped) == "013"


async def test_sites_at_one_place_are_gone_through_and_named(mapped: NetinvApp) -> None:
    async with mapped.run_test(size=SIZE) as pilot:
        await pilot.press("7")
        shown = mapped.screen.query_one(SiteMap)
        assert shown.go_to(50)
        await pilot.pause()
        told = text(mapped, "#under")
        assert "◐ degraded" not in told  # a triangle: an agency
        assert "◭ degraded  Sở Y tế  agency 26-A1" in told
        assert "without coordinates" in told
        assert "2 sites more here: Tỉnh Vĩnh Phúc, Sở Tài chính" in told
        await pilot.press("space")
        assert code(mapped) == "26"
        await pilot.press("space")
        assert code(mapped) == "26-A2"
        for _site in range(25):
            await pilot.press("space")
        assert code(mapped) == "26-A1"
        assert "[◭³" in drawn(mapped)


async def test_nearer_farther_and_the_whole_again(mapped: NetinvApp) -> None:
    async with mapped.run_test(size=SIZE) as pilot:
        await pilot.press("7", "plus")
        assert "×2" in text(mapped, TitleBar)
        before = code(mapped)
        await pilot.press("equals_sign", "minus", "minus")
        assert "×" not in text(mapped, TitleBar)
        await pilot.press(*["plus"] * 9)
        assert "×64" in text(mapped, TitleBar)
        assert code(mapped) == before
        for key in ("right", "down", "left", "up", "right", "right"):
            await pilot.press(key)
            assert "]" in drawn(mapped)  # the window follows the cursor
        await pilot.press("0")
        assert "×" not in text(mapped, TitleBar)
        await pilot.press("minus")
        assert "Map: 27" in text(mapped, TitleBar)


async def test_enter_opens_the_site_and_back_finds_the_cursor(mapped: NetinvApp, until: Any) -> None:
    async with mapped.run_test(size=SIZE) as pilot:
        await pilot.press("7", "plus", "right", "enter")
        await until(pilot, lambda: page(mapped) == "SiteScreen")
        await pilot.press("escape")
        assert page(mapped) == "MapScreen"
        assert "×2" in text(mapped, TitleBar)
        await pilot.press("1", "escape", "alt+right", "7")
        assert page(mapped) == "MapScreen"


async def test_only_what_is_wrong(mapped: NetinvApp) -> None:
    async with mapped.run_test(size=SIZE) as pilot:
        await pilot.press("7", "exclamation_mark")
        assert text(mapped, TitleBar).startswith("Map, only problems: 3")
        assert "●" not in drawn(mapped)
        assert drawn(mapped).count("◦") > 10  # where the others are
        await pilot.press("exclamation_mark")
        assert text(mapped, TitleBar).startswith("Map: 27")


async def test_a_long_sentence_is_told_whole_and_else_the_shapes_are_explained(
    make_app: Callable[[Path], NetinvApp], located: Path
) -> None:
    with sqlite3.connect(located) as connection:
        name = "a-name-as-long-as-some-people-like-to-give-to-a-router"
        connection.execute("UPDATE device SET name = ? WHERE id = 10", (name,))
        connection.execute("UPDATE problem SET name = ? WHERE id = 1", (name,))
    app = make_app(located)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("7")
        told = text(app, "#under").split("\n")
        assert told[2].endswith("does not answer")
        assert "…" not in "".join(told)
        assert app.screen.query_one(SiteMap).go_to(101)
        await pilot.pause()
        assert text(app, "#under").split("\n")[-1].strip() == (
            "★ province  ■ district  ● commune  ▲ agency  ² several sites, the worst shown"
        )
        await pilot.resize_terminal(120, 36)
        await pilot.pause()
        assert text(app, "#under").endswith("◐ degraded  ✖ down  ○ unreachable")


async def test_the_mouse_goes_chooses_and_zooms(mapped: NetinvApp, until: Any) -> None:
    async with mapped.run_test(size=SIZE) as pilot:
        await pilot.press("7")
        lines = drawn(mapped).split("\n")
        y = next(y for y, line in enumerate(lines) if "○" in line)
        await pilot.click(SiteMap, offset=(lines[y].index("○"), y))
        assert code(mapped) == "011"
        await pilot.click(SiteMap, offset=(lines[y].index("○"), y), times=2)
        await until(pilot, lambda: page(mapped) == "SiteScreen")


async def test_what_the_cursor_is_on_is_swept_copied_and_exported(mapped: NetinvApp) -> None:
    async with mapped.run_test(size=SIZE) as pilot:
        await pilot.press("7", "y")
        choices = mapped.screen.query_one(Grid)
        assert choices.rows.cells(0)[1].text == "name: Xã Vân Trục 2"
        await pilot.press("escape", "e")
        assert [choices.rows.key(0) for choices in mapped.screen.query(Grid)] == ["graphml"]
        await pilot.press("escape")
        assert page(mapped) == "MapScreen"
        await pilot.press("p")
        assert text(mapped, KeyLine) == "p: Put the cursor on a device first."


async def test_the_past_is_on_the_map_too(make_app: Callable[[Path], NetinvApp], swept_twice: Path, until: Any) -> None:
    app = make_app(swept_twice)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("7")
        assert "✖" in drawn(app)
        await pilot.press("left_square_bracket")
        await until(pilot, lambda: app.at is not None)
        assert text(app, "#past").startswith("the past: ")
        assert "✖" not in drawn(app)
        assert code(app) == "010"
        assert "● up" in text(app, "#under")
        await pilot.press("n")
        assert "✖" in drawn(app)


async def test_without_coordinates_the_map_says_what_to_do(app: NetinvApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("7")
        assert "No site has coordinates." in drawn(app)
        assert "27 sites without a place" in text(app, TitleBar)
        await pilot.press("up", "left", "space", "plus", "minus", "enter", "exclamation_mark", "i")
        assert page(app) == "MapScreen"


@pytest.mark.parametrize("size", [(40, 10), (20, 5), (3, 3)])
async def test_small_sizes_run(mapped: NetinvApp, size: tuple[int, int]) -> None:
    async with mapped.run_test(size=size) as pilot:
        await pilot.press("7", "right", "plus", "down", "space")
        await pilot.resize_terminal(size[0] + 9, size[1] + 2)
        await pilot.press("left", "q")
    assert mapped.return_code == 0


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_how_it_looks(snap_compare: Any, mapped: NetinvApp, size: tuple[int, int]) -> None:
    assert snap_compare(mapped, press=["7", "down"], terminal_size=size)


def test_how_it_looks_in_vietnamese_and_from_nearer(
    snap_compare: Any, make_app: Callable[[Path], NetinvApp], located: Path
) -> None:
    i18n.use("vi")
    assert snap_compare(make_app(located), press=["7", "plus", "plus"], terminal_size=SIZE)


def many(app: NetinvApp, sites: int) -> NetinvApp:
    """So many sites instead, in a square."""
    side = int(sites**0.5)
    rows = [row(n, lat=21 + n // side / 100, lon=105 + n % side / 100) for n in range(1, sites + 1)]
    app.travelling.shown = app.travelling.present = replace(app.snapshot, tree=tuple(site_tree(rows, [])))
    return app


async def _key_cpu_ms(pilot: Pilot[None]) -> float:
    taken = []
    for key in ["left", "right", "up", "down"] * 6:
        began = time.process_time()
        await pilot.press(key)
        taken.append(time.process_time() - began)
    return median(taken)


@pytest.mark.slow  # it makes a large network first
async def test_a_key_costs_the_same_with_many_sites(make_app: Callable[[Path], NetinvApp], located: Path) -> None:
    taken = {}
    for sites in (169, 10_000):
        app = many(make_app(located), sites)
        async with app.run_test(size=(120, 36)) as pilot:
            await pilot.press("7", "space", *["right"] * 8, *["down"] * 4)
            shown = app.screen.query_one(SiteMap)
            picture, stacks = shown._picture, shown._stacks
            taken[sites] = await _key_cpu_ms(pilot)
            assert shown._picture is picture  # nothing is drawn anew for a key
            assert shown._stacks is stacks
            assert shown.shown == sites
    assert taken[10_000] < 2 * taken[169]
