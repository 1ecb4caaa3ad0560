"""The application: owns the snapshot, the feed and the way between screens. Widgets never touch the store."""

from __future__ import annotations

import asyncio
import signal
import time
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from textual.app import App

from netinv.app.durations import ago
from netinv.app.pages import is_running, is_stale
from netinv.i18n import _
from netinv.text import one_line
from netinv.tui.actions import bindings
from netinv.tui.feed import LOOK_EVERY_S, Feed
from netinv.tui.rows import Cell
from netinv.tui.screens.overview import OverviewScreen
from netinv.tui.screens.page import Page

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.binding import ActiveBinding

    from netinv.app.pages import Snapshot, Views
    from netinv.app.searching import Index
    from netinv.config import Settings
    from netinv.tui.messages import Broken, DeviceRead, PortsRead, Refreshed, Troubled
    from netinv.tui.rows import Key

_AGE_EVERY_S = 5.0
_SIGNALS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)


def now_ms() -> int:
    """The time, epoch ms."""
    return int(time.time() * 1000)


def _later(module: str, name: str) -> Callable[[], Page]:
    """A screen whose code is imported when it is first opened: the first screen should not wait for the others."""

    def make() -> Page:
        return getattr(import_module(f"netinv.tui.screens.{module}"), name)()  # type: ignore[no-any-return]  # by name

    return make


