"""Time that goes by without any news: what says how long ago grows old on every screen, and nothing else is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pytest

from netinv.app.views.pages import Views
from netinv.config import Settings
from netinv.tui.app import NetinvApp
from netinv.tui.widgets.grid import Grid
from tests.interface.tui.looking import page, seen
from tests.interface.tui.province import NOW_MS

if TYPE_CHECKING:
    from pathlib import Path

SIZE = (160, 40)
_MINUTE_MS, _HOUR_MS = 60_000, 3_600_000


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now_ms = NOW_MS

    def __call__(self) -> int:
        return self.now_ms


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(swept_twice: Path, clock: Clock) -> NetinvApp:
    views = Views(swept_twice)
    return NetinvApp(Settings(db=swept_twice), views, views.snapshot(NOW_MS), clock=clock, look_every_s=0.05)


@pytest.mark.parametrize(
    ("keys", "name"),
    [
        ("8", "ProblemsScreen"),
        ("2", "DevicesScreen"),
        ("4", "LinksScreen"),
        ("9", "ServicesScreen"),
        ("2 enter", "DeviceScreen"),
        ("2 N", "AroundScreen"),
        ("7 down", "MapScreen"),
    ],
)
async def test_ages_grow_where_there_are_no_news(
    app: NetinvApp, clock: Clock, until: Any, keys: str, name: str
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press(*keys.split())
        await until(pilot, lambda: page(app) == name)
        assert "5 h" not in "\n".join(seen(app))
        clock.now_ms += 5 * _HOUR_MS
        await until(pilot, lambda: "5 h" in seen(app)[0])
        assert "5 h" in "\n".join(seen(app)[1:])


async def test_rows_that_say_the_same_are_not_drawn_anew(app: NetinvApp, clock: Clock, until: Any) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2")
        grid = app.screen.query_one(Grid)
        with patch.object(grid, "age", wraps=grid.age) as aged, patch.object(grid, "refresh") as drawn:
            clock.now_ms += 30 * 24 * _HOUR_MS
            await until(pilot, lambda: aged.call_count == 1)
            assert drawn.call_count == len(grid.rows)
            clock.now_ms += 2 * _MINUTE_MS
            await until(pilot, lambda: aged.call_count == 2)
            assert drawn.call_count == len(grid.rows)


async def test_the_past_does_not_age(app: NetinvApp, clock: Clock, until: Any) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2", "left_square_bracket")
        await until(pilot, lambda: app.at is not None)
        rows = seen(app)[1:]
        clock.now_ms += 5 * _HOUR_MS
        await until(pilot, lambda: "5 h" in seen(app)[0])
        assert seen(app)[1:] == rows
