"""What all screens have: title, a banner for trouble, the keys; and how they get the network they show."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, cast

from textual.screen import Screen
from textual.widget import Widget

from netinv.i18n import _
from netinv.tui.actions import bindings
from netinv.tui.rows import Cell
from netinv.tui.standing import is_standing
from netinv.tui.widgets.bars import KeyLine, TitleBar, news
from netinv.tui.widgets.grid import Grid
from netinv.tui.widgets.lines import Line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from textual.app import ComposeResult

    from netinv.app.views.pages import Snapshot, Views
    from netinv.store.reading.views import InterfaceRow
    from netinv.tui.net import Net
    from netinv.tui.rows import Key
    from netinv.tui.subject import Subject

Answer = TypeVar("Answer")
WIDE = 120
"""From so many columns on there is room beside a list."""
ROOMY = 72
"""From so many columns on there is room in the title for how many are in which state."""


class Page(Screen[None], inherit_bindings=False):
    """A screen on the network. It is given a snapshot to show and never asks for one.

    What is not in the snapshot it asks of :meth:`Net.ask`. Ages count from :meth:`Net.now_ms`. A page is
    opened by :meth:`Net.open_page`, so that one can go back to it. Whatever it shows is of the time that is
    looked at, without its doing: the snapshot and what is asked are of that time.
    """

    BINDINGS = bindings("next_section", "previous_section")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012  # Textual's
    VERTICAL_BREAKPOINTS = [(0, "-short"), (18, "-tall")]  # noqa: RUF012  # Textual's

    about: object = None
    """What it is the page of, where that is one thing: the same is not opened again right after it."""

    own_keys: tuple[str, ...] = ()
    """The actions that the screen is for: the footer names them first, also those that it does not name elsewhere."""

    _shown: Snapshot | None = None
    _composed = False
    _offered: tuple[object, ...] | None = None
    _application: Net | None = None

    @property
    def net(self) -> Net:
        """The application, which has the snapshot and the feed.

        Kept, for Textual forgets whose a page was that is taken away, and its questions may still wait for the feed.
        """
        if self._application is None:
            self._application = cast("Net", self.app)
        return self._application

    @property
    def stands(self) -> bool:
        """Whether all its widgets are there. Whatever comes before or after that is not shown."""
        return self._composed and is_standing(self)

    def compose(self) -> ComposeResult:
        """Title, banner, what the screen is for, keys."""
        yield TitleBar()
        yield Line(id="banner")
        yield Line(id="past")
        yield from self.body()
        yield KeyLine()

    def body(self) -> ComposeResult:
        """The widgets of this screen."""
        raise NotImplementedError

    def headline(self) -> str:
        """Where one is."""
        raise NotImplementedError

    def show(self, snapshot: Snapshot) -> None:
        """Show the network as it is now; cursor and scroll stay."""
        raise NotImplementedError

    def subject(self) -> Subject | None:
        """What the cursor is on, for the actions that are about something; None: nothing of the kind."""
        return None

    def obstacle(self, action: str, parameters: tuple[object, ...]) -> str:  # noqa: ARG002  # for subclasses
        """Why one of this screen's actions cannot be done now; empty where it can. Extended by subclasses."""
        if action == "section" and len(self._grids_in_sight()) < 2:
            return _("There is only one table here.")
        return ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """None, and not False, so that the help can say why not."""
        return None if self.stands and self.obstacle(action, parameters) else True

    def say(self, sentence: str) -> None:
        """Say something in the footer until the next key."""
        if self.stands:
            self.query_one(KeyLine).say(sentence)

    def ask(self, question: Callable[[Views, int | None], Answer], then: Callable[[Answer], object]) -> None:
        """As :meth:`Net.ask`; an answer that comes when the page is gone is dropped."""
        self.net.ask(question, lambda answer: then(answer) if self.stands else None)

    def ask_ports(
        self, then: Callable[[Mapping[int, tuple[InterfaceRow, ...]]], object], device_ids: Sequence[int]
    ) -> None:
        """Ask for the ports of some devices."""
        self.ask(lambda views, at: views.ports(device_ids, at), then)

    def on_mount(self) -> None:
        """Show what is known before the first paint."""
        self._composed = True
        for grid in self.query(Grid):
            grid.followers.append(self._moved)
        self.update()

    def on_screen_resume(self) -> None:
        """Show what changed while another screen was on top."""
        self.update()

    def on_screen_suspend(self) -> None:
        """Keep no drawn lines: on twenty screens they are megabytes, and those in sight are drawn in a blink."""
        for widget in self.walk_children(Widget):
            widget._styles_cache.clear()
            if isinstance(widget, Grid):
                widget.forget_lines()

    def let_go(self) -> None:
        """Hold no network but the one that is shown: when one comes back to the page, that is drawn anyway."""
        if self._shown is not self.net.snapshot:
            self._shown = None

    def update(self) -> None:
        """Show what there is now, if the page stands."""
        if self.stands:
            self.draw()

    def draw(self) -> None:
        """Show the application's snapshot, its trouble and its news, where they are others than those shown."""
        if self._shown is not self.net.snapshot:
            self._shown = self.net.snapshot
            self.show(self.net.snapshot)
        self.update_bars()

    def update_bars(self) -> None:
        """Title and banners alone: the age of the last sweep moves without any news."""
        if not self.stands:
            return
        self.query_one(TitleBar).show(self.headline(), news(self.net))
        for name, text, style in (
            ("#banner", self.net.trouble, "down"),
            ("#past", self.net.travelling.banner(self.net.key_of("now")), "past"),
        ):
            line = self.query_one(name, Line)
            line.display = bool(text)
            if text:
                line.show([Cell(f" {text} ".ljust(self.size.width), style)])
        self._offer_keys()

    def age(self) -> None:
        """Say how long ago by now; nothing is read. Extended where ages stand outside of tables."""
        if self.stands:
            self.update_bars()
            for grid in self.query(Grid):
                grid.age()

    def _moved(self, _key: Key | None) -> None:
        """Another row, maybe of another kind."""
        if self.stands:
            self._offer_keys()

    def _offer_keys(self) -> None:
        """What the cursor is on may have been read only now, and with it the keys that work here."""
        subject = self.subject()
        shape = None if subject is None else (subject.kind, *map(bool, subject[4:]))
        if shape != self._offered:
            self._offered = shape
            self.refresh_bindings()

    def _grids_in_sight(self) -> list[Grid]:
        """Those that there is room for, in one order on every screen: Textual's goes by where they stand."""
        return [grid for grid in self.query(Grid) if grid.display]

    def action_section(self, by: int) -> None:
        """Go to the next or previous table; screens with one table at a time have their own way."""
        tables = self._grids_in_sight()
        here = tables.index(self.focused) if isinstance(self.focused, Grid) and self.focused in tables else 0
        self.set_focus(tables[(here + by) % len(tables)])
