"""Services in tables, and those that belong to a part of the network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netinv.app.words.durations import milliseconds
from netinv.app.words.states import check_word
from netinv.i18n import _

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from netinv.store.reading.views import ServiceRow


def header() -> tuple[str, ...]:
    """What stands over :func:`line`."""
    check, days = _("check"), _("certificate, days")
    return (_("name"), _("site"), _("state"), check, _("time"), days, _("device"), _("cause"), _("address"))


def line(found: dict[str, Any]) -> tuple[object, ...]:
    """A row of a table, from the promised shape; the state is the third cell."""
    status = None if found["status"] is None else check_word(str(found["status"]))
    time, days = milliseconds(found["latency_ms"]), found["tls_days_left"]
    state = (found["name"], found["site"], found["state"], status, time, days)
    return (*state, found["device"], found["cause"], found["url"])


def belonging(rows: Iterable[ServiceRow], codes: Collection[str], devices: Collection[str]) -> list[ServiceRow]:
    """Those at these sites, or behind these devices."""
    return [row for row in rows if row.site in codes or row.device in devices]
