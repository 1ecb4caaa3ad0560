"""Ports in tables: the columns, and what stands in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.app.words.durations import rate
from netinv.app.words.states import glyph
from netinv.i18n import _
from netinv.tui.narrowing import natural
from netinv.tui.rows import Cell, Column
from netinv.tui.tables import age_column, for_how_long, port_state, state_column, text_cell
from netinv.tui.trends import rate_cell, trend_cell, trend_column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netinv.app.views.trends import PortTrends
    from netinv.store.reading.views import DeviceRow, InterfaceRow

_UP, _DOWN = 1, 2  # ifAdminStatus and ifOperStatus of IF-MIB (RFC 2863)
_GAP, _SCROLLBAR = 2, 1  # of a grid; what stands left and right of it is as wide as a gap


def interface_columns(*, with_device: bool) -> list[Column]:
    """The table of ports, of one device or of several."""
    return [
        *([Column(_("Device"), 12, grow=1, most=24, by=lambda row: natural(row.device))] if with_device else []),
        Column(_("State"), max(state_column().width, 2 + len(_("not connected"))), by=_carrier),
        Column(_("Interface"), 10, grow=1, most=32, by_end=True, by=lambda row: natural(row.name)),
        Column(_("Description"), 12, grow=2, most=40, drop=2, by=lambda row: natural(row.alias or row.descr)),
        Column(_("Speed"), 9, right=True, drop=1, by=lambda row: row.speed_bps),
        Column(_("In"), 10, right=True, drop=3, by=lambda row: row.in_bps),
        *([] if with_device else [trend_column()]),
        Column(_("Out"), 10, right=True, drop=3, by=lambda row: row.out_bps),
        *([] if with_device else [trend_column()]),
        age_column(lambda row: row.since, drop=5),
        Column(_("MAC address"), 17, drop=6, by=lambda row: natural(row.mac)),
        Column(_("MTU"), 5, right=True, drop=7, by=lambda row: row.mtu),
    ]


def _carrier(port: InterfaceRow) -> int:
    """Those that are switched on and without carrier first, then those with, then those that are switched off."""
    return 2 if port.admin_status == _DOWN else int(port.oper_status == _UP)


def trends_need() -> int:
    """The width from which on a device's ports have their trends beside them: what leaves before these has left."""
    columns = interface_columns(with_device=False)
    return _SCROLLBAR + sum(column.width + _GAP for column in columns if column.drop <= trend_column().drop)


def interface_cells(
    port: InterfaceRow, now_ms: int, *, answers: bool, trends: PortTrends | None = None
) -> Sequence[Cell]:
    """A row of it, with its trends where it stands without its device; of one that is silent only what was is known."""
    return (
        *([text_cell(port.device, "dim")] if trends is None else []),
        port_state(port) if answers else _was(port_state(port)),
        text_cell(port.name),
        text_cell(port.alias or port.descr, "dim"),
        Cell(rate(port.speed_bps or None)),
        Cell(rate(port.in_bps)),
        *([trend_cell(trends.into)] if trends is not None else []),
        Cell(rate(port.out_bps)),
        *([trend_cell(trends.out)] if trends is not None else []),
        for_how_long(port.since, now_ms),
        text_cell(port.mac, "dim"),
        text_cell(port.mtu, "dim"),
    )


def port_facts(port: InterfaceRow, now_ms: int, *, answers: bool, trends: PortTrends | None) -> list[tuple[str, Cell]]:
    """Labels and values of one port; its trends where they are known."""
    return [
        (_("Interface"), text_cell(port.name, "title")),
        (_("Device"), text_cell(port.device)),
        (_("State"), port_state(port) if answers else _was(port_state(port))),
        (_("For"), for_how_long(port.since, now_ms)),
        (_("Description"), text_cell(port.alias or port.descr)),
        (_("Speed"), Cell(rate(port.speed_bps or None))),
        (_("In"), rate_cell(port.in_bps, trends and trends.into)),
        (_("Out"), rate_cell(port.out_bps, trends and trends.out)),
        (_("MAC address"), text_cell(port.mac)),
        (_("MTU"), text_cell(port.mtu)),
    ]


def answers(device: DeviceRow) -> bool:
    """Whether what is known of its ports is news."""
    return device.state in ("up", "degraded", "maintenance")


def _was(state: Cell) -> Cell:
    """A state that is no news any more is not shown as good."""
    was = _("was {state}").format(state=state.text[2:])
    return Cell(f"{glyph('unknown')} {was}", "dim")
