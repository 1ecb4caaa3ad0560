"""``netinv report availability``: how available units, services, circuits and carriers were in a period."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from netinv.app.reports import availability_tables as tables
from netinv.app.reports.device_times import DeviceTimes
from netinv.app.reports.scope import Scope
from netinv.app.reports.service_times import of_services
from netinv.declaration import day_of
from netinv.i18n import _
from netinv.reports.availability import Availability, StateSpan, over_any
from netinv.reports.model import Column, Kind, Point, Report, Table
from netinv.vocabulary import level_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from netinv.app.reports.period import Period
    from netinv.app.reports.scope import Wanted
    from netinv.store.reading.history import History, LinkSpan
    from netinv.store.reading.reader import Reader


class Asked(NamedTuple):
    """What the figures are held to: the share that is wanted, and how old news may be."""

    target: float
    stale_ms: int


def availability(reader: Reader, period: Period, wanted: Wanted, asked: Asked) -> Report:
    """The report, worst first.

    Raises:
        UsageError: no such site or level; no unit is known of the day.
    """
    scope = Scope(reader, wanted, day_of(period.end - 1))
    history = reader.history()
    times = DeviceTimes(history, period, asked.stale_ms)
    of_device = _devices(scope, times)
    units = _units(scope, of_device)
    whole = Availability()
    for found in of_device.values():
        whole.add(found)
    services = of_services(reader.services(), scope, history, times)
    shown = [(site, units[site.id]) for site in scope.shown() if site.id in units]
    return Report(
        "availability",
        _("Availability of the network"),
        (
            ("from", _("from"), period.start, Kind.TIME),
            ("to", _("to"), period.end, Kind.TIME),
            *scope.about,
            ("target", _("target"), asked.target, Kind.SHARE),
            ("up_share", _("share of time up"), whole.share, Kind.SHARE),
            ("down_s", _("down"), whole.down, Kind.DURATION),
            ("unknown_s", _("unknown"), whole.unknown, Kind.DURATION),
        ),
        (
            tables.units(shown, _counted(scope, of_device), asked.target),
            _levels(scope, units),
            tables.causes(whole),
            tables.services(services, asked.target),
            *_lines(history, wanted, times, asked.target),
        ),
        tables.notes(),
        tuple(
            Point(site.name, site.lat, site.lon, found.share)
            for site, found in shown
            if site.lat is not None and site.lon is not None
        ),
        asked.target,
    )


def _devices(scope: Scope, times: DeviceTimes) -> dict[int, Availability]:
    """Of each device that was there in the period."""
    courses = ((device.id, times.course(device.id)) for device in scope.devices)
    return {ident: times.whole(ident, course) for ident, course in courses if course is not None}


def _units(scope: Scope, of_device: Mapping[int, Availability]) -> dict[int, Availability]:
    """Of each unit with devices at it or beneath it."""
    found: dict[int, Availability] = defaultdict(Availability)
    for device in scope.devices:
        if device.id in of_device:
            for site in scope.above(device.site_id):
                found[site.id].add(of_device[device.id])
    return found


def _counted(scope: Scope, of_device: Mapping[int, Availability]) -> dict[int, int]:
    """How many devices each unit's figures are made of."""
    return {
        site_id: sum(device.id in of_device for device in devices) for site_id, devices in scope.with_beneath().items()
    }


def _levels(scope: Scope, units: Mapping[int, Availability]) -> Table:
    """How many units of each level there are, and how many of them were never down."""
    by_level: dict[str, list[Availability | None]] = defaultdict(list)
    for site in scope.shown():
        by_level[site.level].append(units.get(site.id))
    rows = tuple(
        (
            level_word(level),
            len(found),
            sum(one is not None for one in found),
            sum(one is not None and one.down == 0 and one.unknown == 0 for one in found),
            sum(one is not None and one.down > 0 for one in found),
        )
        for level, found in by_level.items()
    )
    columns = (
        Column("level", _("level")),
        Column("units", _("units"), Kind.NUMBER),
        Column("with_devices", _("with devices"), Kind.NUMBER),
        Column("without_outage", _("without outage"), Kind.NUMBER),
        Column("with_outage", _("with outages"), Kind.NUMBER),
    )
    return Table("levels", _("By level"), columns, rows)


def _lines(history: History, wanted: Wanted, times: DeviceTimes, target: float) -> Iterable[Table]:
    """Circuits and carriers; only of the whole network: a circuit is no unit's own."""
    if wanted.site is not None:
        return ()
    period = times.period
    links: dict[tuple[str, str], dict[int, list[LinkSpan]]] = defaultdict(lambda: defaultdict(list))
    for span in history.link_states(*period):
        links[span.carrier or "", span.circuit or ""][span.link_id].append(span)
    circuits = []
    carriers: dict[str, Availability] = defaultdict(Availability)
    for (carrier, circuit), spans in sorted(links.items()):
        alive = [one for own in spans.values() for one in own if one.state != "gone"]
        if not alive:
            continue
        start = max(period.start, min(one.start for one in alive))
        end = max(period.end if one.end is None else one.end for one in alive)
        states = [
            [StateSpan(one.start, one.end, one.state) for one in own if one.state != "gone"] for own in spans.values()
        ]
        found = over_any(states, times.unseen, (start, min(end, period.end)))
        carriers[carrier].add(found)
        if circuit:
            circuits.append((carrier or None, circuit, len(states), found))
    return tables.circuits(circuits, target), tables.carriers(carriers, target)
