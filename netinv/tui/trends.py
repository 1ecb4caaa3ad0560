"""What was measured over the last day, as lines of blocks: they can be read without colour."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from netinv.app.words.durations import milliseconds, per_cent, rate
from netinv.i18n import _
from netinv.tui.rows import Cell, Column, never

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from netinv.app.views.pages import Views
    from netinv.app.views.trends import PortTrends, Trend, Trends
    from netinv.tui.screens.page import Page

Port = TypeVar("Port")

_SHORT, _LONG = 12, 20
_TOGETHER = 64


def ask_trends(page: Page, device_id: int, ports: Collection[str], then: Callable[[Trends], object]) -> None:
    """Ask for those of a device and of some of its ports, which is what they cost by.

    ``then`` is told them, unless the page is gone or looks at another time.
    """

    def ask(views: Views, at: int | None) -> Trends:
        from netinv.app.views.trends import last_day

        with views.reading(at) as reader:
            return last_day(reader, device_id, page.net.clock() if at is None else at, ports)

    page.ask(ask, then)


def beside(ports: Sequence[Port], place: int) -> Sequence[Port]:
    """The ports that are read together with the one at a place: about what a screen has room for."""
    first = place - place % _TOGETHER
    return ports[first : first + _TOGETHER]


class PortsSeen:
    """What was measured of a device's ports, asked for as they come in sight: a chassis has thousands."""

    def __init__(self, ask: Callable[[Sequence[str]], object]) -> None:
        """``ask`` is given the ports that are wanted; :meth:`take` brings them."""
        self._ask = ask
        self._ports: Sequence[str] = ()
        self._places: dict[str, int] = {}
        self._asked: set[str] = set()
        self._known: dict[str, PortTrends] = {}

    def among(self, ports: Sequence[str]) -> None:
        """The ports of the device, in the order they are shown in."""
        if ports != self._ports:
            self._ports, self._places = ports, {port: place for place, port in enumerate(ports)}

    def outdated(self) -> None:
        """What is known is not the latest any more: it stays until it has been read again."""
        self._asked.clear()

    def take(self, ports: Sequence[str], found: Mapping[str, PortTrends]) -> None:
        """Keep what was read of these ports; of one that nothing was found of, nothing is known any more."""
        for port in ports:
            self._known.pop(port, None)
        self._known.update(found)

    def any(self) -> bool:
        """Whether anything was ever measured of those in sight until now."""
        return bool(self._known)

    def of(self, port: str) -> PortTrends | None:
        """What is known of a port that is in sight; None: nothing, or it has to be read first."""
        if port not in self._asked and port in self._places:
            wanted = beside(self._ports, self._places[port])
            self._asked.update(wanted)
            self._ask(wanted)
        return self._known.get(port)


def trend_column() -> Column:
    """Beside the rate that it is the past of."""
    return Column(_("last 24 h"), _SHORT, drop=4, by=never)


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
