"""Bars of parts, and the days of a heat map: the widths, the signs, the mark."""

from __future__ import annotations

from datetime import date, timedelta

from netinv.reports.availability import Days
from netinv.tui.chart.bar import bar
from netinv.tui.days import days_axis, days_cell
from netinv.tui.rows import Cell

A, B, C = Cell("█", "up"), Cell("░", "unknown"), Cell("·", "down")


def drawn(cells: object) -> str:
    return "".join(cell.text for cell in cells)  # type: ignore[attr-defined]


def test_parts_are_in_proportion_and_none_is_hidden() -> None:
    assert drawn(bar([(50, A), (25, B), (25, C)]).parts(8)) == "████░░··"
    assert drawn(bar([(9998, A), (1, B), (1, C)]).parts(10)) == "████████░·"
    assert drawn(bar([]).parts(3)) == "   "
    assert [cell.style for cell in bar([(1, A), (1, C)]).parts(4)] == ["up", "down"]


def test_a_bar_that_reaches_the_target_is_filled_up_to_its_mark() -> None:
    assert drawn(bar([(80, A), (20, C)], 0.8).parts(11)) == "████████┃··"
    assert drawn(bar([(79, A), (21, C)], 0.8).parts(101)) == "█" * 79 + "·┃" + "·" * 20
    assert drawn(bar([(1, A)], 1.0).parts(5)) == "████┃"
    assert drawn(bar([(1, C)], 0.0).parts(5)) == "┃····"
    assert drawn(bar([(1, C)], 0.5).parts(1)) == "┃"
    assert drawn(bar([(1, C)], 0.5).parts(0)) == ""


def test_days_are_as_wide_as_there_is_room_and_the_oldest_leave_first() -> None:
    days = Days.of([10, 0, 10], [0, 10, 0], [0, 0, 0], [0, 0, 0])
    assert drawn(days_cell(days, 99.5).parts(3)) == "█▁█"
    assert drawn(days_cell(days, 99.5).parts(7)) == "██▁▁██ "
    assert drawn(days_cell(days, 99.5).parts(2)) == "▁█"
    month = [date(2023, 10, 17) + timedelta(days=n) for n in range(30)]
    assert drawn(days_axis(month).parts(30)) == "18     25      1      8     15"
    assert drawn(days_axis(month).parts(10)) == "   8     15"[-10:]
    assert drawn(days_axis(month).parts(65))[:-5].endswith("15")
