"""Planned work: windows of time, once or again and again, and what lies in one. Pure.

A window keeps its zone and the wall clock beside its moments in UTC: work that begins at 22:00 each Sunday begins at
22:00 there, whatever the clock was set to meanwhile. Rules of recurrence are those of iCalendar (RFC 5545, RRULE).
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import TYPE_CHECKING, NamedTuple

from netinv.errors import UsageError
from netinv.i18n import _

if TYPE_CHECKING:
    from dateutil.rrule import rrule

_KEYS = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTH", "BYMONTHDAY", "BYSETPOS", "WKST"})
_FREQUENCIES = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
_LARGEST = 1000
_LONGEST_LEAP = timedelta(hours=3)
"""No zone has ever set its clocks by more than that between two days of work."""


class Window(NamedTuple):
    """Planned work on a thing. Times are epoch ms; ``local_from`` and ``local_to`` the wall clock in ``zone``.

    ``kind`` is ``site`` (with all beneath it), ``device``, ``link`` or ``circuit``; ``name`` a site's code, a device's
    name, ``A--B`` or ``A:PORT--B:PORT``, or a circuit. Of a recurring window the times are those of its first.
    """

    id: int
    kind: str
    name: str
    site_id: int | None
    starts_at: int
    ends_at: int
    zone: str
    local_from: str
    local_to: str
    repeat: str | None
    note: str | None
    added_by: str
    added_at: int
    ended_by: str | None = None
    ended_at: int | None = None


class Occurrence(NamedTuple):
    """One time of a window, in epoch ms."""

    starts_at: int
    ends_at: int


def during(window: Window, from_ms: int, to_ms: int) -> Occurrence | None:
    """The time of the window that lies, at least in part, between two moments; the latest if several do."""
    if window.added_at > to_ms or (window.ended_at is not None and window.ended_at <= from_ms):
        return None
    found = _last_begun(window, to_ms)
    return found if found is not None and found.ends_at > from_ms else None


def coming(window: Window, after_ms: int) -> Occurrence | None:
    """The next time of the window that begins after a moment."""
    if window.ended_at is not None and window.ended_at <= after_ms:
        return None
    if window.repeat is None:
        only = Occurrence(window.starts_at, window.ends_at)
        return only if only.starts_at > after_ms else None
    clock = _Clock(window)
    start = clock.rule.after(clock.wall(after_ms) - _LONGEST_LEAP, inc=True)
    while start is not None and clock.occurrence(start).starts_at <= after_ms:
        start = clock.rule.after(start)
    return None if start is None else clock.occurrence(start)


def _last_begun(window: Window, at_ms: int) -> Occurrence | None:
    if window.starts_at > at_ms:
        return None
    if window.repeat is None:
        return Occurrence(window.starts_at, window.ends_at)
    clock = _Clock(window)
    start = clock.rule.before(clock.wall(at_ms) + _LONGEST_LEAP, inc=True)
    while start is not None and clock.occurrence(start).starts_at > at_ms:
        start = clock.rule.before(start)
    return None if start is None else clock.occurrence(start)


class _Clock:
    """The wall clock of a recurring window."""

    def __init__(self, window: Window) -> None:
        self._first, last = datetime.fromisoformat(window.local_from), datetime.fromisoformat(window.local_to)
        self._length = last - self._first
        self._zone = zone_of(window.zone) or _offset(window)
        self.rule = _rule(window.repeat or "", self._first)

    def wall(self, at_ms: int) -> datetime:
        """What the clock on the wall shows."""
        return datetime.fromtimestamp(at_ms / 1000, self._zone).replace(tzinfo=None)

    def occurrence(self, start: datetime) -> Occurrence:
        """The moments of a time that begins when the wall clock shows ``start``.

        What the clock shows twice begins the first time and ends the second. A start that the clock leaps over is
        where it would have been without the leap (RFC 5545 section 3.3.5), and the work takes as long as ever.
        """
        begins = epoch_ms(start, self._zone)
        ends = max(epoch_ms((start + self._length).replace(fold=fold), self._zone) for fold in (0, 1))
        return Occurrence(begins, ends if ends > begins else begins + round(self._length.total_seconds() * 1000))


def epoch_ms(wall: datetime, zone: tzinfo) -> int:
    """The moment at which the clock of a zone shows that."""
    return round(wall.replace(tzinfo=zone).timestamp() * 1000)


def zone_of(name: str) -> tzinfo | None:
    """The zone of a name as ``Asia/Ho_Chi_Minh``; None: there is none on this machine."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _offset(window: Window) -> tzinfo:
    """What the clock of a zone that this machine does not know was ahead of UTC at the first time."""
    utc = datetime.fromtimestamp(window.starts_at / 1000, UTC).replace(tzinfo=None)
    minutes = round((datetime.fromisoformat(window.local_from) - utc).total_seconds() / 60)
    return timezone(timedelta(minutes=minutes))


