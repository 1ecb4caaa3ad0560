"""The last days as a bar: the height, the colour and the sign of each say how available it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.i18n import _
from netinv.reports.availability import Availability
from netinv.reports.model import Kind
from netinv.reports.values import shown
from netinv.tui.rows import Cell

if TYPE_CHECKING:
    from collections.abc import Sequence

_HEIGHTS = ((0.99, "▆", "degraded"), (0.9, "▅", "degraded"), (0.5, "▃", "down"), (0.0, "▁", "down"))


def days_line(days: Sequence[Availability], target: float) -> list[Cell]:
    """A sign for each day, and the share of all of them; ``target`` in percent decides what is well."""
    whole = Availability()
    for day in days:
        whole.add(day)
    cells = [Cell(" " + _("Last {n} days").format(n=len(days)) + "  ", "dim"), *(_sign(day, target) for day in days)]
    if whole.share is None:
        return [*cells, Cell("  " + _("nothing is known of them"), "dim")]
    known = whole.up + whole.down
    share = whole.up / known if known else None
    well = "" if share is None else "up" if share * 100 >= target else "degraded"
    cells.append(Cell("  " + _("no news at all") if share is None else f"  {shown(share, Kind.SHARE)}", well or "dim"))
    if whole.unknown:
        unknown = whole.unknown / (known + whole.unknown)
        cells.append(
            Cell("  " + _("of what is known; {share} unknown").format(share=shown(unknown, Kind.SHARE)), "dim")
        )
    return cells


def _sign(day: Availability, target: float) -> Cell:
    known = day.up + day.down
    if not known:
        return Cell("◆", "maintenance") if day.planned > day.unknown else Cell("·", "dim")
    share = day.up / known
    if day.down == 0:
        return Cell("█", "up")
    if share * 100 >= target:
        return Cell("▇", "up")
    return next(Cell(sign, style) for least, sign, style in _HEIGHTS if share >= least)
