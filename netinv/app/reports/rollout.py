"""``netinv rollout``: which units are connected, since when, and which only say so."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from netinv.app.levels import level_word
from netinv.app.reports.scope import Scope
from netinv.errors import UsageError
from netinv.i18n import _
from netinv.inventory.columns import LEVELS
from netinv.reports.model import Column, Kind, Report, Table

if TYPE_CHECKING:
    from netinv.app.reports.coverage import Moment
    from netinv.app.reports.scope import Wanted
    from netinv.reports.model import Value
    from netinv.store.reader import Reader
    from netinv.store.views import SiteRow

_COUNTED = tuple(level for level in LEVELS if level != "province")
"""The levels whose units are connected: the province is what they are connected to."""


class Stand(NamedTuple):
    """How far a unit is on a day."""

    site: SiteRow
    status: str | None
    """``connected`` by that day; else what is said of it: planned, connecting, disconnected; None: nothing."""


def rollout(reader: Reader, moment: Moment, wanted: Wanted) -> Report:
    """The report of a day.

    Raises:
        UsageError: no such site or level; no unit is known of the day.
    """
    scope = Scope(reader, wanted, moment.day)
    stands = [_stand(site, moment.day) for site in scope.shown()]
    answered = {device for device, first in reader.history().first_answers().items() if first <= moment.at_ms}
    devices = {site_id: [one.id for one in here] for site_id, here in scope.with_beneath().items()}
    own = Counter(device.site_id for device in scope.devices)
    seen = {device.site_id for device in scope.devices if device.id in answered}
    silent = [one for one in stands if one.status == "connected" and one.site.id not in seen]
    return Report(
        "rollout",
        _("Roll-out of the network"),
        (
            ("at", _("as of"), moment.day, Kind.DATE),
            ("boundaries", _("units as of"), scope.day, Kind.DATE),
            ("level", _("level"), None if scope.level is None else level_word(scope.level), Kind.TEXT),
            ("site", _("site"), wanted.site, Kind.TEXT),
            ("units", _("units"), sum(one.site.level in _COUNTED for one in stands), Kind.NUMBER),
            ("connected", _("connected"), _connected(stands), Kind.NUMBER),
        ),
        (
            _levels(stands),
            _years(reader, moment.day, wanted),
            _behind(stands),
            _silent(silent, own),
            _units(stands, {site_id: len(here) for site_id, here in devices.items()}, seen),
        ),
        (_("The province itself is not counted: it is what the units are connected to."),),
    )


def _connected(stands: list[Stand]) -> int:
    return sum(one.status == "connected" and one.site.level in _COUNTED for one in stands)


def _stand(site: SiteRow, day: str) -> Stand:
    """A unit that says since when it is connected was not before; one that does not say when, is."""
    if site.status == "connected" and site.connected_since is not None and site.connected_since > day:
        return Stand(site, "planned")
    return Stand(site, site.status)


def status_word(status: str | None) -> str:
    """A status in the language in use."""
    return {
        "planned": _("planned"),
        "connecting": _("connecting"),
        "connected": _("connected"),
        "disconnected": _("disconnected"),
    }.get(status or "", _("nothing said"))


def _levels(stands: list[Stand]) -> Table:
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
        here = Counter(one.status for one in stands if one.site.level == level)
        n = sum(here.values())
        if n:
            words = ("connected", "connecting", "planned", "disconnected", None)
            rows.append((level_word(level), n, *(here[one] for one in words), here["connected"] / n))
    return Table("levels", _("By level"), columns, tuple(rows), bars="share")


def _years(reader: Reader, day: str, wanted: Wanted) -> Table:
    """At the end of each year, by the units of that day, from the first that was connected on."""
    first = min((since for site in reader.sites() if (since := site.connected_since)), default=day)
    days = [f"{year}-12-31" for year in range(int(first[:4]), int(day[:4]))] + [day]
    columns = (
        Column("date", _("day"), Kind.DATE),
        Column("units", _("units"), Kind.NUMBER),
        *(Column(level, level_word(level), Kind.NUMBER) for level in _COUNTED),
        Column("connected", _("connected"), Kind.NUMBER),
        Column("share", _("share connected"), Kind.SHARE),
    )
    rows: list[tuple[Value, ...]] = []
    for one in days:
        try:
            scope = Scope(reader, wanted._replace(boundaries=wanted.boundaries or one), one)
        except UsageError:  # the site that is asked for was not there yet
            continue
        stands = [_stand(site, one) for site in scope.shown() if site.level in _COUNTED]
        by_level = Counter(stand.site.level for stand in stands if stand.status == "connected")
        n = sum(by_level.values())
        counts = (by_level[level] for level in _COUNTED)
        rows.append((one, len(stands), *counts, n, n / len(stands) if stands else None))
    return Table("years", _("Connected units over time"), columns, tuple(rows), bars="share")


def _behind(stands: list[Stand]) -> Table:
    columns = (
        Column("code", _("code")),
        Column("name", _("name")),
        Column("level", _("level")),
        Column("status", _("status")),
        Column("connected_since", _("connected since"), Kind.DATE),
    )
    rows = tuple(
        (*_called(one), status_word(one.status), one.site.connected_since)
        for one in stands
        if one.status != "connected" and one.site.level in _COUNTED
    )
    return Table("behind", _("Not connected yet"), columns, rows)


def _called(one: Stand) -> tuple[str, str, str]:
    return one.site.code, one.site.name, level_word(one.site.level)


def _silent(stands: list[Stand], devices: Counter[int]) -> Table:
    columns = (
        Column("code", _("code")),
        Column("name", _("name")),
        Column("level", _("level")),
        Column("connected_since", _("connected since"), Kind.DATE),
        Column("devices", _("devices"), Kind.NUMBER),
    )
    rows = tuple((*_called(one), one.site.connected_since, devices[one.site.id]) for one in stands)
    return Table("silent", _("Declared connected, but never answered"), columns, rows)


def _units(stands: list[Stand], devices: dict[int, int], seen: set[int]) -> Table:
    columns = (
        Column("code", _("code")),
        Column("name", _("name")),
        Column("level", _("level")),
        Column("status", _("status")),
        Column("connected_since", _("connected since"), Kind.DATE),
        Column("devices", _("devices"), Kind.NUMBER),
        Column("answered", _("has answered")),
    )
    rows = tuple(
        (
            *_called(one),
            status_word(one.status),
            one.site.connected_since,
            devices.get(one.site.id, 0),
            _("yes") if one.site.id in seen else _("no"),
        )
        for one in stands
    )
    return Table("units", _("All units"), columns, rows)
