"""Sending a report as a file through the channels of alerts: mail, Telegram and what else carries files.

At once, and not through the outbox: a run makes the report anew from the database, so nothing need be kept for a second
try. A run that could not deliver fails, and whoever scheduled it runs it again.
"""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING

from netinv.alerts.message import Attachment, Message
from netinv.alerts.senders import TAKE_FILES
from netinv.app.alerts.sending import channel_named, send_at_once
from netinv.errors import NetinvError, UsageError
from netinv.i18n import _
from netinv.reports.forms.plain import facts
from netinv.reports.model import Kind
from netinv.reports.values import local, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netinv.config import Settings
    from netinv.recipients import Channel
    from netinv.reports.model import Letterhead, Report, Written

_LONGEST_S, _LONGEST_STEP_S = 120.0, 30.0
"""A file of megabytes over a slow line takes longer than an alert."""

_TYPES = {
    "json": "application/json",
    "csv": "text/csv",
    "md": "text/markdown",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html",
    "pdf": "application/pdf",
}


def recipients(settings: Settings, names: Sequence[str]) -> list[Channel]:
    """The channels that are to have it, each once.

    Raises:
        UsageError: one is not there, or of a kind that carries no files.
    """
    found = [channel_named(settings, name) for name in dict.fromkeys(names)]
    for channel in found:
        if channel.kind not in TAKE_FILES:
            message = _("--send {name}: a channel of kind {kind} takes no files: name one of kind {kinds}")
            words = {"name": channel.name, "kind": channel.kind, "kinds": ", ".join(sorted(TAKE_FILES))}
            raise UsageError(message.format(**words))
    return found


def mail(settings: Settings, channels: Sequence[Channel], written: Written, letterhead: Letterhead) -> list[str]:
    """Send it to each; returns the names of those that have it.

    Raises:
        NetinvError: one has it not; the others were tried.
    """
    message = _message(written, letterhead)
    sent, failed = [], []
    for channel in channels:
        try:
            send_at_once(settings, channel, message, _LONGEST_S, _LONGEST_STEP_S)
            sent.append(channel.name)
        except NetinvError as error:
            failed.append(str(error))
    if failed:
        again = _("the report was not sent: {why}; run the command again once that is mended")
        raise NetinvError(again.format(why="; ".join(failed)))
    return sent


def _message(written: Written, letterhead: Letterhead) -> Message:
    report, name = written.report, file_name(written.report, written.form)
    title = ": ".join(filter(None, (report.title, _span_in_words(report))))
    told = [f"{label}: {text}" for label, text in facts(report, written.made_ms)]
    lines = [*letterhead.lines, report.title, "", *told, "", _("attached: {name}").format(name=name)]
    file = Attachment(name, written.content, _TYPES[written.form])
    return Message(uuid.uuid4().hex, "report", "info", title, "\n".join(lines), {}, (file,))


def file_name(report: Report, form: str) -> str:
    """What the file is called: the report and its days, as ``availability-2026-10.pdf``."""
    return f"{'-'.join(filter(None, (report.key, _span(report))))}.{form}"


def _days(report: Report) -> tuple[str, str] | None:
    """The first and the last day that it tells of, in ISO form."""
    about = {key: value for key, _label, value, _kind in report.about}
    start, end = about.get("from"), about.get("to")
    if isinstance(start, int) and isinstance(end, int):
        return f"{local(start):%Y-%m-%d}", f"{local(end - 1):%Y-%m-%d}"
    return (str(about["at"]),) * 2 if about.get("at") else None


def _span(report: Report) -> str:
    """A whole month as ``2026-10``, one day as it is, else both days."""
    days = _days(report)
    if days is None:
        return ""
    about = {key: value for key, _label, value, _kind in report.about}
    start, end = about.get("from"), about.get("to")
    if isinstance(start, int) and isinstance(end, int) and days[0][:7] == days[1][:7]:
        first, after = local(start), local(end)
        whole = f"{first:%d%H%M%S}" == f"{after:%d%H%M%S}" == "01000000"
        if whole and after - first > timedelta(days=1):
            return days[0][:7]
    return days[0] if days[0] == days[1] else f"{days[0]}_{days[1]}"


def _span_in_words(report: Report) -> str:
    days = _days(report)
    return "" if days is None else " – ".join(shown(day, Kind.DATE) for day in dict.fromkeys(days))
