"""Cells become what the terminal is given. Whoever forgot to make a text safe: here nothing unsafe passes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.strip import Strip

from netinv.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from netinv.tui.rows import Cell
    from netinv.tui.widgets.looks import Looks

_TO_BLANKS = str.maketrans("\t\n\r", "   ")


def drawable(text: str) -> str:
    """A text of one line that drives no terminal. Nearly all texts are as they are, and cost next to nothing."""
    return text if text.isprintable() else clean(text).translate(_TO_BLANKS)


def strip(cells: Iterable[Cell], looks: Looks, width: int) -> Strip:
    """Cells side by side, cut or filled up to a width in terminal cells."""
    segments = [Segment(drawable(text), looks[style]) for text, style in cells]
    return Strip(segments).adjust_cell_length(width, looks[""])
