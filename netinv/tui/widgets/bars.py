"""Title and footer: where one is, how old the news are, which keys work here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from netinv.i18n import _
from netinv.tui.actions import ACTIONS, key_name, labels
from netinv.tui.rows import Cell
from netinv.tui.widgets.lines import Lines

if TYPE_CHECKING:
    from textual.screen import Screen


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
    """The keys that work here, in the order of the table of actions; those that do not fit stand in the help."""

    def __init__(self) -> None:
        super().__init__(id="keys")

    def on_mount(self) -> None:
        """Follow focus and screen."""
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_updated)

    def _bindings_updated(self, _screen: Screen[object]) -> None:
        self.changed()

    def lines(self, width: int) -> list[list[Cell]]:
        """Help and quit have their place first, then as many others as fit."""
        words = labels()
        keys: dict[str | None, str] = {}
        for bound in self.screen.active_bindings.values():
            if bound.binding.show and bound.enabled:
                keys.setdefault(bound.binding.id, key_name(bound.binding.key))
        entries = {name: (keys[name], words[name][0]) for name in ACTIONS if name in keys}
        if sum(map(_wide, entries.values())) > width:
            entries = _screens_together(entries)
        room = width - sum(_wide(entries[name]) for name in _ALWAYS if name in entries)
        made: list[Cell] = []
        for name, (key, word) in entries.items():
            if name not in _ALWAYS:
                if _wide((key, word)) > room:
                    continue
                room -= _wide((key, word))
            made += [Cell(" "), Cell(key, "key"), Cell(f" {word} ")]
        return [made]


_ALWAYS = ("back", "help", "quit")
_SCREENS = ("overview", "devices", "interfaces", "links", "events")


def _screens_together(entries: dict[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """The numbered screens as one entry: ``1-5 screens``."""
    numbers = [entries[name][0] for name in _SCREENS if name in entries]
    together = (f"{numbers[0]}-{numbers[-1]}", _("screens")) if numbers else None
    kept = {name: entry for name, entry in entries.items() if name not in _SCREENS[1:]}
    return {name: together if together and name == _SCREENS[0] else entry for name, entry in kept.items()}


def _wide(entry: tuple[str, str]) -> int:
    return cell_len(entry[0]) + cell_len(entry[1]) + 3
