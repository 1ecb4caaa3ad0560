"""``netinv prune``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from netinv.cli import context, options
from netinv.cli.output import emit_json, say
from netinv.i18n import _, plural

if TYPE_CHECKING:
    from netinv.app.data.pruning import Pruned


def register(program: typer.Typer) -> None:
    """Add the command."""

    @program.command("prune", help=_("Drop old history: what ended before the time that is kept."))
    def prune(
        run: typer.Context,
        keep: Annotated[str, typer.Option("--keep", metavar="TIME", help=_("For how long: 400d, 60w, 2y."))] = "400d",
        dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Only say what would go."))] = False,
        vacuum: Annotated[
            bool, typer.Option("--vacuum", help=_("Give the space back to the disk; sweeps wait meanwhile."))
        ] = False,
        as_json: options.Json = False,
    ) -> None:
        from netinv.app.data import pruning
        from netinv.app.words.sentences import iso

        pruned = pruning.prune(context.of(run).settings.db, pruning.days(keep), dry_run=dry_run, vacuum=vacuum)
        if as_json:
            sizes = {"bytes": pruned.freed, "file_bytes": pruned.file, "free_bytes": pruned.free}
            emit_json({"dry_run": dry_run, "before": iso(pruned.before), "rows": pruned.rows, **sizes})
        else:
            _tell(pruned, dry_run=dry_run)


def _tell(pruned: Pruned, *, dry_run: bool) -> None:
    from netinv.app.words.durations import local_time, number

    words = {
        "sweeps": _("sweeps"),
        "events": _("events"),
        "alerts": _("alerts"),
        "problems": _("problems"),
        "intervals": _("states and facts"),
        "windows": _("windows of planned work"),
        "counters": _("counters"),
        "measurements": _("days of measurements"),
    }
    parts = [f"{words.get(what, what)} {number(n)}" for what, n in pruned.rows.items() if n]
    total = sum(pruned.rows.values())
    rows = plural("{n} row", "{n} rows", total).format(n=number(total))
    before = local_time(pruned.before)
    if not total:
        say(_("nothing ended before {time}: nothing to drop").format(time=before))
    else:
        size = "?" if pruned.freed is None else f"{pruned.freed / 1e6:.1f}"
        message = _("ended before {time}: {rows}, {size} MB ({parts})")
        say(message.format(time=before, rows=rows, size=size, parts=", ".join(parts)))
    if dry_run:
        say(_("nothing was changed"))
        return
    message = _("the database has {size} MB, {free} MB of it free for new data")
    say(message.format(size=f"{pruned.file / 1e6:.1f}", free=f"{pruned.free / 1e6:.1f}"))
