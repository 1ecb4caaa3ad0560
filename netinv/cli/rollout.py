"""``netinv rollout``."""

from __future__ import annotations

import time

import typer

from netinv.cli import context, options, report_output
from netinv.cli.groups import grouped
from netinv.cli.times import day
from netinv.i18n import _


def register(program: typer.Typer) -> None:
    """Add the command."""

    @program.command("rollout", help=_("Which units are connected, since when; who is behind, who never answered."))
    @grouped
    def rollout(
        run: typer.Context,
        *,
        at: options.Day = None,
        units: options.Units,
        out: report_output.Out,
    ) -> None:
        from netinv.app.reports import rollout as making
        from netinv.app.reports.coverage import Moment
        from netinv.app.reports.period import last_moment

        this = context.of(run)
        now_ms = round(time.time() * 1000)
        then = Moment(*last_moment(day(at, "--at"), "--at", now_ms))
        with this.reader() as reader:
            made = making.rollout(reader, then, units.wanted())
        report_output.give(made, this, out, now_ms)
