"""The pages of a site and of a device, with their sections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from netinv.tui.widgets.bars import TitleBar
from netinv.tui.widgets.grid import Grid
from netinv.tui.widgets.lines import Facts, Line
from tests.interface.tui.looking import lines, page, text

if TYPE_CHECKING:
    from netinv.tui.app import NetinvApp

SIZE = (80, 24)


async def test_a_site_s_page_and_its_sections(app: NetinvApp, until: Any) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("down", "down", "enter")
        assert page(app) == "SiteScreen"
        assert "Tỉnh Vĩnh Phúc › Huyện Lập Thạch" in text(app, TitleBar)
        assert "✖ 1  ○ 1  ● 4" in text(app, Facts)
        assert len(lines(app, "#table")) == 6
        await pilot.press("tab", "tab")
        assert "▸Interfaces 18" in text(app, "#strip")
        await until(pilot, lambda: any("GE0/0/0" in row for row in lines(app, "#table")))
        assert any("? was up  GE0/0/0" in row for row in lines(app, "#table"))
        await pilot.press("shift+tab", "shift+tab", "down", "enter")
        await until(pilot, lambda: page(app) == "DeviceScreen")
        assert "xavantruc2-r1 · Xã Vân Trục 2" in text(app, TitleBar)
        await pilot.press("escape", "escape")
        assert page(app) == "OverviewScreen"


async def test_the_section_that_is_on_is_seen_on_a_narrow_screen(app: NetinvApp, until: Any) -> None:
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press("2", "enter")
        await until(pilot, lambda: "▸Interfaces" in text(app, "#strip"))
        for title in ("Links", "Neighbours", "Outages", "Events", "Identity"):
            await pilot.press("tab")
            assert f"▸{title}" in text(app, "#strip")
        assert text(app, "#strip").strip().startswith("…")
        await pilot.press("tab")
        assert text(app, "#strip").strip().startswith("▸Interfaces")


@pytest.mark.parametrize("size", [(120, 36), (50, 12)])
async def test_a_click_on_the_title_of_a_section_goes_to_it(app: NetinvApp, until: Any, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        await pilot.press("2", "enter")
        await until(pilot, lambda: "▸Interfaces" in text(app, "#strip"))
        for title in ("Links", "Neighbours", "Events", "Identity", "Events"):
            if title == "Neighbours":
                await pilot.press("f", *"no such", "enter")  # what is said of a table stands between the titles
            while title not in text(app, "#strip"):
                await pilot.press("tab")
            seen = "".join(cell.text for cell in app.screen.query_one("#strip", Line).lines(size[0])[0])
            await pilot.click("#strip", offset=(seen.index(title) + 2, 0))
            assert f"▸{title}" in text(app, "#strip")


async def test_a_device_s_page(app: NetinvApp, until: Any) -> None:
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("2", "enter")
        await until(pilot, lambda: len(app.screen.query_one("#table", Grid).rows) == 3)
        facts = text(app, Facts)
        assert "● up, for 2 min" in facts
        assert "● answers" in facts
        assert "– not asked" in facts
        assert "2023-11-15 05:11 +07:00" in facts
        assert "\x1b" not in facts
        assert "● up  GE0/0/0  port 1 of 1  1 Gb/s" in lines(app, "#table")[0]
        assert "○ not connected  GE0/0/1" in lines(app, "#table")[1]
        assert "– switched off  GE0/0/2" in lines(app, "#table")[2]
        await pilot.press("tab")
        assert "VNPT  VP-0001  fibre  1 Gb/s" in lines(app, "#table")[0]
        await pilot.press("enter")
        await until(pilot, lambda: "core2" in text(app, TitleBar))


async def test_a_neighbour_is_followed_or_said_to_be_unknown(app: NetinvApp, until: Any) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2", "enter")
        await until(pilot, lambda: len(app.screen.query_one("#table", Grid).rows) == 3)
        await pilot.press("tab", "tab", "down", "enter")
        await pilot.pause()
        assert "not in the inventory" in next(iter(app._notifications)).message
        await pilot.press("up", "enter")
        await until(pilot, lambda: "core2" in text(app, TitleBar))