class NetinvApp(App[None]):
    """The terminal interface over one database."""

    CSS_PATH = "netinv.tcss"
    ENABLE_COMMAND_PALETTE = False
    DEFAULT_MODE = "overview"
    MODES = {  # noqa: RUF012  # Textual's
        "overview": OverviewScreen,
        "devices": _later("devices", "DevicesScreen"),
        "interfaces": _later("interfaces", "InterfacesScreen"),
        "links": _later("links", "LinksScreen"),
        "events": _later("events", "EventsScreen"),
    }
    BINDINGS = bindings("search", "overview", "devices", "interfaces", "links", "events", "reload", "quit", "interrupt")

    def __init__(
        self,
        settings: Settings,
        views: Views,
        snapshot: Snapshot,
        *,
        clock: Callable[[], int] = now_ms,
        look_every_s: float = LOOK_EVERY_S,
    ) -> None:
        """``views`` goes over to the feed; ``snapshot`` is what the first screen shows at once."""
        super().__init__()
        self.theme = "ansi-dark"  # the terminal's own colours: right on a dark and on a light one
        self.animation_level = "none"
        self.settings = settings
        self.snapshot = snapshot
        self.trouble = ""
        self.now_ms = clock
        self.feed = Feed(settings.db, self.post_message, views, clock, look_every_s=look_every_s)
        self._index: tuple[Snapshot, Index] | None = None

    def on_mount(self) -> None:
        """Begin to look for changes, and leave the terminal as it was whatever ends us."""
        loop = asyncio.get_running_loop()
        for number in _SIGNALS:
            loop.add_signal_handler(number, partial(self.exit, return_code=128 + number))
        self.feed.start()
        self.set_interval(_AGE_EVERY_S, self._update_bars)

    def on_unmount(self) -> None:
        """End the feed."""
        self.feed.stop()

    @property
    def page(self) -> Page | None:
        """The screen on top."""
        return self.screen if self._screen_stack and isinstance(self.screen, Page) else None

    def _update_bars(self) -> None:
        if self.page and self.page.is_mounted:
            self.page.update_bars()

    # What the feed says

    def on_refreshed(self, message: Refreshed) -> None:
        """Keep the new snapshot and show it."""
        self.snapshot, self.trouble = message.snapshot, ""
        if self.page and self.page.is_mounted:
            self.page.update()

    def on_troubled(self, message: Troubled) -> None:
        """Say that what is seen is what was read before."""
        self.trouble = one_line(message.sentence)
        self._update_bars()

    def on_broken(self, message: Broken) -> None:
        """End with the error, the terminal as it was: a screen that only looks alive would be worse."""
        raise message.error

    def on_device_read(self, message: DeviceRead) -> None:
        """Hand it to the screen on top."""
        if self.page:
            self.page.take_device(message)

    def on_ports_read(self, message: PortsRead) -> None:
        """Hand it to the screen on top."""
        if self.page:
            self.page.take_ports(message)

    # What screens ask

    def news(self) -> Cell:
        """How old the news are, a running sweep, or that there was none yet."""
        now, sweep, running = self.now_ms(), self.snapshot.sweep, self.snapshot.running
        if running and is_running(running, now):
            return Cell(_("sweep running, began {ago}").format(ago=ago(now, running.started_at)), "key")
        if sweep is None:
            return Cell(_("never swept: run netinv sweep"), "degraded")
        when = ago(now, sweep.finished_at or sweep.started_at)
        if is_stale(sweep, now, self.settings.stale_after_s):
            return Cell(_("stale: last sweep {ago}").format(ago=when), "degraded")
        return Cell(_("last sweep {ago}").format(ago=when), "dim")

    def index(self) -> Index:
        """The search index of the snapshot, made when it is first asked."""
        from netinv.app.searching import Index

        if self._index is None or self._index[0] is not self.snapshot:
            self._index = self.snapshot, Index(self.snapshot.tree, self.snapshot.devices)
        return self._index[1]

    def site_states(self) -> dict[int, str]:
        """The rolled-up state of each site."""
        return {view.row.id: view.state for view in self.snapshot.tree}

    # Ways

    def open_device(self, device_id: Key | None) -> None:
        """Open a device's page; with none there is nothing to open, and that is said."""
        if not isinstance(device_id, int):
            self.notify(_("There is no device to open here."))
            return
        from netinv.tui.screens.device import DeviceScreen

        self.push_screen(DeviceScreen(device_id))

    def open_site(self, site_id: int) -> None:
        """Open a site's page."""
        from netinv.tui.screens.site import SiteScreen

        self.push_screen(SiteScreen(site_id))

    def open_found(self, kind: str, ident: int) -> None:
        """Open what a search found, in the place of the search."""
        self.pop_screen()
        self.open_site(ident) if kind == "site" else self.open_device(ident)

    def perform(self, bound: ActiveBinding) -> None:
        """Leave the help and do there what one of its rows says."""
        self.pop_screen()
        self.call_later(self.run_action, bound.binding.action, bound.node)

    async def action_search(self) -> None:
        """Open the search. What is typed right after the key must reach its field, so the field is waited for."""
        from netinv.tui.screens.search import SearchScreen

        screen = SearchScreen()
        await self.push_screen(screen)
        screen.set_focus(screen.query_one("#box"))

    def action_help(self) -> None:
        """Show all keys that work here."""
        from netinv.tui.screens.help import HelpScreen

        self.push_screen(HelpScreen(self.screen.active_bindings.values()))

    def action_go(self, mode: str) -> None:
        """Go to one of the numbered screens, as it was left."""
        self.switch_mode(mode)

    async def action_back(self) -> None:
        """Back to where one was; from the other numbered screens to the overview."""
        if len(self.screen_stack) > 1:
            self.pop_screen()
        elif self.current_mode != self.DEFAULT_MODE:
            self.switch_mode(self.DEFAULT_MODE)

    def action_reload(self) -> None:
        """Read everything again now."""
        self.feed.ask_all()

    def action_leave(self, code: int = 0) -> None:
        """End with that exit code."""
        self.exit(return_code=code)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  # Textual's
        """In the search its key is a letter like any other; in the help there is no help; at home no way back."""
        if not self._screen_stack:
            return True
        if action == "back":
            return len(self.screen_stack) > 1 or self.current_mode != self.DEFAULT_MODE
        top = type(self.screen).__name__
        return (action, top) not in {("search", "SearchScreen"), ("help", "HelpScreen"), ("search", "HelpScreen")}
