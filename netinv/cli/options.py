"""Options that several commands have, in the same words. Import it once the language is chosen: help is text."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from netinv.i18n import _

Json = Annotated[bool, typer.Option("--json", help=_("Print JSON."))]
Site = Annotated[str | None, typer.Option("--site", help=_("Only this site and all beneath it."))]
Level = Annotated[str | None, typer.Option("--level", help=_("Only this level."))]
At = Annotated[str | None, typer.Option("--at", help=_("The network as it was known at this time."))]
Boundaries = Annotated[str | None, typer.Option("--boundaries", metavar="DATE", help=_("By the units of this day."))]
Output = Annotated[Path | None, typer.Option("-o", "--output", help=_("The file; else stdout."))]
