"""``netinv schema``: the JSON Schemas of what the commands print."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from netinv.errors import UsageError
from netinv.i18n import _

_FOLDER = Path(__file__).parent.parent / "schemas"


def register(program: typer.Typer) -> None:
    """Add the command."""

    @program.command("schema", help=_("Print the JSON Schema of a shape; without a name, the names there are."))
    def schema(name: Annotated[str | None, typer.Argument()] = None) -> None:
        names = sorted(path.stem for path in _FOLDER.glob("*.json"))
        if name is None:
            sys.stdout.write("\n".join(names) + "\n")
        elif name in names:
            sys.stdout.write((_FOLDER / f"{name}.json").read_text("utf-8"))
        else:
            raise UsageError(_("no schema “{name}”: there are {names}").format(name=name, names=", ".join(names)))
