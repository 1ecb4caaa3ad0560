"""The last days as a bar: the height, the colour and the sign of each say how available it was."""

from __future__ import annotations

from itertools import groupby
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

_WHOLE, _REACHED = Cell("█", "up"), Cell("▇", "up")
_HEIGHTS = (
    (0.99, Cell("▆", "degraded")),
    (0.9, Cell("▅", "degraded")),
    (0.5, Cell("▃", "down")),
    (0.0, Cell("▁", "down")),
)
_PLANNED, _NOT_KNOWN = Cell("◆", "maintenance"), Cell("·", "dim")


def days_line(days: Sequence[Availability], target: float) -> list[Cell]:
    """A sign for each day, and the share of all of them; ``target`` in percent decides what is well."""
    whole = Availability()
    for day in days:
        whole.add(day)
    cells = [
        Cell(" " + _("Last {n} days").format(n=len(days)) + "  ", "dim"),
        *(_sign(day.up, day.down, day.planned, day.unknown, target) for day in days),
    ]
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
    signs = [_sign(*day, target) for day in zip(*days, strict=True)]

    def parts(width: int) -> list[Cell]:
        wide, shown = _fitting(len(signs), width)
        alike = groupby(signs[len(signs) - shown :])
        cells = [Cell(sign.text * wide * len(list(same)), sign.style) for sign, same in alike]
        return [*cells, Cell(" " * (width - wide * shown))]

    return Drawn("".join(sign.text for sign in signs), parts)


def days_axis(days: Sequence[date]) -> Drawn:
    """The head over them: the day of the month at each seventh, counted from the last."""

    def parts(width: int) -> list[Cell]:
        wide, shown = _fitting(len(days), width)
        line = [" "] * width
        for end, day in zip(range(wide * shown, 1, -7 * wide), days[::-7], strict=False):
            line[end - 2 : end] = f"{day.day:2}"
        return [Cell("".join(line))]

    return Drawn("", parts)


def _fitting(count: int, width: int) -> tuple[int, int]:
    """How wide each of them is, and how many have room."""
    wide = max(1, width // count)
    return wide, min(count, width // wide)


def days_legend(target: float) -> list[Cell]:
    """What the signs mean."""
    reached = shown(target / 100, Kind.SHARE)
    bad = f"< {shown(_HEIGHTS[1][0], Kind.SHARE)}"
    signs = (
        (_WHOLE, _("no outage")),
        (_REACHED, f"≥ {reached}"),
        (Cell("▆▅", "degraded"), _("less")),
        (Cell("▃▁", "down"), bad),
        (_PLANNED, _("planned work")),
        (_NOT_KNOWN, _("not known")),
    )
    return [cell for sign, word in signs for cell in (Cell(f" {sign.text}", sign.style), Cell(f" {word} "))]


def _sign(up: int, down: int, planned: int, unknown: int, target: float) -> Cell:
    """How a day looks: its height, its colour."""
    known = up + down
    if not known:
        return _PLANNED if planned > unknown else _NOT_KNOWN
    if down == 0:
        return _WHOLE
    share = up / known
    if share * 100 >= target:
        return _REACHED
    return next(sign for least, sign in _HEIGHTS if share >= least)
