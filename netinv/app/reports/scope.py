"""The units that a report speaks of: by which boundaries, which part of the tree, which level; how it calls them."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from netinv.app.views.viewing import site_ids
from netinv.app.words.levels import checked_level
from netinv.errors import UsageError
from netinv.i18n import _
from netinv.reports.model import Column, Kind
from netinv.vocabulary import level_word

if TYPE_CHECKING:
    from collections.abc import Iterable

    from netinv.reports.model import Value
    from netinv.store.reading.reader import Reader
    from netinv.store.reading.views import DeviceRow, SiteRow


class Wanted(NamedTuple):
    """What of the network is wanted. ``boundaries``: an ISO date, where it is not that of the report's own time."""

    level: str | None = None
    site: str | None = None
    boundaries: str | None = None


class Scope:
    """The units of a day and the devices at them."""

    def __init__(self, reader: Reader, wanted: Wanted, day: str, at: int | None = None) -> None:
        """Read them; ``day`` is that of the report.

        Raises:
            UsageError: no such site or level; no unit is known of the day.
        """
        self.level, self._site = checked_level(wanted.level), wanted.site
        self.day = reader.boundaries = wanted.boundaries or day
        all_sites = reader.sites()
        if not all_sites:
            raise UsageError(_("no unit is known of {day}: netinv geo log shows the changes").format(day=self.day))
        inside = None if wanted.site is None else set(site_ids(wanted.site, all_sites))
        self.sites: dict[int, SiteRow] = {row.id: row for row in all_sites if inside is None or row.id in inside}
        self.all_sites: dict[int, SiteRow] = {row.id: row for row in all_sites}
        self._reader, self._at = reader, at

    @property
    def about(self) -> tuple[tuple[str, str, Value, Kind], ...]:
        """As the head of the report says it."""
        level = None if self.level is None else level_word(self.level)
        return (
            ("boundaries", _("units as of"), self.day, Kind.DATE),
            ("level", _("level"), level, Kind.TEXT),
            ("site", _("site"), self._site, Kind.TEXT),
        )

    @cached_property
    def all_devices(self) -> list[DeviceRow]:
        """All there are; read when they are first asked for, as a report of many days wants few of them."""
        self._reader.boundaries = self.day
        return self._reader.devices(self._at)

    @cached_property
    def devices(self) -> list[DeviceRow]:
        """The devices at the units of the scope."""
        return [row for row in self.all_devices if row.site_id in self.sites]

    def above(self, site_id: int) -> Iterable[SiteRow]:
        """The unit and all above it that are in the scope."""
        seen: set[int] = set()
        here: int | None = site_id
        while here in self.sites and here not in seen:
            seen.add(here)
            yield self.sites[here]
            here = self.sites[here].parent_id

    def shown(self) -> list[SiteRow]:
        """The units of the level, or all, by code."""
        return [row for row in self.sites.values() if self.level in (None, row.level)]

    def with_beneath(self) -> dict[int, list[DeviceRow]]:
        """The devices of each unit, with those of all beneath it."""
        found: dict[int, list[DeviceRow]] = defaultdict(list)
        for device in self.devices:
            for site in self.above(device.site_id):
                found[site.id].append(device)
        return found


def unit_columns() -> tuple[Column, ...]:
    """The first columns of a table of units: who it is."""
    return Column("code", _("code")), Column("name", _("name")), Column("level", _("level"))


def unit_values(unit: SiteRow) -> tuple[str, str, str]:
    """A unit's values in them."""
    return unit.code, unit.name, level_word(unit.level)
