"""``netinv demo``."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from netinv.cli import context
from netinv.cli.output import note, say
from netinv.i18n import _


def register(program: typer.Typer) -> None:
    """Add the command."""

    @program.command("demo", help=_("A whole simulated province on this machine, swept and shown; needs no device."))
    def demo(
        run: typer.Context,
        sites: Annotated[int, typer.Option("--sites", min=3, max=20_000, help=_("How many units."))] = 169,
        once: Annotated[bool, typer.Option("--once", help=_("Print the result and end."))] = False,
    ) -> int:
        from netinv.app import demonstrating

        interactive = sys.stdin.isatty() and sys.stdout.isatty() and not once
        db = context.of(run).overrides.get("db")
        with demonstrating.province(sites, db) as settings:
            note(
                _("a province of {n} units answers on loopback; its files are in {folder}").format(
                    n=sites, folder=settings.db.parent
                )
            )
            for line in demonstrating.sweep_and_tell(settings):
                say(line)
            if interactive:
                with demonstrating.sweeping_on(settings):
                    from netinv.tui import run as open_screen

                    return open_screen(settings)
        return 0
