"""``netinv rollout``."""

from __future__ import annotations

import time
from typing import Annotated

import typer

from netinv.cli import context, options, report_output
from netinv.cli.report_output import Form
from netinv.cli.times import day
from netinv.i18n import _


def register(program: typer.Typer) -> None:
    """Add the command."""

    @program.command("rollout", help=_("Which units are connected, since when; who is behind, who never answered."))
    def rollout(
        run: typer.Context,
        at: Annotated[str | None, typer.Option("--at", metavar="DATE", help=_("The day; else today."))] = None,
        level: options.Level = None,
        site: options.Site = None,
        boundaries: options.Boundaries = None,
        form: report_output.Format = Form.TABLE,
        output: options.Output = None,
        part: report_output.Part = None,
        send: report_output.Send = None,
        as_json: options.Json = False,
    ) -> None:
        from netinv.app.reports import rollout as making
        from netinv.app.reports.coverage import Moment
        from netinv.app.reports.period import last_moment
        from netinv.app.reports.scope import Wanted

        this = context.of(run)
        now_ms = round(time.time() * 1000)
        then = Moment(*last_moment(day(at, "--at"), "--at", now_ms))
        with this.reader() as reader:
            made = making.rollout(reader, then, Wanted(level, site, day(boundaries, "--boundaries")))
        report_output.give(made, this, report_output.Out(form, output, part, as_json, send), now_ms)
