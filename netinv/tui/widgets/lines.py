"""Widgets of a few lines of text, drawn line by line without layout: title, footer, facts."""

from __future__ import annotations

import re
from itertools import groupby, zip_longest
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from textual.geometry import Region
from textual.widget import Widget

from netinv.tui.rows import Cell
from netinv.tui.widgets.looks import Looks
from netinv.tui.widgets.strips import strip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.geometry import Size
    from textual.strip import Strip

_FACT_WIDTH = 38
_WORD = re.compile(r" *[^ ]+| +$")


class Lines(Widget):
    """Lines made of cells. A subclass says which, for a width."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self._drawn: tuple[int, list[list[Cell]]] | None = None
        self._looks = Looks(self)

    def lines(self, width: int) -> list[list[Cell]]:
        """What to draw on that width."""
        raise NotImplementedError

    def changed(self) -> None:
        """Draw the lines that are others; lay out only if the number of lines is another."""
        before, self._drawn = self._drawn, None
        width = self.size.width
        now = self._made(width)
        if before is None or before[0] != width:
            self.refresh(layout=self.styles.is_auto_height)
        elif self.styles.is_auto_height and len(before[1]) != len(now):
            self.refresh(layout=True)
        elif others := [y for y, (old, new) in enumerate(zip_longest(before[1], now)) if old != new]:
            self.refresh(*(Region(0, y, width, 1) for y in others))

    def _made(self, width: int) -> list[list[Cell]]:
        if self._drawn is None or self._drawn[0] != width:
            self._drawn = width, self.lines(width)
        return self._drawn[1]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002  # Textual's signature
        """As many rows as there are lines."""
        return len(self._made(width))

    def notify_style_update(self) -> None:
        """The theme changed."""
        super().notify_style_update()
        self._looks.clear()

    def render_line(self, y: int) -> Strip:
        """One line, cut or filled to the width."""
        width = self.size.width
        made = self._made(width)
        cells = made[y] if y < len(made) else []
        return strip(cells, self._looks, width)


class Facts(Lines):
    """Labels and values, in as many columns as fit."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self._facts: Sequence[tuple[str, Cell]] = ()

    def show(self, facts: Sequence[tuple[str, Cell]]) -> None:
        """Draw these, those without a value left out."""
        self._facts = [(label, value) for label, value in facts if value.text]
        self.changed()

    def lines(self, width: int) -> list[list[Cell]]:
        """Columns filled from above, so that what belongs together stands together."""
        across = max(1, width // _FACT_WIDTH)
        wide = width // across
        height = max(1, -(-len(self._facts) // across))
        made: list[list[Cell]] = [[] for _ in range(height)]
        for start in range(0, len(self._facts), height):
            column = self._facts[start : start + height]
            label_width = min(max(cell_len(label) for label, _value in column) + 1, wide // 2)
            room = wide - label_width - 1
            for place, (label, (text, style)) in enumerate(column):
                value = text if cell_len(text) <= room else set_cell_size(text, room - 1) + "…"
                cells = Cell(set_cell_size(label, label_width), "dim"), Cell(set_cell_size(value, room + 1), style)
                made[place].extend(cells)
        return made


class Line(Lines):
    """One line, given whole."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self._cells: Sequence[Cell] = ()

    def show(self, cells: Sequence[Cell]) -> None:
        """Draw these; nothing happens where they are the same as before."""
        if list(cells) != list(self._cells):
            self._cells = cells
            self.changed()

    def lines(self, width: int) -> list[list[Cell]]:
        """The line."""
        return [fitted(self._cells, width)]


def fitted(cells: Sequence[Cell], width: int) -> list[Cell]:
    """A line; where it is too long, the last cell that fits ends in an ellipsis."""
    made: list[Cell] = []
    for text, style in cells:
        room = width - sum(cell_len(cell.text) for cell in made)
        if cell_len(text) > room:
            made.append(Cell(set_cell_size(text, max(0, room - 1)) + "…" * (room > 0), style))
            break
        made.append(Cell(text, style))
    return made


class Sentence(Line):
    """A line that goes on in a second one where there is room for that."""

    def lines(self, width: int) -> list[list[Cell]]:
        """One or two."""
        return flowed(self._cells, width, 2 if self.styles.is_auto_height else 1)


def flowed(cells: Sequence[Cell], width: int, most: int) -> list[list[Cell]]:
    """A line broken between words into as many as it takes, ``most`` at most; the last one is cut.

    A key and what it does stay together.
    """
    made: list[list[Cell]] = [[]]
    room = width
    for whole in (word for cell in cells for word in _words(cell)):
        piece = whole
        if cell_len(piece.text) > room and made[-1] and len(made) < most:
            made.append([])
            room, piece = width, Cell(f" {piece.text.lstrip()}", piece.style)
        made[-1].append(piece)
        room -= cell_len(piece.text)
    return [fitted(_joined(line), width) for line in made]


def _words(cell: Cell) -> list[Cell]:
    return [cell] if cell.style == "key" else [Cell(word, cell.style) for word in _WORD.findall(cell.text)]


def _joined(cells: Sequence[Cell]) -> list[Cell]:
    return [Cell("".join(cell.text for cell in run), style) for style, run in groupby(cells, lambda cell: cell.style)]


class Paragraph(Lines):
    """Some lines, given whole; as many as there is room for are seen."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self._given: Sequence[Sequence[Cell]] = ()

    def show(self, lines: Sequence[Sequence[Cell]]) -> None:
        """Draw these."""
        if lines != self._given:
            self._given = lines
            self.changed()

    def lines(self, width: int) -> list[list[Cell]]:
        """Each line cut where it is too long."""
        return [fitted(line, width) for line in self._given]
