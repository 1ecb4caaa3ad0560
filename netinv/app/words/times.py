"""Times as people write them, and the zone that they are in."""

from __future__ import annotations

import os
import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from pathlib import Path
from typing import NamedTuple

from netinv.errors import UsageError
from netinv.i18n import _
from netinv.maintenance import zone_of
from netinv.text import fold

_AGO = re.compile(r"^(\d+)\s*(s|m|h|d|w)$", re.ASCII)
_HENCE = re.compile(r"^\+\s*(\d+)\s*(s|m|h|d|w)$", re.ASCII)
_HOUR = re.compile(r"(\d{1,2})(:\d{2}(?::\d{2})?)", re.ASCII)
_DAY = (
    r"(?:(?P<word>today|tomorrow|hom nay|ngay mai|mai)|(?P<date>\d{4}-\d{2}-\d{2})"
    r"|(?P<day>\d{1,2})/(?P<month>\d{1,2})(?:/(?P<year>\d{4}))?)"
)
_SPELLED = re.compile(rf"{_DAY}(?:\s+(?P<hour>\d{{1,2}})(?::(?P<minute>\d{{2}})|h(?P<min>\d{{2}})?))?", re.ASCII)
_TOMORROW = ("tomorrow", "ngay mai", "mai")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def when(text: str, now: datetime, zone: tzinfo | None = None) -> datetime:
    """A time: ``2h`` ago, ``08:00`` today, ``2026-11-23``, ``2026-11-23 08:00``, or ISO 8601 with an offset.

    Without an offset it is of the zone; None: of this machine's.

    Raises:
        ValueError: it is none of these.
        OverflowError: no clock reaches that year.
    """
    if ago := _AGO.match(text):
        return now.astimezone(UTC) - _length(ago)
    today = now.date().isoformat()
    hour = _HOUR.fullmatch(text)
    at = datetime.fromisoformat(f"{today} {int(hour[1]):02}{hour[2]}" if hour else text)
    if at.tzinfo:
        return at
    return at.astimezone() if zone is None else at.replace(tzinfo=zone)


def _length(match: re.Match[str]) -> timedelta:
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


def spelled(text: str, today: date) -> str:
    """``tomorrow 22:00``, ``28/11 9:00``, ``mai 22h30`` as ISO 8601 has it; anything else as it is.

    A day without its year is the next such day.

    Raises:
        ValueError: there is no such day.
    """
    words = fold(text.strip())
    if hour := re.fullmatch(r"(\d{1,2})h(\d{2})", words, re.ASCII):
        return f"{hour[1]}:{hour[2]}"
    found = _SPELLED.fullmatch(words)
    if found is None:
        return text.strip()
    if found["word"]:
        day = today + timedelta(days=int(found["word"] in _TOMORROW))
    elif found["date"]:
        day = date.fromisoformat(found["date"])
    else:
        day = date(int(found["year"] or today.year), int(found["month"]), int(found["day"]))
        if not found["year"] and day < today:
            day = day.replace(year=today.year + 1)
    return f"{day} {int(found['hour'] or 0):02}:{found['minute'] or found['min'] or '00'}"


class Span(NamedTuple):
    """From when to when, in the zone whose name it is."""

    begins: datetime
    ends: datetime
    zone: str


class Called(NamedTuple):
    """What messages call what was given: options of a command, or words."""

    begins: str = "--from"
    ends: str = "--to"
    repeat: str = "--repeat"


def span(
    begins: str,
    ends: str,
    zone_name: str | None = None,
    now: datetime | None = None,
    called: Called = Called(),  # noqa: B008  # it is frozen
) -> Span:
    """From one time to another.

    Both are as :func:`when` and :func:`spelled` have them, ``now``, or ``+2h``: from now, or from the beginning.

    An hour alone as the end is the first such hour after the beginning: ``22:00`` to ``02:00`` crosses midnight.

    Raises:
        UsageError: one of them is no time or the clock leaps over it, or the zone is not known.
    """
    name = zone_name or local_zone()
    zone = zone_of(name)
    if zone is None:
        message = _("--zone: no zone is named {name!r}: write one as Asia/Ho_Chi_Minh")
        raise UsageError(message.format(name=name))
    here = (now or datetime.now(UTC)).astimezone(zone)
    first = _at(begins, called.begins, here, here, zone)
    last = _at(ends, called.ends, here, first, zone)
    if _HOUR.fullmatch(spelled(ends, here.date())):
        last = _at(f"{first:%Y-%m-%d} {last:%H:%M:%S}", called.ends, here, first, zone)
        if last <= first:
            last = _at(f"{first + timedelta(days=1):%Y-%m-%d} {last:%H:%M:%S}", called.ends, here, first, zone)
    return Span(first, _later(last), name)


def _at(text: str, option: str, now: datetime, start: datetime, zone: tzinfo) -> datetime:
    try:
        if text.strip() == "now":
            at = now
        elif hence := _HENCE.match(text.strip()):
            at = start.astimezone(UTC) + _length(hence)
        else:
            at = when(spelled(text, now.date()), now, zone)
        at = at.replace(microsecond=0)
        moment = at.astimezone(UTC).astimezone(zone)
    except (ValueError, OverflowError):
        message = _(
            "{option}: {text!r} is no time: write 22:00, +2h, tomorrow 22:00, 2026-11-23 22:00,"
            " or 2026-11-23T22:00+07:00"
        )
        raise UsageError(message.format(option=option, text=text)) from None
    if at.tzinfo is zone and moment.replace(tzinfo=None) != at.replace(tzinfo=None):
        message = _("{option}: {text!r} is no time there: the clock is set forward over it, to {next}")
        raise UsageError(message.format(option=option, text=text, next=f"{moment:%H:%M}"))
    return moment.replace(fold=at.fold) if at.tzinfo is zone else moment


def _later(at: datetime) -> datetime:
    """Of an hour that the clock shows twice the second: work ends when it is over for sure."""
    return max(at, at.replace(fold=1), key=lambda one: one.timestamp())


def local_zone() -> str:
    """The name of this machine's zone.

    Raises:
        UsageError: nothing here tells it.
    """
    if name := os.environ.get("TZ", "").removeprefix(":"):
        if zone_of(name) is not None:
            return name
    elif found := _system_zone():
        return found
    raise UsageError(_("this machine does not tell the name of its zone: give one with --zone Asia/Ho_Chi_Minh"))


def _system_zone() -> str | None:
    """What /etc/localtime leads to, or /etc/timezone says; UTC where a machine has neither."""
    link, text = Path("/etc/localtime"), Path("/etc/timezone")
    try:
        if link.is_symlink():
            name = str(link.resolve()).partition("/zoneinfo/")[2]
        else:
            name = text.read_text("utf-8").strip() if text.exists() else "" if link.exists() else "UTC"
    except (OSError, ValueError):
        return None
    return name if name and zone_of(name) is not None else None
