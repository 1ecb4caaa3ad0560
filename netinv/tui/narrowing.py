"""Some rows of a table in another order: the words that they hold, and the column that they go by."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from netinv.i18n import _
from netinv.store.reading.views import DeviceRow, InterfaceRow, LinkRow, ServiceRow
from netinv.text import fold, one_line
from netinv.tui.rows import ListRows, never

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from netinv.tui.rows import Column

Item = TypeVar("Item")
_NUMBER = re.compile(r"(\d+)")


class Narrowing(NamedTuple):
    """``words`` that all must occur, without regard to case and marks; ``by``: the place of a column, None: unsorted.

    Numbers and times begin with the largest, texts with the first; ``turned``: the other way round.
    """

    words: str = ""
    by: int | None = None
    turned: bool = False

    def said(self, columns: Sequence[Column]) -> list[str]:
        """What is on, for the title."""
        words = [f"“{one_line(self.words)}”"] if self.words else []
        return words + ([] if self.by is None else [_("by {column}").format(column=columns[self.by].title)])

    def sorted_by(self, place: int | None) -> Narrowing:
        """By that column; by the one that it goes by already: the other way round."""
        return self._replace(by=place, turned=place is not None and place == self.by and not self.turned)

    def heads(self, columns: Sequence[Column]) -> Sequence[Column]:
        """The columns, with a mark before the one that they go by, which is seen on any screen."""
        if self.by is None:
            return columns
        mark = "▼" if self.falls(columns) else "▲"
        marked = columns[self.by]
        return [*columns[: self.by], marked._replace(title=f"{mark}{marked.title}", drop=0), *columns[self.by + 1 :]]

    def falls(self, columns: Sequence[Column]) -> bool:
        """Whether the largest comes first."""
        return self.by is not None and columns[self.by].right != self.turned


def sortable(columns: Sequence[Column]) -> list[int]:
    """The places of the columns that rows can be sorted by."""
    return [place for place, column in enumerate(columns) if column.title and column.by is not never]


def narrowed(rows: ListRows[Item], columns: Sequence[Column], how: Narrowing) -> ListRows[Item]:
    """These rows as they are wanted. The same object where all are, as they come."""
    items = rows.items
    if how.words:
        items = holding(items, how.words, partial(_all_texts, rows))
    if how.by is not None:
        items = in_order(items, value_of(rows, columns, how.by), falls=how.falls(columns))
    return rows if items is rows.items else rows.of(items)


def holding(items: Sequence[Item], words: str, text: Callable[[Item], str]) -> Sequence[Item]:
    """Those in whose text all words occur. All texts are folded in one go, for each by itself costs much more."""
    wanted = fold(words).split()
    texts = fold("\n".join(one_line(text(item)) for item in items)).split("\n")
    return [item for item, folded in zip(items, texts, strict=False) if all(word in folded for word in wanted)]


def in_order(items: Sequence[Item], value: Callable[[Item], Any], *, falls: bool) -> Sequence[Item]:
    """Sorted by their values; those that have none come last in any case."""
    return sorted(items, key=ranked(value, falls=falls), reverse=falls)


def ranked(value: Callable[[Item], Any], *, falls: bool) -> Callable[[Item], Any]:
    """What to sort items by, reversed where it ``falls``, so that those without a value come last."""

    def rank(item: Item) -> Any:
        found = value(item)
        return ((found is None) != falls, () if found is None else found)

    return rank


def value_of(rows: ListRows[Item], columns: Sequence[Column], place: int) -> Callable[[Item], Any]:
    """What an item has in a column: its own value where the column knows one, else its text."""
    return columns[place].by or (lambda item: natural(rows.cells_of(item)[place].text))


def natural(text: str | None) -> Any:
    """A text as people sort it: ``ether10`` after ``ether2``, 10.0.0.9 before 10.0.0.10; None: there is none."""
    if not text:
        return None
    return [int(part) if place % 2 else part for place, part in enumerate(_NUMBER.split(fold(text)))]


def _all_texts(rows: ListRows[Item], item: Item) -> str:
    return " ".join([*(cell.text for cell in rows.cells_of(item)), more_of(item)])


def more_of(item: object) -> str:
    """What is known of a row and stands in no column of it."""
    if isinstance(item, DeviceRow):
        known: tuple[str | None, ...] = (
            item.vendor,
            item.os,
            item.os_version,
            item.sys_name,
            item.location,
            item.notes,
        )
    elif isinstance(item, InterfaceRow):
        known = item.descr, item.alias
    elif isinstance(item, LinkRow):
        known = item.a_interface, item.b_interface, item.confidence
    elif isinstance(item, ServiceRow):
        known = item.cause, item.expect
    else:
        known = ()
    return " ".join(filter(None, known))
