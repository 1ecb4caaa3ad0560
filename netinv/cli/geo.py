"""``netinv geo``: units through time."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from netinv.cli import context, geo_output, options
from netinv.cli.asking import agreed
from netinv.cli.output import emit_json, note, say
from netinv.cli.times import day
from netinv.i18n import _, plural


def register(program: typer.Typer) -> None:
    """Add the commands."""
    geo = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help=_("Units of administration through time."))
    program.add_typer(geo, name="geo")
    geo.callback()(lambda: None)
    _register_apply(geo)
    _register_undo(geo)
    _register_log(geo)
    _register_show(geo)


def _register_apply(geo: typer.Typer) -> None:
    @geo.command("apply", help=_("Apply a reorganisation: merge, split, rename, move, abolish; all of it or nothing."))
    def apply(
        run: typer.Context,
        file: Annotated[Path, typer.Argument(metavar="FILE")],
        dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Print what would move, change nothing."))] = False,
        yes: options.Yes = False,
        as_json: options.Json = False,
    ) -> int:
        from netinv.app.units import reorganising
        from netinv.inventory.problems import InventoryError

        settings = context.of(run).settings
        try:
            if not (dry_run or yes or as_json):
                preview = reorganising.apply(settings, file, dry_run=True)
                geo_output.reorganised(preview.shape)
                if agreed(_("Nothing is changed yet.")) is False:
                    note(_("nothing was changed"))
                    return 0
            done = reorganising.apply(settings, file, dry_run=dry_run)
        except InventoryError as error:
            if not as_json:
                raise
            emit_json(geo_output.EMPTY | {"errors": [problem._asdict() for problem in error.errors]})
            return error.exit_code
        if as_json:
            emit_json(done.shape)
            return 0
        if dry_run or yes:
            geo_output.reorganised(done.shape)
        if done.number is None:
            say(_("Nothing was changed: this is what it would do."))
        else:
            say(_("Applied as number {number}; netinv geo undo takes it back.").format(number=done.number))
        return 0


def _register_undo(geo: typer.Typer) -> None:
    @geo.command("undo", help=_("Take the last reorganisation back."))
    def undo(
        run: typer.Context,
        number: Annotated[int | None, typer.Argument(help=_("Its number, to be sure; else the last."))] = None,
        yes: options.Yes = False,
    ) -> int:
        from netinv.app.units import reorganising

        if not yes and agreed(_("The last reorganisation will be taken back.")) is False:
            note(_("nothing was changed"))
            return 0
        undone, again, gone = reorganising.undo(context.of(run).settings, number)
        units = plural("{n} unit is again", "{n} units are again", again).format(n=again)
        message = _("Reorganisation {number} is taken back: {units}, {gone} are no more.")
        say(message.format(number=undone, units=units, gone=gone))
        return 0


def _register_log(geo: typer.Typer) -> None:
    @geo.command("log", help=_("The reorganisations, newest first."))
    def log(
        run: typer.Context,
        as_json: options.Json = False,
    ) -> None:
        from netinv.app.units import boundaries

        with context.of(run).reader() as reader:
            found = boundaries.log(reader)
        if as_json:
            emit_json(found)
        else:
            geo_output.log(found)


def _register_show(geo: typer.Typer) -> None:
    @geo.command("show", help=_("The units of a day, with whom they follow and who follows them."))
    def show(
        run: typer.Context,
        at: options.Day = None,
        level: options.Level = None,
        as_json: options.Json = False,
    ) -> None:
        import time

        from netinv.app.units import boundaries
        from netinv.app.words.levels import checked_level
        from netinv.declaration import day_of

        with context.of(run).reader() as reader:
            wanted = day(at, "--at") or day_of(round(time.time() * 1000))
            tree, shapes = boundaries.units(reader, wanted, checked_level(level))
        if as_json:
            emit_json(shapes)
        else:
            geo_output.units(tree, shapes)
