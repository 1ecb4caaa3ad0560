"""``netinv report``: figures for those above the engineer."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated

import typer

from netinv.cli import context, options, report_output
from netinv.cli.groups import grouped
from netinv.cli.times import day, moment
from netinv.errors import UsageError
from netinv.i18n import _

if TYPE_CHECKING:
    from netinv.app.reports.period import Period
    from netinv.reports.model import Report

_AHEAD_MS = 24 * 3_600_000
"""Planned work that begins within a day concerns the next shift."""


def register(program: typer.Typer) -> None:
    """Add the commands."""
    report = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help=_("Reports: figures of the network."))
    program.add_typer(report, name="report")
    report.callback()(lambda: None)
    _register_availability(report)
    _register_coverage(report)
    _register_inventory(report)
    _register_handover(report)


def _register_availability(report: typer.Typer) -> None:
    @report.command("availability", help=_("How available units, services and circuits were, worst first."))
    @grouped
    def availability(
        run: typer.Context,
        *,
        month: Annotated[
            str | None,
            typer.Option("--month", metavar="MONTH", help=_("A whole month, as 2026-10, or last: the default.")),
        ] = None,
        start: Annotated[str | None, typer.Option("--from", help=_("The first moment; else the last month."))] = None,
        end: Annotated[str | None, typer.Option("--to", help=_("The first moment after it; else now."))] = None,
        units: options.Units,
        target: Annotated[
            float | None, typer.Option("--target", min=0, max=100, help=_("Per cent of the time that is wanted."))
        ] = None,
        out: report_output.Out,
    ) -> None:
        from netinv.app.reports import availability as making

        this = context.of(run)
        now_ms = round(time.time() * 1000)
        over = _period(month, start, end, now_ms)
        settings = this.settings
        wanted_share = (settings.availability_target if target is None else target) / 100
        asked = making.Asked(wanted_share, round(settings.stale_after_s * 1000))
        with this.reader() as reader:
            made: Report = making.availability(reader, over, units.wanted(), asked)
        report_output.give(made, this, out, now_ms)


def _period(month: str | None, start: str | None, end: str | None, now_ms: int) -> Period:
    from netinv.app.reports import period

    if month is None:
        return period.period(moment(start, "--from"), moment(end, "--to"), now_ms)
    if start is not None or end is not None:
        raise UsageError(_("--month is a whole month: leave --from and --to out, or --month"))
    return period.month(month, now_ms)


def _register_coverage(report: typer.Typer) -> None:
    @report.command("coverage", help=_("How many units have what they should have, by what evidence."))
    @grouped
    def coverage(
        run: typer.Context,
        *,
        at: options.Day = None,
        since: Annotated[
            str | None, typer.Option("--since", metavar="DATE", help=_("The change since this day, too."))
        ] = None,
        units: options.Units,
        out: report_output.Out,
    ) -> None:
        from netinv.app.reports import coverage as making
        from netinv.app.reports import indicators
        from netinv.app.reports.period import last_moment

        this = context.of(run)
        now_ms = round(time.time() * 1000)
        moments = [
            making.Moment(*last_moment(day(one, name), name, now_ms))
            for one, name in ((at, "--at"), (since, "--since"))
        ]
        with this.reader() as reader:
            known = indicators.known(reader, this.settings)
            made: Report = making.coverage(reader, moments[0], units.wanted(), known, moments[1] if since else None)
        report_output.give(made, this, out, now_ms)


def _register_inventory(report: typer.Typer) -> None:
    @report.command("inventory", help=_("Devices by vendor, model, version and age; what to mend."))
    @grouped
    def inventory(
        run: typer.Context,
        *,
        units: options.Units,
        out: report_output.Out,
    ) -> None:
        from netinv.app.reports import inventory as making
        from netinv.app.reports import support

        this = context.of(run)
        now_ms = round(time.time() * 1000)
        entries = support.load(this.settings)
        with this.reader() as reader:
            made: Report = making.inventory(reader, now_ms, units.wanted(), entries)
        report_output.give(made, this, out, now_ms)


def _register_handover(report: typer.Typer) -> None:
    @report.command("handover", help=_("The shift: open problems, what ended, planned work, events."))
    @grouped
    def handover(
        run: typer.Context,
        *,
        since: Annotated[str, typer.Option("--since", help=_("When the shift began."))] = "12h",
        site: options.Site = None,
        boundaries: options.Boundaries = None,
        out: report_output.Out,
    ) -> None:
        from netinv.app.reports import handover as making
        from netinv.app.reports.period import period

        this = context.of(run)
        now_ms = round(time.time() * 1000)
        with this.reader_by(boundaries) as reader:
            shift = period(moment(since, "--since"), now_ms, now_ms)
            made: Report = making.handover(reader, shift, site, _AHEAD_MS)
        report_output.give(made, this, out, now_ms)
