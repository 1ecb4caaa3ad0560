"""``netinv rollout``: which units are connected, since when, and which only say so."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING

from netinv.app.reports.period import end_of_day
from netinv.app.reports.scope import Scope, unit_columns, unit_values
from netinv.app.reports.stands import COUNTED, answered_by, stands
from netinv.errors import UsageError
from netinv.i18n import _
from netinv.inventory.columns import LEVELS
from netinv.reports.model import Column, Kind, Report, Table
from netinv.vocabulary import level_word

if TYPE_CHECKING:
    from collections.abc import Mapping

    from netinv.app.reports.coverage import Moment
    from netinv.app.reports.scope import Wanted
    from netinv.app.reports.stands import Stand
    from netinv.reports.model import Value
    from netinv.store.reading.reader import Reader


def rollout(reader: Reader, moment: Moment, wanted: Wanted) -> Report:
    """The report of a day.

    Raises:
        UsageError: no such site or level; no unit is known of the day.
    """
    first_answers = reader.history().first_answers()
    years = _years(reader, moment, wanted, first_answers)  # first, so that only one day's units are held at a time
    scope = Scope(reader, wanted, moment.day)
    found = stands(scope, moment.day, answered_by(first_answers, moment.at_ms))
    devices = Counter(site.id for device in scope.devices for site in scope.above(device.site_id))
    own = Counter(device.site_id for device in scope.devices)
    return Report(
        "rollout",
        _("Roll-out of the network"),
        (
            ("at", _("as of"), moment.day, Kind.DATE),
            *scope.about,
            ("units", _("units"), sum(one.site.level in COUNTED for one in found), Kind.NUMBER),
            ("connected", _("connected"), _connected(found), Kind.NUMBER),
        ),
        (
            _levels(found),
            years,
            _behind(found),
            _silent([one for one in found if one.silent], own),
            _units(found, devices),
        ),
        (_("The province itself is not counted: it is what the units are connected to."),),
    )


def _connected(found: list[Stand]) -> int:
    return sum(one.connected and one.site.level in COUNTED for one in found)


def _levels(found: list[Stand]) -> Table:
    columns = (
        Column("level", _("level")),
        Column("units", _("units"), Kind.NUMBER),
        Column("connected", _("connected"), Kind.NUMBER),
        Column("connecting", _("connecting"), Kind.NUMBER),
        Column("planned", _("planned"), Kind.NUMBER),
        Column("disconnected", _("disconnected"), Kind.NUMBER),
        Column("not_said", _("nothing said"), Kind.NUMBER),
        Column("share", _("share connected"), Kind.SHARE),
    )
    rows: list[tuple[Value, ...]] = []
    for level in LEVELS:
        here = Counter(one.status for one in found if one.site.level == level)
        n = sum(here.values())
        if n:
            words = ("connected", "connecting", "planned", "disconnected", None)
            rows.append((level_word(level), n, *(here[one] for one in words), here["connected"] / n))
    return Table("levels", _("By level"), columns, tuple(rows), bars="share")


def _years(reader: Reader, moment: Moment, wanted: Wanted, first_answers: Mapping[int, int]) -> Table:
    """At the end of each year, by the units of that day, from the first that was connected on."""
    first = min((since for site in reader.sites() if (since := site.connected_since)), default=moment.day)
    ends = [_end_of(year) for year in range(int(first[:4]), int(moment.day[:4]))]
    columns = (
        Column("date", _("day"), Kind.DATE),
        Column("units", _("units"), Kind.NUMBER),
        *(Column(level, level_word(level), Kind.NUMBER) for level in COUNTED),
        Column("connected", _("connected"), Kind.NUMBER),
        Column("answered", _("of them answered"), Kind.NUMBER),
        Column("share", _("share connected"), Kind.SHARE),
    )
    rows: list[tuple[Value, ...]] = []
    for day, at_ms in (*ends, (moment.day, moment.at_ms)):
        with suppress(UsageError):  # the site that is asked for was not there yet
            of_day = wanted._replace(boundaries=wanted.boundaries or day)
            rows.append(_on(Scope(reader, of_day, day), day, answered_by(first_answers, at_ms)))
    return Table("years", _("Connected units over time"), columns, tuple(rows), bars="share")


def _on(scope: Scope, day: str, answered: set[int]) -> tuple[Value, ...]:
    """The row of a day."""
    counted = [one for one in stands(scope, day, answered) if one.site.level in COUNTED]
    connected = [one for one in counted if one.connected]
    by_level = Counter(one.site.level for one in connected)
    n = len(connected)
    counts = (by_level[level] for level in COUNTED)
    share = n / len(counted) if counted else None
    return day, len(counted), *counts, n, sum(one.answered for one in connected), share


def _end_of(year: int) -> tuple[str, int]:
    """The last day of a year, and its last moment."""
    return f"{year}-12-31", end_of_day(f"{year}-12-31")


def _behind(found: list[Stand]) -> Table:
    columns = (
        *unit_columns(),
        Column("status", _("status")),
        Column("connected_since", _("connected since"), Kind.DATE),
    )
    rows = tuple(
        (*unit_values(one.site), one.said, one.site.connected_since)
        for one in found
        if not one.connected and one.site.level in COUNTED
    )
    return Table("behind", _("Not connected yet"), columns, rows)


def _silent(found: list[Stand], devices: Counter[int]) -> Table:
    columns = (
        *unit_columns(),
        Column("connected_since", _("connected since"), Kind.DATE),
        Column("devices", _("devices"), Kind.NUMBER),
    )
    rows = tuple((*unit_values(one.site), one.site.connected_since, devices[one.site.id]) for one in found)
    return Table("silent", _("Declared connected, but never answered"), columns, rows)


def _units(found: list[Stand], devices: dict[int, int]) -> Table:
    columns = (
        *unit_columns(),
        Column("status", _("status")),
        Column("connected_since", _("connected since"), Kind.DATE),
        Column("devices", _("devices"), Kind.NUMBER),
        Column("answered", _("has answered")),
    )
    rows = tuple(
        (
            *unit_values(one.site),
            one.said,
            one.site.connected_since,
            devices.get(one.site.id, 0),
            _("yes") if one.answered else _("no"),
        )
        for one in found
    )
    return Table("units", _("All units"), columns, rows)
