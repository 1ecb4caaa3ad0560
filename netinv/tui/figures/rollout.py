"""The roll-out over time: how many units were connected at the end of each year, and how many of them answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netinv.app.reports.stands import COUNTED
from netinv.app.words.durations import number
from netinv.i18n import _, plural
from netinv.reports.model import Kind
from netinv.reports.values import shown
from netinv.tui.chart.bar import bar
from netinv.tui.figures.figure import Told, records, signs
from netinv.tui.rows import Cell, Column, ListRows
from netinv.vocabulary import level_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netinv.app.views.pages import Snapshot, Views
    from netinv.config import Settings
    from netinv.store.reading.views import SiteRow
    from netinv.tui.figures.figure import Filter, Wish
    from netinv.tui.rows import Key, Rows
    from netinv.tui.screens.page import Page

_ANSWERED, _SAID, _NOT = Cell("█", "up"), Cell("▄", "planned"), Cell("·", "down")
_Row = dict[str, Any]


class Rollout:
    """A row for each date; it opens the units of that date."""

    by_level = True
    begins = -1

    def __init__(self, key: str) -> None:
        """``key``: the one that opens a row."""
        self._key = key
        self._rows: list[_Row] = []
        self._level: str | None = None

    def title(self) -> str:
        """What it is called."""
        return _("Roll-out")

    def columns(self) -> Sequence[Column]:
        """The bar takes the room that is left."""
        return [
            Column(_("Date"), 10),
            Column(_("Units"), 6, right=True),
            Column(_("Connected units"), 12, grow=1, most=120),
            Column(_("Connected"), 10, right=True, drop=2),
            Column(_("Answered"), 10, right=True, drop=3),
            Column(_("Share"), 9, right=True, drop=1),
        ]

    def begin(self, views: Views, settings: Settings, wish: Wish) -> Told:  # noqa: ARG002  # it needs none
        """Ask for it."""
        from netinv.app.reports.coverage import Moment
        from netinv.app.reports.rollout import rollout
        from netinv.app.reports.scope import Wanted
        from netinv.declaration import day_of

        with views.reading() as reader:
            return Told(rollout(reader, Moment(day_of(wish.now_ms), wish.now_ms), Wanted(wish.level)))

    def take(self, work: Told) -> None:
        """Keep it."""
        self._rows = records(work.report.table("years"))

    def rows(self, seen: Filter) -> Rows:
        """The oldest first, as time goes."""
        self._level = seen.level
        most = max((row["units"] for row in self._rows), default=0)
        return ListRows(self._rows, lambda row: row["date"], lambda row: _cells(row, most))

    def legend(self) -> Sequence[Cell]:
        """What its signs mean."""
        return signs((_ANSWERED, _("answered")), (_SAID, _("only declared")), (_NOT, _("not connected yet")))

    def under(self, key: Key) -> Sequence[Sequence[Cell]]:
        """The numbers of a date."""
        row = self._at(key)
        if row is None:
            return ()
        counted = signs(
            (_ANSWERED, _("{n} answered").format(n=number(row["answered"]))),
            (_SAID, _("{n} only declared").format(n=number(row["connected"] - row["answered"]))),
            (_NOT, _("{n} not yet").format(n=number(row["units"] - row["connected"]))),
        )
        units = plural("of {n} unit", "of {n} units", row["units"]).format(n=number(row["units"]))
        levels = " · ".join(f"{level_word(level)} {number(row[level])}" for level in COUNTED)
        day = shown(row["date"], Kind.DATE)
        return (
            [*counted, Cell(f" {units}", "dim")],
            [Cell(f" {day}: ", "title"), Cell(_("connected by level: {levels}").format(levels=levels))],
            [Cell(" " + _("{key} lists the units of that day").format(key=self._key), "dim")],
        )

    def site(self, key: Key | None) -> SiteRow | None:  # noqa: ARG002  # a figure of many units
        """Of none."""
        return None

    def page(self, key: Key, snapshot: Snapshot) -> Page | None:  # noqa: ARG002  # it is asked
        """The units of the day."""
        from netinv.tui.figures.units import UnitsOn
        from netinv.tui.screens.units import UnitsScreen

        row = self._at(key)
        if row is None:
            return None
        last = row is self._rows[-1]
        return UnitsScreen(UnitsOn(None if last else row["date"], self._level))

    def _at(self, key: Key) -> _Row | None:
        return next((row for row in self._rows if row["date"] == key), None)


def _cells(row: _Row, most: int) -> Sequence[Cell]:
    connected, answered, units = row["connected"], row["answered"], row["units"]
    parts = [(answered, _ANSWERED), (connected - answered, _SAID), (units - connected, _NOT), (most - units, Cell(" "))]
    return (
        Cell(shown(row["date"], Kind.DATE)),
        Cell(number(units), "dim"),
        bar(parts),
        Cell(number(connected)),
        Cell(number(answered), "up" if answered else "dim"),
        Cell(shown(row["share"], Kind.SHARE)),
    )
