"""Reports as a workbook: a sheet for each table, with real numbers, durations and dates."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from netinv.reports.forms.plain import facts
from netinv.reports.model import Kind
from netinv.reports.values import day_of, local, points
from netinv.text import csv_safe, one_line

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from netinv.reports.model import Letterhead, Report, Table, Value

_FORMATS = {
    Kind.NUMBER: "#,##0",
    Kind.SHARE: "0.000%",
    Kind.POINTS: "+0.000;-0.000;0",
    Kind.DURATION: "[h]:mm:ss",
    Kind.DATE: "dd/mm/yyyy",
    Kind.TIME: "dd/mm/yyyy hh:mm",
}
_LONGEST_NAME = 31
_WIDTHS = {Kind.NUMBER: 8, Kind.SHARE: 11, Kind.POINTS: 10, Kind.DURATION: 11, Kind.DATE: 12, Kind.TIME: 17}
_WIDEST = 60
_LINE_POINTS, _MOST_LINES = 15, 6


def render(report: Report, letterhead: Letterhead, made_ms: int) -> bytes:
    """The workbook. Texts are texts: none is computed, whatever it begins with."""
    from openpyxl import Workbook

    book = Workbook()
    first = book.active
    assert first is not None
    book.remove(first)
    taken: set[str] = set()
    for table in report.tables:
        sheet = book.create_sheet(_name(table.title, taken))
        _head(sheet, report, table, letterhead, made_ms)
        _rows(sheet, report, table)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _name(title: str, taken: set[str]) -> str:
    """A sheet's name: short, without the marks that no name may have, once."""
    name = "".join(" " if char in r"[]:*?/\'" else char for char in title.partition(",")[0]).strip() or "1"
    if len(name) > _LONGEST_NAME:
        name = name[:_LONGEST_NAME].rpartition(" ")[0] or name[:_LONGEST_NAME]
    while name.casefold() in taken:
        name = f"{name[: _LONGEST_NAME - 2]} {len(taken)}"
    taken.add(name.casefold())
    return name


def _head(sheet: Worksheet, report: Report, table: Table, letterhead: Letterhead, made_ms: int) -> None:
    from openpyxl.styles import Font

    for line in letterhead.lines:
        _append(sheet, line)
    _append(sheet, report.title)
    sheet.cell(sheet.max_row, 1).font = Font(bold=True, size=14)
    for label, text in facts(report, made_ms):
        _append(sheet, f"{label}: {text}")
    _append(sheet, table.title)
    sheet.cell(sheet.max_row, 1).font = Font(bold=True)


def _append(sheet: Worksheet, text: str) -> None:
    """A line of its own; it may be wider than its column, as what is beside it is empty."""
    row = sheet.max_row + 1 if sheet.max_row > 1 or sheet.cell(1, 1).value is not None else 1
    _set(sheet, row, 1, text, Kind.TEXT)


def _set(sheet: Worksheet, row: int, place: int, value: Value, kind: Kind) -> None:
    cell = sheet.cell(row, place)
    if value is None:
        return
    if kind is Kind.TEXT or (kind is Kind.DATE and day_of(value) is None):
        text = cell.value = _clean(str(value))
        cell.data_type = "s"  # what begins with an equals sign is a text, too
        cell.quotePrefix = csv_safe(text) != text  # and stays one when somebody edits the cell
        return
    cell.value = _typed(value, kind)
    cell.number_format = _FORMATS[kind]


def _typed(value: Any, kind: Kind) -> int | float | timedelta | date | datetime | None:
    if kind is Kind.DATE:
        return day_of(value)
    if kind is Kind.TIME:
        return local(round(value)).replace(tzinfo=None, microsecond=0)
    if kind is Kind.DURATION:
        return timedelta(seconds=round(value / 1000))
    if kind is Kind.POINTS:
        return points(value)
    return round(value) if kind is Kind.NUMBER else round(float(value), 6)


def _clean(text: str) -> str:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    return str(ILLEGAL_CHARACTERS_RE.sub("\ufffd", one_line(text)))[:32_000]


def _rows(sheet: Worksheet, report: Report, table: Table) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    head = sheet.max_row + 1
    for place, column in enumerate(table.columns, 1):
        _set(sheet, head, place, column.title, Kind.TEXT)
        sheet.cell(head, place).font = Font(bold=True)
        sheet.cell(head, place).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.cell(head, place).fill = PatternFill("solid", fgColor="DDDDDD")
    for row, values in enumerate(table.rows, head + 1):
        for place, (column, value) in enumerate(zip(table.columns, values, strict=True), 1):
            _set(sheet, row, place, value, column.kind)
    last = head + len(table.rows)
    sheet.auto_filter.ref = f"A{head}:{get_column_letter(len(table.columns))}{max(last, head)}"
    sheet.freeze_panes = f"A{head + 1}"
    widths = [_width(table, place) for place in range(len(table.columns))]
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    lines = max(-(-len(column.title) // (width - 3)) for column, width in zip(table.columns, widths, strict=True))
    sheet.row_dimensions[head].height = _LINE_POINTS * min(_MOST_LINES, lines)
    _print_setup(sheet, head, upright=report.upright)
    _bars(sheet, table, head)
    for note in table.notes:
        _append(sheet, note)


def _width(table: Table, place: int) -> int:
    """As wide as its cells and the longest word of its title, with room for the button of the filter."""
    column = table.columns[place]
    word = max(map(len, column.title.split()), default=0) + 3
    cells = (len(str(row[place])) + 1 for row in table.rows[:500] if column.kind is Kind.TEXT)
    return min(_WIDEST, max(_WIDTHS.get(column.kind, 0), word, *cells, 0))


def _print_setup(sheet: Worksheet, head: int, *, upright: bool) -> None:
    """A4, as wide as the page, the head of the table on each."""
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.paperSize = 9  # A4, by ECMA-376
    sheet.page_setup.orientation = "portrait" if upright else "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{head}:{head}"


def _bars(sheet: Worksheet, table: Table, head: int) -> None:
    from openpyxl.formatting.rule import DataBarRule
    from openpyxl.utils import get_column_letter

    place = next((n for n, column in enumerate(table.columns, 1) if column.key == table.bars), None)
    if place is not None and table.rows:
        letter = get_column_letter(place)
        rule: Any = DataBarRule("num", 0, "num", 1, "FF9BC2E6", showValue=True)  # type: ignore[no-untyped-call]  # an untyped factory
        sheet.conditional_formatting.add(f"{letter}{head + 1}:{letter}{head + len(table.rows)}", rule)
