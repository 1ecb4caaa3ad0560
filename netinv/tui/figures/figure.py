"""What each figure can do, so that the screen need not know them apart."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar

from netinv.errors import NetinvError
from netinv.tui.rows import Cell

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from netinv.app.views.pages import Snapshot, Views
    from netinv.config import Settings
    from netinv.reports.model import Report, Table
    from netinv.store.reading.views import SiteRow
    from netinv.tui.rows import Column, Key, Rows
    from netinv.tui.screens.page import Page

Answer = TypeVar("Answer")


class Wish(NamedTuple):
    """What is wanted of the use cases: the figures of a moment (epoch ms); of a level, where that makes others."""

    now_ms: int
    level: str | None = None


class Work(Protocol):
    """An answer that may take several steps, so that others can be answered in between."""

    @property
    def finished(self) -> bool:
        """Whether it can be taken."""

    @property
    def done(self) -> int:
        """How much of it is done."""

    @property
    def total(self) -> int:
        """How much there is to do."""

    def step(self) -> None:
        """Do the next part."""


class Told(NamedTuple):
    """A report that came in one step."""

    report: Report
    finished: bool = True
    done: int = 1
    total: int = 1

    def step(self) -> None:
        """There is no other."""


class Filter(NamedTuple):
    """What of a figure is seen: the units of one level, and only what is not well."""

    level: str | None = None
    only_problems: bool = False


class Figure(Protocol):
    """One of the tables of the screen."""

    by_level: bool
    """Whether it is asked for each level; else it holds all of them."""
    begins: int
    """The row that the cursor begins at: the first (0) or the last (-1)."""

    def title(self) -> str:
        """What it is called."""

    def columns(self) -> Sequence[Column]:
        """Those of its table."""

    def begin(self, views: Views, settings: Settings, wish: Wish) -> Work:
        """Ask for it; runs in the feed's thread, as the steps of the work do."""

    def take(self, work: Any) -> None:
        """Keep the finished work."""

    def rows(self, seen: Filter) -> Rows:
        """The rows of what was taken; none before."""

    def legend(self) -> Sequence[Cell]:
        """What its signs mean."""

    def under(self, key: Key) -> Sequence[Sequence[Cell]]:
        """What is said of a row: three lines, the first alone on a small screen."""

    def site(self, key: Key | None) -> SiteRow | None:
        """The unit of a row, where it is of one."""

    def page(self, key: Key, snapshot: Snapshot) -> Page | None:
        """What a row opens."""


def safely(question: Callable[[Views], Answer]) -> Callable[[Views, int | None], Answer | str]:
    """What cannot be told (a file of indicators, say) is an answer, too: the sentence why.

    Nothing is collected meanwhile. What a report makes has no circles, and to look through all that a large network
    is made of would stop every thread for a fifth of a second, several times.
    """

    def ask(views: Views, _at: int | None) -> Answer | str:
        collecting = gc.isenabled()
        gc.disable()
        try:
            return question(views)
        except (NetinvError, OSError) as error:
            return str(error)
        finally:
            if collecting:
                gc.enable()

    return ask


def records(table: Table | None) -> list[dict[str, Any]]:
    """The rows of a table by the keys of its columns."""
    if table is None:
        return []
    keys = [column.key for column in table.columns]
    return [dict(zip(keys, row, strict=True)) for row in table.rows]


def signs(*parts: tuple[Cell, str]) -> list[Cell]:
    """Signs with what they mean, side by side."""
    return [cell for sign, word in parts for cell in (Cell(f" {sign.text}", sign.style), Cell(f" {word} "))]
