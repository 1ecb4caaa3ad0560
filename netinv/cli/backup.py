"""``netinv backup`` and ``netinv restore``."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from netinv.cli import context, options
from netinv.cli.output import emit_json, note, say
from netinv.i18n import _

if TYPE_CHECKING:
    from netinv.store.file.copying import Contents


def register(program: typer.Typer) -> None:
    """Add the commands."""
    _register_backup(program)
    _register_restore(program)


def _register_backup(program: typer.Typer) -> None:
    @program.command("backup", help=_("Copy the database into a file while sweeps run, and prove the copy sound."))
    def backup(
        run: typer.Context,
        file: Annotated[Path, typer.Argument(metavar="FILE")],
        force: Annotated[bool, typer.Option("--force", help=_("Replace a file that is there."))] = False,
        as_json: options.Json = False,
    ) -> None:
        from netinv.app.data.backing_up import back_up

        begun = time.monotonic()
        held = back_up(context.of(run).settings.db, file, force=force)
        if as_json:
            emit_json({"file": str(file), **_shape(held), "duration_s": round(time.monotonic() - begun, 3)})
        else:
            say(_("{file}: {contents}").format(file=file, contents=_words(held)))


def _register_restore(program: typer.Typer) -> None:
    @program.command("restore", help=_("Take a backup back; the database that it replaces is kept."))
    def restore(
        run: typer.Context,
        file: Annotated[Path, typer.Argument(metavar="FILE")],
        wait: Annotated[float, typer.Option("--wait", min=0, help=_("Seconds to wait for a running sweep."))] = 60.0,
        as_json: options.Json = False,
    ) -> None:
        from netinv.app.data.backing_up import restore as take_back

        db = context.of(run).settings.db
        done = take_back(db, file, wait, lambda: note(_("a sweep is running: waiting for its end")))
        if as_json:
            kept = None if done.kept is None else str(done.kept)
            rest = {"kept": kept, "migrated": done.migrated}
            emit_json({"file": str(file), "database": str(db), **_shape(done.contents), **rest})
            return
        say(_("{path} holds what {file} holds: {contents}").format(path=db, file=file, contents=_words(done.contents)))
        if done.migrated:
            say(_("an older netinv had made it: it was brought up to date"))
        if done.kept is not None:
            say(_("what it held before is in {path}").format(path=done.kept))


def _shape(held: Contents) -> dict[str, Any]:
    from netinv.app.words.sentences import iso

    last = None if held.last_sweep_at is None else iso(held.last_sweep_at)
    return {"bytes": held.bytes, "revision": held.revision, "devices": held.devices, "last_sweep_at": last}


def _words(held: Contents) -> str:
    from netinv.app.words.durations import local_time, number

    last = _("no sweep yet") if held.last_sweep_at is None else local_time(held.last_sweep_at)
    message = _("{devices} devices, last sweep: {last}, {size} MB, sound")
    return message.format(devices=number(held.devices), last=last, size=f"{held.bytes / 1e6:.1f}")
