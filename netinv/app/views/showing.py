"""One site, device or link with all that is known, as the JSON that ``netinv show`` promises."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from netinv.app.views import shapes
from netinv.app.views.graphing import link as as_link
from netinv.app.views.naming import find_link
from netinv.app.views.services import belonging
from netinv.app.views.standing import standing
from netinv.app.views.viewing import find, link_name, site_tree, subtree
from netinv.app.words.sentences import Places
from netinv.store.reading.event_query import EventQuery
from netinv.store.reading.views import SiteRow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from netinv.app.views.standing import Standing
    from netinv.store.reading.reader import Reader
    from netinv.store.reading.views import DeviceRow, LinkRow, ServiceRow

EVENTS_SHOWN = 50
_EVENTS_SEARCHED = 10_000
_JOIN = "--"


class _Wrong(NamedTuple):
    """All that is wrong, and what its sentences need."""

    found: list[Standing]
    places: Places
    now_ms: int

    def of(self, names: set[str], services: Iterable[ServiceRow] = ()) -> list[dict[str, Any]]:
        """What is wrong with those devices or links, and with those services."""
        of_services = {row.name for row in services}
        return [
            shapes.problem(one, self.now_ms, self.places)
            for one in self.found
            if (one.row.name in of_services if one.row.kind == "service" else names & _speaks_of(one))
        ]


def _speaks_of(one: Standing) -> set[str]:
    return {*one.concerns, one.row.name, *one.cause.members}


def show(reader: Reader, name: str, now_ms: int) -> dict[str, Any]:
    """The site or device of that name or code, or the links ``A--B`` or ``A:PORT--B:PORT``.

    Raises:
        UsageError: there is none, or several; with the nearest names.
    """
    sites, devices = reader.sites(), reader.devices()
    names = {*(row.name for row in devices), *(site.code for site in sites), *(site.name for site in sites)}
    rows = reader.links()
    wrong = _Wrong(standing(reader, devices, rows), Places({site.code: site for site in sites}), now_ms)
    if _JOIN in name and name.strip() not in names:
        links = {as_link(row): row for row in rows}
        meant = find_link(name.strip(), sites, devices, list(links))
        if meant:
            return _links(reader, meant.name, [links[link] for link in meant.links], wrong)
    found = find(name, sites, devices)
    if isinstance(found, SiteRow):
        return _site(reader, found, sites, devices, rows, wrong)
    return _device(reader, found, wrong)


def _device(reader: Reader, row: DeviceRow, wrong: _Wrong) -> dict[str, Any]:
    behind = belonging(reader.services(), (), {row.name})
    return shapes.device(row) | {
        "sys_descr": row.sys_descr,
        "contact": row.contact,
        "sources": shapes.sources(reader.sources(row.id)),
        "platform": row.platform,
        "notes": row.notes,
        "rtt_ms": None if row.rtt_us is None else row.rtt_us / 1000,
        "interfaces": [shapes.interface(port) for port in reader.interfaces(row.id)],
        "neighbors": [shapes.neighbor(neighbor) for neighbor in reader.neighbors(row.id)],
        "links": [shapes.link(link) for link in reader.links(row.id)],
        "services": [shapes.service(service) for service in behind],
        "problems": wrong.of({row.name}, behind),
        "events": [shapes.event(event) for event in reader.events(EventQuery(device_id=row.id), EVENTS_SHOWN)],
    }


def _links(reader: Reader, name: str, rows: list[LinkRow], wrong: _Wrong) -> dict[str, Any]:
    subjects = {name, *map(link_name, rows)}
    events = [event for event in reader.events(limit=_EVENTS_SEARCHED) if event.subject in subjects]
    return {
        "name": name,
        "links": [shapes.link(row) for row in rows],
        "problems": wrong.of(subjects),
        "events": [shapes.event(event) for event in events[:EVENTS_SHOWN]],
    }


def _site(
    reader: Reader,
    row: SiteRow,
    sites: list[SiteRow],
    devices: list[DeviceRow],
    links: list[LinkRow],
    wrong: _Wrong,
) -> dict[str, Any]:
    views = subtree(site_tree(sites, devices), row.id)
    here = {device.id for view in views for device in view.devices}
    codes = {site.id: site.code for site in sites}
    own = [link for link in links if {link.a_device_id, link.b_device_id} & here]
    events = reader.events(EventQuery(site_ids=[view.row.id for view in views]), EVENTS_SHOWN)
    names = {device.name for view in views for device in view.devices}
    services = belonging(reader.services(), {view.row.code for view in views}, names)
    return shapes.site(views[0], codes) | {
        "sites": [shapes.site(view, codes) for view in views[1:]],
        "device_list": [shapes.device(device) for view in views for device in view.devices],
        "links": [shapes.link(link) for link in own],
        "services": [shapes.service(service) for service in services],
        "problems": wrong.of(names, services),
        "events": [shapes.event(event) for event in events],
    }
