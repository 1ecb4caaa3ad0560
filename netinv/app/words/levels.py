"""The levels of units: their words, and telling a wrong one."""

from __future__ import annotations

from netinv.errors import UsageError
from netinv.i18n import _
from netinv.inventory.columns import LEVELS


def checked_level(level: str | None) -> str | None:
    """The level of an option that may be left out.

    Raises:
        UsageError: it is none.
    """
    if level is not None and level not in LEVELS:
        message = _("--level: {level} is no level: use {levels}")
        raise UsageError(message.format(level=level, levels=", ".join(LEVELS)))
    return level
