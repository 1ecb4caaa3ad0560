"""Asking whether something is meant."""

from __future__ import annotations

import sys

from netinv.cli import logs
from netinv.i18n import _
from netinv.text import clean


def agreed(doubt: str) -> bool | None:
    """Whether somebody at a terminal says yes; None: nobody is there to be asked."""
    if not (sys.stdin.isatty() and logs.watched()):
        return None
    sys.stderr.write(f"{clean(doubt)} " + _("Go on? [y/N] "))
    sys.stderr.flush()
    return sys.stdin.readline().strip().casefold() in ("y", "yes", _("y"), _("yes"))
