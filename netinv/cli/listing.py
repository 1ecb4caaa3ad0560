"""``netinv list``: tables of sites, devices, interfaces, links, services."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated

import typer

from netinv.cli import context, options, streams
from netinv.cli.output import emit_array, table
from netinv.cli.times import day, moment
from netinv.errors import UsageError
from netinv.i18n import _


class What(StrEnum):
    """What can be listed."""

    SITES = "sites"
    DEVICES = "devices"
    INTERFACES = "interfaces"
    LINKS = "links"
    SERVICES = "services"


def register(program: typer.Typer) -> None:
    """Add the command."""

    @program.command("list", help=_("Tables; --csv for re-import."))
    def list_(
        run: typer.Context,
        what: Annotated[What, typer.Argument()],
        query: Annotated[str | None, typer.Argument(help=_("Words to look for; marks and case do not matter."))] = None,
        site: options.Site = None,
        state: Annotated[str | None, typer.Option("--state", help=_("Only this state."))] = None,
        at: options.At = None,
        boundaries: options.Boundaries = None,
        as_json: options.Json = False,
        as_csv: Annotated[bool, typer.Option("--csv", help=_("Print CSV that netinv import takes."))] = False,
    ) -> None:
        from netinv.app.views.listing import Wanted, declared_csv, listing
        from netinv.app.views.looking_back import open_at

        this = context.of(run)
        wanted = Wanted(what.value, query, site, state)
        then = moment(at)
        if as_csv:
            if then is not None or boundaries is not None:
                raise UsageError(
                    _("--at and --boundaries go with tables and --json: what is declared has no past to import")
                )
            streams.write_utf8()
            declared_csv(this.settings, wanted, sys.stdout)
            return
        with open_at(this.settings.db, then, boundaries=day(boundaries, "--boundaries")) as reader:
            found = listing(reader, wanted)
        if as_json:
            emit_array(found.shapes)
        else:
            table(found.header, found.rows, found.state_column)
