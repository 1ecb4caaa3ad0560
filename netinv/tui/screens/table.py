"""Screens that are one table of the whole network: devices, links, interfaces, events, problems."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.containers import Container

from netinv.app.words.durations import number
from netinv.i18n import _
from netinv.tui.actions import bindings
from netinv.tui.narrowing import Narrowing, narrowed
from netinv.tui.rows import ListRows
from netinv.tui.screens.narrowed import NarrowedPage
from netinv.tui.screens.page import WIDE
from netinv.tui.widgets.detail import Detail, Prose
from netinv.tui.widgets.grid import Grid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from netinv.app.views.pages import Snapshot
    from netinv.tui.net import Net
    from netinv.tui.rows import Cell, Column, Key, Rows

_SENTENCES = 3


class TablePage(NarrowedPage):
    """A table, on wide screens with the detail of the row under the cursor; ``!`` leaves only what is not well."""

    BINDINGS = bindings("only_problems")

    only_problems = False
    has_sentences = False
    """Whether there are any, so that others keep the lines."""

    def columns(self) -> Sequence[Column]:
        """The columns."""
        raise NotImplementedError

    def name_of(self) -> str:
        """What the table is called."""
        raise NotImplementedError

    def rows(self, snapshot: Snapshot) -> Rows:
        """The rows, with regard to :attr:`only_problems`."""
        raise NotImplementedError

    def facts(self, key: Key) -> Sequence[tuple[str, Cell]]:  # noqa: ARG002  # for subclasses
        """What stands beside the table of the row of that key, from what is at hand: nothing is read for it."""
        return ()

    def sentences(self, key: Key) -> Sequence[Cell]:  # noqa: ARG002  # for subclasses
        """What stands below the table where there is no room beside it, for rows that are often cut there."""
        return ()

    def item(self, key: Key | None) -> Any:
        """What the row of that key was made of; None where there is no such row."""
        rows = self.query_one(Grid).rows
        place = rows.find(key) if key is not None else None
        return rows.items[place] if place is not None and isinstance(rows, ListRows) else None

    def empty(self) -> str:
        """What is said where there are no rows."""
        return _("Nothing here.")

    def body(self) -> ComposeResult:
        """The table and what stands beside it."""
        with Container(id="list"):
            yield Grid(self.columns(), follow=self._show_detail, id="table")
            yield Detail()
        if self.has_sentences:
            yield Prose(_SENTENCES, id="whole")

    def headline(self) -> str:
        """Name, the filter that is on, and how many rows."""
        name = _("{table}, only problems").format(table=self.called()) if self.only_problems else self.called()
        return f"{name}: {number(len(self.query_one(Grid).rows))}"

    def called(self) -> str:
        """Its name, with the words and the order that are on."""
        return " · ".join([self.name_of(), *self.narrowing.said(self.columns())])

    def show(self, snapshot: Snapshot) -> None:
        """Draw the rows of now."""
        grid = self.query_one(Grid)
        grid.empty = nothing_wrong(self.net) if self.only_problems else self.empty()
        if self.narrowing.words:
            grid.empty = nothing_fits(self.net)
        grid.show(self.arranged(self.rows(snapshot)))
        self._show_detail(grid.cursor)

    def let_go(self) -> None:
        """Nor its rows."""
        super().let_go()
        if self._shown is None and self.stands:
            self.query_one(Grid).let_go()

    def update_bars(self) -> None:
        """What could not be read is not said not to be there."""
        super().update_bars()
        grid = self.query_one(Grid) if self.stands and self.net.trouble else None
        if grid is not None and not len(grid.rows):
            grid.empty = _("This cannot be read now, see above.")
            grid.refresh()

    def arranged(self, rows: Rows) -> Rows:
        """Those with the words that are wanted, in the order that is wanted."""
        return narrowed(rows, self.columns(), self.narrowing) if isinstance(rows, ListRows) else rows

    def table_columns(self) -> Sequence[Column]:
        """The columns, as the page says them."""
        return self.columns()

    def is_narrowed(self) -> bool:
        """Whether anything is left out or sorted."""
        return self.only_problems or super().is_narrowed()

    def narrow(self, how: Narrowing) -> None:
        """Draw these rows in that order."""
        self.narrowing = how
        grid = self.query_one(Grid)
        grid.show(grid.rows, how.heads(self.columns()))
        self.show(self.net.snapshot)
        self.update_bars()

    def action_everything(self) -> None:
        """Those that are well, too."""
        self.only_problems = False
        super().action_everything()

    def on_resize(self) -> None:
        """There may be room for the detail now."""
        if self.stands:
            self._show_detail(self.query_one(Grid).cursor)

    def _show_detail(self, key: Key | None) -> None:
        if self.size.width >= WIDE:
            self.query_one(Detail).show(() if key is None else self.facts(key))
        elif self.has_sentences:
            self.query_one("#whole", Prose).show(() if key is None else self.sentences(key))

    def action_only_problems(self) -> None:
        """Put the filter on or off."""
        self.only_problems = not self.only_problems
        self.show(self.net.snapshot)
        self.update_bars()


def nothing_wrong(net: Net) -> str:
    """What is said where only what is not well is shown, and all is."""
    return _("Nothing is wrong here. {key} shows all rows.").format(key=net.key_of("only_problems"))


def nothing_fits(net: Net) -> str:
    """What is said where no row holds the words."""
    return _("No row fits the filter. {key} takes it off.").format(key=net.key_of("everything"))
