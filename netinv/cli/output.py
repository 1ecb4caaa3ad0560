"""Results to stdout, words about the run to stderr. The one place that puts device text on a terminal."""

from __future__ import annotations

import json
import logging
import os
import re
import shutil
import sys
import unicodedata
from typing import TYPE_CHECKING, Any

from netinv.app.words.states import look
from netinv.cli import logs, streams
from netinv.text import clean, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_COLOURS = {
    "green": "32",
    "yellow": "33",
    "red": "31",
    "magenta": "35",
    "blue": "34",
    "cyan": "36",
    "bright_black": "90",
}
_OUR_COLOUR = re.compile(f"(\x1b\\[(?:{'|'.join(_COLOURS.values())}|0)m)")


def emit_json(value: Any) -> None:
    """One JSON document on stdout."""
    sys.stdout.write(f"{_as_json(value, ascii_only=not streams.is_utf8(sys.stdout))}\n")


def emit_array(values: Iterable[Any]) -> None:
    """One JSON array on stdout, as :func:`emit_json` writes it, each item when it is made: they may be many."""
    ascii_only = not streams.is_utf8(sys.stdout)
    before = "["
    for value in values:
        text = _as_json(value, ascii_only=ascii_only).replace("\n", "\n  ")
        sys.stdout.write(f"{before}\n  {text}")
        before = ","
    sys.stdout.write("[]\n" if before == "[" else "\n]\n")


def _as_json(value: Any, *, ascii_only: bool) -> str:
    """JSON itself lets controls above ASCII through."""
    return clean(json.dumps(value, ensure_ascii=ascii_only, indent=2))


def say(text: str = "") -> None:
    """A line of result, or several. Whatever was quoted in it, only our own colours drive the terminal."""
    if text.isprintable():
        safe = text
    elif _colours_wanted():
        safe = "".join(part if _OUR_COLOUR.fullmatch(part) else _quoted(part) for part in _OUR_COLOUR.split(text))
    else:
        safe = _quoted(text)
    sys.stdout.write(f"{safe}\n")


def _quoted(text: str) -> str:
    return clean(text).replace("\r", " ")


def note(text: str, level: int = logging.INFO, **fields: Any) -> None:
    """A line about the run; with ``--log-format json`` an object of this level with these fields."""
    logs.tell(text, level, **fields)


def state_mark(state: str) -> str:
    """Glyph and word of a state, coloured on a terminal."""
    shown = look(state)
    return _coloured(f"{shown.glyph} {shown.word}", shown.colour)


def _coloured(text: str, colour: str) -> str:
    return f"\x1b[{_COLOURS[colour]}m{text}\x1b[0m" if _colours_wanted() else text


def _colours_wanted() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def table(header: Sequence[str], rows: Iterable[Sequence[object]], state_column: int | None = None) -> None:
    """Columns as wide as their widest cell; on a terminal the last one is cut where the screen ends."""
    cells = [[_cell(value) for value in row] for row in rows]
    states = [str(row[state_column]) for row in cells] if state_column is not None else []
    for row, state in zip(cells, states, strict=False):
        shown = look(state)
        row[state_column or 0] = f"{shown.glyph} {shown.word}"
    widths = [max(map(_width, column)) for column in zip(header, *cells, strict=True)]
    room = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    say(_line(header, widths, room))
    for place, row in enumerate(cells):
        line = _line(row, widths, room)
        say(_coloured(line, look(states[place]).colour) if states and states[place] != "up" else line)


def _cell(value: object) -> str:
    return "" if value is None else one_line(str(value))


def _line(row: Sequence[str], widths: Sequence[int], room: int | None) -> str:
    line = "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()
    if room is None or _width(line) <= room:
        return line
    while line and _width(line) >= room:
        line = line[:-1]
    return f"{line}…"


def _width(text: str) -> int:
    """Columns on a terminal: wide East Asian characters take two, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )
