"""Reports as JSON, CSV and Markdown."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from netinv.i18n import _
from netinv.reports.model import Kind
from netinv.reports.values import NUMERIC, cell, iso, local, per_cent, points, shown, title
from netinv.text import clean, csv_safe, one_line

if TYPE_CHECKING:
    from netinv.reports.model import Letterhead, Report, Table, Value


def as_json(report: Report) -> dict[str, Any]:
    """The shape of ``--json``: what it tells of, then each table as an array of objects."""
    head = {key: _json(value, kind) for key, _label, value, kind in report.about}
    tables = {
        table.key: [
            {column.key: _json(value, column.kind) for column, value in zip(table.columns, row, strict=True)}
            for row in table.rows
        ]
        for table in report.tables
    }
    return {"report": report.key, **head, **tables, "notes": list(report.notes)}


def json_text(report: Report) -> str:
    """The same as a text."""
    return clean(json.dumps(as_json(report), ensure_ascii=False, indent=2)) + "\n"


def _json(value: Value, kind: Kind) -> Value:
    """Shares as parts of one, durations in seconds, times in UTC."""
    if value is None or kind in (Kind.TEXT, Kind.DATE, Kind.NUMBER):
        return value
    number = float(value)
    if kind is Kind.TIME:
        return iso(round(number))
    return round(number, 6) if kind in (Kind.SHARE, Kind.POINTS) else round(number / 1000, 3)


def csv_text(report: Report, key: str | None = None) -> str:
    """One table: shares in per cent, durations in minutes, times local; no cell that a spreadsheet would compute."""
    table = report.tables[0] if key is None else report.table(key)
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    if table is not None:
        writer.writerow([csv_safe(heading(column.title, column.kind)) for column in table.columns])
        writer.writerows(
            [_cell(value, column.kind) for column, value in zip(table.columns, row, strict=True)] for row in table.rows
        )
    return stream.getvalue()


def heading(title: str, kind: Kind) -> str:
    """A title with the unit of the bare numbers under it."""
    if kind is Kind.SHARE:
        return f"{title} (%)"
    return _("{title} (minutes)").format(title=title) if kind is Kind.DURATION else title


def _cell(value: Value, kind: Kind) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return csv_safe(one_line(value))
    if kind in (Kind.TEXT, Kind.NUMBER):
        return str(value)
    number = float(value)
    if kind is Kind.TIME:
        return f"{local(round(number)):%Y-%m-%d %H:%M:%S}"
    if kind is Kind.POINTS:
        return f"{points(number):.3f}"
    return f"{per_cent(number):.3f}" if kind is Kind.SHARE else f"{number / 60_000:.2f}"


def markdown(report: Report, letterhead: Letterhead, made_ms: int) -> str:
    """Tables that any Markdown reader shows."""
    parts = [f"**{_escaped(line)}**" for line in letterhead.lines]
    parts.append(f"# {_escaped(report.title)}")
    parts.append("\n".join(f"- {_escaped(label)}: {_escaped(text)}" for label, text in facts(report, made_ms)))
    for table in report.tables:
        parts += [f"## {_escaped(table.title)}", _markdown_table(table)]
        parts += [_escaped(note) for note in table.notes]
    parts += [_escaped(note) for note in report.notes]
    return "\n\n".join(parts) + "\n"


def facts(report: Report, made_ms: int) -> list[tuple[str, str]]:
    """What it tells of, and when it was made, in words."""
    told = [(label, shown(value, kind)) for _key, label, value, kind in report.about if value is not None]
    return [*told, (_("made"), shown(made_ms, Kind.TIME))]


def _markdown_table(table: Table) -> str:
    if not table.rows:
        return _("nothing")
    lines = [[_escaped(title(column.title, column.kind)) for column in table.columns]]
    lines.append(["---:" if column.kind in NUMERIC else "---" for column in table.columns])
    lines += [
        [_escaped(cell(value, column.kind)) for column, value in zip(table.columns, row, strict=True)]
        for row in table.rows
    ]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _escaped(text: str) -> str:
    """No mark that Markdown or HTML in it would take for its own."""
    text = one_line(text)
    for mark in "\\`*_[]|#":
        text = text.replace(mark, f"\\{mark}")
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
