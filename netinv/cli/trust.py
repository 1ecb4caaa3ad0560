"""``netinv trust``."""

from __future__ import annotations

from typing import Annotated

import typer

from netinv.cli import context
from netinv.cli.output import say
from netinv.i18n import _


def register(program: typer.Typer) -> None:
    """Add the command."""

    @program.command("trust", help=_("Forget a device's SSH host key: the next login trusts the one it meets."))
    def trust(run: typer.Context, name: Annotated[str, typer.Argument(help=_("A device's name."))]) -> None:
        from netinv.app.devices.trusting import forget_host_key

        forgotten = forget_host_key(context.of(run).settings, name)
        message = _("{key}: forgotten") if forgotten else _("{name}: no host key is kept")
        say(message.format(key=forgotten, name=name))
