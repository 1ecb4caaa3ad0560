"""What screens, widgets and deeds ask of the application: the network as it is shown, and the ways to other screens.

They name this class and not the application, which knows them all.
"""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

from textual.app import App

from netinv.text import one_line
from netinv.tui.actions import ACTIONS
from netinv.tui.feed import LOOK_EVERY_S, Feed
from netinv.tui.keys import key_name
from netinv.tui.own_sweep import OwnSweep
from netinv.tui.travel import Travel

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.binding import ActiveBinding
    from textual.screen import Screen

    from netinv.app.network.lighting import Lit
    from netinv.app.views.pages import Snapshot, Views
    from netinv.app.views.searching import Index
    from netinv.config import Settings
    from netinv.tui.rows import Key
    from netinv.tui.subject import Subject
    from netinv.tui.trail import Trail

Answer = TypeVar("Answer")


class Net(App[None], inherit_bindings=False):
    """The network as it is shown, and what is known of how it is shown. The ways are the application's."""

    trail: Trail[Screen[None]]

    def __init__(
        self,
        settings: Settings,
        views: Views,
        snapshot: Snapshot,
        *,
        clock: Callable[[], int],
        look_every_s: float = LOOK_EVERY_S,
        read_only: bool = False,
    ) -> None:
        """``views`` goes over to the feed; ``snapshot`` is what the first screen shows at once."""
        super().__init__()
        self.settings = settings
        self.read_only = read_only
        self.trouble = ""
        self.clock = clock
        self.feed = Feed(settings.db, self.post_message, views, clock, look_every_s=look_every_s)
        self.feed.last = snapshot
        self.travelling = Travel(self.feed.ask, clock, self.update_page, snapshot)
        self.own_sweep = OwnSweep()
        self.lit: Lit | None = None
        self.lit_of: Snapshot | None = None
        self.keys: dict[str, str] = {}
        self._index: tuple[Snapshot, Index] | None = None
        self._indexing = Lock()

    # The network

    @property
    def snapshot(self) -> Snapshot:
        """The network as it is shown: of now, or of the time one looks at."""
        return self.travelling.shown

    @property
    def at(self) -> int | None:
        """The time one looks at, epoch ms; None: now."""
        return self.travelling.at

    def now_ms(self) -> int:
        """The time that ages are counted from: now, or the time one looks at."""
        return self.clock() if self.at is None else self.at

    def ask(self, question: Callable[[Views, int | None], Answer], then: Callable[[Answer], object]) -> None:
        """Ask the reading use cases of the time one looks at; an answer of another time comes too late and is dropped.

        Args:
            question: Runs in the feed's thread, with the use cases and the time (None: now).
            then: Told the answer, in the application's thread.
        """
        at = self.at
        self.feed.ask(lambda views: question(views, at), lambda answer: then(answer) if at == self.at else None)

    def index(self) -> Index:
        """The search index of the snapshot, made when it is first asked, on whatever thread; the other waits for it."""
        from netinv.app.views.searching import Index

        with self._indexing:
            snapshot = self.snapshot
            if self._index is None or self._index[0] is not snapshot:
                self._index = snapshot, Index(snapshot.tree, snapshot.devices)
            return self._index[1]

    def forget_index(self) -> None:
        """Hold none of another snapshot: it would be made anew at the next search anyway."""
        if self._index is not None and self._index[0] is not self.snapshot:
            self._index = None

    # Keys and words

    @property
    def can_suspend(self) -> bool:
        """Whether it runs in a terminal, and not in a browser."""
        return self._driver is not None and self._driver.can_suspend

    def use_keys(self, keys: dict[str, str]) -> None:
        """Take the user's keys, by action."""
        self.keys = keys
        self.set_keymap(keys)

    def keys_of(self, name: str) -> list[str]:
        """The keys of an action, as Textual calls them: the user's own, or those it comes with."""
        return self.keys.get(name, ACTIONS[name].keys).split(",")

    def key_of(self, name: str) -> str:
        """Its first key, as it stands on the keyboard."""
        return key_name(self.keys_of(name)[0])

    def notify(self, message: str, **how: Any) -> None:
        """Say something in a window for some seconds. What it quotes is made safe; brackets in it are no markup."""
        super().notify(one_line(message), **{"markup": False, **how})

    def say(self, sentence: str) -> None:
        """Say something in the footer until the next key."""
        raise NotImplementedError

    # The screen on top

    @property
    def page(self) -> Screen[None] | None:
        """The screen on top, if it is a page and stands."""
        raise NotImplementedError

    @property
    def subject(self) -> Subject | None:
        """What the cursor is on."""
        raise NotImplementedError

    def update_page(self) -> None:
        """Let the screen on top show what there is now."""
        raise NotImplementedError

    def update_bars(self) -> None:
        """Let the screen on top say how old the news are."""
        raise NotImplementedError

    # Ways

    def open_page(self, page: Screen[None]) -> None:
        """Go to a page, from where one can go back to this one as it was left; what lies on top goes away."""
        raise NotImplementedError

    def close_page(self, page: Screen[None]) -> None:
        """Leave a page for good: what it showed is not there any more."""
        raise NotImplementedError

    def open_device(self, device_id: Key | None) -> None:
        """Open a device's page; with none there is nothing to open, and that is said."""
        raise NotImplementedError

    def open_site(self, site_id: int) -> None:
        """Open a site's page."""
        raise NotImplementedError

    def action_go(self, name: str) -> None:
        """Go to one of the numbered screens, as it was left."""
        raise NotImplementedError

    def perform(self, bound: ActiveBinding) -> None:
        """Leave the help and do there what one of its rows says."""
        raise NotImplementedError
