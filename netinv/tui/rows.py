"""What a grid draws: rows that are asked one by one, so that a table of any length costs only what is in sight."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any, Generic, NamedTuple, Protocol, Self, TypeVar

from rich.cells import cell_len

Item = TypeVar("Item")
Key = Hashable


class Cell(NamedTuple):
    """Text and how it is drawn: a state's name, ``dim``, ``title`` or nothing."""

    text: str
    style: str = ""


class Drawn(Cell):
    """A cell of several looks, made for the width of its column when it is drawn; its text is for files."""

    parts: Callable[[int], Sequence[Cell]]
    """Cells that are together exactly so many terminal cells wide."""

    def __new__(cls, text: str, parts: Callable[[int], Sequence[Cell]]) -> Self:
        """Keep how it is drawn beside what it says."""
        drawn = super().__new__(cls, text)
        drawn.parts = parts
        return drawn


class Short(Cell):
    """A cell that knows best what to leave out where there is no room for all of it."""

    shortened: Callable[[int], str]
    """Its text for a width that is less than it has; what is still too long is cut."""

    def __new__(cls, text: str, style: str, shortened: Callable[[int], str]) -> Self:
        """Keep how it is shortened beside what it says."""
        short = super().__new__(cls, text, style)
        short.shortened = shortened
        return short


class Column(NamedTuple):
    """A column of a grid, in terminal cells.

    ``width`` is the least (the title has room in any case), ``most`` the greatest where it may ``grow`` (1 before 2;
    0 does not). Those with the largest ``drop`` leave a narrow screen first, those with the same together, 0 never.
    ``head`` is drawn in place of the title. ``by_end``: it is told apart by the number it ends in, so a long text is
    cut before that. ``by`` gives the value that rows are sorted by, None where there is none; else it is their text.
    """

    title: str
    width: int
    grow: int = 0
    most: int = 0
    drop: int = 0
    right: bool = False
    head: Drawn | None = None
    by_end: bool = False
    by: Callable[[Any], Any] | None = None


def never(_row: object) -> None:
    """For a column that rows are not sorted by."""


class Rows(Protocol):
    """A sequence of rows, each with a key of its own that outlives a refresh."""

    def __len__(self) -> int: ...

    def key(self, index: int) -> Key:
        """The identity of the row at a place."""

    def find(self, key: Key) -> int | None:
        """The place of a row, None where it is not there any more."""

    def cells(self, index: int) -> Sequence[Cell]:
        """What stands in the columns of the row at a place."""


class ListRows(Generic[Item]):
    """Rows over items that are all at hand; cells are made when they are drawn."""

    def __init__(
        self, items: Sequence[Item], key: Callable[[Item], Key], cells: Callable[[Item], Sequence[Cell]]
    ) -> None:
        self.items = items
        self._key = key
        self._cells = cells
        self._places: dict[Key, int] | None = None

    def __len__(self) -> int:
        return len(self.items)

    def key(self, index: int) -> Key:
        """The identity of the item."""
        return self._key(self.items[index])

    def find(self, key: Key) -> int | None:
        """The place of an item; the dictionary is made when it is first asked."""
        if self._places is None:
            self._places = {self._key(item): place for place, item in enumerate(self.items)}
        return self._places.get(key)

    def cells(self, index: int) -> Sequence[Cell]:
        """The item's cells."""
        return self._cells(self.items[index])

    def cells_of(self, item: Item) -> Sequence[Cell]:
        """The cells of an item, wherever it stands."""
        return self._cells(item)

    def of(self, items: Sequence[Item]) -> ListRows[Item]:
        """Rows of the same kind over other items."""
        return ListRows(items, self._key, self._cells)


def fit(columns: Sequence[Column], width: int, gap: int) -> list[int]:
    """Widths for a screen that wide; 0 hides a column. What must stay is narrowed last, from the right."""
    shown = [column.width if column.head else max(column.width, cell_len(column.title)) for column in columns]

    def over() -> int:
        present = [w for w in shown if w]
        return sum(present) + gap * (len(present) - 1) - width

    for drop in sorted({column.drop for column in columns if column.drop}, reverse=True):
        if over() > 0:
            shown = [0 if column.drop == drop else w for w, column in zip(shown, columns, strict=True)]
    for place in reversed(range(len(columns))):
        if over() > 0 and shown[place]:
            shown[place] = max(1, shown[place] - over())
    for turn in (1, 2):
        growing = [i for i, column in enumerate(columns) if column.grow == turn and shown[i]]
        while growing and over() < 0:
            share = max(1, -over() // len(growing))
            for i in growing:
                shown[i] += max(0, min(share, (columns[i].most or width) - shown[i], -over()))
            growing = [i for i in growing if shown[i] < (columns[i].most or width)]
    return shown
