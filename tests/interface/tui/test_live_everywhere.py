"""Another process's sweep on every screen: what it says appears within two seconds, cursor, scroll and section stay."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

import pytest

from netinv.tui.feed import LOOK_EVERY_S
from netinv.tui.screens.sections import SectionsPage
from netinv.tui.widgets.around import Around
from netinv.tui.widgets.grid import Grid
from netinv.tui.widgets.lines import Line
from netinv.tui.widgets.site_map import SiteMap
from tests.interface.tui.looking import page
from tests.interface.tui.province import NOW_MS, SWEPT_MS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from netinv.tui.app import NetinvApp

WAYS = {
    "overview": ("x", *["down"] * 12),
    "wrong now": ("tab", "down", "down"),
    "devices": ("2", *["down"] * 20),
    "interfaces": ("3", *["down"] * 30),
    "links": ("4", "down", "down"),
    "events": ("5", "down"),
    "topology": ("6", "x", *["down"] * 20),
    "map": ("7", "down", "right"),
    "problems": ("8", "down"),
    "services": ("9", "down"),
    "device": ("2", "enter", "down", "down"),
    "links of a device": ("2", "enter", "tab", "down", "down"),
    "site": ("1", "enter", *["down"] * 15),
    "interfaces of a site": ("1", "enter", "tab", "tab", *["down"] * 30),
    "problem": ("8", "enter", "tab", "down"),
    "around": ("2", "N", "down", "down"),
    "impact": ("2", "i", "down"),
    "search": ("slash", *"r1", *["down"] * 20),
    "search by circuit": ("slash", *"vp-", "down", "down"),
    "search by MAC": ("slash", *"02000000", *["down"] * 40),
}


def _sweep(path: Path) -> None:
    """What a sweep leaves: a device and a link more before the others, another state, an event, and its mark."""
    with sqlite3.connect(path) as connection:
        connection.execute(
            "INSERT INTO device (id, name, site_id, address, port, ssh_port, added_at, search)"
            " VALUES (99, 'aaa', 1, '192.0.2.99', 161, 22, 0, 'aaa')"
        )
        connection.execute("UPDATE device_state SET state = 'down' WHERE device_id = 5")
        connection.execute(
            "INSERT INTO event (id, time, kind, subject, device_id, site_id, old, new, severity)"
            " VALUES (99, ?, 'device', 'xaxuanhoa1-r1', 5, 1, 'up', 'down', 'warning')",
            (NOW_MS - 1000,),
        )
        connection.execute("UPDATE sweep SET finished_at = ?", (SWEPT_MS + 60_000,))


def _place(app: NetinvApp) -> dict[str, Any]:
    """Where one is: page, focus, section, and the cursor and the line it stands on in each table and drawing."""
    screen = app.screen
    found: dict[str, Any] = {"page": page(app), "focus": screen.focused and screen.focused.id}
    for grid in screen.query(Grid):
        top, place = grid.scroll_offset.y, grid.rows.find(grid.cursor) if grid.cursor is not None else None
        # At the top there is nothing to scroll by: a row more above moves it down.
        found[f"grid {grid.id}"] = grid.cursor, top and place is not None and place - top
    for sites in screen.query(SiteMap):
        found["map"] = sites.cursor
    for drawing in screen.query(Around):
        found["around"] = drawing.near and drawing.near.device.name
    if isinstance(screen, SectionsPage):
        found["section"] = screen.sections[screen._place].title
    return found


def _cursors(place: dict[str, Any]) -> dict[str, Any]:
    return {name: value[0] if isinstance(value, tuple) else value for name, value in place.items()}


def _banner(app: NetinvApp) -> str:
    line = app.screen.query_one("#banner", Line)
    return "".join(cell.text for cell in line.lines(200)[0]) if line.display else ""


@pytest.mark.parametrize("keys", WAYS.values(), ids=WAYS)
async def test_a_sweep_of_another_process_moves_nothing(
    make_app: Callable[[Path], NetinvApp], located: Path, until: Any, keys: tuple[str, ...]
) -> None:
    app = make_app(located)
    async with app.run_test(size=(120, 20)) as pilot:
        await pilot.press(*keys)
        await pilot.pause()
        before = _place(app)
        assert any(
            (isinstance(value, tuple) and value[0] is not None) or name in ("map", "around")
            for name, value in before.items()
        )
        _sweep(located)
        await until(pilot, lambda: app.snapshot.device(99))
        assert _place(app) == before


@pytest.mark.parametrize("keys", WAYS.values(), ids=WAYS)
async def test_a_database_that_cannot_be_read_is_a_message_everywhere(
    make_app: Callable[[Path], NetinvApp], located: Path, until: Any, keys: tuple[str, ...]
) -> None:
    app = make_app(located)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press(*keys)
        before = _place(app)
        kept = located.with_suffix(".kept")
        located.replace(kept)
        await until(pilot, lambda: app.trouble)
        assert "is not there any more" in _banner(app)
        kept.replace(located)
        await until(pilot, lambda: not app.trouble)
        assert _banner(app) == ""
        assert _cursors(_place(app)) == _cursors(before)  # the banner took a line, so tables may have scrolled by one


async def test_it_is_looked_for_every_two_seconds(province: Path, until: Any) -> None:
    from netinv.app.views.pages import Views
    from netinv.config import Settings
    from netinv.tui.app import NetinvApp

    assert LOOK_EVERY_S <= 2
    views = Views(province)
    app = NetinvApp(Settings(db=province), views, views.snapshot(NOW_MS), clock=lambda: NOW_MS)
    async with app.run_test(size=(80, 24)) as pilot:
        assert app.feed._look_every_s == LOOK_EVERY_S
        await pilot.press("2")
        _sweep(province)
        await until(pilot, lambda: app.snapshot.device(99))
