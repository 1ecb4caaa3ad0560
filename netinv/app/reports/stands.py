"""How far each unit is on a day: connected, or what is said of it; and whether it has ever answered."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from netinv.app.reports.scope import Scope, Wanted
from netinv.i18n import _
from netinv.inventory.columns import LEVELS
from netinv.vocabulary import status_word

if TYPE_CHECKING:
    from collections.abc import Mapping

    from netinv.app.reports.coverage import Moment
    from netinv.store.reading.reader import Reader
    from netinv.store.reading.views import SiteRow

COUNTED = tuple(level for level in LEVELS if level != "province")
"""The levels whose units are connected: the province is what they are connected to."""


class Stand(NamedTuple):
    """How far a unit is on a day. ``answered``: a device of its own has, by then."""

    site: SiteRow
    status: str | None
    """``connected`` by that day; else what is said of it: planned, connecting, disconnected; None: nothing."""
    answered: bool

    @property
    def connected(self) -> bool:
        """Whether it is declared to be."""
        return self.status == "connected"

    @property
    def silent(self) -> bool:
        """Declared connected, but never answered."""
        return self.connected and not self.answered

    @property
    def said(self) -> str:
        """How far it is, in a word."""
        return status_word(self.status, _("nothing said"))


def stands(scope: Scope, day: str, answered: set[int]) -> list[Stand]:
    """The units of the scope on a day; ``answered`` are the devices that have, by then."""
    seen = {device.site_id for device in scope.devices if device.id in answered} if answered else set()
    return [Stand(site, _status(site, day), site.id in seen) for site in scope.shown()]


def answered_by(first_answers: Mapping[int, int], at_ms: int) -> set[int]:
    """The devices that had answered by a moment."""
    return {device_id for device_id, first in first_answers.items() if first <= at_ms}


def _status(site: SiteRow, day: str) -> str | None:
    """A unit that says since when it is connected was not before; one that does not say when, is."""
    if site.status == "connected" and site.connected_since is not None and site.connected_since > day:
        return "planned"
    return site.status


def units_on(reader: Reader, moment: Moment, level: str | None, today: str) -> list[tuple[Stand, SiteRow | None]]:
    """The units that are counted on a day, those that are behind first, then those that never answered.

    Beside each the unit of another day that it is, or became; None: it became part of several.

    Raises:
        UsageError: no unit is known of the day.
    """
    scope = Scope(reader, Wanted(level), moment.day)
    found = stands(scope, moment.day, answered_by(reader.history().first_answers(), moment.at_ms))
    counted = [one for one in found if one.site.level in COUNTED]
    counted.sort(key=lambda one: (one.connected, one.answered, one.site.code))
    reader.boundaries = today
    there = {row.id: row for row in reader.sites()}
    after: dict[int, set[int]] = defaultdict(set)
    for step in reader.successions():
        after[step.old_id].add(step.new_id)
    return [(one, _heir(one.site.id, there, after)) for one in counted]


def _heir(site_id: int, there: Mapping[int, SiteRow], after: Mapping[int, set[int]]) -> SiteRow | None:
    """Who it became by steps that each lead to one unit alone."""
    been: set[int] = set()
    while site_id not in there:
        been.add(site_id)
        following = after.get(site_id, set()) - been
        if len(following) != 1:
            return None
        site_id = next(iter(following))
    return there[site_id]
