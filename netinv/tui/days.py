"""The last days as a bar: the height, the colour and the sign of each say how available it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.i18n import _
from netinv.reports.availability import Availability
from netinv.reports.model import Kind
from netinv.reports.values import shown
from netinv.tui.rows import Cell, Drawn

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from netinv.reports.availability import Days

_HEIGHTS = ((0.99, "▆", "degraded"), (0.9, "▅", "degraded"), (0.5, "▃", "down"), (0.0, "▁", "down"))


def days_line(days: Sequence[Availability], target: float) -> list[Cell]:
    """A sign for each day, and the share of all of them; ``target`` in percent decides what is well."""
    whole = Availability()
    for day in days:
        whole.add(day)
    cells = [Cell(" " + _("Last {n} days").format(n=len(days)) + "  ", "dim"), *(day_sign(day, target) for day in days)]
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


def days_cell(days: Days, target: float) -> Drawn:
    """The days in a row of a table, each as wide as there is room for; the oldest leave a narrow one."""
    signs = [day_sign(day, target) for day in days.each()]

    def parts(width: int) -> list[Cell]:
        wide, shown = _fitting(len(signs), width)
        cells = [Cell(sign.text * wide, sign.style) for sign in signs[len(signs) - shown :]]
        return [*cells, Cell(" " * (width - wide * shown))]

    return Drawn(parts, len(signs))


def days_axis(days: Sequence[date]) -> Drawn:
    """The head over them: the day of the month at each seventh, counted from the last."""

    def parts(width: int) -> list[Cell]:
        wide, shown = _fitting(len(days), width)
        line = [" "] * width
        for end, day in zip(range(wide * shown, 1, -7 * wide), days[::-7], strict=False):
            line[end - 2 : end] = f"{day.day:2}"
        return [Cell("".join(line))]

    return Drawn(parts, len(days))


def _fitting(count: int, width: int) -> tuple[int, int]:
    """How wide each of them is, and how many have room."""
    wide = max(1, width // count)
    return wide, min(count, width // wide)


def days_legend(target: float) -> list[Cell]:
    """What the signs mean."""
    reached = shown(target / 100, Kind.SHARE)
    signs = (
        ("█", "up", _("no outage")),
        ("▇", "up", f"≥ {reached}"),
        ("▆▅", "degraded", _("less")),
        ("▃▁", "down", f"< {shown(_HEIGHTS[1][0], Kind.SHARE)}"),
        ("◆", "maintenance", _("planned work")),
        ("·", "dim", _("not known")),
    )
    return [cell for sign, style, word in signs for cell in (Cell(f" {sign}", style), Cell(f" {word} "))]


def day_sign(day: Availability, target: float) -> Cell:
    """How it looks: its height, its colour."""
    known = day.up + day.down
    if not known:
        return Cell("◆", "maintenance") if day.planned > day.unknown else Cell("·", "dim")
    share = day.up / known
    if day.down == 0:
        return Cell("█", "up")
    if share * 100 >= target:
        return Cell("▇", "up")
    return next(Cell(sign, style) for least, sign, style in _HEIGHTS if share >= least)
