"""``netinv topology``: the graph."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from netinv.cli import context
from netinv.cli.output import note
from netinv.i18n import _


class Format(StrEnum):
    """File formats."""

    GRAPHML = "graphml"
    JSON = "json"


class View(StrEnum):
    """Parts of the graph."""

    PHYSICAL = "physical"
    SITES = "sites"
    FULL = "full"


class Profile(StrEnum):
    """GraphML for any reader, or with yEd's shapes and labels."""

    PLAIN = "plain"
    YED = "yed"


def register(program: typer.Typer) -> None:
    """Add the commands."""
    topology = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help=_("The network as a graph."))
    program.add_typer(topology, name="topology")
    topology.callback()(lambda: None)

    @topology.command("export", help=_("Write the graph to a file, or to stdout."))
    def export(
        run: typer.Context,
        output: Annotated[Path | None, typer.Option("-o", "--output", help=_("The file; else stdout."))] = None,
        file_format: Annotated[Format, typer.Option("--format")] = Format.GRAPHML,
        view: Annotated[View, typer.Option("--view")] = View.FULL,
        profile: Annotated[Profile, typer.Option("--profile")] = Profile.PLAIN,
    ) -> None:
        from netinv.app.graphing import export as render
        from topology.export.checked import write_checked

        with context.of(run).reader() as reader:
            data = render(reader, file_format.value, view.value, profile.value)
        if output is None:
            sys.stdout.buffer.write(data)
            return
        write_checked(data, file_format.value, output)
        note(_("{path}: {n} bytes, read back and checked").format(path=output, n=len(data)))
