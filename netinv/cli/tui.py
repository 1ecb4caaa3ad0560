"""``netinv tui``."""

from __future__ import annotations

import typer

from netinv.cli import context
from netinv.i18n import _


def register(program: typer.Typer) -> None:
    """Add the command."""

    @program.command("tui", help=_("The terminal interface."))
    def tui(run: typer.Context) -> int:
        from netinv.tui import run as open_screen

        return open_screen(context.of(run).settings)
