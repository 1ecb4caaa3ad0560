"""Title and footer: where one is, how old the news are, which keys work here."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from rich.cells import cell_len

from netinv.app.views.pages import is_running, is_stale
from netinv.app.words.durations import ago, number
from netinv.i18n import _
from netinv.tui.actions import ACTIONS
from netinv.tui.keys import key_name
from netinv.tui.rows import Cell
from netinv.tui.widgets.lines import Lines
from netinv.tui.words import labels

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.screen import Screen
    from textual.timer import Timer

    from netinv.tui.net import Net


def news(net: Net) -> Cell:
    """How old the news are, a running sweep, or that there was none yet; of now, even where one looks at the past."""
    now, present = net.clock(), net.travelling.present
    sweep, running, progress = present.sweep, present.running, net.own_sweep.progress
    if net.own_sweep.running:
        done, total = (number(progress.done), number(progress.total)) if progress else ("0", "…")
        message = _("sweeping: {done} of {total}, {key} stops")
        return Cell(message.format(done=done, total=total, key=net.key_of("stop_sweep")), "key")
    if running and is_running(running, now):
        return Cell(_("sweep running, began {ago}").format(ago=ago(now, running.started_at)), "key")
    if sweep is None:
        return Cell(_("never swept: run netinv sweep"), "degraded")
    when = ago(now, sweep.finished_at or sweep.started_at)
    if is_stale(sweep, now, net.settings.stale_after_s):
        return Cell(_("stale: last sweep {ago}").format(ago=when), "degraded")
    return Cell(_("last sweep {ago}").format(ago=when), "dim")


class TitleBar(Lines):
    """The place at the left, the news at the right. On a narrow screen the news win, for they may be a warning."""

    def __init__(self) -> None:
        super().__init__(id="title")
        self._title, self._news = "", Cell("")

    def show(self, title: str, news: Cell) -> None:
        """Draw these; nothing happens where they are the same as before."""
        if (title, news) != (self._title, self._news):
            self._title, self._news = title, news
            self.changed()

    def lines(self, width: int) -> list[list[Cell]]:
        """One line."""
        room = width - cell_len(self._news.text) - 2
        # Cut at the left: of a place its own name says more than the province it is in.
        over = cell_len(self._title) - max(1, room)
        title = self._title if over <= 0 else "…" + self._title[over + 1 :]
        gap = " " * max(1, width - 2 - cell_len(title) - cell_len(self._news.text))
        return [[Cell(" "), Cell(title, "title"), Cell(gap), self._news, Cell(" ")]]


class KeyLine(Lines):
    """The keys that work here: what the page is for first (its ``own_keys``), then by the table of actions.

    Those that do not fit stand in the help.
    What there is to say stands in their place for a while.
    """

    def __init__(self) -> None:
        super().__init__(id="keys")
        self._said = ""
        self._until: Timer | None = None

    def say(self, sentence: str) -> None:
        """Show a sentence for some seconds."""
        if self._until:
            self._until.stop()
        self._said = sentence
        self._until = self.set_timer(_SAID_FOR_S, partial(self.say, "")) if sentence else None
        self.changed()

    def on_mount(self) -> None:
        """Follow focus and screen."""
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_updated)

    def _bindings_updated(self, _screen: Screen[object]) -> None:
        self.changed()

    def lines(self, width: int) -> list[list[Cell]]:
        """Help and quit have their place in any case, the others as many as fit."""
        if self._said:
            return [[Cell(f" {self._said}", "degraded")]]
        words = labels()
        own: Sequence[str] = getattr(self.screen, "own_keys", ())
        keys: dict[str | None, str] = {}
        for bound in self.screen.active_bindings.values():
            if (bound.binding.show or bound.binding.id in own) and bound.enabled:
                keys.setdefault(bound.binding.id, key_name(bound.binding.key))
        entries = {name: (keys[name], words[name][0]) for name in (*own, *ACTIONS) if name in keys}
        if sum(map(_wide, entries.values())) > width:
            entries = _screens_together(entries)
        room, fitting = width, set()
        for name in (*_ALWAYS, *entries):
            if name in entries and name not in fitting and (name in _ALWAYS or _wide(entries[name]) <= room):
                room -= _wide(entries[name])
                fitting.add(name)
        made: list[Cell] = []
        for key, word in (entry for name, entry in entries.items() if name in fitting):
            made += [Cell(" "), Cell(key, "key"), Cell(f" {word} ")]
        return [made]


_SAID_FOR_S = 5.0
_ALWAYS = ("back", "help", "quit")
_SCREENS = ("overview", "devices", "interfaces", "links", "events", "topology", "map", "problems", "services")


def _screens_together(entries: dict[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """The numbered screens as one entry: ``1-5 screens``."""
    numbers = [entries[name][0] for name in _SCREENS if name in entries]
    together = (f"{numbers[0]}-{numbers[-1]}", _("screens")) if numbers else None
    kept = {name: entry for name, entry in entries.items() if name not in _SCREENS[1:]}
    return {name: together if together and name == _SCREENS[0] else entry for name, entry in kept.items()}


def _wide(entry: tuple[str, str]) -> int:
    return cell_len(entry[0]) + cell_len(entry[1]) + 3
