"""Figures over time as a line of block characters."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_BLOCKS = "▁▂▃▄▅▆▇█"
_UNKNOWN = "·"


def sparkline(values: Sequence[float | None], width: int | None = None, top: float | None = None) -> str:
    """From zero to the highest of them, or to ``top``; what is not known is a dot. Several in one column: their mean.

    Args:
        values: In the order of time, equally far apart.
        width: Columns of the line; None: one for each value.
        top: What the highest block stands for; None: the highest of what is drawn.
    """
    means = _means(values, len(values) if width is None else width)
    highest = max((mean for mean in means if mean is not None), default=0) if top is None else top
    return "".join(_block(mean, highest) for mean in means)


def _means(values: Sequence[float | None], width: int) -> list[float | None]:
    count = len(values)
    if not count:
        return [None] * width
    means: list[float | None] = []
    for column in range(width):
        start, end = column * count // width, max(column * count // width + 1, (column + 1) * count // width)
        known = [value for value in values[start:end] if value is not None]
        means.append(sum(known) / len(known) if known else None)
    return means


def _block(value: float | None, highest: float) -> str:
    if value is None:
        return _UNKNOWN
    share = min(1.0, value / highest) if highest > 0 else 0.0
    return _BLOCKS[round(share * (len(_BLOCKS) - 1))]
