"""Times as users type them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from netinv.errors import UsageError
from netinv.i18n import _

_AGO = re.compile(r"^(\d+)\s*(s|m|h|d|w)$")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def epoch_ms(text: str, option: str, now: datetime | None = None) -> int:
    """A time: ``2h`` ago, ``08:00`` today, ``2026-11-23``, ``2026-11-23 08:00`` (local), or ISO 8601 with an offset.

    Raises:
        UsageError: it is none of these.
    """
    now = now or datetime.now(UTC).astimezone()
    if ago := _AGO.match(text.strip()):
        return round((now - timedelta(**{_UNITS[ago[2]]: int(ago[1])})).timestamp() * 1000)
    whole = f"{now.date().isoformat()} {text}" if re.fullmatch(r"\d{1,2}:\d{2}(:\d{2})?", text.strip()) else text
    try:
        at = datetime.fromisoformat(whole.strip())
    except ValueError:
        message = _("{option}: {text!r} is no time: write 2h, 08:00, 2026-11-23, or 2026-11-23T08:00+07:00")
        raise UsageError(message.format(option=option, text=text)) from None
    return round((at if at.tzinfo else at.astimezone()).timestamp() * 1000)
