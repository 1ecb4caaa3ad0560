"""Options that several commands have, in the same words. Import it once the language is chosen: help is text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from netinv.cli.times import day
from netinv.i18n import _

if TYPE_CHECKING:
    from netinv.app.reports.scope import Wanted

Json = Annotated[bool, typer.Option("--json", help=_("Print JSON."))]
Site = Annotated[str | None, typer.Option("--site", help=_("Only this site and all beneath it."))]
Level = Annotated[str | None, typer.Option("--level", help=_("Only this level."))]
At = Annotated[str | None, typer.Option("--at", help=_("The network as it was known at this time."))]
Day = Annotated[str | None, typer.Option("--at", metavar="DATE", help=_("The day; else today."))]
Boundaries = Annotated[str | None, typer.Option("--boundaries", metavar="DATE", help=_("By the units of this day."))]
Output = Annotated[Path | None, typer.Option("-o", "--output", help=_("The file; else stdout."))]
Since = Annotated[str | None, typer.Option("--since", help=_("2h, 08:00, 2026-11-23 …"))]
Until = Annotated[str | None, typer.Option("--until", help=_("Up to this time."))]
Message = Annotated[str | None, typer.Option("-m", "--message", help=_("A few words for the others."))]
Yes = Annotated[bool, typer.Option("--yes", help=_("Do not ask."))]


class Units(NamedTuple):
    """The options that say which units a report is of; a command takes them as one parameter."""

    level: Level = None
    site: Site = None
    boundaries: Boundaries = None

    def wanted(self) -> Wanted:
        """As the use cases are told it.

        Raises:
            UsageError: the boundaries are no day.
        """
        from netinv.app.reports.scope import Wanted

        return Wanted(self.level, self.site, day(self.boundaries, "--boundaries"))
