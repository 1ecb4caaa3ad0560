"""Services in tables: the columns, what stands in them, and what a row is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.app.words.durations import ago, milliseconds
from netinv.app.words.states import check_word, look
from netinv.i18n import _
from netinv.text import one_line
from netinv.tui.rows import Cell, Column
from netinv.tui.subject import of_device, of_site
from netinv.tui.tables import age_column, for_how_long, state_cell, state_column

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from netinv.app.views.pages import Snapshot
    from netinv.store.reading.views import ServiceRow
    from netinv.tui.subject import Subject

_FEW_DAYS = 21
_DAY_MS = 86_400_000


def service_columns() -> list[Column]:
    """The table of services."""
    return [
        state_column(),
        Column(_("Service"), 14, grow=1, most=32),
        Column(_("Check"), 10, grow=2, most=40, drop=3),
        Column(_("Time"), 8, right=True, drop=2, by=lambda row: row.latency_us),
        Column(_("Certificate"), 12, right=True, drop=1, by=lambda row: row.tls_not_after),
        age_column(lambda row: row.state_since, drop=4),
        Column(_("Site"), 10, grow=1, most=32, drop=6),
        Column(_("Behind"), 10, grow=1, most=24, drop=5),
        Column(_("URL"), 20, grow=2, most=60, drop=7),
    ]


def service_cells(service: ServiceRow, site_names: Mapping[str, str], now_ms: int) -> Sequence[Cell]:
    """A row of it; a certificate is told by the days that are left of it."""
    return (
        state_cell(service.state),
        Cell(one_line(service.name)),
        Cell(_check(service), service.state if service.state == "down" else "dim"),
        Cell(milliseconds(None if service.latency_us is None else service.latency_us / 1000), "dim"),
        _certificate(service, now_ms),
        for_how_long(service.state_since, now_ms),
        Cell(one_line(site_names.get(service.site, service.site)), "dim"),
        Cell(one_line(service.device or ""), "dim"),
        Cell(one_line(service.url), "dim"),
    )


def service_facts(service: ServiceRow, site_names: Mapping[str, str], now_ms: int) -> list[tuple[str, Cell]]:
    """Labels and values."""
    seen = look(service.state)
    checked = "" if service.checked_at is None else ago(now_ms, service.checked_at)
    return [
        (_("Service"), Cell(one_line(service.name), "title")),
        (_("State"), Cell(f"{seen.glyph} {seen.word}", service.state)),
        (_("For"), for_how_long(service.state_since, now_ms)),
        (_("Because of"), Cell(one_line(service.cause or ""))),
        (_("Check"), Cell(check_word(service.status))),
        (_("Expected"), Cell(one_line(service.expect or ""))),
        (_("Certificate"), _certificate(service, now_ms)),
        (_("Checked"), Cell(checked)),
        (_("URL"), Cell(one_line(service.url))),
        (_("Site"), Cell(one_line(site_names.get(service.site, service.site)))),
        (_("Behind"), Cell(one_line(service.device or ""))),
    ]


def of_service(service: ServiceRow | None, snapshot: Snapshot) -> Subject | None:
    """The device that it stands behind, else its site: what can be gone to, swept and looked into."""
    if service is None:
        return None
    device = next((row for row in snapshot.devices if row.name == service.device), None)
    site = next((view.row for view in snapshot.tree if view.row.code == service.site), None)
    return of_device(device) or of_site(site)


def _check(service: ServiceRow) -> str:
    if service.state == "unreachable" and service.cause:
        return _("behind {cause}").format(cause=one_line(service.cause))
    return check_word(service.status)


def _certificate(service: ServiceRow, now_ms: int) -> Cell:
    if service.tls_not_after is None:
        return Cell("")
    days = (service.tls_not_after - now_ms) // _DAY_MS
    return Cell(_("{n} d").format(n=days), "degraded" if days <= _FEW_DAYS else "dim")