def _rule(repeat: str, first: datetime) -> rrule:
    from dateutil.rrule import rrule, rrulestr

    found = rrulestr(repeat, dtstart=first, cache=True)
    assert isinstance(found, rrule)  # a text of one rule makes one
    return found


def recurrence(text: str, first: datetime, zone: tzinfo, called: str = "--repeat") -> str:
    """A rule as it is kept: checked against the wall clock of its first time, ``UNTIL`` in that clock, too.

    ``called``: what messages call it.

    Raises:
        UsageError: it is no rule, one of another kind than whole days, or the first time is none of its times.
    """
    parts = _parts(text, called)
    if "UNTIL" in parts:
        parts["UNTIL"] = _until(parts["UNTIL"], zone)
    kept = ";".join(f"{key}={value}" for key, value in parts.items())
    try:
        found = next(iter(_rule(kept, first)), None)
    except (ValueError, TypeError, OverflowError):
        raise _no_rule(text, called) from None
    if found is None:
        raise UsageError(_("{option}: {text!r}: no time ever fits that").format(option=called, text=text))
    if found != first:
        message = _("{option}: {text!r}: the first time, {first}, does not fit it: the next that does is {next}")
        shown = {"first": f"{first:%Y-%m-%d %H:%M}", "next": f"{found:%Y-%m-%d %H:%M}"}
        raise UsageError(message.format(option=called, text=text, **shown))
    return kept


def _parts(text: str, called: str) -> dict[str, str]:
    """The parts of a rule; only such as make a rule of days, so that it is quickly worked out."""
    words = text.strip().upper().removeprefix("RRULE:").rstrip(";")
    parts = dict(part.partition("=")[::2] for part in words.split(";"))
    whole = all(re.fullmatch(r"[1-9]\d{0,3}", parts[key], re.ASCII) for key in ("INTERVAL", "COUNT") if key in parts)
    if not parts.keys() <= _KEYS or parts.get("FREQ") not in _FREQUENCIES or not all(parts.values()) or not whole:
        raise _no_rule(text, called)
    if int(parts.get("INTERVAL", 1)) > _LARGEST:
        raise _no_rule(text, called)
    return parts


def _until(text: str, zone: tzinfo) -> str:
    """The end of a rule on the wall clock; a day means all of it."""
    if text.endswith("Z"):
        try:
            at = datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        except ValueError:
            return text  # the rule's own check says what is wrong
        return f"{at.astimezone(zone):%Y%m%dT%H%M%S}"
    return text if "T" in text else f"{text}T235959"


def _no_rule(text: str, called: str) -> UsageError:
    message = _(
        "{option}: {text!r} is no rule of recurrence: write FREQ=DAILY, FREQ=WEEKLY;BYDAY=SU, FREQ=MONTHLY;BYDAY=1SU;"
        "UNTIL=20271231 (RFC 5545; by days, weeks, months or years)"
    )
    return UsageError(message.format(option=called, text=text))
