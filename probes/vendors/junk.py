"""Values that fill a field and say nothing: what factories and drivers leave behind."""

from __future__ import annotations

import re

_WORDS = re.compile(
    r"builtin|n/?a|n\.a\.?|none|null|nil|unknown|unspecified|undefined|unavailable|default(?: string)?|empty|invalid"
    r"|tbd|test|xxx+"
    r"|not[ _-]?(?:specified|available|applicable|present|set|configured|known|supported|provided|defined|found)"
    r"|not[ _-]?programmed"
    r"|no[ _-]?(?:serial|data|value|information)(?:[ _-]?number)?|to be filled(?: by o\.?e\.?m\.?)?"
    r"|system (?:manufacturer|product name|version|serial number)|serial ?(?:number|no\.?)|model(?: ?(?:name|number))?"
    r"|version|s/?n:?|string|description|no such (?:object|instance).{0,60}|<[^<>]{1,40}>|\(?private\)?|redacted|\*+"
    r"|chassis|asset[ _-]?tag|base board.{0,20}|product name",
    re.I,
)
_FILLER = re.compile(r"([0-9a-z?*#._-])\1*|(?:ff[:.-]?)+|(?:00[:.-]?)+|[0.: -]+", re.I)
_SERIAL = re.compile(r"[A-Za-z0-9][\w ./:+#()*-]{3,39}", re.ASCII)
_LONGEST = 128


def meaningful(text: str | None) -> str | None:
    """The text, trimmed; None where it tells nothing. One letter or digit alone is filler too."""
    if not text:
        return None
    text = _shown(text)
    return None if not text or len(text) > _LONGEST or _WORDS.fullmatch(text) or _FILLER.fullmatch(text) else text


def _shown(text: str) -> str:
    """On one line, without what no screen shows, quotes and separators at its ends."""
    shown = "".join(char if char.isprintable() and char != "\ufffd" else " " for char in text)
    return " ".join(shown.split()).strip("\"' ,;")


def serial_number(text: str | None) -> str | None:
    """As :func:`meaningful`, and at least four characters with a digit: no serial number is a word."""
    found = meaningful(text)
    if found is None or not _SERIAL.fullmatch(found) or not any(char.isdigit() for char in found):
        return None
    # A hardware address in a serial's field is the port's name, not the device's number.
    return None if found.lower().startswith(("system mac", "mac:")) or found.count(" ") > 3 else found


def version(text: str | None) -> str | None:
    """As :func:`meaningful`, with a digit in it and no v before it; a lone number is one (a major version)."""
    found = _shown(text or "")
    found = re.sub(r"^[vV](?:er\.? ?|ersion:? )?(?=\d+\.)", "", found)
    if not found or len(found) > _LONGEST or not any(char.isdigit() for char in found):
        return None
    return None if _WORDS.fullmatch(found) or re.fullmatch(r"[0.]+|[fF]{4,}", found) else found


def model(text: str | None) -> str | None:
    """As :func:`meaningful`, with a letter in it: digits and dots alone are a revision."""
    found = meaningful(text)
    return found if found and any(char.isalpha() for char in found) else None
