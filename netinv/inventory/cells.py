"""One cell of an inventory file: from its text to a checked, normalised value."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import TYPE_CHECKING

from netinv.i18n import _
from netinv.inventory.columns import Column, Type
from netinv.inventory.endpoints import BadCell, parse_url
from netinv.inventory.problems import nearest, quoted
from netinv.text import clean, csv_restore

if TYPE_CHECKING:
    from collections.abc import Callable

    from netinv.declaration import Value

LONGEST_CELL = 10_000
_INTEGER = re.compile(r"[+-]?[0-9]{1,18}")
_NUMBER = re.compile(r"[+-]?[0-9]{1,18}(\.[0-9]{1,40})?([eE][+-]?[0-9]{1,3})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_EARLIEST = date(1900, 1, 1)


def normalise(column: Column, cell: str) -> str:
    """A cell's text: without the mark that keeps spreadsheets from computing it, in NFC, without blanks around it.

    Raises:
        BadCell: it is too long, or has control characters.
    """
    cell = cell.strip()
    if not cell:
        return ""
    if len(cell) > LONGEST_CELL:
        message = _("the cell has {length:,} characters: shorten it to at most {longest:,}")
        raise BadCell(message.format(length=len(cell), longest=LONGEST_CELL))
    text = csv_restore(cell).strip()
    if text.isascii() and text.isprintable():
        return text
    text = unicodedata.normalize("NFC", text)
    if column.type is Type.PARAGRAPH:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        allowed = "\n\t"
    else:
        allowed = ""
    for char in text:
        if char not in allowed and (char in "\n\r\t" or clean(char) != char):
            raise BadCell(_control(char))
    return text


def _control(char: str) -> str:
    if char in "\r\n":
        return _("the cell has a line end in it: put it on one line (or close the quote that opens before it)")
    message = _("the cell has the control character U+{code:04X} in it: take it out")
    return message.format(code=ord(char))


def parse(column: Column, text: str) -> Value:
    """The value of a normalised, not empty text; addresses have :func:`~netinv.inventory.endpoints.parse_address`.

    Raises:
        BadCell: it is no such value.
    """
    parser = _PARSERS.get(column.type)
    return parser(column, text) if parser else text


def _choice(column: Column, text: str) -> Value:
    if text in column.choices:
        return text
    message = _("{text} is none of {choices}: use one of them{hint}")
    raise BadCell(
        message.format(text=quoted(text), choices=", ".join(column.choices), hint=nearest(text.lower(), column.choices))
    )


def _integer(column: Column, text: str) -> Value:
    if not _INTEGER.fullmatch(text):
        raise BadCell(_("{text} is not a whole number: write digits only, as 1000").format(text=quoted(text)))
    return int(_bounded(column, int(text), text))


def _number(column: Column, text: str) -> Value:
    if not _NUMBER.fullmatch(text):
        message = _("{text} is not a number: write it with a point, as 21.5")
        raise BadCell(message.format(text=quoted(text)))
    return float(_bounded(column, float(text), text))


def _bounded(column: Column, number: float, text: str) -> float:
    low, high = column.bounds
    if not low <= number <= high:
        message = _("{text} is out of range: it must be between {low} and {high}")
        raise BadCell(message.format(text=quoted(text), low=f"{low:,g}", high=f"{high:,.16g}"))
    return number


def _date(_column: Column, text: str) -> Value:
    message = _("{text} is not a date: write year-month-day, as 2024-12-31")
    if not _DATE.fullmatch(text):
        raise BadCell(message.format(text=quoted(text)))
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise BadCell(message.format(text=quoted(text))) from None
    if day < _EARLIEST:
        raise BadCell(_("{text} is too long ago: mend the year").format(text=quoted(text)))
    return text


def _url(_column: Column, text: str) -> Value:
    return parse_url(text)


_PARSERS: dict[Type, Callable[[Column, str], Value]] = {
    Type.CHOICE: _choice,
    Type.INTEGER: _integer,
    Type.NUMBER: _number,
    Type.DATE: _date,
    Type.URL: _url,
}
