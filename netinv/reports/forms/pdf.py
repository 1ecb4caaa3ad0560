"""Reports as PDF on A4, with a bar chart and a map, in a font that has Vietnamese and is in every file."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

from netinv.i18n import _
from netinv.reports.forms.bars import bars, called
from netinv.reports.forms.heading import dated, motto
from netinv.reports.forms.mapping import legend, places
from netinv.reports.forms.pdf_table import FONT, GREY, draw
from netinv.reports.forms.plain import facts
from netinv.reports.model import Kind
from netinv.reports.values import shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fpdf import FPDF

    from netinv.reports.model import Letterhead, Report, Table

_FONTS = Path(__file__).parent / "fonts"
_MARGIN = 12.0
_BARS = 25
_BLUE, _RED = (43, 108, 163), (179, 38, 30)
_LINE = 4.2


def render(report: Report, letterhead: Letterhead, made_ms: int) -> bytes:
    """The document."""
    pdf = _document(report)
    _head(pdf, letterhead, made_ms)
    pdf.set_font(FONT, "B", 14)
    pdf.multi_cell(0, 8, report.title.upper(), align="C", new_x="LMARGIN", new_y="NEXT")
    pdf.set_font(FONT, "", 9)
    told = "  ·  ".join(f"{label}: {text}".replace(" ", "\u00a0") for label, text in facts(report, made_ms))
    pdf.multi_cell(0, 5, told, align="C", new_x="LMARGIN", new_y="NEXT")
    if report.points:
        _map(pdf, report)
    for table in report.tables:
        _chart(pdf, table, report.target)
        _table(pdf, table)
    pdf.ln(3)
    _notes(pdf, report.notes)
    return bytes(pdf.output())


def _document(report: Report) -> FPDF:
    from fpdf import FPDF

    logging.getLogger("fontTools").setLevel(logging.ERROR)  # it tells of each table that it leaves out

    class Paged(FPDF):
        """With the number of each page at its foot."""

        def footer(self) -> None:
            self.set_y(-10)
            self.set_font(FONT, "", 7)
            self.cell(0, 5, f"{self.page_no()}/{{nb}}", align="R")

    pdf = Paged(orientation="portrait" if report.upright else "landscape", format="A4")
    pdf.set_title(report.title)
    pdf.set_margin(_MARGIN)
    pdf.set_auto_page_break(auto=True, margin=_MARGIN)
    pdf.add_font(FONT, "", _FONTS / "DejaVuSerif.ttf")
    pdf.add_font(FONT, "B", _FONTS / "DejaVuSerif-Bold.ttf")
    pdf.add_page()
    return pdf


def _head(pdf: FPDF, letterhead: Letterhead, made_ms: int) -> None:
    if not letterhead.lines:
        return
    half = pdf.epw / 2
    right = [*motto(), dated(letterhead, made_ms)]
    for place in range(max(len(letterhead.lines), len(right))):
        pdf.set_font(FONT, "B", 9)
        pdf.cell(half, 5, _at(letterhead.lines, place), align="C")
        pdf.set_font(FONT, "B" if place < len(motto()) else "", 9)
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
    pdf.set_font(FONT, "", 5.5)
    for dot in dots:
        if dot.name:
            shift = -1.2 - pdf.get_string_width(dot.name) if dot.left else 1.2
            pdf.text(left + dot.x + shift + (-1 if dot.left else 1) * dot.radius / 4, top + dot.y + 0.7, dot.name)
    pdf.set_y(top + height)
    _legend(pdf)


def _legend(pdf: FPDF) -> None:
    pdf.set_font(FONT, "", 7)
    entries = legend()
    pdf.set_x(pdf.l_margin + (pdf.epw - sum(pdf.get_string_width(word) + 9 for _colour, word in entries)) / 2)
    for colour, word in entries:
        pdf.set_fill_color(colour)
        pdf.circle(x=pdf.get_x() + 1.5, y=pdf.get_y() + 2.5, radius=1.1, style="DF")
        pdf.set_x(pdf.get_x() + 3)
        pdf.cell(pdf.get_string_width(word) + 6, 5, word)
    pdf.ln(5)


def _room(pdf: FPDF, height: float) -> None:
    """A new page, if there is no room for what must stand together."""
    if pdf.get_y() + height > pdf.h - pdf.b_margin:
        pdf.add_page()


def _chart(pdf: FPDF, table: Table, target: float | None) -> None:
    """The first rows as bars, each with its name and its figure; a line where the target is."""
    drawn = bars(table)
    rows = [] if drawn is None else [n for n, row in enumerate(table.rows) if row[drawn.place] is not None][:_BARS]
    if drawn is None or len(rows) < 2:
        return
    _room(pdf, 14 + _LINE * len(rows))
    _title(pdf, ", ".join(filter(None, (f"{table.title}: {table.columns[drawn.place].title}", drawn.note))))
    label, wide = pdf.epw * 0.42, pdf.epw * 0.45
    left, top = pdf.l_margin + label + 2, pdf.get_y()
    pdf.set_font(FONT, "", 7)
    for row in rows:
        share, here = float(table.rows[row][drawn.place] or 0), pdf.get_y() + 0.7
        pdf.cell(label, _LINE, _cut(pdf, called(table, row), label), align="R")
        pdf.set_fill_color(*GREY)
        pdf.rect(left, here, wide, _LINE - 1.4, style="F")
        pdf.set_fill_color(*_BLUE)
        pdf.rect(left, here, wide * drawn.length(share), _LINE - 1.4, style="F")
        pdf.set_x(left + wide + 2)
        pdf.cell(0, _LINE, shown(share, Kind.SHARE), new_x="LMARGIN", new_y="NEXT")
    if target is not None and table.bars == "up_share" and drawn.begins < target < 1:
        at = left + wide * drawn.length(target)
        pdf.set_draw_color(*_RED)
        pdf.line(at, top, at, pdf.get_y())


def _title(pdf: FPDF, text: str) -> None:
    pdf.ln(3)
    pdf.set_font(FONT, "B", 10)
    pdf.multi_cell(0, 6, text, new_x="LMARGIN", new_y="NEXT")


def _cut(pdf: FPDF, text: str, width: float) -> str:
    """A text as wide as there is room for."""
    if pdf.get_string_width(text) <= width - 3:
        return text
    while text and pdf.get_string_width(f"{text}…") > width - 3:
        text = text[:-1]
    return f"{text}…"


def _table(pdf: FPDF, table: Table) -> None:
    _room(pdf, 30)
    _title(pdf, table.title)
    if not table.rows:
        pdf.set_font(FONT, "", 8)
        pdf.cell(0, 5, _("nothing"), new_x="LMARGIN", new_y="NEXT")
        return
    left_out = draw(pdf, table)
    notes = [*([_("{n} more").format(n=left_out)] if left_out else []), *table.notes]
    if notes:
        pdf.ln(1)
        _notes(pdf, notes)


def _notes(pdf: FPDF, notes: Iterable[str]) -> None:
    pdf.set_font(FONT, "", 8)
    for note in notes:
        pdf.multi_cell(0, 4.5, note, new_x="LMARGIN", new_y="NEXT")
