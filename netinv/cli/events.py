"""``netinv events``."""

from __future__ import annotations

from typing import Annotated

import typer

from netinv.cli import context
from netinv.cli.output import emit_json, table
from netinv.i18n import _


def register(program: typer.Typer) -> None:
    """Add the command."""

    @program.command("events", help=_("The log of changes, newest first."))
    def events(
        run: typer.Context,
        since: Annotated[str | None, typer.Option("--since", help=_("2h, 08:00, 2026-11-23 …"))] = None,
        site: Annotated[str | None, typer.Option("--site", help=_("Only this site and all beneath it."))] = None,
        limit: Annotated[int, typer.Option("--limit", min=1, max=1_000_000, help=_("At most so many."))] = 200,
        as_json: Annotated[bool, typer.Option("--json", help=_("Print JSON."))] = False,
    ) -> None:
        from netinv.app import shapes
        from netinv.app.sentences import local
        from netinv.app.viewing import site_ids
        from netinv.cli.times import epoch_ms

        from_ms = epoch_ms(since, "--since") if since else 0
        with context.of(run).reader() as reader:
            sites = None if site is None else site_ids(site, reader.sites())
            rows = reader.events(from_ms, site_ids=sites, limit=limit)
        if as_json:
            emit_json([shapes.event(row) for row in rows])
            return
        header = (
            *(_("number"), _("time"), _("severity"), _("kind"), _("subject")),
            *(_("old"), _("new"), _("cause"), _("taken on by")),
        )
        shown = [
            (*(row.id, local(row.time), row.severity, row.kind, row.subject), row.old, row.new, row.cause, row.acked_by)
            for row in rows
        ]
        table(header, shown)
