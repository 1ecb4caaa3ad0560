"""News, answers and keys that come when a screen is not drawn yet or is being taken away: it shows nothing."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest

from netinv.tui.messages import Answered, Refreshed, Refused, Troubled
from netinv.tui.screens.device import DeviceScreen
from netinv.tui.screens.menu import asking
from netinv.tui.screens.prompt import Prompt
from netinv.tui.screens.search import SearchScreen
from netinv.tui.screens.site import SiteScreen
from netinv.tui.widgets.bars import KeyLine, TitleBar
from tests.interface.tui.looking import text

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.screen import Screen

    from netinv.tui.app import NetinvApp

SIZE = (120, 36)
OPENED: dict[str, Callable[[], Screen[Any]]] = {
    "device": lambda: DeviceScreen(1),
    "site": lambda: SiteScreen(10),
    "search": SearchScreen,
    "menu": lambda: asking("Really?", "Yes"),
    "prompt": lambda: Prompt("Which?", "words"),
}


def news(app: NetinvApp) -> None:
    """All that can come from the feed, from a timer and from a sweep begun here."""
    app.post_message(Troubled("it cannot be read"))
    app.post_message(Refused("there is no such time"))
    app.post_message(Answered(lambda _answer: app.say("answered"), None))
    app.post_message(Refreshed(app.snapshot))
    app.update_page()
    app.update_bars()
    app.say("something")


@pytest.mark.parametrize("key", "123456789")
async def test_news_for_a_screen_that_is_being_taken_away(app: NetinvApp, key: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press(key)
        page: Any = app.screen
        asked: list[object] = []
        page.ask(lambda _views, _at: 1, asked.append)
        going = app._prune(page)  # what the end of the application does to the screen on top
        news(app)
        page.update()
        await going
        news(app)
        page.update()
        page.say("too late")
        await pilot.pause(0.2)
        assert asked == []
        assert app._exception is None


@pytest.mark.parametrize("opened", OPENED.values(), ids=OPENED)
async def test_the_end_comes_while_a_screen_is_being_composed(app: NetinvApp, opened: Callable[[], Any]) -> None:
    async with app.run_test(size=SIZE) as pilot:
        app.push_screen(opened())
        app.exit()
        news(app)
        await pilot.pause()
    assert app._exception is None


@pytest.mark.parametrize("opened", OPENED.values(), ids=OPENED)
async def test_news_while_a_screen_is_being_composed(app: NetinvApp, opened: Callable[[], Any]) -> None:
    async with app.run_test(size=SIZE) as pilot:
        screen = opened()
        mounted = app.push_screen(screen)
        news(app)
        await mounted
        await pilot.pause()
        assert app._exception is None
        if screen.query(TitleBar):
            assert "ago" in text(app, TitleBar)
            assert text(app, KeyLine)


async def test_a_page_that_was_taken_away_knows_its_application_on_the_thread_of_the_feed(app: NetinvApp) -> None:
    """A question may wait for the feed longer than the page that asked it is there."""
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("3")
        page: Any = app.screen
        found: list[object] = []
        parent, page._parent = page._parent, None  # as Textual leaves it
        thread = Thread(target=lambda: found.append(page.net))
        thread.start()
        thread.join()
        page._parent = parent
        assert found == [app]
