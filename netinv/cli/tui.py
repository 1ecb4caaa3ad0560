"""``netinv tui``."""

from __future__ import annotations

from typing import Annotated

import typer

from netinv.cli import context
from netinv.i18n import _


def register(program: typer.Typer) -> None:
    """Add the command."""

    @program.command("tui", help=_("The terminal interface."))
    def tui(
        run: typer.Context,
        read_only: Annotated[
            bool, typer.Option("--read-only", help=_("Look only: sweep nothing, log in nowhere."))
        ] = False,
    ) -> int:
        from netinv.tui import run as open_screen

        return open_screen(context.of(run).settings, read_only=read_only)
