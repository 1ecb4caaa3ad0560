"""Reports as one HTML page that needs nothing else, with bars and a map, fit to print on A4."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from netinv.i18n import _, language
from netinv.reports.forms.bars import bars
from netinv.reports.forms.heading import dated, motto
from netinv.reports.forms.mapping import legend, places
from netinv.reports.forms.plain import facts
from netinv.reports.model import Kind
from netinv.reports.values import NUMERIC, cell, on_paper, title
from netinv.text import clean

if TYPE_CHECKING:
    from netinv.reports.forms.bars import Bars
    from netinv.reports.model import Column, Letterhead, Report, Table, Value

_MANY = 9
_SHORT = 16
"""So many letters are not parted over lines."""
_STYLE = """
@page { size: A4 landscape; margin: 15mm }
body { font: 10.5pt/1.35 "Times New Roman", "Noto Serif", "DejaVu Serif", serif; color: #111; max-width: 300mm;
  margin: 1em auto; padding: 0 1em }
header { display: flex; justify-content: space-between; text-align: center; gap: 2em }
header p { margin: 0 } header .who { font-weight: bold }
h1 { text-align: center; font-size: 15pt; text-transform: uppercase; margin: 1em 0 .4em }
h2 { font-size: 12pt; margin: 1.2em 0 .3em; break-after: avoid }
dl { display: grid; grid-template-columns: max-content auto; gap: 0 1em; justify-content: center; margin: 0 }
dd { margin: 0 } table { border-collapse: collapse; width: 100% }
thead { display: table-header-group } tr { break-inside: avoid }
th, td { border: 1px solid #999; padding: .15em .4em; vertical-align: top } th { background: #e8e8e8 }
td.n { text-align: right; white-space: nowrap } td.s { white-space: nowrap }
figure { margin: 1em 0 } svg text { font-size: 11px } figcaption { text-align: center; font-size: 9pt }
figcaption span { margin: 0 .8em } figcaption i { display: inline-block; width: .8em; height: .8em; border-radius: 50%;
  margin-right: .3em; border: 1px solid #333; print-color-adjust: exact; -webkit-print-color-adjust: exact }
td .bar { display: block; height: .3em; background: #ddd; print-color-adjust: exact; -webkit-print-color-adjust: exact }
td .bar i { display: block; height: 100%; background: #2b6ca3 }
svg { display: block; margin: .5em auto; max-width: 150mm } .note { margin: .3em 0; font-style: italic }
table.wide { font-size: 8.5pt }
@media print {
  body.upright { font-size: 8.5pt } body.upright h1 { margin: .5em 0 } body.upright h2 { margin: .8em 0 .2em }
  body { max-width: none; margin: 0; padding: 0 } svg { max-height: 100mm }
  table.wide { font-size: 7pt } table.wide td:nth-child(2) { min-width: 9em }
  table.wide th, table.wide td { padding: .15em .25em }
}
@media screen { table { display: block; overflow-x: auto } table.wide td:nth-child(2) { min-width: 11em } }
"""


def render(report: Report, letterhead: Letterhead, made_ms: int) -> str:
    """The page."""
    parts = [_header(letterhead, made_ms), f"<h1>{_safe(report.title)}</h1>", _facts(report, made_ms)]
    parts += [_map(report)] if report.points else []
    parts += [_table(table) for table in report.tables]
    parts += [_note(note) for note in report.notes]
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    style, kind = (_STYLE.replace("landscape", "portrait"), "upright") if report.upright else (_STYLE, "wide")
    return (
        f'<!DOCTYPE html>\n<html lang="{language()}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f'<meta name="viewport" content="width=device-width">\n<title>{_safe(report.title)}</title>\n'
        f'<style>{style}</style>\n</head>\n<body class="{kind}">\n'
        + "\n".join(part for part in parts if part)
        + "\n</body>\n</html>\n"
    )


def _header(letterhead: Letterhead, made_ms: int) -> str:
    if not letterhead.lines:
        return ""
    who = "".join(f"<p>{_safe(line)}</p>" for line in letterhead.lines)
    what = "".join(f"<p><b>{_safe(line)}</b></p>" for line in motto())
    day = _safe(dated(letterhead, made_ms))
    return f'<header><div class="who">{who}</div><div>{what}<p><i>{day}</i></p></div></header>'


def _facts(report: Report, made_ms: int) -> str:
    pairs = "".join(f"<dt>{_safe(label)}</dt><dd>{_safe(text)}</dd>" for label, text in facts(report, made_ms))
    return f"<dl>{pairs}</dl>"


def _table(table: Table) -> str:
    keep, drawn = on_paper(table), bars(table)
    columns = [table.columns[place] for place in keep]
    head = "".join(f"<th>{_safe(title(column.title, column.kind))}</th>" for column in columns)
    looks = list(zip(keep, columns, strict=True))
    rows = "\n".join(_row([_cell(one, row[n], _bar(drawn, n, row[n])) for n, one in looks]) for row in table.rows)
    wide = ' class="wide"' if len(keep) > _MANY else ""
    body = f"<table{wide}><thead><tr>{head}</tr></thead><tbody>\n{rows}\n</tbody></table>"
    body = body if rows else f"<p>{_safe(_('nothing'))}</p>"
    notes = [*([f"{drawn.note}."] if drawn is not None and drawn.note else []), *table.notes]
    return f"<section><h2>{_safe(table.title)}</h2>\n{body}{''.join(map(_note, notes))}</section>"


def _row(cells: list[str]) -> str:
    return f"<tr>{''.join(cells)}</tr>"


def _cell(column: Column, value: Value, bar: str) -> str:
    text = _safe(cell(value, column.kind))
    if column.kind in NUMERIC:
        return f'<td class="n">{text}{bar}</td>'
    return f'<td class="s">{text}</td>' if len(text) <= _SHORT or column.kind is not Kind.TEXT else f"<td>{text}</td>"


def _bar(drawn: Bars | None, place: int, value: Value) -> str:
    if drawn is None or drawn.place != place or value is None:
        return ""
    return f'<span class="bar"><i style="width:{drawn.length(float(value)) * 100:.2f}%"></i></span>'


def _note(text: str) -> str:
    return f'<p class="note">{_safe(text)}</p>'


def _map(report: Report) -> str:
    """The units where they lie, each with its share."""
    width, height, found = places(report.points, report.target, 560)
    dots = "".join(
        f'<circle cx="{place.x:.1f}" cy="{place.y:.1f}" r="{place.radius:.1f}" fill="{place.colour}" stroke="#333" '
        f'stroke-width=".6"><title>{_safe(place.label)}</title></circle>'
        for place in found
    )
    names = "".join(
        f'<text x="{place.x + (-1 if place.left else 1) * (place.radius + 3):.1f}" y="{place.y + 3.5:.1f}" '
        f'text-anchor="{"end" if place.left else "start"}">{_safe(place.name)}</text>'
        for place in found
        if place.name
    )
    title = _safe(_("Map of the units"))
    keys = "".join(f'<span><i style="background:{colour}"></i>{_safe(word)}</span>' for colour, word in legend())
    return (
        f'<figure><svg viewBox="0 0 {width:.0f} {height:.0f}" role="img"><title>{title}</title>{dots}{names}</svg>'
        f"<figcaption>{keys}</figcaption></figure>"
    )


def _safe(text: str) -> str:
    """No markup, and nothing that hides or turns what is read."""
    return escape(clean(text))
