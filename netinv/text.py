"""Text from devices, files and people: decoding, making it safe to show, folding for search. The one place for it."""

from __future__ import annotations

import re
import unicodedata

_UNSAFE = re.compile(
    "["
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # C0 and C1 controls but tab and line ends
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # marks that turn the direction of what follows
    "\u00ad\u180e\u200b-\u200d\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"  # not to be seen
    "\u2028\u2029\ud800-\udfff\ufffe\uffff"  # other line ends, lone surrogates, noncharacters
    "]"
)
_REPLACEMENT = "\ufffd"
# Spreadsheets skip blanks before a sign; some take wide signs for the narrow ones.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def clean(text: str) -> str:
    """Replace what could drive a terminal, hide in a name or break XML by U+FFFD; tabs and line ends stay."""
    return text if text.isascii() and text.isprintable() else _UNSAFE.sub(_REPLACEMENT, text)


def decode(octets: bytes) -> str:
    """Device text to str: UTF-8, a half last character cut off, else Latin-1; trailing NULs dropped, made safe."""
    octets = octets.rstrip(b"\x00")
    try:
        return clean(octets.decode())
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and error.start >= len(octets) - 3 and error.start > 0:
            return clean(octets[: error.start].decode())
        return clean(octets.decode("latin-1"))


def one_line(text: str) -> str:
    """Made safe and on one line, for a table cell or a sentence."""
    return " ".join(clean(text).split())


def fold(text: str) -> str:
    """Search form: lower case, no marks, đ as d (neither NFD nor SQLite's folding does that)."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def csv_safe(text: str) -> str:
    """A text as a cell: made safe, and no formula to any spreadsheet; :func:`csv_restore` takes that mark off again."""
    # A bare carriage return goes unquoted and ends the row to a spreadsheet: what follows it begins another cell.
    text = clean(text).replace("\r\n", "\n").replace("\r", "\n")
    return f"'{text}" if text.startswith((*_FORMULA, "'")) else text


def csv_restore(cell: str) -> str:
    """The text that :func:`csv_safe` marked."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith((*_FORMULA, "'")) else cell
