"""Where sites stand on a map, what is said of one there, and which of them are linked."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from netinv.app.views import graphing
from netinv.app.views.viewing import roll_up
from netinv.app.words.states import severity
from topology.graph import between_sites

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from netinv.app.views.pages import Problem, Snapshot
    from netinv.app.views.viewing import SiteView
    from netinv.store.reading.views import DeviceRow
    from topology.values import SiteLink

_LEVELS = ("province", "district", "commune", "agency")


class Spot(NamedTuple):
    """A site on the map. ``state`` is of its own devices, of all below it where it has none; ``exact``: its own place.

    A site without coordinates stands where the nearest site above it stands.
    """

    view: SiteView
    state: str
    lat: float
    lon: float
    exact: bool
    devices: tuple[DeviceRow, ...] = ()

    @property
    def id(self) -> int:
        """The site's id."""
        return self.view.row.id

    @property
    def level(self) -> str:
        """The site's level."""
        return self.view.row.level

    @property
    def rank(self) -> tuple[int, int, str]:
        """What sorts the worst first, and of equals the higher level."""
        return severity(self.state), level_rank(self.level), self.view.row.code


class Atlas(NamedTuple):
    """All sites: those that have a place, and those that neither have one nor lie below one that has."""

    spots: tuple[Spot, ...]
    nowhere: tuple[SiteView, ...]


class Chart(NamedTuple):
    """All that the map of a network shows. ``links``: the ids of two sites, and the state of what links them."""

    atlas: Atlas
    links: tuple[tuple[int, int, str], ...]
    troubles: Mapping[str, Problem]


def level_rank(level: str) -> int:
    """The province first, what is not known last."""
    return _LEVELS.index(level) if level in _LEVELS else len(_LEVELS)


def chart(snapshot: Snapshot) -> Chart:
    """The map of a network; of a large one it takes its time."""
    found = atlas(snapshot.tree, snapshot.devices)
    ids = {spot.view.row.code: spot.id for spot in found.spots}
    links = (
        (ids[one.a_site], ids[one.b_site], one.state)
        for one in site_links(snapshot)
        if one.a_site in ids and one.b_site in ids
    )
    return Chart(found, tuple(links), troubles_by_site(snapshot))


def atlas(tree: Sequence[SiteView], devices: Iterable[DeviceRow]) -> Atlas:
    """Give every site of a tree, parents before children, its place."""
    own_devices: dict[int, list[DeviceRow]] = {}
    for device in devices:
        own_devices.setdefault(device.site_id, []).append(device)
    places: dict[int, tuple[float, float]] = {}
    spots, nowhere = [], []
    for view in tree:
        own = _coordinates(view)
        at = own or places.get(view.row.parent_id or 0)
        if at is None:
            nowhere.append(view)
            continue
        places[view.row.id] = at
        here = tuple(own_devices.get(view.row.id, ()))
        spots.append(Spot(view, _own_state(view, here), *at, own is not None, here))
    return Atlas(tuple(spots), tuple(nowhere))


def _coordinates(view: SiteView) -> tuple[float, float] | None:
    lat, lon = view.row.lat, view.row.lon
    if lat is None or lon is None or not (math.isfinite(lat) and math.isfinite(lon)):
        return None
    return lat, lon


def _own_state(view: SiteView, devices: Iterable[DeviceRow]) -> str:
    """On a map what lies below has places of its own, so a site is as its own devices are."""
    counts: dict[str, int] = {}
    for device in devices:
        counts[device.state] = counts.get(device.state, 0) + 1
    return roll_up(counts, view.row.status) if counts else view.state


def site_links(snapshot: Snapshot) -> list[SiteLink]:
    """The links between sites, one for each two."""
    devices = {row.name: graphing.device(row) for row in snapshot.devices}
    known = (row for row in snapshot.links if row.a_device in devices and row.b_device in devices)
    return between_sites(devices, map(graphing.link, known))


def troubles_by_site(snapshot: Snapshot) -> Mapping[str, Problem]:
    """For each site (code) that something is wrong with the problem to tell of: the first, causes come first."""
    site_of = {row.name: row.site for row in snapshot.devices}
    found: dict[str, Problem] = {}
    for problem in snapshot.problems:
        concerned = {problem.device, *problem.affected, *problem.name.split("--")}
        for code in (*problem.sites, *(site_of[name] for name in sorted(concerned) if name in site_of)):
            found.setdefault(code, problem)
    return found
