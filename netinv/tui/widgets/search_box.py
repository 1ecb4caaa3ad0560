"""A field for typing Vietnamese, where Textual's own breaks Telex.

An input method sends a burst of letters and backspaces; the stock field takes letters at once but backspaces later,
through its bindings (Textualize/textual#6605).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input

from netinv.tui.widgets.strips import drawable

if TYPE_CHECKING:
    from textual import events

_AT_ONCE = {
    "backspace": "delete_left",  # both 0x7f and 0x08: some input methods send the one, some the other
    "ctrl+h": "delete_left",
    "delete": "delete_right",
    "left": "cursor_left",
    "right": "cursor_right",
    "home": "home",
    "end": "end",
}


class SearchBox(Input):
    """A one-line field whose keys act in the order in which they come. It never leaves the search by itself."""

    cursor_blink = Reactive(default=False, init=False)  # it would wake the program twice a second
    virtual_size = Reactive(Size(0, 0), layout=False)  # a letter more is no reason to lay out the screen

    def validate_value(self, value: str) -> str:
        """What is pasted may hold what would drive the terminal."""
        return drawable(value)

    async def _on_key(self, event: events.Key) -> None:
        name = _AT_ONCE.get(event.key)
        if name is None:
            await super()._on_key(event)
            return
        event.stop()
        event.prevent_default()
        getattr(self, f"action_{name}")()
