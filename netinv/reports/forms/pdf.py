"""Reports as PDF on A4, with a bar chart and a map, in a font that has Vietnamese and is in every file."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

from netinv.i18n import _
from netinv.reports.forms.heading import dated, motto
from netinv.reports.forms.mapping import places
from netinv.reports.forms.plain import facts
from netinv.reports.model import Kind
from netinv.reports.values import NUMERIC, cell, shown, telling, title

if TYPE_CHECKING:
    from fpdf import FPDF

    from netinv.reports.model import Letterhead, Report, Table

_FONTS = Path(__file__).parent / "fonts"
_FONT = "DejaVu Serif"
_MARGIN = 12.0
_BARS = 25
_TEXT_WEIGHT = (6, 34)
_BLUE, _GREY = (43, 108, 163), (232, 232, 232)
_LINE = 4.2


def render(report: Report, letterhead: Letterhead, made_ms: int) -> bytes:
    """The document."""
    pdf = _document(report)
    _head(pdf, letterhead, made_ms)
    pdf.set_font(_FONT, "B", 14)
    pdf.multi_cell(0, 8, report.title.upper(), align="C", new_x="LMARGIN", new_y="NEXT")
    pdf.set_font(_FONT, "", 9)
    for label, text in facts(report, made_ms):
        pdf.cell(0, 5, f"{label}: {text}", align="C", new_x="LMARGIN", new_y="NEXT")
    if report.points:
        _map(pdf, report)
    for table in report.tables:
        _chart(pdf, table)
        _table(pdf, table)
    pdf.set_font(_FONT, "", 8)
    for note in report.notes:
        pdf.multi_cell(0, 4.5, note, new_x="LMARGIN", new_y="NEXT")
    return bytes(pdf.output())


def _document(report: Report) -> FPDF:
    from fpdf import FPDF

    logging.getLogger("fontTools").setLevel(logging.ERROR)  # it tells of each table that it leaves out

    class Paged(FPDF):
        """With the number of each page at its foot."""

        def footer(self) -> None:
            self.set_y(-10)
            self.set_font(_FONT, "", 7)
            self.cell(0, 5, f"{self.page_no()}/{{nb}}", align="R")

    pdf = Paged(orientation="landscape", format="A4")
    pdf.set_title(report.title)
    pdf.set_margin(_MARGIN)
    pdf.set_auto_page_break(auto=True, margin=_MARGIN)
    pdf.add_font(_FONT, "", _FONTS / "DejaVuSerif.ttf")
    pdf.add_font(_FONT, "B", _FONTS / "DejaVuSerif-Bold.ttf")
    pdf.add_page()
    return pdf


def _head(pdf: FPDF, letterhead: Letterhead, made_ms: int) -> None:
    if not letterhead.lines:
        return
    half = pdf.epw / 2
    right = [*motto(), dated(letterhead, made_ms)]
    for place in range(max(len(letterhead.lines), len(right))):
        pdf.set_font(_FONT, "B", 9)
        pdf.cell(half, 5, _at(letterhead.lines, place), align="C")
        pdf.set_font(_FONT, "B" if place < len(motto()) else "", 9)
        pdf.cell(half, 5, _at(right, place), align="C", new_x="LMARGIN", new_y="NEXT")
    pdf.ln(4)


def _at(lines: Any, place: int) -> str:
    return str(lines[place]) if place < len(lines) else ""


def _map(pdf: FPDF, report: Report) -> None:
    width, height, dots = places(report.points, report.target, 110)
    _room(pdf, height + 8)
    left, top = pdf.l_margin + (pdf.epw - width) / 2, pdf.get_y() + 2
    pdf.set_draw_color(60)
    for dot in dots:
        pdf.set_fill_color(dot.colour)
        pdf.circle(x=left + dot.x, y=top + dot.y, radius=dot.radius / 4, style="DF")
    pdf.set_y(top + height)
    pdf.set_font(_FONT, "", 8)
    legend = _("Map: the darker and larger a dot, the worse; grey: not known")
    pdf.cell(0, 5, legend, align="C", new_x="LMARGIN", new_y="NEXT")


def _room(pdf: FPDF, height: float) -> None:
    """A new page, if there is no room for what must stand together."""
    if pdf.get_y() + height > pdf.h - pdf.b_margin:
        pdf.add_page()


def _chart(pdf: FPDF, table: Table) -> None:
    """The first rows as bars, each with its name and its figure."""
    place = next((n for n, column in enumerate(table.columns) if column.key == table.bars), None)
    rows = [] if place is None else [row for row in table.rows if row[place] is not None][:_BARS]
    if place is None or len(rows) < 2:
        return
    names = [n for n, column in enumerate(table.columns) if column.kind is Kind.TEXT][:3]
    _room(pdf, 12 + _LINE * len(rows))
    _title(pdf, f"{table.title}: {table.columns[place].title}")
    label, wide = pdf.epw * 0.42, pdf.epw * 0.45
    pdf.set_font(_FONT, "", 7)
    for row in rows:
        top, share = pdf.get_y(), max(0.0, min(1.0, float(row[place] or 0)))
        pdf.cell(label, _LINE, _cut(pdf, " · ".join(str(row[n]) for n in names if row[n]), label), align="R")
        pdf.set_fill_color(*_GREY)
        pdf.rect(pdf.l_margin + label + 2, top + 0.7, wide, _LINE - 1.4, style="F")
        pdf.set_fill_color(*_BLUE)
        pdf.rect(pdf.l_margin + label + 2, top + 0.7, wide * share, _LINE - 1.4, style="F")
        pdf.set_x(pdf.l_margin + label + wide + 4)
        pdf.cell(0, _LINE, shown(share, Kind.SHARE), new_x="LMARGIN", new_y="NEXT")


def _title(pdf: FPDF, text: str) -> None:
    pdf.ln(3)
    pdf.set_font(_FONT, "B", 10)
    pdf.multi_cell(0, 6, text, new_x="LMARGIN", new_y="NEXT")


def _cut(pdf: FPDF, text: str, width: float) -> str:
    """A text as wide as there is room for."""
    if pdf.get_string_width(text) <= width - 3:
        return text
    while text and pdf.get_string_width(f"{text}…") > width - 3:
        text = text[:-1]
    return f"{text}…"


def _table(pdf: FPDF, table: Table) -> None:
    from fpdf.enums import TableCellFillMode
    from fpdf.fonts import FontFace

    _room(pdf, 30)
    _title(pdf, table.title)
    keep = telling(table)
    pdf.set_font(_FONT, "", 6.5 if len(keep) > 9 else 8)
    if not table.rows:
        pdf.cell(0, 5, _("nothing"), new_x="LMARGIN", new_y="NEXT")
        return
    head = [title(table.columns[n].title, table.columns[n].kind) for n in keep]
    rows = [[cell(row[n], table.columns[n].kind) for n in keep] for row in table.rows]
    pdf.set_fill_color(255)
    with pdf.table(
        col_widths=tuple(_weight(column) for column in zip(head, *rows, strict=True)),
        text_align=tuple("RIGHT" if table.columns[n].kind in NUMERIC else "LEFT" for n in keep),
        headings_style=FontFace(emphasis="BOLD", fill_color=_GREY),
        cell_fill_mode=TableCellFillMode.NONE,
        line_height=1.35 * pdf.font_size,
        padding=0.6,
    ) as drawn:
        for row in [head, *rows]:
            drawn.row(row)
    pdf.set_font(_FONT, "", 8)
    for note in table.notes:
        pdf.multi_cell(0, 4.5, note, new_x="LMARGIN", new_y="NEXT")


def _weight(texts: tuple[str, ...]) -> int:
    """How wide a column wants to be: its longest cell, or the longest word of its title; within bounds."""
    longest = max((len(text) for text in texts[1:]), default=0)
    low, high = _TEXT_WEIGHT
    return min(high, max(low, longest, *map(len, texts[0].split() or [""])) + 1)
