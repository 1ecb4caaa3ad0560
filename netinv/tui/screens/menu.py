"""A small window over the screen: choose one of a few things, or say yes to something that asks first."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from textual.containers import Container
from textual.screen import ModalScreen

from netinv.i18n import _
from netinv.tui.actions import bindings
from netinv.tui.rows import Cell, Column, ListRows
from netinv.tui.standing import is_standing
from netinv.tui.widgets.detail import wrapped
from netinv.tui.widgets.grid import Grid
from netinv.tui.widgets.lines import Paragraph

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult

CANCEL = "cancel"
_WIDEST = 100


class Choice(NamedTuple):
    """One thing to choose: its name, the letter that chooses it at once, its words."""

    name: str
    letter: str
    words: str


class Menu(ModalScreen[str | None]):
    """Dismissed with the name of what was chosen, None where nothing was."""

    BINDINGS = bindings("cancel")

    def __init__(self, question: str, choices: Sequence[Choice]) -> None:
        """The cursor stands on the first."""
        super().__init__()
        self._question = question
        self._choices = choices

    def compose(self) -> ComposeResult:
        """The question, the choices."""
        with Container(id="window"):
            yield Paragraph(id="question")
            yield Grid([Column("", 3), Column("", 12, grow=1)], id="choices")

    def on_mount(self) -> None:
        """As large as it must be."""
        if not is_standing(self):
            return
        rows = ListRows(
            list(self._choices),
            lambda choice: choice.name,
            lambda choice: [Cell(choice.letter, "title"), Cell(choice.words)],
        )
        self.query_one(Grid).show(rows)
        longest = max(cell_len(self._question), *(cell_len(choice.words) + 7 for choice in self._choices))
        width = min(longest + 6, _WIDEST, max(20, self.app.size.width - 2))
        question = wrapped(self._question, width - 4)[: max(1, self.app.size.height - 6)]
        self.query_one("#question", Paragraph).show([[Cell(line, "title")] for line in question])
        window = self.query_one("#window")
        window.styles.width = width
        window.styles.height = min(len(self._choices) + len(question) + 3, max(5, self.app.size.height - 2))

    def on_grid_chosen(self, message: Grid.Chosen) -> None:
        """Enter, or a double click."""
        self._choose(str(message.key))

    def on_key(self, event: events.Key) -> None:
        """The letter of a choice."""
        chosen = next((choice.name for choice in self._choices if choice.letter == event.character), None)
        if chosen:
            event.stop()
            self._choose(chosen)

    def _choose(self, name: str) -> None:
        self.dismiss(None if name == CANCEL else name)

    def action_cancel(self) -> None:
        """Choose nothing."""
        self.dismiss(None)


def asking(question: str, yes: str) -> Menu:
    """Ask before something is done: the cursor stands on leaving it alone."""
    return Menu(question, [Choice(CANCEL, "n", _("No, leave it")), Choice("yes", "y", yes)])
