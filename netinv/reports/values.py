"""Values in words: per cent, hours, dates, as each language writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from netinv.i18n import _, language
from netinv.reports.model import Kind
from netinv.text import one_line

if TYPE_CHECKING:
    from netinv.reports.model import Table, Value

_MINUTE_MS, _HOUR_MS = 60_000, 3_600_000
NUMERIC = (Kind.NUMBER, Kind.SHARE, Kind.POINTS, Kind.DURATION)


def shown(value: Value, kind: Kind) -> str:
    """A value as people read it; a dash where there is none."""
    if value is None:
        return "–"
    if kind is Kind.TEXT:
        return one_line(str(value))
    if kind is Kind.DATE:
        day = day_of(value)
        return f"{day:%d/%m/%Y}" if day is not None and language() == "vi" else one_line(str(value))
    number = float(value)
    if kind is Kind.TIME:
        at = local(round(number))
        return f"{at:%d/%m/%Y %H:%M}" if language() == "vi" else f"{at:%Y-%m-%d %H:%M}"
    if kind is Kind.DURATION:
        return duration(round(number))
    if kind is Kind.SHARE:
        return f"{_decimal(per_cent(number))} %"
    if kind is Kind.POINTS:
        return ("+" if number > 0 else "−" if number < 0 else "±") + _decimal(abs(points(number)))
    return grouped(round(number))


def day_of(value: Value) -> date | None:
    """The day of a date in ISO form; None where a database has something else: that is shown as the text it is."""
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def cell(value: Value, kind: Kind) -> str:
    """A value in a table: durations as hours and minutes, so that columns stay narrow."""
    if kind is not Kind.DURATION or value is None:
        return shown(value, kind)
    minutes = (
        -(-round(float(value)) // _MINUTE_MS) if 0 < float(value) < _MINUTE_MS else round(float(value) / _MINUTE_MS)
    )
    return f"{grouped(minutes // 60)}:{minutes % 60:02}" if minutes else "0"


def title(text: str, kind: Kind) -> str:
    """The title of such a column."""
    return _("{title} (h:mm)").format(title=text) if kind is Kind.DURATION else text


def telling(table: Table) -> list[int]:
    """The places of the columns that say anything: not those that are empty, or durations of naught, in each row."""
    return [place for place, column in enumerate(table.columns) if not table.rows or _tells(table, place, column.kind)]


def _tells(table: Table, place: int, kind: Kind) -> bool:
    return any(row[place] if kind is Kind.DURATION else row[place] is not None for row in table.rows)


def on_paper(table: Table) -> list[int]:
    """The same without words for programs."""
    return [place for place in telling(table) if not table.columns[place].technical]


def per_cent(share: float) -> float:
    """A share in per cent; never rounded up to all of it."""
    value = round(round(share, 6) * 100, 3)  # as JSON has it: the same figure in all forms
    return 99.999 if value == 100 and share < 1 else value


def points(difference: float) -> float:
    """A difference of shares in percentage points."""
    return round(round(difference, 6) * 100, 3)


def _decimal(number: float) -> str:
    text = f"{number:.3f}".rstrip("0").rstrip(".")
    return text.replace(".", ",") if language() == "vi" else text


def grouped(number: int) -> str:
    """A whole number with its thousands parted."""
    text = f"{number:,}"
    return text.replace(",", ".") if language() == "vi" else text


def duration(milliseconds: int) -> str:
    """In hours and minutes; seconds below a minute."""
    if milliseconds == 0:
        return "0"
    if milliseconds < _MINUTE_MS:
        return _("{n} s").format(n=max(1, round(milliseconds / 1000)))
    minutes = round(milliseconds / _MINUTE_MS)
    hours, rest = divmod(minutes, 60)
    parts = [_("{n} h").format(n=grouped(hours))] if hours else []
    if rest:
        parts.append(_("{n} min").format(n=rest))
    return " ".join(parts)


def local(time_ms: int) -> datetime:
    """A moment on the clock of this machine."""
    return datetime.fromtimestamp(time_ms / 1000, UTC).astimezone()


def iso(time_ms: int) -> str:
    """A moment as JSON has it."""
    return datetime.fromtimestamp(time_ms / 1000, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
