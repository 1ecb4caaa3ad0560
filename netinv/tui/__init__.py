"""The terminal interface. Textual is imported when it is run, not before."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING

from netinv.errors import UsageError
from netinv.i18n import _

if TYPE_CHECKING:
    from netinv.config import Settings


def run(settings: Settings, *, read_only: bool = False) -> int:
    """Show the network until the user leaves; the exit code (143 after SIGTERM, 129 after SIGHUP).

    Raises:
        UsageError: there is no terminal, or one that cannot be drawn on; or the user's keys are wrong.
        StoreError: the database cannot be read.
    """
    check_terminal()
    from netinv.app.views.pages import Views

    # What is made until the first screen stays, so looking for garbage in it is lost time.
    gc.disable()
    views = Views(settings.db)
    from netinv.tui.app import NetinvApp, now_ms

    app = NetinvApp(settings, views, views.snapshot(now_ms()), read_only=read_only)
    gc.freeze()
    gc.enable()
    app.run()
    return app.return_code or 0


def check_terminal() -> None:
    """Refuse what cannot be drawn on, before anything is changed on it.

    Raises:
        UsageError: not a terminal, or a dumb one.
    """
    if "TEXTUAL_DRIVER" in os.environ:  # it draws in a browser
        return
    if not all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        raise UsageError(_("the terminal interface needs a terminal: use netinv status or netinv list in a pipe"))
    if os.environ.get("TERM", "") in ("", "dumb", "unknown"):
        raise UsageError(
            _("the terminal interface cannot draw on this terminal (TERM={term}): use netinv status").format(
                term=os.environ.get("TERM", "")
            )
        )
