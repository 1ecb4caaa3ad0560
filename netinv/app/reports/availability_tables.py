"""The tables of the report on availability: the same columns of times for units, services, circuits and carriers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.app.reports.scope import unit_columns, unit_values
from netinv.app.reports.words import met_word
from netinv.i18n import _
from netinv.reports.availability import CAUSES, SERVICE_CAUSES, Availability
from netinv.reports.model import Column, Kind, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from netinv.reports.model import Value
    from netinv.store.reading.views import SiteRow

_NOTHING = Availability()


def cause_word(cause: str) -> str:
    """A cause of down time in the language in use."""
    return {
        "own_device": _("own device"),
        "own_service": _("the service itself"),
        "power": _("power or restart"),
        "other_device": _("device before it"),
        "link": _("link"),
        "carrier": _("carrier or circuit"),
        "unexplained": _("not explained"),
    }[cause]


def _times() -> tuple[Column, ...]:
    return (
        Column("up_share", _("share of time up"), Kind.SHARE),
        Column("met", _("target")),
        Column("outages", _("outages"), Kind.NUMBER),
        Column("down_s", _("down"), Kind.DURATION),
        Column("longest_s", _("longest outage"), Kind.DURATION),
        Column("mttr_s", _("mean time to repair"), Kind.DURATION),
        Column("planned_s", _("planned work"), Kind.DURATION),
        Column("unknown_s", _("unknown"), Kind.DURATION),
    )


def _causes(causes: Iterable[str]) -> tuple[Column, ...]:
    return tuple(Column(f"{cause}_s", cause_word(cause), Kind.DURATION) for cause in causes)


def _values(found: Availability, target: float) -> tuple[Value, ...]:
    return (
        found.share,
        _met(found, target),
        found.outages,
        found.down,
        found.longest,
        None if found.repair is None else round(found.repair),
        found.planned,
        found.unknown,
    )


def _met(found: Availability, target: float) -> str | None:
    if found.share is None:
        return None
    return met_word(found.met(target))


def units(shown: Iterable[tuple[SiteRow, Availability]], counts: Mapping[int, int], target: float) -> Table:
    """A row for each unit, worst first, with its down time by cause."""
    columns = (
        *unit_columns(),
        Column("devices", _("devices"), Kind.NUMBER),
        *_times(),
        *_causes(CAUSES),
    )
    rows = tuple(
        (
            *unit_values(site),
            counts.get(site.id, 0),
            *_values(found, target),
            *(found.causes[cause] for cause in CAUSES),
        )
        for site, found in sorted(shown, key=lambda one: (*one[1].badness, one[0].code))
    )
    return Table("units", _("By unit, worst first"), columns, rows, bars="up_share")


def causes(whole: Availability) -> Table:
    """What the down time of all devices is put down to."""
    columns = (
        Column("cause", _("cause")),
        Column("down_s", _("down"), Kind.DURATION),
        Column("part", _("part"), Kind.SHARE),
    )
    down = whole.down
    rows = [(cause_word(cause), whole.causes[cause], whole.causes[cause] / down if down else None) for cause in CAUSES]
    rows.append((_("planned work (apart)"), whole.planned, None))
    return Table("causes", _("Down time by cause"), columns, tuple(rows), bars="part")


def services(found: Iterable[tuple[str, str, str | None, Availability | None]], target: float) -> Table:
    """Services, as available as their checks found them."""
    columns = (
        Column("name", _("service")),
        Column("site", _("site")),
        Column("device", _("device")),
        *_times(),
        *_causes(SERVICE_CAUSES),
    )
    ordered = sorted(found, key=lambda one: (*(one[3] or _NOTHING).badness, one[0]))
    rows = tuple((*one[:3], *_service(one[3] or _NOTHING, target)) for one in ordered)
    note = _("A service is as available as its own checks found it; one that was never checked has no figures.")
    return Table("services", _("By service, worst first"), columns, rows, (note,) if rows else ())


def _service(found: Availability, target: float) -> tuple[Value, ...]:
    return (*_values(found, target), *(found.causes[cause] for cause in SERVICE_CAUSES))


def circuits(found: Sequence[tuple[str | None, str, int, Availability]], target: float) -> Table:
    """Circuits: down while one of their links is."""
    columns = (
        Column("carrier", _("carrier")),
        Column("circuit", _("circuit")),
        Column("links", _("links"), Kind.NUMBER),
        *_times(),
    )
    ordered = sorted(found, key=lambda one: (*one[3].badness, one[1]))
    rows = tuple((*one[:3], *_values(one[3], target)) for one in ordered)
    return Table("circuits", _("By circuit, worst first"), columns, rows, bars="up_share")


def carriers(found: Mapping[str, Availability], target: float) -> Table:
    """Carriers: the sums of their circuits."""
    columns = (Column("carrier", _("carrier")), *_times())
    ordered = sorted(found.items(), key=lambda one: (*one[1].badness, one[0]))
    rows = tuple((name or None, *_values(one, target)) for name, one in ordered)
    return Table("carriers", _("By carrier, worst first"), columns, rows, bars="up_share")


def notes() -> tuple[str, ...]:
    """How the figures are meant."""
    return (
        _("The share of time up is that of all time but planned work; what is not known does not count as up."),
        _("“Power or restart”: the device had only just started when it answered again, as its uptime tells."),
        _("“not certain”: the target is reached only if the unknown time was time up."),
        _("Figures of a unit are sums over the devices at it and beneath it; an outage of two devices counts twice."),
    )
