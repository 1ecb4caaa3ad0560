"""``netinv probe``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from netinv.app.words.labels import label
from netinv.cli import context, options
from netinv.cli.output import emit_json, note, say, table
from netinv.errors import UsageError
from netinv.i18n import _
from netinv.text import one_line

if TYPE_CHECKING:
    from netinv.app.devices.probing import Question
    from netinv.config import Settings


def register(program: typer.Typer) -> None:
    """Add the command."""

    @program.command("probe", help=_("Ask one device now, or a recording of one; nothing is stored."))
    def probe(
        run: typer.Context,
        address: Annotated[str | None, typer.Argument(metavar="ADDRESS[:PORT]")] = None,
        community: Annotated[str | None, typer.Option("--community", help=_("An SNMP v2c community."))] = None,
        credential: Annotated[list[str] | None, typer.Option("--credential", help=_("A credential's name."))] = None,
        ssh_credential: Annotated[str | None, typer.Option("--ssh-credential", help=_("A credential's name."))] = None,
        ssh_port: Annotated[int, typer.Option("--ssh-port", min=1, max=65_535, help=_("Where SSH listens."))] = 22,
        record: Annotated[
            Path | None, typer.Option("--record", help=_("Write what the device says over SNMP into this file."))
        ] = None,
        mask: Annotated[
            bool, typer.Option("--mask", help=_("Mask addresses, names and serial numbers in the recording."))
        ] = False,
        walk: Annotated[list[str] | None, typer.Option("--walk", help=_("Record below this OID too."))] = None,
        replay: Annotated[Path | None, typer.Option("--replay", help=_("Ask this recording, no device."))] = None,
        vendors: Annotated[
            Path | None, typer.Option("--vendors", help=_("Your own vendor files: a folder, or one file."))
        ] = None,
        as_json: options.Json = False,
    ) -> int:
        settings = context.of(run).settings
        if vendors:
            settings = replace(settings, vendor_files=str(vendors.absolute()))
        if (address is None) is (replay is None):
            raise UsageError(_("give either ADDRESS, or --replay FILE"))
        if replay:
            if record or mask or walk or community or credential or ssh_credential:
                raise UsageError(_("--replay asks no device: leave the options out that are for one"))
            found = _replayed(settings, replay)
        else:
            question = _question(address or "", community, credential, ssh_credential, ssh_port)
            found = _asked(settings, question, record, walk, mask=mask)
        if as_json:
            emit_json(found)
        else:
            _print(found)
        return 0 if found["answered"] else 1


def _question(
    address: str, community: str | None, credentials: list[str] | None, ssh_credential: str | None, ssh_port: int
) -> Question:
    from netinv.app.devices.probing import Question
    from netinv.inventory.endpoints import BadCell, parse_address

    try:
        host, port = parse_address(address)
    except BadCell as error:
        raise UsageError(str(error)) from None
    return Question(host, port, community, tuple(credentials or ()), ssh_credential, ssh_port)


def _asked(
    settings: Settings, question: Question, file: Path | None, walk: list[str] | None, *, mask: bool
) -> dict[str, Any]:
    from netinv.app.devices import probing, taping

    if file is None:
        if mask or walk:
            raise UsageError(_("--mask and --walk say how to record: give --record FILE as well"))
        return probing.probe(settings, question)
    found, count = taping.record(settings, question, taping.Tape(file, mask, tuple(walk or ())))
    if count:
        note(_("{file}: {n} objects recorded").format(file=file, n=count))
    else:
        note(_("{file}: nothing to record: the device did not answer over SNMP").format(file=file))
    return found


def _replayed(settings: Settings, file: Path) -> dict[str, Any]:
    from netinv.app.devices.taping import replay

    return replay(settings, file)


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
