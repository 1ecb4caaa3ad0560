"""The application: owns the snapshot, the feed and the way between screens. Widgets never touch the store."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING

from textual.worker import WorkerCancelled, WorkerFailed

from netinv.i18n import _
from netinv.text import one_line
from netinv.tui import obstacles, terminal, themes
from netinv.tui.actions import OF_APP, bindings
from netinv.tui.feed import LOOK_EVERY_S
from netinv.tui.keys import keymap
from netinv.tui.net import Net
from netinv.tui.own_file import OwnFile
from netinv.tui.passing import Passing
from netinv.tui.screens.overview import OverviewScreen
from netinv.tui.screens.page import Page
from netinv.tui.trail import Trail
from netinv.tui.widgets.looks import COMPONENTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from textual.binding import ActiveBinding
    from textual.driver import Driver
    from textual.events import Key as KeyEvent
    from textual.filter import LineFilter
    from textual.screen import Screen

    from netinv.app.views.pages import Snapshot, Views
    from netinv.config import Settings
    from netinv.tui.messages import Answered, Broken, Refreshed, Refused, Troubled
    from netinv.tui.rows import Key
    from netinv.tui.subject import Subject

_END_WITHIN_S = 1.0
NUMBERED = {
    "overview": ("overview", "OverviewScreen"),
    "devices": ("devices", "DevicesScreen"),
    "interfaces": ("interfaces", "InterfacesScreen"),
    "links": ("links", "LinksScreen"),
    "events": ("events", "EventsScreen"),
    "topology": ("topology", "TopologyScreen"),
    "problems": ("problems", "ProblemsScreen"),
    "map": ("map", "MapScreen"),
    "services": ("services", "ServicesScreen"),
    "reports": ("reports", "ReportsScreen"),
    "windows": ("windows", "WindowsScreen"),
}
"""The screens that one key opens from anywhere: module and class. Each is made when it is first opened, and kept."""


def now_ms() -> int:
    """The time, epoch ms."""
    return int(time.time() * 1000)


def _same(page: Screen[None], here: Screen[None]) -> bool:
    """Whether both show one thing: Enter hit twice comes here twice, the second time from a page that is left."""
    if isinstance(page, Page) and isinstance(here, Page) and page.about is not None:
        return page is here or (type(page) is type(here) and page.about == here.about)
    return page is here


class NetinvApp(Net, inherit_bindings=False):
    """The terminal interface over one database."""

    CSS_PATH = "netinv.tcss"
    COMPONENT_CLASSES = COMPONENTS
    ENABLE_COMMAND_PALETTE = False
    BINDINGS = bindings(*OF_APP)

    def __init__(
        self,
        settings: Settings,
        views: Views,
        snapshot: Snapshot,
        *,
        clock: Callable[[], int] = now_ms,
        look_every_s: float = LOOK_EVERY_S,
        read_only: bool = False,
    ) -> None:
        """``views`` goes over to the feed; ``snapshot`` is what the first screen shows at once.

        Raises:
            ConfigError: the user's keys name no action or clash.
        """
        super().__init__(settings, views, snapshot, clock=clock, look_every_s=look_every_s, read_only=read_only)
        for theme in themes.OURS:
            self.register_theme(theme)
        self.theme = themes.BY_SETTING[settings.theme]
        self.animation_level = "none"
        first = OverviewScreen()
        self._numbered: dict[str, Screen[None]] = {"overview": first}
        self.trail = Trail(first)
        self.install_screen(first, "overview")
        self.own_file = OwnFile(settings.config)
        self.feed.passing = Passing(self, self.own_file).look
        self.use_keys(keymap(settings.keys, settings.config))

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The colours of states, where a theme has none."""
        return themes.TERMINAL

    def get_driver_class(self) -> type[Driver]:
        """One that waits for a key."""
        return terminal.patient(super().get_driver_class())

    def get_line_filters(self) -> Sequence[LineFilter]:
        """With ``NO_COLOR`` the terminal's own two colours alone; Textual's greys would hide some on others."""
        return themes.COLOURLESS if self.no_color else super().get_line_filters()

    def get_default_screen(self) -> Screen[None]:
        """The overview."""
        first = self.trail.here
        first._push_result_callback(first, None)  # switching away pops one, and Textual gives the first screen none
        return first

    def on_mount(self) -> None:
        """Begin to look for changes, and leave the terminal as it was whatever ends us."""
        terminal.upon_signals(self.action_leave)
        terminal.when_gone(self._cut_off)
        self.app_resume_signal.subscribe(self, lambda _app: self.refresh())  # others have written on the terminal
        self.feed.start()

    def _cut_off(self) -> None:
        """The terminal is gone: nothing of it can be left as it was, and this thread alone may still run."""
        self.own_sweep.stop()
        os._exit(128 + signal.SIGHUP)

    async def on_unmount(self) -> None:
        """End the feed, the sweep that was begun here, and programs whose output is shown."""
        self.own_sweep.stop()
        self.feed.stop()
        self.workers.cancel_all()
        with suppress(WorkerCancelled, WorkerFailed, TimeoutError):
            async with asyncio.timeout(_END_WITHIN_S):
                await self.workers.wait_for_complete()

    # The screen on top

    @property
    def page(self) -> Page | None:
        """The screen on top, if it is a page and stands."""
        screen = self.screen if self._screen_stack else None
        return screen if isinstance(screen, Page) and screen.stands else None

    @property
    def subject(self) -> Subject | None:
        """What the cursor is on."""
        return self.page.subject() if self.page else None

    # What the feed says

    def on_refreshed(self, message: Refreshed) -> None:
        """Keep the network of now, and show it to whoever does not look at the past."""
        self.trouble = ""
        self.travelling.refreshed(message.snapshot)

    def on_passed(self) -> None:
        """Let ages grow on the screen on top, and take over the user's file where it is another."""
        if self.page:
            self.page.age()
        self.own_file.take_over(self)

    def on_answered(self, message: Answered) -> None:
        """Hand an answer to who asked."""
        self.trouble = ""
        if self.is_running:  # the last answers come while the screens are taken away
            message.then(message.answer)

    def on_refused(self, message: Refused) -> None:
        """Say why there is no answer."""
        self.travelling.give_up()
        self.notify(message.sentence, severity="warning")

    def on_troubled(self, message: Troubled) -> None:
        """Say that what is seen is what was read before."""
        self.travelling.give_up()
        self.trouble = one_line(message.sentence)
        self.update_bars()

    def on_broken(self, message: Broken) -> None:
        """End with the error, the terminal as it was: a screen that only looks alive would be worse."""
        raise message.error

    def update_page(self) -> None:
        """Let the screen on top show what there is now; pages that were left hold nothing older."""
        if self.page:
            self.page.update()
        self.forget_index()
        for page in self._installed_screens.values():
            if isinstance(page, Page) and page not in self.screen_stack:
                page.let_go()

    def update_bars(self) -> None:
        """Let the screen on top say how old the news are."""
        if self.page:
            self.page.update_bars()

    # Ways

    def open_page(self, page: Screen[None]) -> None:
        """Go to a page, from where one can go back to this one as it was left; what lies on top goes away."""
        while len(self.screen_stack) > 1:
            self.pop_screen()
        if _same(page, self.trail.here):
            return
        gone = self.trail.go(page)
        if not self.is_screen_installed(page):
            self.install_screen(page, f"page-{id(page)}")
        self.switch_screen(page)
        self._throw_away(gone)

    def close_page(self, page: Screen[None]) -> None:
        """Leave a page for good: what it showed is not there any more."""
        gone = self.trail.forget(page)
        if self.screen is page:
            self.switch_screen(self.trail.here)
        self._throw_away(gone)

    def _throw_away(self, pages: Iterable[Screen[None]]) -> None:
        for page in pages:
            if page not in self._numbered.values() and page not in self.screen_stack:
                self.uninstall_screen(page)
                page.remove()

    def open_device(self, device_id: Key | None) -> None:
        """Open a device's page; with none there is nothing to open, and that is said."""
        if not isinstance(device_id, int):
            self.notify(_("There is no device to open here."))
            return
        from netinv.tui.screens.device import DeviceScreen

        self.open_page(DeviceScreen(device_id))

    def open_site(self, site_id: int) -> None:
        """Open a site's page."""
        from netinv.tui.screens.site import SiteScreen

        self.open_page(SiteScreen(site_id))

    def perform(self, bound: ActiveBinding) -> None:
        """Leave the help and do there what one of its rows says."""
        self.pop_screen()
        self.call_later(self.run_action, bound.binding.action, bound.node)

    def say(self, sentence: str) -> None:
        """Say something in the footer until the next key."""
        if self.page:
            self.page.say(sentence)

    # Actions

    async def action_search(self) -> None:
        """Open the search. What is typed right after the key must reach its field, so the field is waited for."""
        from netinv.tui.screens.search import SearchScreen

        box = self.screen.query("#box")
        if box:
            self.screen.set_focus(box.first())
            return
        screen = SearchScreen()
        await self.push_screen(screen)
        screen.set_focus(screen.query_one("#box"))

    async def action_palette(self) -> None:
        """Open the palette, ready to type."""
        from netinv.tui.screens.help import HelpScreen

        screen = HelpScreen(obstacles.offers(self), typing=True)
        await self.push_screen(screen)
        screen.set_focus(screen.query_one("#box"))

    def action_help(self) -> None:
        """Show all keys that work here."""
        from netinv.tui.screens.help import HelpScreen

        self.push_screen(HelpScreen(obstacles.offers(self)))

    def action_go(self, name: str) -> None:
        """Go to one of the numbered screens, as it was left."""
        if name not in self._numbered:
            module, screen = NUMBERED[name]
            self._numbered[name] = getattr(import_module(f"netinv.tui.screens.{module}"), screen)()
        self.open_page(self._numbered[name])

    def action_do(self, name: str) -> object:
        """Do something with what the cursor is on: see :mod:`netinv.tui.deeds`."""
        from netinv.tui import deeds

        return deeds.begin(self, name)

    async def action_back(self) -> None:
        """Back to where one was, as one left it."""
        if len(self.screen_stack) > 1:
            self.pop_screen()
        elif page := self.trail.step(-1):
            self.switch_screen(page)

    def action_forward(self) -> None:
        """Forward again."""
        if page := self.trail.step(1):
            self.switch_screen(page)

    def action_travel(self, sweeps: int, days: int) -> None:
        """Look at the network of another time."""
        self.travelling.step(sweeps, days)

    def action_now(self) -> None:
        """Look at the network of now again."""
        self.travelling.to_now()

    def action_next_theme(self) -> None:
        """The next set of colours."""
        self.theme = themes.after(self.theme)
        self.say(themes.word(self.theme))

    def action_reload(self) -> None:
        """Read everything again now."""
        self.feed.ask_all()
        self.own_file.take_over(self)

    def action_leave(self, code: int = 0) -> None:
        """End with that exit code."""
        self.exit(return_code=code)

    # Keys that do nothing

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether it can be done here. None, and not False, so that the help can say why not."""
        return None if self._screen_stack and obstacles.of_app(self, action, parameters) else True

    async def _on_key(self, event: KeyEvent) -> None:
        """A key that nobody took: do what it is bound to, else say why nothing happens."""
        event.prevent_default()  # Textual would handle it once more in the class above
        if not await self._check_bindings(event.key) and self.page:
            self.say(obstacles.why(self, event.key))
