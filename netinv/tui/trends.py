"""What was measured over the last day, as lines of blocks: they can be read without colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.app.durations import milliseconds, per_cent, rate
from netinv.i18n import _
from netinv.tui.rows import Cell, Column

if TYPE_CHECKING:
    from netinv.app.trends import PortTrends, Trend, Trends

_SHORT, _LONG = 12, 20


def trend_column() -> Column:
    """Beside the rate that it is the past of."""
    return Column(_("last 24 h"), _SHORT, drop=4)


def trend_cell(trend: Trend) -> Cell:
    """The line in a table."""
    return Cell(trend.line(_SHORT))


def trend_facts(trends: Trends | None) -> list[tuple[str, Cell]]:
    """Round trips and loads of a device, each with its latest value; what was never measured is left out."""
    if trends is None:
        return []
    known = [
        (_("Round trip"), trends.rtt_us, milliseconds(_part(trends.rtt_us.latest))),
        (_("CPU"), trends.cpu, per_cent(_part(trends.cpu.latest))),
        (_("Memory"), trends.memory, per_cent(_part(trends.memory.latest))),
    ]
    return [(label, Cell(f"{trend.line(_SHORT)} {value}")) for label, trend, value in known if value]


def port_line(port: PortTrends) -> list[Cell]:
    """Both ways of one port in a line of their own, each with its mean."""
    cells = [Cell(" " + _("last 24 h") + " ", "dim")]
    for way, trend in ((_("in"), port.into), (_("out"), port.out)):
        mean = "" if trend.mean is None else rate(round(trend.mean))
        cells += [Cell(f" {way} ", "dim"), Cell(trend.line(_LONG)), Cell(f" {mean} ")]
    return cells


def _part(thousandths: float | None) -> float | None:
    return None if thousandths is None else thousandths / 1000
