"""Which rows of a table are drawn as bars, what each is called, and from where on. The same for HTML and PDF."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from netinv.i18n import _
from netinv.reports.model import Kind
from netinv.reports.values import NUMERIC, cell, shown

if TYPE_CHECKING:
    from netinv.reports.model import Table

_BEGINNINGS = (0.99, 0.98, 0.95, 0.9, 0.8, 0.5)


class Bars(NamedTuple):
    """``place``: the column that is drawn; ``begins``: the share at which bars have no length."""

    place: int
    begins: float

    def length(self, share: float) -> float:
        """From 0 to 1."""
        return max(0.0, min(1.0, (share - self.begins) / (1 - self.begins)))

    @property
    def note(self) -> str:
        """What a reader must know who takes the bars by their lengths; nothing where they begin at naught."""
        return _("bars begin at {share}").format(share=shown(self.begins, Kind.SHARE)) if self.begins else ""


def bars(table: Table) -> Bars | None:
    """How the shares of a table are drawn. Where all are large, bars begin where the differences can be seen."""
    place = next((n for n, column in enumerate(table.columns) if column.key == table.bars), None)
    shares = [] if place is None else [float(row[place] or 0) for row in table.rows if row[place] is not None]
    if place is None or not shares:
        return None
    least = min(shares)
    return Bars(place, 0.0 if least == max(shares) else next((begins for begins in _BEGINNINGS if begins < least), 0.0))


def called(table: Table, row: int) -> str:
    """The name of a row: what stands before its first number."""
    columns = takewhile(lambda one: one[1].kind not in NUMERIC, enumerate(table.columns))
    values = table.rows[row]
    return " · ".join(cell(values[n], one.kind) for n, one in columns if not one.technical and values[n] is not None)
