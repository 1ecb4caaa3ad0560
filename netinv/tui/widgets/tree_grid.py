"""A grid whose rows stand in a tree: fold, expand, collapse. What is folded is not made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from netinv.tui.actions import bindings
from netinv.tui.rows import Cell, ListRows
from netinv.tui.widgets.grid import Grid

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from netinv.tui.rows import Column, Key


class TreeRow(Protocol):
    """A row that can be seen. ``below``: whether it has rows to show; ``parent``: the key of the row above it."""

    @property
    def key(self) -> Key:
        """Its identity."""

    @property
    def below(self) -> bool:
        """Whether it can be opened."""

    @property
    def parent(self) -> Key | None:
        """The row it hangs on."""


class TreeGrid(Grid):
    """The keys of a tree. A subclass says which rows are seen where some are open, and what stands in them."""

    BINDINGS = bindings("fold", "expand", "collapse", "fold_all")

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        empty: str = "",
        id: str | None = None,  # noqa: A002  # Textual's name
    ) -> None:
        super().__init__(columns, empty=empty, id=id)
        self._opened: set[Key] = set()
        self._seen_roots: set[Key] = set()
        self._opened_before: set[Key] = set()
        self.only_problems = False
        self.nothing_wrong = ""

    def seen(self, opened: set[Key]) -> Iterable[Any]:
        """The rows to be seen (:class:`TreeRow`), where these are open."""
        raise NotImplementedError

    def with_rows_below(self) -> set[Key]:
        """The keys of all rows that can be opened."""
        raise NotImplementedError

    def cells_of(self, row: Any) -> Sequence[Cell]:
        """What stands in the columns of a row."""
        raise NotImplementedError

    def grown(self, roots: set[Key]) -> None:
        """Draw what there is now; what was open stays open; a root seen for the first time is opened."""
        self._opened |= roots - self._seen_roots
        self._seen_roots |= roots
        self._draw()

    def nothing(self) -> str:
        """That nothing is wrong, where only that is shown."""
        return self.nothing_wrong if self.only_problems else super().nothing()

    def filter(self, *, only_problems: bool) -> None:
        """Only what is not well, all of it open; or all rows again, open as they were. Subclasses leave rows out."""
        if only_problems == self.only_problems:
            return
        self.only_problems = only_problems
        if only_problems:
            self._opened_before, self._opened = self._opened, self.with_rows_below()
        else:
            self._opened = self._opened_before
        self._draw()

    def open_up(self, keys: Iterable[Key]) -> None:
        """Open these rows."""
        self._opened |= set(keys)
        self._draw()

    def mark_of(self, row: TreeRow) -> str:
        """How a row shows that it is open, or can be opened."""
        return " " if not row.below else "▾" if row.key in self._opened else "▸"

    def _draw(self) -> None:
        self.show(ListRows(list(self.seen(self._opened)), lambda row: row.key, self.cells_of))

    def row(self, key: Key | None) -> Any:
        """The row of that key (:class:`TreeRow`), if it is in sight; a row's parent always is."""
        place = self.rows.find(key) if key is not None else None
        return self.rows.items[place] if place is not None and isinstance(self.rows, ListRows) else None

    def action_fold(self) -> None:
        """Open or close the row under the cursor."""
        row = self.row(self.cursor)
        if row and row.below:
            self._opened ^= {row.key}
            self._draw()

    def action_expand(self) -> None:
        """Open the row; where it is open already, go to the first below it."""
        row = self.row(self.cursor)
        if row is None or not row.below:
            return
        if row.key in self._opened:
            self.action_move(1)
        else:
            self.action_fold()

    def action_collapse(self) -> None:
        """Close the row; where nothing is open, go to its parent."""
        row = self.row(self.cursor)
        if row is None:
            return
        if row.below and row.key in self._opened:
            self.action_fold()
        elif row.parent is not None:
            self.go_to(row.parent)

    def action_fold_all(self) -> None:
        """Open everything; where something below the roots is open, close all but the roots."""
        if not self._opened - self._seen_roots:
            self._opened = self.with_rows_below()
            self._draw()
            return
        row = self.row(self.cursor)
        while row and row.parent is not None and row.parent not in self._seen_roots:
            row = self.row(row.parent)
        self._opened = set(self._seen_roots)
        self._draw()
        if row:
            self.go_to(row.key)
