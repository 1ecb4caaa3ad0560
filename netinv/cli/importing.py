"""``netinv import``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from netinv.app.words.labels import label
from netinv.cli import context, options
from netinv.cli.output import emit_json, say
from netinv.i18n import _


def register(program: typer.Typer) -> None:
    """Add the command."""

    @program.command("import", help=_("Take inventory files, or folders holding them, into the database."))
    def import_(
        run: typer.Context,
        paths: Annotated[list[Path], typer.Argument(metavar="PATH...")],
        dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Print what would change, change nothing."))] = False,
        as_json: options.Json = False,
    ) -> int:
        from netinv.app.data.importing import import_inventory
        from netinv.inventory.problems import InventoryError

        try:
            result = import_inventory(context.of(run).settings, paths, dry_run=dry_run)
        except InventoryError as error:
            if not as_json:
                raise
            emit_json(error.as_json())
            return error.exit_code
        if as_json:
            emit_json(result.as_json())
            return 0
        if dry_run:
            for line in result.changes:
                say(line)
        counts = result.as_json()
        for key, word in (("added", _("added")), ("updated", _("updated")), ("unchanged", _("unchanged"))):
            kinds = counts[key]
            assert isinstance(kinds, dict)
            say(f"{word}: " + ", ".join(f"{label(kind)} {n}" for kind, n in kinds.items()))
        return 0
