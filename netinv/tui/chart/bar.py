"""A bar of parts, each with a sign and a colour of its own, and a mark where the target is."""

from __future__ import annotations

from itertools import groupby
from math import ceil
from typing import TYPE_CHECKING

from netinv.tui.rows import Cell, Drawn

if TYPE_CHECKING:
    from collections.abc import Sequence

TARGET = Cell("┃", "title")
_USUAL = 20
"""The width of a bar in a file."""
_SLIGHT = 1e-9  # what a product of floats may be too large


def bar(parts: Sequence[tuple[float, Cell]], target: float | None = None) -> Drawn:
    """A bar as wide as its column: amounts of a whole, each with one sign; ``target`` from 0 to 1 is marked.

    A bar that reaches the target is filled up to its mark, which stands between two cells of it.
    """

    def draw(width: int) -> list[Cell]:
        room = max(0, width - (target is not None))
        counts = lengths([amount for amount, _sign in parts], room)
        signs = [sign for count, (_amount, sign) in zip(counts, parts, strict=True) for _cell in range(count)]
        signs += [Cell(" ")] * (room - len(signs))
        if target is not None and width:
            signs.insert(min(room, ceil(target * room - _SLIGHT)), TARGET)
        return [Cell(sign.text * len(list(same)), sign.style) for sign, same in groupby(signs)]

    return Drawn("".join(part.text for part in draw(_USUAL)).rstrip(), draw)


def lengths(amounts: Sequence[float], width: int) -> list[int]:
    """How many cells each has of a width: in proportion, but at least one where there is any of it."""
    whole = sum(amounts)
    if not whole:
        return [0] * len(amounts)
    ends = [round(sum(amounts[: place + 1]) / whole * width) for place in range(len(amounts))]
    found = [end - start for start, end in zip([0, *ends], ends, strict=False)]
    for place, amount in enumerate(amounts):
        if amount and not found[place] and max(found) > 1:
            found[found.index(max(found))] -= 1
            found[place] = 1
    return found
