"""The units behind a figure: those that fail an indicator, and those of a day of the roll-out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from netinv.i18n import _
from netinv.reports.model import Kind
from netinv.reports.values import shown
from netinv.text import one_line
from netinv.tui.figures.figure import records
from netinv.tui.rows import Cell, Column
from netinv.vocabulary import level_word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from netinv.app.reports.stands import Stand
    from netinv.app.views.pages import Views
    from netinv.config import Settings
    from netinv.reports.model import Report
    from netinv.store.reading.views import SiteRow
    from netinv.tui.rows import Key


class Entry(NamedTuple):
    """A row: ``site`` is the unit of the time that is looked at which it opens; None: it became part of several."""

    key: Key
    name: str
    cells: Sequence[Cell]
    site: SiteRow | None


class Units(Protocol):
    """Which units."""

    def title(self) -> str:
        """What their table is called."""

    def columns(self) -> Sequence[Column]:
        """Those of the table."""

    def ask(self, views: Views, settings: Settings, now_ms: int) -> Sequence[Entry]:
        """The rows at a moment; runs in the feed's thread."""


class Failing(NamedTuple):
    """Those of one indicator and level (its word) that fail, or of which nothing is known."""

    indicator: str
    name: str
    level: str

    def title(self) -> str:
        """The indicator and the level."""
        return _("{indicator} · {level}: units that fail").format(indicator=one_line(self.name), level=self.level)

    def columns(self) -> Sequence[Column]:
        """What is known, and by what."""
        return [
            Column(_("Result"), 11),
            Column(_("Code"), 9, drop=2),
            Column(_("Unit"), 16, grow=1, most=44),
            Column(_("Evidence"), 11, drop=1),
            Column(_("Number"), 12, right=True, drop=3),
            Column(_("Declared on"), 11, drop=4),
            Column(_("Source"), 12, grow=2, drop=5),
        ]

    def ask(self, views: Views, settings: Settings, now_ms: int) -> Sequence[Entry]:
        """Of the report on coverage."""
        from netinv.declaration import day_of
        from netinv.tui.figures.coverage_report import told

        report = told(views, settings, now_ms)
        with views.reading() as reader:
            reader.boundaries = day_of(now_ms)
            sites = {row.code: row for row in reader.sites()}
        return self.entries(report, sites)

    def entries(self, report: Report, sites: Mapping[str, SiteRow]) -> Sequence[Entry]:
        """Those of a report that is at hand; ``sites`` by code."""
        wanted = (self.indicator, self.level)
        rows = records(report.table("failing"))
        return [
            Entry(row["code"], row["unit"], _failing(row), sites.get(row["code"]))
            for row in rows
            if (row["indicator"], row["level"]) == wanted
        ]


def _failing(row: dict[str, Any]) -> Sequence[Cell]:
    not_known = row["basis"] is None
    total = "" if row["total"] is None else f" / {row['total']}"
    return (
        Cell(f"? {row['result']}", "unknown") if not_known else Cell(f"✖ {row['result']}", "down"),
        Cell(one_line(row["code"]), "dim"),
        Cell(one_line(row["unit"])),
        Cell(row["basis"] or "", "dim"),
        Cell("" if row["value"] is None else f"{row['value']}{total}"),
        Cell("" if row["date"] is None else shown(row["date"], Kind.DATE), "dim"),
        Cell(one_line(row["source"] or ""), "dim"),
    )


class UnitsOn(NamedTuple):
    """Those of a day (ISO date; None: the moment looked at), by how far they were; of one level, or of all."""

    day: str | None
    level: str | None

    def title(self) -> str:
        """The day."""
        day = _("today") if self.day is None else shown(self.day, Kind.DATE)
        said = _("Roll-out, {day}").format(day=day)
        return said if self.level is None else f"{said} · {level_word(self.level)}"

    def columns(self) -> Sequence[Column]:
        """How far, and whether it has answered."""
        return [
            Column(_("Status"), 19),
            Column(_("Code"), 9, drop=2),
            Column(_("Unit"), 16, grow=1, most=44),
            Column(_("Level"), 9, drop=3),
            Column(_("Connected since"), 15, drop=1),
        ]

    def ask(self, views: Views, settings: Settings, now_ms: int) -> Sequence[Entry]:  # noqa: ARG002  # it needs none
        """Of the use case of ``netinv rollout``: those that are behind first, then those that never answered."""
        from netinv.app.reports.coverage import Moment
        from netinv.app.reports.period import end_of_day
        from netinv.app.reports.stands import units_on
        from netinv.declaration import day_of

        today = day_of(now_ms)
        moment = Moment(today, now_ms) if self.day is None else Moment(self.day, min(now_ms, end_of_day(self.day)))
        with views.reading() as reader:
            found = units_on(reader, moment, self.level, today)
        return [Entry(stand.site.id, stand.site.name, _stand(stand), heir) for stand, heir in found]


def _stand(one: Stand) -> Sequence[Cell]:

    if one.silent:
        status = Cell("▄ " + _("never answered"), "planned")
    elif one.connected:
        status = Cell(f"█ {one.said}", "up")
    else:
        status = Cell(f"· {one.said}", "down")
    since = one.site.connected_since if one.connected else None
    return (
        status,
        Cell(one_line(one.site.code), "dim"),
        Cell(one_line(one.site.name)),
        Cell(level_word(one.site.level), "dim"),
        Cell("" if since is None else shown(since, Kind.DATE), "dim"),
    )
