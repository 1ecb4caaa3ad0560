"""What was measured over the last day, as lines of blocks: they can be read without colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.app.words.durations import milliseconds, per_cent, rate
from netinv.i18n import _
from netinv.tui.rows import Cell, Column

if TYPE_CHECKING:
    from collections.abc import Callable

    from netinv.app.views.pages import Views
    from netinv.app.views.trends import PortTrends, Trend, Trends
    from netinv.tui.screens.page import Page

_SHORT, _LONG = 12, 20


def ask_trends(page: Page, device_id: int, then: Callable[[Trends], object]) -> None:
    """Ask for those of a device; ``then`` is told them, unless the page is gone or looks at another time."""

    def ask(views: Views, at: int | None) -> Trends:
        from netinv.app.views.trends import last_day

        with views.reading(at) as reader:
            return last_day(reader, device_id, page.net.clock() if at is None else at)

    page.ask(ask, then)


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


def rate_cell(bps: int | None, trend: Trend | None) -> Cell:
    """A rate with the day before it."""
    return Cell(f"{trend.line(_LONG) if trend else ''} {rate(bps)}".strip())


def _part(thousandths: float | None) -> float | None:
    return None if thousandths is None else thousandths / 1000
