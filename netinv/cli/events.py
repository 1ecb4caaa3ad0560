"""``netinv events``."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from netinv.app.words.sentences import local
from netinv.cli import context, options
from netinv.cli.output import emit_json, table
from netinv.i18n import _

if TYPE_CHECKING:
    from netinv.store.reading.views import EventRow


class AtLeast(StrEnum):
    """The severity that an event must have or exceed."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"

    @property
    def those(self) -> list[str]:
        """It and all that are worse."""
        return [one.value for one in list(AtLeast)[list(AtLeast).index(self) :]]


def register(program: typer.Typer) -> None:
    """Add the command."""

    @program.command("events", help=_("The log of changes, newest first."))
    def events(
        run: typer.Context,
        text: Annotated[
            list[str] | None, typer.Argument(help=_("Words to look for; marks and case do not matter."))
        ] = None,
        since: options.Since = None,
        until: options.Until = None,
        site: options.Site = None,
        severity: Annotated[AtLeast | None, typer.Option("--severity", help=_("Only this severity and worse."))] = None,
        kind: Annotated[
            list[str] | None, typer.Option("--kind", help=_("Only of this kind: device, link, reboot …"))
        ] = None,
        problem: Annotated[
            int | None, typer.Option("--problem", help=_("Only of this problem, by its number."))
        ] = None,
        boundaries: options.Boundaries = None,
        limit: Annotated[int, typer.Option("--limit", min=1, max=1_000_000, help=_("At most so many."))] = 200,
        as_json: options.Json = False,
    ) -> None:
        from netinv.app.views import shapes
        from netinv.app.views.looking_back import open_at
        from netinv.app.views.viewing import site_ids
        from netinv.cli.times import day, epoch_ms, moment
        from netinv.store.reading.event_query import EventQuery

        query = EventQuery(
            epoch_ms(since, "--since") if since else 0,
            moment(until, "--until"),
            severities=severity.those if severity else None,
            kinds=kind or None,
            problem_id=problem,
            text=" ".join(text or ()),
        )
        with open_at(context.of(run).settings.db, None, boundaries=day(boundaries, "--boundaries")) as reader:
            if site is not None:
                query = query._replace(site_ids=site_ids(site, reader.sites()))
            rows = reader.events(query, limit)
        if as_json:
            emit_json([shapes.event(row) for row in rows])
            return
        header = (
            *(_("number"), _("time"), _("severity"), _("kind"), _("subject")),
            *(_("old"), _("new"), _("cause"), _("problem"), _("taken on by")),
        )
        table(header, map(_cells, rows))


def _cells(row: EventRow) -> tuple[object, ...]:
    what = row.id, local(row.time), row.severity, row.kind, row.subject
    return (*what, row.old, row.new, row.cause, row.problem_id, row.acked_by)
