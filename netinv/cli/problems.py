"""``netinv problems``."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated

import typer

from netinv.app.words.sentences import local
from netinv.cli import context, options
from netinv.cli.output import emit_json, say, table
from netinv.cli.times import day, epoch_ms, moment
from netinv.errors import UsageError
from netinv.i18n import _
from netinv.text import one_line

if TYPE_CHECKING:
    from netinv.app.views.listing_problems import Listed


def register(program: typer.Typer) -> None:
    """Add the command."""

    @program.command("problems", help=_("What is wrong, each outage as one problem: since when, whom it cuts off."))
    def problems(
        run: typer.Context,
        number: Annotated[int | None, typer.Argument(help=_("One problem, with its whole story."))] = None,
        site: options.Site = None,
        since: Annotated[str | None, typer.Option("--since", help=_("Also those that ended since: 7d …"))] = None,
        at: options.At = None,
        boundaries: options.Boundaries = None,
        carrier: Annotated[bool, typer.Option("--carrier", help=_("With NUMBER: text for the carrier."))] = False,
        as_json: options.Json = False,
    ) -> int:
        from netinv.app.views import claiming, listing_problems
        from netinv.app.views.looking_back import open_at
        from netinv.store.reading.event_query import EventQuery

        if carrier and number is None:
            raise UsageError(_("--carrier wants the number of a problem: netinv problems shows them"))
        then = moment(at)
        from_ms = epoch_ms(since, "--since") if since else None
        with open_at(context.of(run).settings.db, then, boundaries=day(boundaries, "--boundaries")) as reader:
            now_ms = round(time.time() * 1000) if then is None else then
            found = listing_problems.listed(reader, now_ms, site, from_ms, number)
            if number is not None and not found:
                message = _("no problem has the number {number}: netinv problems --since 30d shows them")
                raise UsageError(message.format(number=number))
            if carrier:
                say(claiming.carrier_text(reader, found[0].standing, now_ms).rstrip("\n"))
                return 0
            story = reader.events(EventQuery(problem_id=number)) if number is not None else []
        if as_json:
            emit_json([one.shape for one in found])
            return int(any(one.standing.row.closed_at is None for one in found))
        header = (_("number"), _("since"), _("ended"), _("devices"), _("taken on by"), _("what"))
        table(header, map(_cells, found))
        for event in reversed(story):
            words = (local(event.time), event.subject, event.old, "→", event.new, event.cause, event.note)
            say(one_line("  ".join(word for word in words if word)))
        return int(any(one.standing.row.closed_at is None for one in found))


def _cells(listed: Listed) -> tuple[object, ...]:
    row, ended = listed.standing.row, listed.standing.row.closed_at
    behind = len(listed.standing.cause.affected_devices)
    return row.id, local(row.opened_at), ended and local(ended), behind, row.acked_by, listed.sentence
