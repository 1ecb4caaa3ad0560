"""The one form of every report: titled tables of typed columns. All renderers read from it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

Value = str | int | float | None


class Kind(StrEnum):
    """What a cell holds. None is a cell without a value in any of them."""

    TEXT = "text"
    NUMBER = "number"
    """A whole number."""
    SHARE = "share"
    """From 0 to 1, shown in per cent."""
    POINTS = "points"
    """The difference of two shares, shown in percentage points with its sign."""
    DURATION = "duration"
    """Milliseconds."""
    DATE = "date"
    """ISO 8601, as 2024-12-31."""
    TIME = "time"
    """Epoch milliseconds, UTC; shown in local time."""


class Column(NamedTuple):
    """A column: its key in JSON, its title in the language in use. ``technical``: words for programs, not for paper."""

    key: str
    title: str
    kind: Kind = Kind.TEXT
    technical: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of values, in the order of the columns. ``bars``: the key of a share to draw as bars.

    ``fills``: on paper only as many of its first rows as the page has room for.
    """

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    notes: tuple[str, ...] = ()
    bars: str | None = None
    fills: bool = False


class Point(NamedTuple):
    """A unit on the map; ``share`` None: nothing is known of it."""

    name: str
    lat: float
    lon: float
    share: float | None


@dataclass(frozen=True, slots=True)
class Report:
    """A report. ``about`` is what it tells of (period, boundaries …) as key, label, value; ``points`` its map.

    ``upright``: its paper stands.
    """

    key: str
    title: str
    about: tuple[tuple[str, str, Value, Kind], ...]
    tables: tuple[Table, ...]
    notes: tuple[str, ...] = ()
    points: tuple[Point, ...] = ()
    target: float | None = None
    upright: bool = False

    def table(self, key: str) -> Table | None:
        """One of its tables."""
        return next((table for table in self.tables if table.key == key), None)


class Written(NamedTuple):
    """A report in one of its forms, as it is in a file, and when it was made (epoch ms)."""

    report: Report
    form: str
    content: bytes
    made_ms: int


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who reports: lines of the head, and the place that stands before the date."""

    lines: tuple[str, ...] = ()
    place: str = ""
