"""What is in the outbox and did not get out: for ``netinv alerts`` and ``netinv doctor``."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, NamedTuple

from netinv.app.words.sentences import iso
from netinv.i18n import _
from netinv.store.writing import outbox

if TYPE_CHECKING:
    from netinv.app.alerts.delivering import Delivered
    from netinv.config import Settings
    from netinv.store.writing.outbox import OutboxRow


class Undelivered(NamedTuple):
    """An alert that waits. ``status``: ``pending``, ``failed`` (tried, and tried again) or ``abandoned``."""

    row: OutboxRow
    status: str
    why: str | None


def undelivered(settings: Settings) -> list[Undelivered]:
    """All of them, oldest first."""
    known = {channel.name for channel in settings.channels}
    found = []
    for row in outbox.undelivered(settings.db):
        why = row.error
        if row.channel not in known:
            why = _("no channel of that name is in {config}").format(config=settings.config.name)
        status = "abandoned" if row.status == "abandoned" else "failed" if why else "pending"
        found.append(Undelivered(row, status, why))
    return found


def shape(one: Undelivered) -> dict[str, Any]:
    """As ``netinv alerts --json`` gives it."""
    row = one.row
    return {
        "id": row.uid,
        "channel": row.channel,
        "problem": row.problem_id,
        "action": row.action,
        "severity": row.severity,
        "time": iso(row.created_at),
        "status": one.status,
        "attempts": row.attempts,
        "error": one.why,
        "next_try": None if one.status == "abandoned" else iso(row.next_try_at),
        "title": row.title,
    }


def send_all(settings: Settings, deadline_s: float) -> list[Delivered]:
    """Send all that waits now, whenever its next try would have been."""
    from netinv.app.alerts.delivering import deliver

    if outbox.undelivered(settings.db):
        outbox.hasten(settings.db, round(time.time() * 1000))
    return deliver(settings, deadline_s)
