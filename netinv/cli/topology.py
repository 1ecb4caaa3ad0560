"""``netinv topology``: the graph, and what it tells."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated

import typer

from netinv.cli import context, options, topology_output
from netinv.cli.output import emit_json, note
from netinv.cli.times import day, epoch_ms, moment
from netinv.i18n import _


class Format(StrEnum):
    """File formats."""

    GRAPHML = "graphml"
    JSON = "json"
    DOT = "dot"
    MERMAID = "mermaid"
    HTML = "html"


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
    _register_export(topology)
    _register_questions(topology)
    _register_path(topology)
    _register_check(topology)
    _register_diff(topology)


def _register_export(topology: typer.Typer) -> None:
    @topology.command("export", help=_("Write the graph to a file, or to stdout."))
    def export(
        run: typer.Context,
        output: options.Output = None,
        file_format: Annotated[Format, typer.Option("--format")] = Format.GRAPHML,
        view: Annotated[View, typer.Option("--view")] = View.FULL,
        profile: Annotated[Profile, typer.Option("--profile")] = Profile.PLAIN,
        at: options.At = None,
        boundaries: options.Boundaries = None,
    ) -> None:
        from netinv.app.views.graphing import export as render
        from netinv.app.views.looking_back import open_at
        from topology.export.checked import write_checked

        with open_at(context.of(run).settings.db, moment(at), boundaries=day(boundaries, "--boundaries")) as reader:
            data = render(reader, file_format.value, view.value, profile.value)
        if output is None:
            sys.stdout.buffer.write(data)
            return
        write_checked(data, file_format.value, output)
        note(_("{path}: {n} bytes, read back and checked").format(path=output, n=len(data)))


def _register_questions(topology: typer.Typer) -> None:
    @topology.command("impact", help=_("What would be cut off if these devices or links failed together."))
    def impact(
        run: typer.Context,
        names: Annotated[list[str], typer.Argument(help=_("Devices, sites, links as A--B or A:PORT--B:PORT."))],
        boundaries: options.Boundaries = None,
        as_json: options.Json = False,
    ) -> None:
        from netinv.app.network import analysing

        this = context.of(run)
        with this.reader_by(boundaries) as reader:
            found = analysing.impact(reader, this.settings, names)
            words = topology_output.Words(reader)
        if as_json:
            emit_json(found.shape)
        else:
            topology_output.impact(found.shape, words)
        topology_output.tell_apart(found.apart)

    @topology.command("spof", help=_("Single points of failure, worst first."))
    def spof(
        run: typer.Context,
        boundaries: options.Boundaries = None,
        as_json: options.Json = False,
    ) -> None:
        from netinv.app.network import analysing

        this = context.of(run)
        with this.reader_by(boundaries) as reader:
            points, apart = analysing.spof(reader, this.settings)
            words = topology_output.Words(reader)
        if as_json:
            emit_json(points)
        else:
            topology_output.spof(points, words)
        topology_output.tell_apart(apart)


def _register_path(topology: typer.Typer) -> None:
    @topology.command("path", help=_("How A reaches B, with the fewest hops; ends with 1 if no way is known."))
    def path(
        run: typer.Context,
        a: Annotated[str, typer.Argument(metavar="A", help=_("A device, or a site with one device."))],
        b: Annotated[str, typer.Argument(metavar="B", help=_("A device, or a site with one device."))],
        boundaries: options.Boundaries = None,
        as_json: options.Json = False,
    ) -> int:
        from netinv.app.network import analysing

        this = context.of(run)
        with this.reader_by(boundaries) as reader:
            found = analysing.path(reader, this.settings, a, b)
        if as_json:
            emit_json(found)
        else:
            topology_output.path(found, a, b)
        return int(not found["hops"])


def _register_check(topology: typer.Typer) -> None:
    @topology.command("check", help=_("Declared against found; ends with 1 if they differ."))
    def check(
        run: typer.Context,
        accept: Annotated[
            list[str] | None, typer.Option("--accept", metavar="A--B", help=_("Make a found link a declared one."))
        ] = None,
        boundaries: options.Boundaries = None,
        as_json: options.Json = False,
    ) -> int:
        from netinv.app.network import checking

        this = context.of(run)
        if accept:
            from netinv.app.network.accepting import accept as declare

            new, before = declare(this.settings, accept)
            for name in new:
                note(_("{link}: declared now").format(link=name))
            for name in before:
                note(_("{link}: was declared already").format(link=name))
        with this.reader_by(boundaries) as reader:
            found = checking.check(reader)
        if as_json:
            emit_json(found.shape)
        else:
            topology_output.check(found)
        return int(found.wrong and not accept)


def _register_diff(topology: typer.Typer) -> None:
    @topology.command("diff", help=_("What changed between two times."))
    def diff(
        run: typer.Context,
        t1: Annotated[str, typer.Argument(metavar="T1", help=_("A time, as 2h, 08:00 or 2026-11-23."))],
        t2: Annotated[str, typer.Argument(metavar="T2", help=_("A later time."))] = "0s",
        boundaries: options.Boundaries = None,
        as_json: options.Json = False,
    ) -> None:
        from netinv.app.network.differing import differ

        by = day(boundaries, "--boundaries")
        found = differ(context.of(run).settings.db, epoch_ms(t1, "T1"), epoch_ms(t2, "T2"), by)
        if as_json:
            emit_json(found)
        else:
            topology_output.diff(found)
