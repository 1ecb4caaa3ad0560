"""``netinv probe``."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from netinv.app.labels import label
from netinv.cli import context
from netinv.cli.output import emit_json, note, say, table
from netinv.errors import UsageError
from netinv.i18n import _
from netinv.text import one_line


def register(program: typer.Typer) -> None:
    """Add the command."""

    @program.command("probe", help=_("Ask one device now; nothing is stored."))
    def probe(
        run: typer.Context,
        address: Annotated[str, typer.Argument(metavar="ADDRESS[:PORT]")],
        community: Annotated[str | None, typer.Option("--community", help=_("An SNMP v2c community."))] = None,
        credential: Annotated[list[str] | None, typer.Option("--credential", help=_("A credential's name."))] = None,
        ssh_credential: Annotated[str | None, typer.Option("--ssh-credential", help=_("A credential's name."))] = None,
        ssh_port: Annotated[int, typer.Option("--ssh-port", min=1, max=65_535, help=_("Where SSH listens."))] = 22,
        as_json: Annotated[bool, typer.Option("--json", help=_("Print JSON."))] = False,
    ) -> int:
        from netinv.app.probing import Question
        from netinv.app.probing import probe as ask
        from netinv.inventory.endpoints import BadCell, parse_address

        try:
            host, port = parse_address(address)
        except BadCell as error:
            raise UsageError(str(error)) from None
        question = Question(host, port, community, tuple(credential or ()), ssh_credential, ssh_port)
        found = ask(context.of(run).settings, question)
        if as_json:
            emit_json(found)
        else:
            _print(found)
        return 0 if found["answered"] else 1


def _print(found: dict[str, Any]) -> None:
    reach = ", ".join(f"{way.upper()} {result or '-'}" for way, result in found["reach"].items())
    say(f"{found['address']}: {reach}")
    for key in ("sys_name", "vendor", "model", "serial", "os", "os_version", "sys_descr", "location", "contact"):
        if found[key]:
            place = found["sources"].get(key)
            say(f"  {label(key)}: {one_line(found[key])}" + (f"  ← {one_line(place)}" if place else ""))
    if found["interfaces"]:
        keys = ("index", "name", "alias", "admin_status", "oper_status", "speed_bps", "mac")
        table(tuple(label(key) for key in keys), [[port[key] for key in keys] for port in found["interfaces"]])
    if found["neighbors"]:
        claims = ("local_port", "protocol", "remote_name", "remote_port", "remote_address")
        table(
            tuple(label(key) for key in claims), [[neighbor[key] for key in claims] for neighbor in found["neighbors"]]
        )
    for error in found["errors"]:
        note(f"{error['what']}: {error['error']}")
