"""Times as options of commands."""

from __future__ import annotations

from datetime import UTC, date, datetime

from netinv.app.words.times import when
from netinv.errors import UsageError
from netinv.i18n import _


def epoch_ms(text: str, option: str, now: datetime | None = None) -> int:
    """A time: ``2h`` ago, ``08:00`` today, ``2026-11-23``, ``2026-11-23 08:00`` (local), or ISO 8601 with an offset.

    Raises:
        UsageError: it is none of these.
    """
    try:
        return round(when(text.strip(), now or datetime.now(UTC).astimezone()).timestamp() * 1000)
    except (ValueError, OverflowError):  # the latter from years that no clock reaches
        message = _("{option}: {text!r} is no time: write 2h, 08:00, 2026-11-23, or 2026-11-23T08:00+07:00")
        raise UsageError(message.format(option=option, text=text)) from None


def moment(text: str | None, option: str = "--at") -> int | None:
    """The time of an option that may be left out; None: now.

    Raises:
        UsageError: it is no time.
    """
    return None if text is None else epoch_ms(text, option)


def day(text: str | None, option: str) -> str | None:
    """A day of an option that may be left out, as ISO date.

    Raises:
        UsageError: it is none.
    """
    if text is None:
        return None
    try:
        return date.fromisoformat(text.strip()).isoformat()
    except ValueError:
        message = _("{option}: {text!r} is no day: write year-month-day, as 2025-07-01")
        raise UsageError(message.format(option=option, text=text)) from None
