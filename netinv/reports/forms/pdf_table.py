"""A table of a PDF: columns as wide as what stands in them wants, in letters as large as the paper allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.reports.values import NUMERIC, cell, on_paper, title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fpdf import FPDF

    from netinv.reports.model import Table

FONT = "DejaVu Serif"
GREY = (232, 232, 232)
_LINES = (150, 150, 150)
_SIZES = (8.0, 7.5, 7.0, 6.5, 6.0, 5.5, 5.0)
_PADDING = (0.6, 0.9)
_LINE, _NOTE, _FEWEST = 1.35, 8.0, 10
_SLACK = 0.3
"""So that a word is not parted which is as wide as its column."""
_MEASURED = 20
"""Of so many of the longest words the widest is looked for: an i is narrower than an m."""
_SHORT = 16
"""As long as a day with its hour."""


def draw(pdf: FPDF, table: Table) -> int:
    """Draw it; its head stands on each page. Gives how many rows were left out, as the page had no room for them."""
    from fpdf.enums import TableCellFillMode
    from fpdf.fonts import FontFace

    keep = on_paper(table)
    head = [title(table.columns[n].title, table.columns[n].kind) for n in keep]
    rows = [[_whole(cell(row[n], table.columns[n].kind)) for n in keep] for row in table.rows]
    widths = _fit(pdf, head, rows)
    whole, rows = len(rows), rows[: _rows_left(pdf)] if table.fills else rows
    pdf.set_fill_color(255)
    pdf.set_draw_color(*_LINES)
    with pdf.table(
        col_widths=tuple(widths),
        text_align=tuple("RIGHT" if table.columns[n].kind in NUMERIC else "LEFT" for n in keep),
        headings_style=FontFace(emphasis="BOLD", fill_color=GREY),
        cell_fill_mode=TableCellFillMode.NONE,
        line_height=_LINE * pdf.font_size,
        padding=_PADDING,
    ) as drawn:
        for row in [head, *rows]:
            drawn.row(row)
    return whole - len(rows)


def _rows_left(pdf: FPDF) -> int:
    """How many rows of one line the page has room for, beneath a head and above a note; at least a few, on the next."""
    high = _LINE * pdf.font_size + 2 * _PADDING[0]
    return max(_FEWEST, int((pdf.h - pdf.b_margin - pdf.get_y() - 2 * high - _NOTE) / high))


def _fit(pdf: FPDF, head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[float]:
    """The widths of the columns; the font is set as large as lets each word stand whole."""
    columns = [sorted(set(texts), key=len) for texts in zip(*rows, strict=True)]
    for size in _SIZES:
        least = [_least(pdf, size, title, texts) for title, texts in zip(head, columns, strict=True)]
        if sum(least) <= pdf.epw:
            break
    pdf.set_font(FONT, "", size)
    most = [max(low, _width(pdf, texts[-1])) for low, texts in zip(least, columns, strict=True)]
    spare, wanted = pdf.epw - sum(least), sum(most) - sum(least)
    share = spare / wanted if wanted > spare else 1.0
    widths = [low + share * (high - low) for low, high in zip(least, most, strict=True)]
    rest = pdf.epw - sum(widths)
    return [width + rest / len(widths) for width in widths] if rest > 0 else widths


def _least(pdf: FPDF, size: float, head: str, texts: Sequence[str]) -> float:
    """The widest word of a column, in its title or beneath it."""
    pdf.set_font(FONT, "B", size)
    widest = max((_width(pdf, word) for word in head.split()), default=0.0)
    pdf.set_font(FONT, "", size)
    words = {word for text in texts for word in text.split(" ")}
    return max([widest, *(_width(pdf, word) for word in sorted(words, key=len)[-_MEASURED:])])


def _whole(text: str) -> str:
    """A short text is not parted over lines."""
    return text.replace(" ", "\u00a0") if len(text) <= _SHORT else text


def _width(pdf: FPDF, text: str) -> float:
    return float(pdf.get_string_width(text)) + 2 * _PADDING[1] + _SLACK
