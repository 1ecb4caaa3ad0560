"""``netinv ack``."""

from __future__ import annotations

from typing import Annotated

import typer

from netinv.cli import context
from netinv.cli.output import say
from netinv.i18n import _, plural


def register(program: typer.Typer) -> None:
    """Add the command."""

    @program.command("ack", help=_("Take events on, and the problems they belong to, so that others see it."))
    def ack(
        run: typer.Context,
        events: Annotated[list[int], typer.Argument(min=1, help=_("Numbers of events: netinv events shows them."))],
        words: Annotated[str | None, typer.Option("-m", "--message", help=_("A few words for the others."))] = None,
    ) -> None:
        from netinv.app.acknowledging import acknowledge

        n = acknowledge(context.of(run).settings, events, words)
        say(plural("{n} event acknowledged", "{n} events acknowledged", n).format(n=n))
