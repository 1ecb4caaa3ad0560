"""Planned work typed in one line: from when, to when, a rule of recurrence if there is one, a few words."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from netinv.app.maintenance.maintaining import when
from netinv.app.words.durations import day_and_time
from netinv.app.words.times import Called
from netinv.errors import UsageError
from netinv.i18n import _
from netinv.text import one_line

_HOUR = r"\d{1,2}(?::\d{2}(?::\d{2})?|h\d{0,2})"
_DATE = r"(?:\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}(?:/\d{4})?)"
_DAY = rf"(?:today|tomorrow|h[oô]m nay|ng[aà]y mai|mai|{_DATE})"
_WHOLE = r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2})?"
_HENCE = r"\+\s*\d+\s*[smhdw]"
_TIME = re.compile(rf"(?:{_WHOLE}|{_DAY}(?:\s+{_HOUR})?|{_HOUR}|now|{_HENCE})(?=[\s,;:–—-]|$)", re.IGNORECASE)
_BARE_HOUR = re.compile(r"^(\d{1,2})h$", re.IGNORECASE)
_BEFORE = re.compile(r"\s*(?:(?:from|từ|tu)\s+)?", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:(?:to|until|till|đến|den)\s+|[,;–—-]\s*)?", re.IGNORECASE)
_RULE = re.compile(r"(?:^|\s)((?:RRULE:)?FREQ=\S+)", re.IGNORECASE)


class Wish(NamedTuple):
    """What was typed: texts of times as ``netinv maintenance add`` takes them, a rule, words."""

    begins: str
    ends: str
    repeat: str | None
    note: str | None


def wish(line: str) -> Wish:
    """Part a line as ``22:00 02:00 new power supply``; ``+2h`` alone begins now.

    Raises:
        UsageError: it does not begin with two times.
    """
    text = unicodedata.normalize("NFC", one_line(line)).strip()
    first, after = _time(text, _BEFORE)
    if first is None:
        raise UsageError(_("begin with from when to when: 22:00 02:00, or tomorrow 22:00 +2h"))
    second, rest = _time(after, _BETWEEN)
    if second is None and first.startswith("+"):
        first, second, rest = "now", first, after
    if second is None:
        raise UsageError(_("until when? After {begins} write 02:00, +2h, or tomorrow 02:00").format(begins=first))
    rule = _RULE.search(rest)
    words = _RULE.sub(" ", rest).strip(" \t,;:–—-")
    return Wish(first, second, rule[1] if rule else None, " ".join(words.split()) or None)


def _time(text: str, before: re.Pattern[str]) -> tuple[str | None, str]:
    """The time at the beginning of a text, after what may stand before it, and the rest."""
    skipped = before.match(text)
    found = _TIME.match(text, skipped.end() if skipped else 0)
    if found is None:
        return None, text
    # 22h is an hour here: work that began so many hours ago nobody plans.
    return _BARE_HOUR.sub(r"\1:00", found[0]), text[found.end() :]


def understood(typed: Wish, now_ms: int) -> str:
    """When that is, in full: ``2026-11-28 22:00 to 2026-11-29 02:00 (Asia/Ho_Chi_Minh)``.

    Raises:
        UsageError: there is no such time, or it is no time to plan.
    """
    called = Called(_("from"), _("to"), _("again"))
    times, rule = when(typed.begins, typed.ends, typed.repeat, None, now_ms, called)
    said = _("{begins} to {ends} ({zone})").format(
        begins=day_and_time(times.begins), ends=day_and_time(times.ends), zone=times.zone
    )
    return said if rule is None else _("{window}; again: {rule}").format(window=said, rule=rule)
