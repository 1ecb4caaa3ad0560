"""``netinv metrics``."""

from __future__ import annotations

import sys

import typer

from netinv.cli import context, streams
from netinv.i18n import _


def register(program: typer.Typer) -> None:
    """Add the command."""

    @program.command("metrics", help=_("The last sweep in the text format of Prometheus, for a file that it collects."))
    def metrics(run: typer.Context) -> None:
        from netinv.app.views.metrics import metrics as made

        streams.write_utf8()
        with context.of(run).reader() as reader:
            for line in made(reader):
                sys.stdout.write(f"{line}\n")
