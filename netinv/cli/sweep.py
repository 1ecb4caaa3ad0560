"""``netinv sweep``: made for cron. Progress only on a terminal, one summary line otherwise."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from netinv.cli import context, logs, options, sweep_log
from netinv.cli.output import emit_json, note, say
from netinv.errors import NetinvError
from netinv.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from netinv.config import Settings

_ERRORS_SHOWN = 20
_NAMES_SHOWN = 3


def register(program: typer.Typer) -> None:
    """Add the command."""

    @program.command("sweep", help=_("Ask all devices once and keep what changed: one health sweep, for cron."))
    def sweep(
        run: typer.Context,
        only: Annotated[str | None, typer.Option("--only", help=_("Only this device, or this site's."))] = None,
        deadline: Annotated[float | None, typer.Option("--deadline", help=_("Seconds it may take."))] = None,
        jobs: Annotated[int | None, typer.Option("--jobs", help=_("Devices read at once."))] = None,
        quiet: Annotated[
            bool, typer.Option("--quiet", help=_("Say nothing unless something is wrong or changed."))
        ] = False,
        as_json: options.Json = False,
    ) -> int:
        from netinv.app.sweeps import sweeping

        this = context.of(run)
        progress, done = _progress(shown=logs.watched() and not quiet)
        try:
            swept = sweeping.sweep(this.setting(jobs=jobs, deadline_s=deadline), only=only, progress=progress)
        finally:
            done()
        worth_telling = not quiet or swept.exit_code or swept.report["changes"]
        if as_json:
            emit_json(swept.report)
        elif worth_telling:
            _summary(swept.report)
        sys.stdout.flush()  # the result comes first, also in a journal that takes both
        if worth_telling and logs.structured():
            sweep_log.log_sweep(swept)
        elif worth_telling and not as_json:
            _errors(swept.report, verbose=this.verbose)
        _send_alerts(this.settings, quiet=quiet)
        return swept.exit_code


def _send_alerts(settings: Settings, *, quiet: bool) -> None:
    """After the result is out: whoever waits for it does not wait for a mail server."""
    if not settings.channels:
        return
    from netinv.app.alerts.delivering import deliver

    sys.stdout.flush()
    try:
        told = deliver(settings)
    except NetinvError as error:  # the sweep is stored, and so are the alerts
        note(str(error), level=logging.WARNING)
        return
    for one in told:
        if one.error and not quiet:
            note(
                _("alerts to {channel}: {error}; netinv alerts shows them").format(
                    channel=one.channel, error=one.error
                ),
                level=logging.WARNING,
                channel=one.channel,
            )


def _progress(*, shown: bool) -> tuple[Callable[[int, int], None], Callable[[], None]]:
    if not shown:
        return (lambda _done, _total: None), (lambda: None)

    def show(done: int, total: int) -> None:
        if done == total or done % max(1, total // 100) == 0:
            sys.stderr.write("\r" + _("sweeping: {done} of {total} devices").format(done=done, total=total) + "\x1b[K")
            sys.stderr.flush()

    return show, lambda: print("\r\x1b[K", end="", file=sys.stderr, flush=True)  # noqa: T201  # clears the line


def _summary(report: dict[str, Any]) -> None:
    from netinv.vocabulary import state_word

    states = ", ".join(f"{state_word(state)} {n}" for state, n in report["states"].items())
    line = _("{answered} of {targets} devices answered in {seconds:.1f} s: {states}; {changes} changes")
    say(
        line.format(
            answered=report["answered"],
            targets=report["targets"],
            seconds=report["duration_s"],
            states=states or "-",
            changes=report["changes"],
        )
    )
    if report["services"]:
        say(
            _("services: {states}").format(
                states=", ".join(f"{state_word(state)} {n}" for state, n in report["services"].items())
            )
        )
    if report["cut_off"]:
        say(_("nothing answers where this poller is attached: it has lost sight itself, so nothing is declared down"))
    if report["ended"] == "overdue":
        say(_("the deadline passed: what had answered until then is stored, the rest stays as it was"))
    if report["ended"] == "interrupted":
        say(_("interrupted: what had answered until then is stored, the rest stays as it was"))
    for cause in report["causes"]:
        say(cause["sentence"])
    for cause in report["planned"]:
        say(_("planned work: {sentence}").format(sentence=cause["sentence"]))


def _errors(report: dict[str, Any], *, verbose: bool) -> None:
    """What could not be read, but for what a cause explains."""
    explained = {
        name
        for cause in (*report["causes"], *report["planned"])
        for name in (*cause["members"], *cause["affected_devices"])
    }
    lines = _grouped([error for error in report["errors"] if verbose or error["device"] not in explained])
    shown = lines if verbose else lines[:_ERRORS_SHOWN]
    for line in shown:
        note(f"  {line}")
    if len(lines) > len(shown):
        note(_("  … and {n} more: netinv -v sweep shows all").format(n=len(lines) - len(shown)))


def _grouped(errors: list[dict[str, Any]]) -> list[str]:
    """One line for each error, however many devices have it."""
    devices: dict[tuple[str, str], list[str]] = {}
    for error in errors:
        devices.setdefault((error["what"], error["error"]), []).append(error["device"] or "netinv")
    lines = []
    for (what, text), names in sorted(devices.items(), key=lambda item: item[1]):
        named = ", ".join(names[:_NAMES_SHOWN])
        more = _(" and {n} more").format(n=len(names) - _NAMES_SHOWN) if len(names) > _NAMES_SHOWN else ""
        lines.append(f"{named}{more}: {what}: {text}")
    return lines
