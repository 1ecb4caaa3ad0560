"""Reports as one HTML page that needs nothing else, with bars and a map, fit to print on A4."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from netinv.i18n import _, language
from netinv.reports.forms.heading import dated, motto
from netinv.reports.forms.mapping import places
from netinv.reports.forms.plain import facts
from netinv.reports.values import NUMERIC, cell, telling, title

if TYPE_CHECKING:
    from netinv.reports.model import Column, Letterhead, Report, Table, Value

_MANY = 9
_STYLE = """
@page { size: A4 landscape; margin: 15mm }
body { font: 10.5pt/1.35 "Times New Roman", "Noto Serif", "DejaVu Serif", serif; color: #111; max-width: 267mm;
  margin: 1em auto; padding: 0 1em }
header { display: flex; justify-content: space-between; text-align: center; gap: 2em }
header p { margin: 0 } header .who { font-weight: bold }
h1 { text-align: center; font-size: 15pt; text-transform: uppercase; margin: 1em 0 .4em }
h2 { font-size: 12pt; margin: 1.2em 0 .3em; break-after: avoid }
dl { display: grid; grid-template-columns: max-content auto; gap: 0 1em; justify-content: center; margin: 0 }
dd { margin: 0 } table { border-collapse: collapse; width: 100% }
thead { display: table-header-group } tr { break-inside: avoid }
th, td { border: 1px solid #999; padding: .15em .4em; vertical-align: top } th { background: #e8e8e8 }
td.n { text-align: right; white-space: nowrap }
td .bar { display: block; height: .3em; background: #ddd; print-color-adjust: exact; -webkit-print-color-adjust: exact }
td .bar i { display: block; height: 100%; background: #2b6ca3 }
svg { display: block; margin: .5em auto; max-width: 150mm } .note { margin: .3em 0; font-style: italic }
table.wide { font-size: 8.5pt }
@media print {
  body { max-width: none; margin: 0; padding: 0 } svg { max-height: 100mm }
  table.wide { font-size: 7.5pt } table.wide td:nth-child(2) { min-width: 8em }
}
@media screen { table { display: block; overflow-x: auto } }
"""


def render(report: Report, letterhead: Letterhead, made_ms: int) -> str:
    """The page."""
    parts = [_header(letterhead, made_ms), f"<h1>{escape(report.title)}</h1>", _facts(report, made_ms)]
    parts += [_map(report)] if report.points else []
    parts += [_table(table) for table in report.tables]
    parts += [_note(note) for note in report.notes]
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        f'<!DOCTYPE html>\n<html lang="{language()}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f'<meta name="viewport" content="width=device-width">\n<title>{escape(report.title)}</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n"
        + "\n".join(part for part in parts if part)
        + "\n</body>\n</html>\n"
    )


def _header(letterhead: Letterhead, made_ms: int) -> str:
    if not letterhead.lines:
        return ""
    who = "".join(f"<p>{escape(line)}</p>" for line in letterhead.lines)
    what = "".join(f"<p><b>{escape(line)}</b></p>" for line in motto())
    day = escape(dated(letterhead, made_ms))
    return f'<header><div class="who">{who}</div><div>{what}<p><i>{day}</i></p></div></header>'


def _facts(report: Report, made_ms: int) -> str:
    pairs = "".join(f"<dt>{escape(label)}</dt><dd>{escape(text)}</dd>" for label, text in facts(report, made_ms))
    return f"<dl>{pairs}</dl>"


def _table(table: Table) -> str:
    keep = telling(table)
    columns = [table.columns[place] for place in keep]
    head = "".join(f"<th>{escape(title(column.title, column.kind))}</th>" for column in columns)
    rows = "\n".join(
        f"<tr>{''.join(_cell(table, table.columns[place], row[place]) for place in keep)}</tr>" for row in table.rows
    )
    wide = ' class="wide"' if len(keep) > _MANY else ""
    body = f"<table{wide}><thead><tr>{head}</tr></thead><tbody>\n{rows}\n</tbody></table>"
    body = body if rows else f"<p>{escape(_('nothing'))}</p>"
    return f"<section><h2>{escape(table.title)}</h2>\n{body}{''.join(map(_note, table.notes))}</section>"


def _cell(table: Table, column: Column, value: Value) -> str:
    text = escape(cell(value, column.kind))
    if column.kind not in NUMERIC:
        return f"<td>{text}</td>"
    bar = ""
    if column.key == table.bars and value is not None:
        bar = f'<span class="bar"><i style="width:{max(0.0, min(1.0, float(value))) * 100:.2f}%"></i></span>'
    return f'<td class="n">{text}{bar}</td>'


def _note(text: str) -> str:
    return f'<p class="note">{escape(text)}</p>'


def _map(report: Report) -> str:
    """The units where they lie, each with its share."""
    width, height, found = places(report.points, report.target, 560)
    dots = "".join(
        f'<circle cx="{place.x:.1f}" cy="{place.y:.1f}" r="{place.radius:.1f}" fill="{place.colour}" stroke="#333" '
        f'stroke-width=".6"><title>{escape(place.label)}</title></circle>'
        for place in found
    )
    title = escape(_("Map: the darker and larger a dot, the worse; grey: not known"))
    return (
        f'<figure><svg viewBox="0 0 {width:.0f} {height:.0f}" role="img"><title>{title}</title>{dots}</svg>'
        f'<figcaption class="note">{title}</figcaption></figure>'
    )
