"""``netinv ack``."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from netinv.cli import context, options
from netinv.cli.output import say
from netinv.errors import UsageError
from netinv.i18n import _, plural


class ToldCause(StrEnum):
    """What a problem may be told to have been; ``none`` takes it back."""

    DEVICE = "device"
    POWER = "power"
    LINK = "link"
    CARRIER = "carrier"
    NONE = "none"


def register(program: typer.Typer) -> None:
    """Add the command."""

    @program.command("ack", help=_("Take events on, and the problems they belong to, so that others see it."))
    def ack(
        run: typer.Context,
        events: Annotated[
            list[int] | None, typer.Argument(help=_("Numbers of events: netinv events shows them."))
        ] = None,
        problem: Annotated[int | None, typer.Option("--problem", help=_("A problem with all its events."))] = None,
        cause: Annotated[
            ToldCause | None, typer.Option("--cause", help=_("What the problem was; it goes before what was found."))
        ] = None,
        words: options.Message = None,
    ) -> None:
        from netinv.app.maintenance.acknowledging import acknowledge, acknowledge_problem, tell_cause

        settings = context.of(run).settings
        if not events and problem is None:
            raise UsageError(_("say what you take on: numbers of events, or --problem NUMBER"))
        if cause is not None and problem is None:
            raise UsageError(_("--cause: say of which problem: --problem NUMBER"))
        if events:
            n = acknowledge(settings, events, words)
            say(plural("{n} event acknowledged", "{n} events acknowledged", n).format(n=n))
        if problem is not None and cause is not None:
            tell_cause(settings, problem, None if cause is ToldCause.NONE else cause.value, words)
            say(_("problem {number}: cause told").format(number=problem))
        elif problem is not None:
            acknowledge_problem(settings, problem, words)
            say(_("problem {number} acknowledged").format(number=problem))
