"""Where things stood on a day: units under the units of their time, devices and services at them. Light: plain SQL."""

from __future__ import annotations

import json
from functools import cached_property
from typing import TYPE_CHECKING, Any

from netinv.declaration import day_of
from netinv.units.boundaries import Boundaries, Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from netinv.maintenance import Window
    from netinv.store.reading.views import DeviceRow, ProblemRow, ServiceRow, SiteRow

    Query = Callable[[str], list[tuple[Any, ...]]]

_DATED = """SELECT EXISTS(SELECT 1 FROM relocation)
            OR EXISTS(SELECT 1 FROM site WHERE valid_from > '' OR valid_to IS NOT NULL)"""


class Placing:
    """One day. Costs one short query where no unit has ever changed."""

    def __init__(self, query: Query, day: str) -> None:
        self._query = query
        self.day = day

    @cached_property
    def dated(self) -> bool:
        """Whether any unit or device has ever changed its place; else everything stands where it says."""
        return bool(self._query(_DATED)[0][0])

    @cached_property
    def boundaries(self) -> Boundaries:
        """The units of the day."""
        places = map(Place._make, self._query("SELECT id, code, parent_id, valid_from, valid_to FROM site"))
        pairs = self._query("SELECT old_site_id, new_site_id FROM succession")
        return Boundaries(places, ((old, new) for old, new in pairs), self.day)

    def sites(self, rows: list[SiteRow]) -> list[SiteRow]:
        """The units of the day, each under the unit that is above it on that day."""
        if not self.dated:
            return rows
        above = self.boundaries.parent
        return [row if row.parent_id == (at := above(row.id)) else row._replace(parent_id=at) for row in rows]

    def devices(self, rows: list[DeviceRow]) -> list[DeviceRow]:
        """Each at the unit of the day that it stood at."""
        if not self.dated:
            return rows
        placed = []
        for row in rows:
            site_id, code = self._at("device", row.id, row.site_id, row.site)
            placed.append(row if site_id == row.site_id else row._replace(site_id=site_id, site=code))
        return placed

    def services(self, rows: list[ServiceRow]) -> list[ServiceRow]:
        """Likewise."""
        if not self.dated:
            return rows
        ids = {row[0]: row[1] for row in self._query("SELECT id, site_id FROM service")}
        return [row._replace(site=self._at("service", row.id, ids[row.id], row.site)[1]) for row in rows]

    def problems(self, rows: list[ProblemRow]) -> list[ProblemRow]:
        """With the sites of the day; they are stored by the codes of when they began."""
        if not self.dated or not rows:
            return rows
        moved = []
        for row in rows:
            sites = sorted({self._code(code, row.opened_at) for code in json.loads(row.affected_sites)})
            site = None if row.site is None else self._code(row.site, row.opened_at)
            moved.append(row._replace(affected_sites=json.dumps(sites), site=site))
        return moved

    def windows(self, rows: list[Window]) -> list[Window]:
        """Planned work on a unit that is no more is on its heir."""
        if not rows or not self.dated:
            return rows
        found = []
        for row in rows:
            heir = None if row.site_id is None else self.boundaries.of(row.site_id)
            moved = heir is not None and heir != row.site_id
            found.append(row._replace(site_id=heir, name=self.boundaries.places[heir].code) if moved and heir else row)
        return found

    def now_in(self, site_ids: Iterable[int]) -> set[int]:
        """Those units, and all of other times whose things stand at them on the day."""
        wanted = set(site_ids)
        if not self.dated:
            return wanted
        return wanted | {site_id for site_id in self.boundaries.places if self.boundaries.of(site_id) in wanted}

    def site_of(self, device_id: int, site_id: int) -> int | None:
        """The unit of the day at which a device stood that stands at a unit now; None: at none."""
        if not self.dated:
            return site_id
        return self.boundaries.of(self._stood.get(("device", device_id), site_id))

    def _at(self, kind: str, subject_id: int, site_id: int, code: str) -> tuple[int, str]:
        """Where it stood; where no unit of the day has it, it stays at that of its own time."""
        stood = self._stood.get((kind, subject_id), site_id)
        found = self.boundaries.of(stood) or stood
        return (site_id, code) if found == site_id else (found, self.boundaries.places[found].code)

    @cached_property
    def _stood(self) -> dict[tuple[str, int], int]:
        """Where those stood on the day that have left since: the first place they left after it."""
        first: dict[tuple[str, int], int] = {}
        sql = "SELECT device_id, service_id, date, from_site_id FROM relocation ORDER BY date, id"
        for device_id, service_id, date, site_id in self._query(sql):
            if date > self.day:
                first.setdefault(("device", device_id) if device_id is not None else ("service", service_id), site_id)
        return first

    def meant(self, code: str, at_ms: int) -> int | None:
        """The unit that a code meant when it was written down: before what was applied only later was known."""
        day = day_of(at_ms)
        later = {unit_id for applied_at, born in self._reorganised if applied_at > at_ms for unit_id in born}
        known = [place for place in self._by_code.get(code, ()) if place.valid_from <= day]
        then = [place for place in known if place.id not in later] or known
        return then[-1].id if then else None

    @cached_property
    def _by_code(self) -> dict[str, list[Place]]:
        found: dict[str, list[Place]] = {}
        for place in sorted(self.boundaries.places.values(), key=lambda place: place.valid_from):
            found.setdefault(place.code, []).append(place)
        return found

    @cached_property
    def _reorganised(self) -> list[tuple[int, list[int]]]:
        """When each reorganisation that holds was applied, and the units that it made."""
        rows = self._query("SELECT applied_at, born FROM reorganisation WHERE undone_at IS NULL")
        return [(applied_at, json.loads(born)) for applied_at, born in rows]

    def _code(self, code: str, at_ms: int) -> str:
        """The code, on the day, of the unit that a code meant when it was written down."""
        site_id = self.meant(code, at_ms)
        found = None if site_id is None else self.boundaries.of(site_id)
        return code if found is None else self.boundaries.places[found].code
