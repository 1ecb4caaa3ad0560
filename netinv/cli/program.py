"""The command tree."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from netinv import __version__
from netinv.cli import (
    ack,
    alerts,
    backup,
    demo,
    discover,
    doctor,
    events,
    geo,
    history,
    importing,
    init,
    listing,
    logs,
    maintenance,
    metrics,
    probe,
    problems,
    prune,
    report,
    rollout,
    schema,
    show,
    status,
    streams,
    sweep,
    topology,
    trust,
    tui,
)
from netinv.cli.context import Run
from netinv.cli.ending import exit_code_of
from netinv.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence


def run(arguments: Sequence[str]) -> int:
    """Run one command; returns its exit code."""
    streams.prepare()
    logs.use()
    program = _program()
    return exit_code_of(lambda: _called(program, arguments))


def _called(program: typer.Typer, arguments: Sequence[str]) -> object:
    try:
        return program(args=list(arguments), prog_name="netinv", standalone_mode=False)
    except typer.Abort:
        raise KeyboardInterrupt from None
    except typer._click.exceptions.ClickException as error:  # typer carries its own copy of click
        if logs.structured():
            logs.fail(error.format_message(), error.exit_code)
        else:
            error.show()
        return error.exit_code


def _program() -> typer.Typer:
    program = typer.Typer(
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
        help=_("Inventory, health sweeps and topology of a network, in one file."),
    )
    program.callback()(_globals)
    for command in (
        demo,
        init,
        importing,
        listing,
        show,
        probe,
        discover,
        sweep,
        status,
        problems,
        events,
        history,
        metrics,
        ack,
        geo,
        maintenance,
        alerts,
        report,
        rollout,
        topology,
        tui,
        doctor,
        backup,
        prune,
        trust,
        schema,
    ):
        command.register(program)
    return program


def _version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"netinv {__version__}\n")
        raise typer.Exit


def _globals(
    context: typer.Context,
    db: Annotated[Path | None, typer.Option("--db", help="The database file [inventory.db].")] = None,
    secrets: Annotated[Path | None, typer.Option("--secrets", help="The secrets file [beside the database].")] = None,
    config: Annotated[Path | None, typer.Option("--config", help="The settings file [beside the database].")] = None,
    lang: Annotated[str | None, typer.Option("--lang", help="en or vi [LANG].")] = None,
    verbose: Annotated[bool, typer.Option("-v", "--verbose", help="Say more on stderr.")] = False,
    log_format: Annotated[
        logs.LogFormat,
        typer.Option("--log-format", envvar="NETINV_LOG_FORMAT", help="How stderr speaks: text or json."),
    ] = logs.LogFormat.TEXT,
    version: Annotated[  # noqa: ARG001  # its callback does it
        bool, typer.Option("--version", is_eager=True, callback=_version, help="Print the version.")
    ] = False,
) -> None:
    logs.use(log_format, verbose=verbose)
    context.obj = Run({"db": db, "secrets": secrets, "config": config, "lang": lang}, verbose=verbose)
