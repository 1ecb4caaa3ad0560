"""The period of a report: the last whole month, if nobody says another."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from netinv.declaration import day_of
from netinv.errors import UsageError
from netinv.i18n import _

LAST = "last"
"""The word for the month before this one."""


class Period(NamedTuple):
    """From a moment until before another, in epoch milliseconds."""

    start: int
    end: int


def period(start: int | None, end: int | None, now_ms: int) -> Period:
    """The period between two moments; what has not come yet is no part of it.

    Raises:
        UsageError: it ends before it begins, or lies in the future.
    """
    if start is None:
        start, month_end = _last_month(now_ms) if end is None else (_month_before(end), end)
        end = month_end if end is None else end
    end = now_ms if end is None else min(end, now_ms)
    if start >= now_ms:
        raise UsageError(_("--from: the period lies in the future: nothing is known of it"))
    if start >= end:
        raise UsageError(_("--to: the period ends before it begins: mend --from or --to"))
    return Period(start, end)


def month(text: str, now_ms: int) -> Period:
    """A whole month of this machine's clock: ``2026-10``, or :data:`LAST`; the one that runs ends now.

    Raises:
        UsageError: it is none, or lies in the future.
    """
    if text.strip() == LAST:
        return Period(*_last_month(now_ms))
    try:
        first = datetime.strptime(text.strip(), "%Y-%m")  # noqa: DTZ007  # of this machine's zone
        start = _midnight(first.year, first.month)
        end = _midnight(first.year + first.month // 12, first.month % 12 + 1)
    except (ValueError, OverflowError, OSError):  # the latter two from years that no clock reaches
        message = _("--month: {text!r} is no month: write year-month, as 2026-10, or {last}")
        raise UsageError(message.format(text=text, last=LAST)) from None
    if start >= now_ms:
        raise UsageError(_("--month: the month lies in the future: nothing is known of it"))
    return Period(start, min(end, now_ms))


def _last_month(now_ms: int) -> tuple[int, int]:
    """The last whole month, where this machine stands."""
    first = datetime.fromtimestamp(now_ms / 1000, UTC).astimezone().date().replace(day=1)
    return _month_before(_midnight(first.year, first.month)), _midnight(first.year, first.month)


def _month_before(end: int) -> int:
    """The first moment of the month that ends with a moment, or in which it lies."""
    last = datetime.fromtimestamp((end - 1) / 1000, UTC).astimezone()
    return _midnight(last.year, last.month)


def _midnight(year: int, month: int) -> int:
    return round(datetime(year, month, 1).astimezone().timestamp() * 1000)  # of this machine's zone


def last_moment(day: str | None, option: str, now_ms: int) -> tuple[str, int]:
    """A day, else today, and its last moment, or now.

    Raises:
        UsageError: it is yet to come.
    """
    today = day_of(now_ms)
    if day is None or day == today:
        return today, now_ms
    if day > today:
        raise UsageError(_("{option}: {day} is yet to come").format(option=option, day=day))
    return day, end_of_day(day)


def end_of_day(day: str) -> int:
    """The last moment of a day, where this machine stands."""
    return round((datetime.fromisoformat(day) + timedelta(days=1)).astimezone().timestamp() * 1000) - 1
