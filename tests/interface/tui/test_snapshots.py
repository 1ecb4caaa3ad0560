"""How each screen looks, at 80x24, 120x36 and 240x60: pictures compared with the kept ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from netinv import i18n
from netinv.tui.widgets.detail import Detail
from netinv.tui.widgets.grid import Grid
from netinv.tui.widgets.lines import Line

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.pilot import Pilot

    from netinv.tui.app import NetinvApp

SIZES = [(80, 24), (120, 36), (240, 60)]
SCREENS = {
    "overview": ["down", "down", "space", "down"],
    "devices": ["2", "down"],
    "interfaces": ["3"],
    "links": ["4"],
    "events": ["5"],
    "problems": ["8"],
    "services": ["9"],
    "reports": ["b", "down"],
    "last-days": ["b", "tab"],
    "roll-out": ["b", "tab", "tab"],
    "failing": ["b", "down", "down", "down", "enter"],
    "problem": ["8", "enter"],
    "taking-on": ["8", "a", *"VNPT"],
    "impact": ["2", "i"],
    "menu": ["2", "y"],
    "site": ["down", "down", "enter"],
    "device": ["2", "enter"],
    "search": ["slash", *"vinh", "space", *"yen"],
    "help": ["question_mark"],
}


def read(app: NetinvApp) -> bool:
    """Whether nothing on the screen still waits for the feed."""
    for grid in app.screen.query(Grid):
        if any(cell.text == "reading …" for n in range(min(40, len(grid.rows))) for cell in grid.rows.cells(n)):
            return False
    name = type(app.screen).__name__
    if name == "InterfacesScreen" and app.size.width >= 120:
        return "▁" in str(app.screen.query_one(Detail).lines(46))
    if name in ("ReportsScreen", "UnitsScreen"):
        return len(app.screen.query_one("#table", Grid).rows) > 0
    if name in ("DeviceScreen", "SiteScreen") and not app.screen.query_one("#days", Line).lines(80)[0]:
        return False
    if name == "DeviceScreen":
        return len(app.screen.query_one("#table", Grid).rows) == 3
    if name == "ProblemScreen":
        return bool(app.screen.query_one("#strip", Line).lines(80)[0])
    return name != "ImpactScreen" or "would be cut off" in app.screen.query_one("#summary", Line).lines(80)[0][0].text


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", SCREENS)
def test_screens(snap_compare: Any, app: NetinvApp, until: Any, name: str, size: tuple[int, int]) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        for key in SCREENS[name]:
            await pilot.press(key)
            await until(pilot, lambda: read(app))

    assert snap_compare(app, run_before=steps, terminal_size=size)


def test_the_first_screen_in_vietnamese(
    snap_compare: Any, make_app: Callable[[Path], NetinvApp], province: Path
) -> None:
    i18n.use("vi")
    assert snap_compare(make_app(province), terminal_size=(80, 24))


def test_a_very_small_terminal(snap_compare: Any, app: NetinvApp) -> None:
    assert snap_compare(app, terminal_size=(40, 10))
