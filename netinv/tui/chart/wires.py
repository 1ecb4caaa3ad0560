"""Boxes and wires of line-drawing characters: each cell knows its arms, so that what crosses is joined."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size

from netinv.tui.rows import Cell

if TYPE_CHECKING:
    from collections.abc import Sequence

_UP, _DOWN, _LEFT, _RIGHT = 1, 2, 4, 8
_CHARACTERS = " ╵╷│╴┘┐┤╶└┌├─┴┬┼"  # by the sum of their arms
_BROKEN = "╌"
_BLANK = Cell(" ")


class Sheet:
    """A sheet of cells. What lies outside of it is not drawn."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self._arms: dict[tuple[int, int], int] = {}
        self._styles: dict[tuple[int, int], str] = {}
        self._texts: dict[tuple[int, int], Cell] = {}

    def _arm(self, x: int, y: int, arms: int, style: str) -> None:
        self._arms[x, y] = self._arms.get((x, y), 0) | arms
        self._styles[x, y] = style

    def across(self, left: int, right: int, y: int, style: str = "", *, broken: bool = False) -> None:
        """A wire from one column to another; a broken one is dashed and joins only at its ends."""
        for x in range(left, right + 1):
            self._arm(x, y, (_LEFT if x > left else 0) | (_RIGHT if x < right else 0), style)
            if broken and left < x < right:
                self._texts[x, y] = Cell(_BROKEN, style)

    def down(self, x: int, top: int, bottom: int, style: str = "") -> None:
        """A wire from one line to another."""
        for y in range(top, bottom + 1):
            self._arm(x, y, (_UP if y > top else 0) | (_DOWN if y < bottom else 0), style)

    def box(self, left: int, top: int, width: int, lines: Sequence[Sequence[Cell]], style: str = "") -> None:
        """A box around some lines of one text after the other, which are cut to its width."""
        right, bottom = left + width - 1, top + len(lines) + 1
        self.across(left, right, top, style)
        self.across(left, right, bottom, style)
        self.down(left, top, bottom, style)
        self.down(right, top, bottom, style)
        for y, cells in enumerate(lines, top + 1):
            x = left + 1
            for text, own in (Cell(" "), *cells):
                self.text(x, y, right - x, Cell(text, own), fill=True)
                x += cell_len(text)

    def text(self, left: int, y: int, width: int, cell: Cell, *, right: bool = False, fill: bool = False) -> None:
        """A text, cut to a width; ``right``: it ends there; ``fill``: with blanks up to the width."""
        if width <= 0:
            return
        text = cell.text
        if cell_len(text) > width:
            text = set_cell_size(text, width - 1) + "…"
        wide = cell_len(text)
        start = left + width - wide if right else left
        if start < 0 or start + wide > self.width:
            return
        for n in range(wide):  # the text as a whole in its first cell, for not every letter is one cell wide
            self._texts[start + n, y] = Cell("" if n else text, cell.style)
        if fill:
            self._texts.update(dict.fromkeys(((left + n, y) for n in range(wide, width)), Cell(" ", cell.style)))

    def line(self, y: int, over: range = range(0), style: str = "") -> list[Cell]:
        """A line of the sheet, of as few parts as may be; the columns of ``over`` in another style."""
        row = [self._cell(x, y) for x in range(self.width)]
        for x in over[: max(0, self.width - over.start)]:
            row[x] = row[x]._replace(style=style)
        return [Cell("".join(text for text, _style in run), style) for style, run in groupby(row, lambda cell: cell[1])]

    def _cell(self, x: int, y: int) -> Cell:
        if (x, y) in self._texts:
            return self._texts[x, y]
        arms = self._arms.get((x, y))
        return Cell(_CHARACTERS[arms], self._styles[x, y]) if arms else _BLANK
