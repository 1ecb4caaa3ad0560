"""What Enter opens: once however often it is hit, and from every row that leads somewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from netinv.tui.widgets.bars import KeyLine
from netinv.tui.widgets.grid import Grid
from tests.interface.tui.looking import page, text

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from netinv.tui.app import NetinvApp

SIZE = (120, 36)


async def _device(pilot: Pilot[None], until: Any, name: str) -> Grid:
    """The page of a device, read."""
    app: Any = pilot.app
    await pilot.press("2")
    ident = next(row.id for row in app.snapshot.devices if row.name == name)
    app.screen.query_one(Grid).go_to(ident)
    await pilot.press("enter")
    await until(pilot, lambda: page(app) == "DeviceScreen" and app.screen.sections)
    grid: Grid = app.screen.query_one(Grid)
    return grid


@pytest.mark.parametrize(
    ("keys", "opened"),
    [(["2", "down"], "DeviceScreen"), (["down", "down"], "SiteScreen"), (["8"], "ProblemScreen")],
)
async def test_enter_twice_before_the_page_is_there_opens_it_once(
    app: NetinvApp, until: Any, keys: list[str], opened: str
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press(*keys)
        before = page(app)
        grid: Any = app.focused
        grid.action_open()
        grid.action_open()
        await until(pilot, lambda: page(app) == opened)
        await pilot.press("escape")
        assert page(app) == before


async def test_enter_on_a_port_opens_what_it_is_connected_to(app: NetinvApp, until: Any) -> None:
    async with app.run_test(size=SIZE) as pilot:
        grid = await _device(pilot, until, "core1")
        assert grid.go_to("GE0/0/1")
        await pilot.press("enter")  # by a link of it
        await until(pilot, lambda: getattr(app.screen, "device_id", 1) == 2)
        await pilot.press("escape")
        assert app.screen.device_id == 1  # type: ignore[attr-defined]
        assert grid.go_to("GE0/0/0")
        await pilot.press("enter")
        assert text(app, KeyLine) == "Nothing is known of what GE0/0/0 is connected to."


async def test_where_rows_open_nothing_the_footer_offers_it_not_and_enter_says_so(app: NetinvApp, until: Any) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await _device(pilot, until, "core1")
        assert "Enter open" in text(app, KeyLine)
        await pilot.press("shift+tab")
        await until(pilot, lambda: "Enter open" not in text(app, KeyLine))
        await pilot.press("enter")
        assert text(app, KeyLine) == "Enter: There is nothing to open here."
        await pilot.press("tab")
        await until(pilot, lambda: "Enter open" in text(app, KeyLine))


async def test_enter_on_an_event_of_a_device_opens_its_outage(
    app: NetinvApp, province: Any, until: Callable[..., Any]
) -> None:
    import sqlite3

    with sqlite3.connect(province) as connection:
        connection.execute("UPDATE event SET problem_id = 1 WHERE device_id = 10")
    async with app.run_test(size=SIZE) as pilot:
        await _device(pilot, until, "xavantruc2-r1")
        while "▸Events" not in text(app, "#strip"):
            await pilot.press("tab")
        await pilot.press("enter")
        await until(pilot, lambda: page(app) == "ProblemScreen")
