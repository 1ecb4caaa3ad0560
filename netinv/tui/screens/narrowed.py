"""What pages with tables share: only the rows that hold some words, sorted by a column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.i18n import _
from netinv.tui.actions import bindings
from netinv.tui.narrowing import Narrowing, sortable
from netinv.tui.screens.page import Page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netinv.tui.rows import Column
    from netinv.tui.widgets.grid import Grid

_LETTERS = "123456789abcdefghij"
_AS_THEY_COME = "0"


class NarrowedPage(Page):
    """The keys; a subclass keeps what was chosen and draws it."""

    BINDINGS = bindings("filter", "sort", "everything")

    narrowing = Narrowing()

    def table_columns(self) -> Sequence[Column]:
        """The columns of the table that is seen."""
        raise NotImplementedError

    def narrow(self, how: Narrowing) -> None:
        """Show these rows in that order."""
        raise NotImplementedError

    def in_the_way(self) -> str:
        """Why the table that is seen can be neither filtered nor sorted; empty where it can."""
        return ""

    def is_narrowed(self) -> bool:
        """Whether anything is left out or sorted."""
        return self.narrowing != Narrowing()

    def obstacle(self, action: str, parameters: tuple[object, ...]) -> str:
        """What cannot be narrowed says why."""
        if action in ("filter", "sort") and (why := self.in_the_way()):
            return why
        if action == "everything" and not self.is_narrowed():
            return _("No filter is on.")
        return super().obstacle(action, parameters)

    def asked_for(self) -> tuple[str, str, str]:
        """The question for words, what may be typed, and the words that are on."""
        return _("Only rows with these words"), _("any words of a row"), self.narrowing.words

    def narrow_to(self, words: str) -> None:
        """Only the rows that hold these; with none all."""
        self.narrow(self.narrowing._replace(words=words))

    async def action_filter(self) -> None:
        """Ask for words; none take the filter off."""
        from netinv.tui.screens.prompt import Prompt, ask_for

        def typed(words: str | None) -> None:
            if words is not None:
                self.narrow_to(words.strip())

        await ask_for(self.net, Prompt(*self.asked_for()), typed)

    async def action_sort(self) -> None:
        """Ask for a column; the same again turns the order round."""
        from netinv.tui.screens.menu import Choice, Menu

        columns = self.table_columns()
        heads = self.narrowing.heads(columns)
        choices = [Choice(_AS_THEY_COME, _AS_THEY_COME, _("as they come"))]
        for letter, place in zip(_LETTERS, sortable(columns), strict=False):
            choices.append(Choice(str(place + 1), letter, heads[place].title))

        def chosen(name: str | None) -> None:
            if name:
                self.narrow(self.narrowing.sorted_by(int(name) - 1 if name != _AS_THEY_COME else None))

        await self.net.push_screen(Menu(_("Sort by"), choices), chosen)

    def action_everything(self) -> None:
        """All rows, as they come."""
        self.narrow(Narrowing())

    def on_grid_headed(self, message: Grid.Headed) -> None:
        """The title of a column was clicked: sort by it."""
        if not self.in_the_way() and message.place in sortable(self.table_columns()):
            self.narrow(self.narrowing.sorted_by(message.place))
