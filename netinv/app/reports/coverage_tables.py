"""The tables of the report on coverage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.app.reports.words import met_word
from netinv.i18n import _
from netinv.reports.coverage import DECLARED, OBSERVED
from netinv.reports.model import Column, Kind, Table
from netinv.vocabulary import level_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from netinv.reports.coverage import Finding, Sum
    from netinv.reports.indicators import Indicator
    from netinv.reports.model import Value
    from netinv.store.reading.views import SiteRow

    Sums = Mapping[tuple[str, str], Sum]


def indicators(now: Sums, before: Sums, known: Mapping[str, Indicator]) -> Table:
    """A row for each indicator and level."""
    columns = (
        Column("indicator", _("indicator"), technical=True),
        Column("name", _("name")),
        Column("level", _("level")),
        Column("units", _("units"), Kind.NUMBER),
        Column("observed", _("observed"), Kind.NUMBER),
        Column("declared", _("declared"), Kind.NUMBER),
        Column("no", _("not"), Kind.NUMBER),
        Column("unknown", _("unknown"), Kind.NUMBER),
        Column("share", _("share"), Kind.SHARE),
        Column("target", _("target"), Kind.SHARE),
        Column("met", _("target reached")),
        *(
            (Column("before", _("share before"), Kind.SHARE), Column("change", _("change in points"), Kind.POINTS))
            if before
            else ()
        ),
    )
    rows = tuple(_row(key, level, one, before, known[key]) for (key, level), one in now.items())
    return Table("indicators", _("By indicator and level"), columns, rows, bars="share")


def _row(key: str, level: str, one: Sum, before: Sums, indicator: Indicator) -> tuple[Value, ...]:
    target = indicator.targets.get(level)
    earlier = before.get((key, level))
    return (
        *(key, indicator.called, level_word(level)),
        *(one.units, one.observed, one.declared, one.no, one.unknown, one.share, target),
        None if target is None else met_word(one.met(target)),
        *(_trend(one, earlier) if before else ()),
    )


def _trend(now: Sum, earlier: Sum | None) -> tuple[Value, ...]:
    if earlier is None or earlier.share is None or now.share is None:
        return (None if earlier is None else earlier.share, None)
    return earlier.share, now.share - earlier.share


def failing(found: Iterable[tuple[Indicator, SiteRow, Finding]]) -> Table:
    """The units that fail, or of which nothing is known."""
    columns = (
        Column("indicator", _("indicator"), technical=True),
        Column("name", _("name")),
        Column("level", _("level")),
        Column("code", _("code")),
        Column("unit", _("unit")),
        Column("result", _("result")),
        Column("basis", _("evidence")),
        Column("value", _("number"), Kind.NUMBER),
        Column("total", _("of"), Kind.NUMBER),
        Column("date", _("declared on"), Kind.DATE),
        Column("source", _("source")),
    )
    return Table("failing", _("Units that fail"), columns, tuple(_failing(*one) for one in found))


def _failing(indicator: Indicator, site: SiteRow, one: Finding) -> tuple[Value, ...]:
    return (
        *(indicator.key, indicator.called, level_word(site.level), site.code, site.name),
        _("unknown") if one.holds is None else _("not"),
        {OBSERVED: _("observed"), DECLARED: _("declared")}.get(one.basis or ""),
        *_figure(one),
    )


def _figure(one: Finding) -> tuple[Value, ...]:
    figure = one.figure
    if figure is None:
        return (None,) * 4
    return (_whole(figure.value), _whole(figure.total), figure.date, figure.source)


def _whole(number: float | None) -> int | float | None:
    return int(number) if number is not None and float(number).is_integer() else number


def notes() -> tuple[str, ...]:
    """How the figures are meant."""
    return (
        _("What is observed goes before what is declared; a unit of which nothing is known counts as not having it."),
        _("Shares of numbers (computers) are those of the units that declared them; the others leave them uncertain."),
    )
