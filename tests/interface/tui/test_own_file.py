"""The user's file while the screens are open: other keys and colours at once, mistakes in it as a message."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from netinv.app.views.pages import Views
from netinv.config import Settings
from netinv.tui.app import NetinvApp
from netinv.tui.widgets.bars import KeyLine
from tests.interface.tui.looking import page, said, text
from tests.interface.tui.province import NOW_MS

if TYPE_CHECKING:
    from pathlib import Path

SIZE = (120, 36)


@pytest.fixture
def app(province: Path) -> NetinvApp:
    settings = replace(Settings(db=province), config=province.parent / "netinv.toml")
    views = Views(province)
    return NetinvApp(settings, views, views.snapshot(NOW_MS), clock=lambda: NOW_MS)


async def test_a_changed_file_holds_at_once(app: NetinvApp, until: Any) -> None:
    async with app.run_test(size=SIZE) as pilot:
        app.settings.config.write_text('theme = "dark"\n[keys]\nquit = "Q"\ndevices = ["B", "F6"]\n')
        await until(pilot, lambda: said(app))
        assert "its keys and colours hold now" in said(app)
        assert app.theme == "netinv-dark"
        assert "Q quit" in text(app, KeyLine)
        await pilot.press("q")
        assert text(app, KeyLine) == "q does nothing here: ? shows the keys that do."
        await pilot.press("B")
        assert page(app) == "DevicesScreen"
        await pilot.press("1", "f6")
        assert page(app) == "DevicesScreen"
        app.settings.config.unlink()
        await pilot.press("f5", "1")
        assert page(app) == "OverviewScreen"
        await pilot.press("2", "q")
    assert app.return_code == 0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('[keys]\nleave = "Q"\n', "no action is called “leave”"),
        ('[keys]\nquit = "2"\n', "2 would be both"),
        ("[keys]\nquit = 2\n", "quit must be a key, or a list of keys"),
        ("[keys\n", "is not valid TOML"),
        ("retries = -1\n", "retries must be between"),
        ("\xff", "cannot be read: not UTF-8"),
    ],
)
async def test_a_mistake_in_it_is_said_and_changes_nothing(app: NetinvApp, content: str, words: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        app.settings.config.write_bytes(content.encode("latin-1"))
        await pilot.press("f5")
        assert words in said(app)
        assert "until it is mended the keys stay as they were" in said(app)
        await pilot.press("2")
        assert page(app) == "DevicesScreen"
        count = len(app._notifications)
        await pilot.press("f5")
        assert len(app._notifications) == count  # said once
        app.settings.config.write_text('[keys]\ndevices = "B"\n')
        await pilot.press("f5", "1", "B")
        assert page(app) == "DevicesScreen"
