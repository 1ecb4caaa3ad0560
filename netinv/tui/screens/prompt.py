"""A small window that asks for some words; Enter takes them, and they may be none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Container
from textual.screen import ModalScreen

from netinv.tui.actions import bindings
from netinv.tui.rows import Cell
from netinv.tui.standing import is_standing
from netinv.tui.widgets.lines import Line
from netinv.tui.widgets.search_box import SearchBox

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.widgets import Input

    from netinv.tui.net import Net

_WIDEST, _HIGH = 80, 4


class Prompt(ModalScreen[str | None]):
    """Dismissed with what was typed, None where it was left."""

    BINDINGS = bindings("cancel_typing")

    def __init__(self, question: str, placeholder: str, text: str = "") -> None:
        """``text``: what stands in the field already."""
        super().__init__()
        self._question, self._placeholder, self._text = question, placeholder, text

    def compose(self) -> ComposeResult:
        """The question, the field."""
        with Container(id="window"):
            yield Line(id="question")
            yield SearchBox(self._text, placeholder=self._placeholder, id="box")

    def on_mount(self) -> None:
        """As wide as there is room for, up to a limit."""
        if not is_standing(self):
            return
        self.query_one("#question", Line).show([Cell(self._question, "title")])
        window = self.query_one("#window")
        window.styles.width = min(_WIDEST, max(20, self.app.size.width - 2))
        window.styles.height = _HIGH

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Take what was typed."""
        self.dismiss(message.value)

    def action_cancel(self) -> None:
        """Leave it."""
        self.dismiss(None)


async def ask_for(net: Net, prompt: Prompt, then: Callable[[str | None], None]) -> None:
    """Open it and wait for its field, so that what is typed right after the key reaches it."""
    await net.push_screen(prompt, then)
    prompt.set_focus(prompt.query_one("#box"))
