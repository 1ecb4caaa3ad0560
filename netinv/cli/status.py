"""``netinv status``."""

from __future__ import annotations

import time
from typing import Annotated

import typer

from netinv.cli import context, options
from netinv.cli.output import emit_json, say, state_mark, table
from netinv.cli.times import day, moment
from netinv.i18n import _


def register(program: typer.Typer) -> None:
    """Add the command."""

    @program.command("status", help=_("States by level of the tree, and the problems, each under its cause."))
    def status(
        run: typer.Context,
        site: Annotated[str | None, typer.Argument(help=_("A site's code or name."))] = None,
        at: options.At = None,
        boundaries: options.Boundaries = None,
        as_json: options.Json = False,
    ) -> int:
        from netinv.app.views import overview
        from netinv.app.views.looking_back import open_at
        from netinv.app.words.durations import duration

        this = context.of(run)
        then = moment(at)
        with open_at(this.settings.db, then, boundaries=day(boundaries, "--boundaries")) as reader:
            now_ms = round(time.time() * 1000) if then is None else then
            found = overview.status(reader, site, now_ms, this.settings.stale_after_s)
        if as_json:
            emit_json(found.shape)
            return int(found.wrong)
        sweep = found.shape["sweep"]
        if sweep["id"] is None:
            say(_("no sweep yet: run netinv sweep"))
        else:
            stale = _(" (stale)") if sweep["stale"] else ""
            say(_("last sweep {age} ago").format(age=duration(sweep["age_s"])) + stale)
        say(_states(found.shape["states"]) or _("no devices"))
        if found.shape["services"]:
            say(_("services: {states}").format(states=_states(found.shape["services"])))
        for line in [*found.shape["causes"], *found.shape["problems"]]:
            say(f"  {line['sentence']}")
        for work in found.work:
            say(f"  {work}")
        say()
        header = (_("name"), _("state"), _("up"), _("devices"))
        rows = [
            ("  " * view.depth + view.row.name, view.state, view.counts.get("up", 0), view.total)
            for view in overview.shown_levels(found.tree)
        ]
        table(header, rows, 1)
        return int(found.wrong)


def _states(counts: dict[str, int]) -> str:
    return ", ".join(f"{state_mark(state)} {n}" for state, n in counts.items())
