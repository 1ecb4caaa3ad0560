"""Availability of the last days as a heat map: units by days, the worst unit first."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from netinv.app.reports.days import DAYS, local_days
from netinv.app.words.durations import number
from netinv.i18n import _, plural
from netinv.reports.model import Kind
from netinv.reports.values import cell, shown
from netinv.text import one_line
from netinv.tui.days import days_axis, days_cell, days_legend
from netinv.tui.rows import Cell, Column, ListRows
from netinv.vocabulary import level_word

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from netinv.app.reports.heat import Heat, Reckoning, UnitDays
    from netinv.app.views.pages import Snapshot, Views
    from netinv.config import Settings
    from netinv.reports.availability import Availability
    from netinv.store.reading.views import SiteRow
    from netinv.tui.figures.figure import Filter, Wish
    from netinv.tui.rows import Key, Rows
    from netinv.tui.screens.page import Page


class LastDays:
    """A row for each unit with devices; it opens the unit's page."""

    by_level = False
    begins = 0

    def __init__(self, target: float, now_ms: Callable[[], int]) -> None:
        """``target`` in per cent."""
        self._target = target
        self._now_ms = now_ms
        self._heat: Heat | None = None
        self._by_id: dict[int, UnitDays] = {}

    def title(self) -> str:
        """What it is called."""
        return _("Last {n} days").format(n=DAYS)

    def columns(self) -> Sequence[Column]:
        """The days grow after the names."""
        spans = self._heat.spans if self._heat else local_days(self._now_ms(), DAYS)
        days = [datetime.fromtimestamp(start / 1000, UTC).astimezone().date() for start, _end in spans]
        return [
            Column(_("Unit"), 14, grow=1, most=34),
            Column(_("Level"), 9, drop=5),
            Column(_("Last {n} days").format(n=DAYS), DAYS, grow=2, most=3 * DAYS, head=days_axis(days)),
            Column(_("Time up"), 9, right=True, drop=1),
            Column(_("Down"), 8, right=True, drop=2),
            Column(_("Times"), 6, right=True, drop=3),
            Column(_("Unknown"), 9, right=True, drop=4),
            Column(_("Devices"), 8, right=True, drop=6),
        ]

    def begin(self, views: Views, settings: Settings, wish: Wish) -> Reckoning:
        """Read it; the steps reckon."""
        from netinv.app.reports.heat import Reckoning

        with views.reading() as reader:
            return Reckoning(reader, wish.now_ms, round(settings.stale_after_s * 1000))

    def take(self, work: Reckoning) -> None:
        """Keep what came of it."""
        self._heat = work.heat
        self._by_id = {unit.site.id: unit for unit in self._heat.units} if self._heat else {}

    def rows(self, seen: Filter) -> Rows:
        """The worst first."""
        units = self._heat.units if self._heat else ()
        kept = [unit for unit in units if seen.level in (None, unit.site.level)]
        if seen.only_problems:
            kept = [unit for unit in kept if unit.whole.met(self._target / 100) is not True]
        return ListRows(kept, lambda unit: unit.site.id, self._cells)

    def _cells(self, unit: UnitDays) -> Sequence[Cell]:
        whole = unit.whole
        return (
            Cell(one_line(unit.site.name)),
            Cell(level_word(unit.site.level), "dim"),
            days_cell(unit.days, self._target),
            Cell(shown(whole.share, Kind.SHARE), self._style(whole)),
            Cell(cell(whole.down, Kind.DURATION), "down" if whole.down else "dim"),
            Cell(number(whole.outages), "" if whole.outages else "dim"),
            Cell(cell(whole.unknown, Kind.DURATION), "dim"),
            Cell(number(unit.devices), "dim"),
        )

    def _style(self, whole: Availability) -> str:
        return {True: "up", False: "down", None: "degraded"}[whole.met(self._target / 100)]

    def legend(self) -> Sequence[Cell]:
        """What its signs mean."""
        return days_legend(self._target)

    def under(self, key: Key) -> Sequence[Sequence[Cell]]:
        """The figures of the report on it."""
        unit = self._by_id.get(key) if isinstance(key, int) else None
        if unit is None:
            return ()
        whole = unit.whole
        target = _("target {share}").format(share=shown(self._target / 100, Kind.SHARE))
        up = _("{share} of the time up").format(share=shown(whole.share, Kind.SHARE))
        return (
            [
                Cell(f" {one_line(unit.site.name)} ", "title"),
                Cell(f" {up}", self._style(whole)),
                Cell(f"  {target}", "dim"),
            ],
            [Cell(f" {_outages(whole)}")],
            [Cell(f" {_causes(whole)}", "dim")],
        )

    def site(self, key: Key | None) -> SiteRow | None:
        """The unit."""
        unit = self._by_id.get(key) if isinstance(key, int) else None
        return unit.site if unit else None

    def page(self, key: Key, snapshot: Snapshot) -> Page | None:  # noqa: ARG002  # it is in the row
        """The unit's page."""
        from netinv.tui.screens.site import SiteScreen

        return SiteScreen(key) if isinstance(key, int) else None


def _outages(whole: Availability) -> str:
    if not whole.outages:
        said = [_("no outage")]
    else:
        outages = plural("{n} outage", "{n} outages", whole.outages).format(n=number(whole.outages))
        said = [
            outages,
            _("down {time}").format(time=shown(whole.down, Kind.DURATION)),
            _("the longest {time}").format(time=shown(whole.longest, Kind.DURATION)),
        ]
    if whole.planned:
        said.append(_("planned work {time}").format(time=shown(whole.planned, Kind.DURATION)))
    if whole.unknown:
        said.append(_("unknown {time}").format(time=shown(whole.unknown, Kind.DURATION)))
    return " · ".join(said)


def _causes(whole: Availability) -> str:
    from netinv.app.reports.availability_tables import cause_word

    return " · ".join(f"{cause_word(cause)} {shown(time, Kind.DURATION)}" for cause, time in whole.causes.most_common())
