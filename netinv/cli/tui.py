"""``netinv tui``."""

from __future__ import annotations

from typing import Annotated

import typer

from netinv.cli import context
from netinv.cli.output import note
from netinv.i18n import _


def register(program: typer.Typer) -> None:
    """Add the command."""

    @program.command("tui", help=_("The terminal interface."))
    def tui(
        run: typer.Context,
        read_only: Annotated[
            bool, typer.Option("--read-only", help=_("Look only: sweep nothing, log in nowhere."))
        ] = False,
        web: Annotated[bool, typer.Option("--web", help=_("In a browser on this machine."))] = False,
        port: Annotated[
            int, typer.Option("--port", min=0, max=65535, help=_("With --web; 0 takes a free one."))
        ] = 8000,
    ) -> int:
        this = context.of(run)
        if not web:
            from netinv.tui import run as open_screen

            return open_screen(this.settings, read_only=read_only)
        # Said now, and not in each browser: no database, wrong settings.
        this.reader().close()
        from netinv.tui.web import serve

        before = [word for name, value in this.overrides.items() if value for word in (f"--{name}", str(value))]
        return serve([*before, "tui", *(["--read-only"] if read_only else [])], port, note)
