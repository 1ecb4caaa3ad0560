"""``netinv init``."""

from __future__ import annotations

from typing import Annotated

import typer

from netinv.cli import context
from netinv.cli.output import say
from netinv.i18n import _


def register(program: typer.Typer) -> None:
    """Add the command."""

    @program.command("init", help=_("Make the database and commented netinv.toml and secrets.toml."))
    def init(
        run: typer.Context,
        example: Annotated[str | None, typer.Option("--example", help=_("Import an example too: vinh-phuc."))] = None,
    ) -> None:
        from netinv.app.data.starting import init as start

        for line in start(context.of(run).settings, example):
            say(line)
