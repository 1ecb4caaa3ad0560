"""The detail beside a list: labels and values of the row under the cursor, long values on several lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len, chop_cells, set_cell_size

from netinv.tui.rows import Cell
from netinv.tui.widgets.lines import Lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_GAP = 1


class Detail(Lines):
    """Follows the cursor; seen on wide screens only."""

    def __init__(self) -> None:
        super().__init__(id="detail")
        self._facts: Sequence[tuple[str, Cell]] = ()

    def show(self, facts: Sequence[tuple[str, Cell]]) -> None:
        """Draw these, those without a value left out."""
        kept = [(label, value) for label, value in facts if value.text]
        if kept != self._facts:
            self._facts = kept
            self.changed()

    def lines(self, width: int) -> list[list[Cell]]:
        """A label and its value side by side; the value's further lines beneath each other."""
        labels = min(max((cell_len(label) for label, _value in self._facts), default=0), width // 2)
        made: list[list[Cell]] = []
        for label, (text, style) in self._facts:
            first, *more = wrapped(text, max(1, width - labels - _GAP))
            made.append([Cell(label[:labels].ljust(labels + _GAP), "dim"), Cell(first, style)])
            made += [[Cell(" " * (labels + _GAP)), Cell(line, style)] for line in more]
        return made


class Prose(Lines):
    """Sentences, each on as many lines as it needs, up to a limit for all."""

    def __init__(self, most: int, *, id: str | None = None) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self._most = most
        self._said: Sequence[Cell] = ()

    def show(self, said: Sequence[Cell]) -> None:
        """Draw these."""
        if said != self._said:
            self._said = said
            self.changed()

    def lines(self, width: int) -> list[list[Cell]]:
        """Parted between words; the last line ends in an ellipsis where more was said."""
        made = [[Cell(f" {line}", style)] for text, style in self._said for line in wrapped(text, max(1, width - 2))]
        if len(made) > self._most:
            (last,) = made[self._most - 1]
            made[self._most - 1] = [Cell(set_cell_size(last.text, max(1, width - 2)).rstrip() + "…", last.style)]
        return made[: self._most]


def wrapped(text: str, width: int) -> list[str]:
    """A text on lines of at most that many terminal cells, parted between words where one fits."""
    return list(_lines(text, width)) or [""]


def _lines(text: str, width: int) -> Iterator[str]:
    line = ""
    for word in text.split():
        if line and cell_len(f"{line} {word}") <= width:
            line = f"{line} {word}"
            continue
        if line:
            yield line
        *whole, line = chop_cells(word, width) or [""]
        yield from whole
    if line:
        yield line
