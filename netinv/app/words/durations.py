"""Times, durations and numbers as each language writes them. Times are shown in local time with the offset."""

from __future__ import annotations

from datetime import UTC, datetime

from netinv.i18n import _, language, plural

_MINUTE_S, _HOUR_S, _DAY_S = 60, 3600, 86_400
_WEEK_DAYS = 7


def age(now_ms: int, then_ms: int) -> float:
    """Seconds from one time to another (epoch ms); a clock that was set back gives 0."""
    return max(0.0, (now_ms - then_ms) / 1000)


def duration(seconds: float) -> str:
    """In words, the two largest units: ``12 s``, ``5 min``, ``2 h 5 min``, ``3 days 4 h``, ``12 days``."""
    whole = int(seconds)
    if whole < _MINUTE_S:
        return _("{n} s").format(n=whole)
    if whole < _HOUR_S:
        return _("{n} min").format(n=whole // _MINUTE_S)
    if whole < _DAY_S:
        return _join(_("{n} h").format(n=whole // _HOUR_S), _("{n} min"), whole % _HOUR_S // _MINUTE_S)
    days = whole // _DAY_S
    hours = whole % _DAY_S // _HOUR_S if days < _WEEK_DAYS else 0
    return _join(plural("{n} day", "{n} days", days).format(n=number(days)), _("{n} h"), hours)


def _join(large: str, small: str, n: int) -> str:
    return f"{large} {small.format(n=n)}" if n else large


def ago(now_ms: int, then_ms: int) -> str:
    """How long before now, in words."""
    return _("{duration} ago").format(duration=duration(age(now_ms, then_ms)))


def local_time(time_ms: int, *, seconds: bool = False) -> str:
    """Date and time in the local zone, with its offset from UTC."""
    moment = datetime.fromtimestamp(time_ms / 1000, UTC).astimezone()
    exactly = moment.strftime(":%S") if seconds else ""
    return f"{day_and_time(moment)}{exactly} {moment.isoformat()[-6:]}"


def day_and_time(moment: datetime) -> str:
    """``2026-11-28 22:00``, in Vietnamese ``28/11/2026 22:00``."""
    return moment.strftime("%d/%m/%Y %H:%M" if language() == "vi" else "%Y-%m-%d %H:%M")


def clock_time(time_ms: int, now_ms: int) -> str:
    """The time of day of what happened today, else the day and the time: for a narrow column, without the offset."""
    moment, today = (datetime.fromtimestamp(ms / 1000, UTC).astimezone() for ms in (time_ms, now_ms))
    if moment.date() == today.date():
        return f"{moment:%H:%M:%S}"
    return f"{moment:%d/%m %H:%M}" if language() == "vi" else f"{moment:%m-%d %H:%M}"


def number(n: int) -> str:
    """A whole number with its thousands parted: ``12,345``, in Vietnamese ``12.345``."""
    text = f"{n:,}"
    return text.replace(",", ".") if language() == "vi" else text


def decimal(value: float) -> str:
    """A number with one place after the point: ``1.5``, in Vietnamese ``1,5``."""
    text = f"{value:.1f}"
    return text.replace(".", ",") if language() == "vi" else text


def rate(bps: int | None) -> str:
    """Bits per second with at most three digits: ``940 Mb/s``, ``1.5 Gb/s``; empty where it is not known."""
    if bps is None:
        return ""
    value = float(bps)
    for unit in ("b/s", "kb/s", "Mb/s", "Gb/s"):
        if value < 999.5:  # what would round to four digits takes the next unit
            return f"{_digits(value)} {unit}"
        value /= 1000
    return f"{_digits(value)} Tb/s"


def milliseconds(value: float | None) -> str:
    """A short time: ``1.5 ms``, ``240 ms``; empty where it is not known."""
    return "" if value is None else f"{_digits(value)} ms"


def per_cent(share: float | None) -> str:
    """A share of one: ``12.5 %``; empty where it is not known."""
    return "" if share is None else f"{decimal(share * 100)} %"


def _digits(value: float) -> str:
    text = f"{value:.1f}".rstrip("0").rstrip(".") if value < 10 else f"{value:.0f}"  # three digits
    return text.replace(".", ",") if language() == "vi" else text
