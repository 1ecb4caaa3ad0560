"""``netinv alerts``: what waits to be sent and why; sending it now; trying a channel."""

from __future__ import annotations

from typing import Annotated

import typer

from netinv.cli import context, options
from netinv.cli.output import emit_json, say, table
from netinv.i18n import _, plural


def register(program: typer.Typer) -> None:
    """Add the commands."""
    alerts = typer.Typer(rich_markup_mode=None, invoke_without_command=True)
    program.add_typer(alerts, name="alerts", help=_("Alerts that wait or failed, with why and the next try."))
    alerts.callback()(_list)
    _sending(alerts)


def _list(run: typer.Context, as_json: options.Json = False) -> None:
    if run.invoked_subcommand is not None:
        return
    from netinv.app.alerts.undelivered import shape, undelivered
    from netinv.app.words.labels import label
    from netinv.app.words.sentences import local

    waiting = undelivered(context.of(run).settings)
    if as_json:
        emit_json([shape(one) for one in waiting])
        return
    if not waiting:
        say(_("no alert waits"))
        return
    header = (_("channel"), _("status"), _("time"), _("next try"), _("alert"), _("why"))
    table(
        header,
        [
            (
                *(one.row.channel, label(one.status), local(one.row.created_at)),
                *(local(one.row.next_try_at) if one.status != "abandoned" else None, one.row.title, one.why),
            )
            for one in waiting
        ],
    )


def _sending(alerts: typer.Typer) -> None:
    @alerts.command("send", help=_("Send now what waits, also what waits for its next try or was given up."))
    def send(
        run: typer.Context,
        deadline: Annotated[float, typer.Option("--deadline", min=0.5, help=_("Seconds it may take."))] = 60.0,
    ) -> int:
        from netinv.app.alerts.undelivered import send_all

        told = send_all(context.of(run).settings, deadline)
        for one in told:
            sent = plural("{channel}: {n} alert sent", "{channel}: {n} alerts sent", one.sent)
            if one.sent:
                say(sent.format(channel=one.channel, n=one.sent))
            if one.error:
                say(_("{channel}: {n} failed: {error}").format(channel=one.channel, n=one.failed, error=one.error))
        if not told:
            say(_("no alert waits"))
        return 3 if any(one.error for one in told) else 0

    @alerts.command("test", help=_("Send one alert that means nothing to a channel, at once."))
    def test(run: typer.Context, channel: Annotated[str, typer.Argument(help=_("Its name in netinv.toml."))]) -> None:
        from netinv.app.alerts.delivering import send_test

        send_test(context.of(run).settings, channel)
        say(_("{channel}: sent").format(channel=channel))
