"""Times as people write them, and the zone that they are in."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import NamedTuple

from netinv.errors import UsageError
from netinv.i18n import _
from netinv.maintenance import zone_of

_AGO = re.compile(r"^(\d+)\s*(s|m|h|d|w)$", re.ASCII)
_HENCE = re.compile(r"^\+\s*(\d+)\s*(s|m|h|d|w)$", re.ASCII)
_HOUR = re.compile(r"(\d{1,2})(:\d{2}(?::\d{2})?)", re.ASCII)
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


class Span(NamedTuple):
    """From when to when, in the zone whose name it is."""

    begins: datetime
    ends: datetime
    zone: str


def span(begins: str, ends: str, zone_name: str | None = None, now: datetime | None = None) -> Span:
    """From one time to another, both as :func:`when` has them, ``now``, or ``+2h``: from now, or from the beginning.

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
    first = _at(begins, "--from", here, here, zone)
    last = _at(ends, "--to", here, first, zone)
    if _HOUR.fullmatch(ends.strip()):
        last = _at(f"{first:%Y-%m-%d} {last:%H:%M:%S}", "--to", here, first, zone)
        if last <= first:
            last = _at(f"{first + timedelta(days=1):%Y-%m-%d} {last:%H:%M:%S}", "--to", here, first, zone)
    return Span(first, _later(last), name)


def _at(text: str, option: str, now: datetime, start: datetime, zone: tzinfo) -> datetime:
    try:
        if text.strip() == "now":
            at = now
        elif hence := _HENCE.match(text.strip()):
            at = start.astimezone(UTC) + _length(hence)
        else:
            at = when(text.strip(), now, zone)
        at = at.replace(microsecond=0)
        moment = at.astimezone(UTC).astimezone(zone)
    except (ValueError, OverflowError):
        message = _("{option}: {text!r} is no time: write 22:00, +2h, 2026-11-23 22:00, or 2026-11-23T22:00+07:00")
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
