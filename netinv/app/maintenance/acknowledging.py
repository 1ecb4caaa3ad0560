"""Taking a problem on: by whom, when, and in which words. The events and the problem they belong to keep it."""

from __future__ import annotations

import getpass
import time
from typing import TYPE_CHECKING

from netinv.errors import UsageError
from netinv.i18n import _
from netinv.model import Taken
from netinv.text import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netinv.config import Settings


def acknowledge(settings: Settings, event_ids: Sequence[int], note: str | None = None) -> int:
    """Acknowledge events and, with each, the problem it belongs to while that is open; returns how many events.

    Raises:
        UsageError: an event is not there; then nothing is acknowledged.
        StoreBusy: a sweep is storing.
    """
    from netinv.store.writing import log
    from netinv.store.writing.engine import Store

    wanted = sorted(set(event_ids))
    with Store(settings.db).write() as connection:
        missing = sorted(set(wanted) - log.known_events(connection, wanted))
        if missing:
            message = _("no event has the number {numbers}: netinv events shows them")
            raise UsageError(message.format(numbers=", ".join(map(str, missing))))
        log.acknowledge(connection, wanted, _by(note))
    return len(wanted)


def acknowledge_problem(settings: Settings, number: int, note: str | None = None) -> None:
    """Acknowledge a problem and all events that belong to it.

    Raises:
        UsageError: no problem has that number, or it has ended.
        StoreBusy: a sweep is storing.
    """
    from netinv.store.writing import log
    from netinv.store.writing.engine import Store

    with Store(settings.db).write() as connection:
        if not log.acknowledge_problem(connection, number, _by(note)):
            raise UsageError(
                _("no open problem has the number {number}: netinv problems shows them").format(number=number)
            )


def tell_cause(settings: Settings, number: int, cause: str | None, note: str | None = None) -> None:
    """Tell what a problem was, open or ended: reports on availability go by that. None takes it back.

    Raises:
        UsageError: no problem has that number.
        StoreBusy: a sweep is storing.
    """
    from netinv.store.writing import log
    from netinv.store.writing.engine import Store

    with Store(settings.db).write() as connection:
        if not log.tell_cause(connection, number, cause, one_line(note) if note else None):
            raise UsageError(_("no problem has the number {number}: netinv problems shows them").format(number=number))


def _by(note: str | None) -> Taken:
    return Taken(user(), round(time.time() * 1000), one_line(note) if note else None)


def user() -> str:
    """Who is asking; a user without a name is one too."""
    try:
        return one_line(getpass.getuser()) or "?"
    except (KeyError, OSError):
        return "?"
