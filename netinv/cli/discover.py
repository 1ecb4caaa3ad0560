"""``netinv discover``."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from netinv.cli import context, logs, options
from netinv.cli.output import emit_json, note, say, table
from netinv.errors import UsageError
from netinv.i18n import _
from netinv.text import clean

if TYPE_CHECKING:
    from netinv.app.devices.proposing import Discovery


def register(program: typer.Typer) -> None:
    """Add the command."""

    @program.command("discover", help=_("Find devices by their neighbours and in address ranges; --add writes them."))
    def discover(
        run: typer.Context,
        seeds: Annotated[list[str] | None, typer.Argument(metavar="[SEED]...")] = None,
        ranges: Annotated[list[str] | None, typer.Option("--range", help=_("A CIDR range to ping."))] = None,
        credential: Annotated[
            list[str] | None, typer.Option("--credential", help=_("SNMP; tried in this order."))
        ] = None,
        ssh_credential: Annotated[
            str | None, typer.Option("--ssh-credential", help=_("For those without SNMP."))
        ] = None,
        limit: Annotated[int | None, typer.Option("--limit", min=1, help=_("At most so many devices."))] = None,
        add: Annotated[bool, typer.Option("--add", help=_("Write the new devices to the inventory."))] = False,
        site: Annotated[str | None, typer.Option("--site", help=_("Where those without a placement rule go."))] = None,
        as_json: options.Json = False,
    ) -> int:
        from netinv.app.devices import discovering, proposing
        from netinv.discover import Place
        from netinv.inventory.endpoints import BadCell, parse_address

        settings = context.of(run).settings
        try:
            places = tuple(Place(*parse_address(seed)) for seed in seeds or ())
        except BadCell as error:
            raise UsageError(str(error)) from None
        if not places and not ranges:
            raise UsageError(_("give an address to begin with, or a --range"))
        search = discovering.Search(places, tuple(ranges or ()), tuple(credential or ()), ssh_credential, limit)
        try:
            found = discovering.discover(settings, search, _progress)
        except discovering.LargeRange as error:
            if not _confirmed(str(error)):
                raise
            found = discovering.discover(settings, replace(search, sure=True), _progress)
        if logs.watched():
            sys.stderr.write("\r\x1b[K")
        if as_json:
            emit_json(found.as_json())
        else:
            _print(found)
        if add:
            counts = proposing.add(settings, found, site)
            note(_("{n} devices added to the inventory").format(n=counts["added"]["devices"]))
        return 130 if found.crawl.ended == "interrupted" else 0 if found.proposals else 1


def _confirmed(doubt: str) -> bool:
    """Whether somebody at a terminal says that it is meant; cron is nobody."""
    if not (sys.stdin.isatty() and logs.watched()):
        return False
    sys.stderr.write(f"{clean(doubt)}\n" + _("Go on all the same? [y/N] "))
    sys.stderr.flush()
    return sys.stdin.readline().strip().casefold() in ("y", "yes", _("y"), _("yes"))


def _progress(text: str) -> None:
    if logs.watched():
        sys.stderr.write(f"\r{text}\x1b[K")
        sys.stderr.flush()


def _print(found: Discovery) -> None:
    header = (_("name"), _("address"), _("vendor"), _("model"), _("site"), _("reason"))
    rows = [
        (
            *(one.known or one.found.name, one.found.place.address),
            *(one.found.system.vendor, one.found.system.model, one.site or "-", one.reason),
        )
        for one in sorted(found.proposals, key=lambda one: one.found.name)
    ]
    table(header, rows)
    message = _("{devices} devices and {links} links found; {tried} addresses asked, {answered} answered")
    crawl = found.crawl
    counts = {"devices": len(rows), "links": len(found.links), "tried": crawl.tried, "answered": crawl.answered}
    say(message.format(**counts))
    if crawl.ended == "limit":
        say(_("ended at the limit: there may be more"))
    if crawl.ended == "interrupted":
        say(_("interrupted: this is what was found until then"))
