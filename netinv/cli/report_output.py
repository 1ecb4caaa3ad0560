"""A report to the terminal, to stdout, or to a file."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from netinv.cli import options, streams
from netinv.cli.output import note, say, table
from netinv.errors import UsageError
from netinv.i18n import _, plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netinv.cli.context import Run
    from netinv.recipients import Channel
    from netinv.reports.model import Letterhead, Report, Written


class Form(StrEnum):
    """What a report can be."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MARKDOWN = "md"
    XLSX = "xlsx"
    HTML = "html"
    PDF = "pdf"


Format = Annotated[Form, typer.Option("--format")]
Send = Annotated[
    list[str] | None,
    typer.Option(
        "--send", metavar="CHANNEL", help=_("Mail it as a file by this channel of netinv.toml; again for more.")
    ),
]
Part = Annotated[str | None, typer.Option("--table", help=_("Only this table of it; CSV has one."))]


class Out(NamedTuple):
    """The options that say which form, where to, which table of it, and the channels that are to have it."""

    form: Format = Form.TABLE
    output: options.Output = None
    part: Part = None
    send: Send = None
    as_json: options.Json = False


def give(report: Report, run: Run, out: Out, made_ms: int) -> None:
    """Show, write or send a report.

    Raises:
        UsageError: it has no such table; a workbook or a PDF has no file to go to; no such channel.
        NetinvError: it could not be sent.
    """
    report = _only(report, out.part)
    form = _form(out)
    if form is Form.TABLE and out.output is None:
        _show(report)
        return
    from netinv.reports.forms import BINARY, render
    from netinv.reports.model import Letterhead, Written

    channels = _channels(run, out)
    if form in BINARY and out.output is None and not channels and sys.stdout.isatty():
        raise UsageError(_("--format {form}: name the file with -o").format(form=form.value))
    head = Letterhead(run.settings.letterhead, run.settings.letterhead_place or "")
    data = render(report, form.value, head, made_ms)
    if out.output is not None:
        _write(out.output, data)
    if channels:
        _send(run, channels, Written(report, form.value, data, made_ms), head)
    elif out.output is None:
        _print(data, form)


def _channels(run: Run, out: Out) -> list[Channel]:
    if not out.send:
        return []
    from netinv.app.reports.mailing import recipients

    return recipients(run.settings, out.send)


def _send(run: Run, channels: Sequence[Channel], written: Written, head: Letterhead) -> None:
    from netinv.app.reports.mailing import mail

    for name in mail(run.settings, channels, written, head):
        note(_("{channel}: sent").format(channel=name))


def _write(path: Path, data: bytes) -> None:
    from netinv.app.data.writing import write_whole

    write_whole(path, data)
    n = len(data)
    note(_("{path}: {size}").format(path=path, size=plural("{n} byte", "{n} bytes", n).format(n=n)))


def _form(out: Out) -> Form:
    """The form that is asked for, or the one that the file's name says."""
    if out.as_json:
        return Form.JSON
    ending = out.output.suffix.lower().removeprefix(".") if out.output else ""
    if out.form is Form.TABLE and ending:
        if ending in list(Form):
            return Form(ending)
        message = _("-o {path}: its name says no form: give --format, or an ending of {forms}")
        raise UsageError(message.format(path=out.output, forms=", ".join(form for form in Form if form != "table")))
    return Form.PDF if out.form is Form.TABLE and out.send else out.form


def _only(report: Report, part: str | None) -> Report:
    if part is None:
        return report
    from dataclasses import replace

    wanted = report.table(part)
    if wanted is None:
        message = _("--table: the report has no table {part}: use one of {tables}")
        raise UsageError(message.format(part=part, tables=", ".join(table.key for table in report.tables)))
    return replace(report, tables=(wanted,))


def _print(data: bytes, form: Form) -> None:
    if form in (Form.XLSX, Form.PDF):
        sys.stdout.buffer.write(data)
        return
    streams.write_utf8()
    sys.stdout.write(data.decode("utf-8-sig"))


def _show(report: Report) -> None:
    from netinv.reports.values import cell, shown, telling, title

    say(report.title)
    for _key, label, value, kind in report.about:
        if value is not None:
            say(f"{label}: {shown(value, kind)}")
    for part in report.tables:
        say()
        say(part.title)
        if not part.rows:
            say(f"  {_('nothing')}")
            continue
        keep = telling(part)
        rows = [[cell(row[n], part.columns[n].kind) for n in keep] for row in part.rows]
        table([title(part.columns[n].title, part.columns[n].kind) for n in keep], rows)
        for line in part.notes:
            say(line)
    for line in report.notes:
        note(line)
