"""``netinv doctor``."""

from __future__ import annotations

import typer

from netinv.app.words.labels import label
from netinv.cli import context, options
from netinv.cli.output import emit_json, say
from netinv.i18n import _


def register(program: typer.Typer) -> None:
    """Add the command."""

    @program.command("doctor", help=_("What on this machine keeps netinv from working fully, each with the mend."))
    def doctor(run: typer.Context, as_json: options.Json = False) -> int:
        from netinv.app.doctor.doctoring import examine

        findings = examine(context.of(run).settings)
        if as_json:
            emit_json([finding._asdict() for finding in findings])
        else:
            for finding in findings:
                say(f"{'●' if finding.ok else '✖'} {label(finding.check)}: {finding.found}")
                if finding.mend:
                    say(f"    {finding.mend}")
        return int(any(not finding.ok for finding in findings))
