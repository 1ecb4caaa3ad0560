"""Coverage by indicator and level: what is observed, declared, not known and not there, as a bar with its target."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.cells import cell_len

from netinv.app.reports.words import met_word
from netinv.app.words.durations import number
from netinv.i18n import _, plural
from netinv.reports.model import Kind
from netinv.reports.values import shown
from netinv.text import one_line
from netinv.tui.chart.bar import TARGET, bar
from netinv.tui.figures.coverage_report import told
from netinv.tui.figures.figure import Told, records, signs
from netinv.tui.rows import Cell, Column, ListRows
from netinv.vocabulary import level_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netinv.app.views.pages import Snapshot, Views
    from netinv.config import Settings
    from netinv.reports.model import Report
    from netinv.store.reading.views import SiteRow
    from netinv.tui.figures.figure import Filter, Wish
    from netinv.tui.rows import Key, Rows
    from netinv.tui.screens.page import Page

_OBSERVED, _DECLARED, _UNKNOWN, _NOT = Cell("█", "up"), Cell("▄", "planned"), Cell("░", "unknown"), Cell("·", "down")
_MET = {True: ("●", "up"), False: ("✖", "down"), None: ("?", "degraded")}
_Row = dict[str, Any]


class Coverage:
    """A row for each indicator and level; it opens the units that fail."""

    by_level = False
    begins = 0

    def __init__(self, key: str) -> None:
        """``key``: the one that opens a row."""
        self._key = key
        self._report: Report | None = None
        self._rows: list[_Row] = []

    def title(self) -> str:
        """What it is called."""
        return _("Coverage")

    def columns(self) -> Sequence[Column]:
        """The bar grows after the names."""
        return [
            Column(_("Indicator"), 24, grow=1, most=36),
            Column(_("Level"), 9),
            Column(_("Units"), 6, right=True, drop=4),
            Column(_("Evidence"), 12, grow=2, most=80),
            Column(_("Share"), 9, right=True, drop=1),
            Column(_("Target"), 7, right=True, drop=3),
            Column(_("Result"), 2 + max(cell_len(met_word(met)) for met in _MET), drop=2),
        ]

    def begin(self, views: Views, settings: Settings, wish: Wish) -> Told:
        """Ask for it."""
        return Told(told(views, settings, wish.now_ms))

    def take(self, work: Told) -> None:
        """Keep it."""
        self._report = work.report
        self._rows = records(work.report.table("indicators"))

    def rows(self, seen: Filter) -> Rows:
        """In the order of the report."""
        level = None if seen.level is None else level_word(seen.level)
        kept = [row for row in self._rows if level in (None, row["level"])]
        if seen.only_problems:
            kept = [row for row in kept if row["no"] or row["unknown"]]
        return ListRows(kept, _key, _cells)

    def legend(self) -> Sequence[Cell]:
        """What its signs mean."""
        return signs(
            (_OBSERVED, _("observed")),
            (_DECLARED, _("declared")),
            (_UNKNOWN, _("unknown")),
            (_NOT, _("not")),
            (TARGET, _("target")),
        )

    def under(self, key: Key) -> Sequence[Sequence[Cell]]:
        """The numbers behind the bar."""
        row = self._at(key)
        if row is None:
            return ()
        parts = ((_OBSERVED, "observed"), (_DECLARED, "declared"), (_UNKNOWN, "unknown"), (_NOT, "no"))
        words = {"observed": _("observed"), "declared": _("declared"), "unknown": _("unknown"), "no": _("not")}
        counted = signs(*((sign, f"{number(row[name])} {words[name]}") for sign, name in parts))
        units = plural("of {n} unit", "of {n} units", row["units"]).format(n=number(row["units"]))
        failing = row["no"] + row["unknown"]
        opens = plural("{key} lists the {n} unit that fails", "{key} lists the {n} units that fail", failing)
        return (
            [*counted, Cell(f" {units}", "dim")],
            [Cell(f" {row['name']} · {row['level']} ", "title"), *_result(row)],
            [Cell(f" {opens.format(key=self._key, n=number(failing))}" if failing else "", "dim")],
        )

    def site(self, key: Key | None) -> SiteRow | None:  # noqa: ARG002  # a figure of many units
        """Of none."""
        return None

    def page(self, key: Key, snapshot: Snapshot) -> Page | None:
        """The units that fail; none where none does."""
        from netinv.tui.figures.units import Failing
        from netinv.tui.screens.units import UnitsScreen

        row = self._at(key)
        if row is None or self._report is None or not row["no"] + row["unknown"]:
            return None
        failing = Failing(row["indicator"], row["name"], row["level"])
        sites = {view.row.code: view.row for view in snapshot.tree}
        return UnitsScreen(failing, failing.entries(self._report, sites))

    def _at(self, key: Key) -> _Row | None:
        return next((row for row in self._rows if _key(row) == key), None)


def _key(row: _Row) -> Key:
    return row["indicator"], row["level"]


def _result(row: _Row) -> list[Cell]:
    said = [Cell(f" {shown(row['share'], Kind.SHARE)}")]
    if row["target"] is not None:
        said.append(Cell("  " + _("target {share}").format(share=shown(row["target"], Kind.SHARE)), "dim"))
        met = _met(row)
        said.append(Cell(f"  {met.text}", met.style))
    return said


def _met(row: _Row) -> Cell:
    """Whether the target is reached; the report has it as a word."""
    if row["target"] is None:
        return Cell("")
    sign, style = next(look for met, look in _MET.items() if met_word(met) == row["met"])
    return Cell(f"{sign} {row['met']}", style)


def _bar(row: _Row) -> Cell:
    """Of units; of a ratio, whose share is not theirs, of the share that is declared."""
    has, share = row["observed"] + row["declared"], row["share"] or 0.0
    parts = [(row["observed"], _OBSERVED), (row["declared"], _DECLARED), (row["unknown"], _UNKNOWN), (row["no"], _NOT)]
    if row["units"] and abs(share - has / row["units"]) > 1e-9:
        parts = [(share, _DECLARED), (1 - share, _UNKNOWN if row["unknown"] else _NOT)]
    return bar(parts, row["target"])


def _cells(row: _Row) -> Sequence[Cell]:
    return (
        Cell(one_line(row["name"])),
        Cell(row["level"], "dim"),
        Cell(number(row["units"]), "dim"),
        _bar(row),
        Cell(shown(row["share"], Kind.SHARE)),
        Cell("" if row["target"] is None else shown(row["target"], Kind.SHARE), "dim"),
        _met(row),
    )
