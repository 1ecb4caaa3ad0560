"""``netinv report coverage``: how many units have what they should have, by what evidence."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from netinv.app.network.analysing import vantage
from netinv.app.reports import coverage_tables as tables
from netinv.app.reports.scope import Scope
from netinv.app.reports.support import end_of
from netinv.i18n import _
from netinv.inventory.columns import LEVELS
from netinv.reports.coverage import Declared, Figure, finding, together
from netinv.reports.evidence import DeviceFacts, UnitFacts
from netinv.reports.model import Kind, Report
from netinv.reports.uplinks import Joint, Uplinks, uplinks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from netinv.app.reports.scope import Wanted
    from netinv.app.reports.support import Support
    from netinv.reports.coverage import Finding, Sum
    from netinv.reports.indicators import Indicator
    from netinv.store.reading.reader import Reader
    from netinv.store.reading.views import DeviceRow, SiteRow


class Known(NamedTuple):
    """What is known beside the database: the indicators, which credentials are SNMPv3, and when support ends.

    ``vantage``: the devices that the poller is attached to, where the settings name them.
    """

    indicators: Mapping[str, Indicator]
    v3: Mapping[str, bool]
    support: list[Support]
    vantage: tuple[str, ...] = ()


class Moment(NamedTuple):
    """A day, and its last moment (epoch ms)."""

    day: str
    at_ms: int


def coverage(reader: Reader, moment: Moment, wanted: Wanted, known: Known, since: Moment | None = None) -> Report:
    """The report of a day, and the change since another.

    Raises:
        UsageError: no such site or level; no unit is known of a day.
    """
    now = _Day(reader, moment, wanted, known)
    before = None if since is None else _Day(reader, since, wanted, known)
    sums = now.sums()
    return Report(
        "coverage",
        _("Coverage by indicator"),
        (
            ("at", _("as of"), moment.day, Kind.DATE),
            ("since", _("compared with"), None if since is None else since.day, Kind.DATE),
            *now.scope.about,
        ),
        (
            tables.indicators(sums, {} if before is None else before.sums(), known.indicators),
            tables.failing(now.failing()),
        ),
        tables.notes(),
    )


class _Day:
    """The findings of one day."""

    def __init__(self, reader: Reader, moment: Moment, wanted: Wanted, known: Known) -> None:
        self.scope = Scope(reader, wanted, moment.day, moment.at_ms)
        self._known = known
        history = reader.history()
        self._answered = {device_id for device_id, first in history.first_answers().items() if first <= moment.at_ms}
        self._day = moment.day
        own: dict[int, list[DeviceRow]] = defaultdict(list)
        for device in self.scope.devices:
            own[device.site_id].append(device)
        self._uplinks = self._joined(reader, moment.at_ms)
        facts = {site_id: self._facts_of(site_id, own.get(site_id, [])) for site_id in self.scope.sites}
        before = history.made_of()
        figures = history.figures(moment.day)
        self._declared = {key: Declared(figures.get(key, {}), before) for key in known.indicators}
        self.findings = self._find(facts)

    def _joined(self, reader: Reader, at_ms: int) -> dict[int, Uplinks]:
        """The uplinks of each unit, by the links that were known then."""
        devices = self.scope.all_devices
        site_of = {device.id: device.site_id for device in devices}
        joints = [
            Joint(site_of[a], site_of[b], medium)
            for medium, state, a, b in reader.history().media(at_ms)
            if state != "gone" and a in site_of and b in site_of
        ]
        named = [device.name for device in devices if device.name in self._known.vantage]
        start = set(vantage(named, list(self.scope.all_sites.values()), devices))
        return uplinks(joints, {device.site_id for device in devices if device.name in start})

    def _facts_of(self, site_id: int, devices: list[DeviceRow]) -> UnitFacts:
        facts = [
            DeviceFacts(
                device.role,
                device.id in self._answered,
                device.snmp_credential is not None,
                self._known.v3.get(device.snmp_credential or ""),
                self._supported(device),
            )
            for device in devices
        ]
        return UnitFacts(tuple(facts), self._uplinks.get(site_id, Uplinks()))

    def _supported(self, device: DeviceRow) -> bool | None:
        end = end_of(device, self._known.support)
        return None if end is None else end > self._day

    def _find(self, facts: Mapping[int, UnitFacts]) -> dict[tuple[str, str], list[tuple[SiteRow, Finding]]]:
        """By indicator and level."""
        found: dict[tuple[str, str], list[tuple[SiteRow, Finding]]] = defaultdict(list)
        for key, indicator in self._known.indicators.items():
            for level in (level for level in LEVELS if level in indicator.levels):
                for site in (site for site in self.scope.shown() if site.level == level):
                    figure = self._declared[key].of(site.id) or self._connected(indicator, site)
                    found[key, level].append((site, finding(indicator, level, facts[site.id], figure)))
        return found

    def _connected(self, indicator: Indicator, site: SiteRow) -> Figure | None:
        """What ``sites.csv`` says of a unit that has no figure of its own."""
        since = site.connected_since
        if indicator.evidence != "answering" or site.status is None:
            return None
        if site.status == "connected":
            return Figure(1, None, since, "sites.csv") if since is not None and since <= self._day else None
        return Figure(0, None, self._day, "sites.csv")

    def sums(self) -> dict[tuple[str, str], Sum]:
        """What the units of each indicator and level come to."""
        return {
            key: together(self._known.indicators[key[0]], (one for _site, one in found))
            for key, found in self.findings.items()
        }

    def failing(self) -> Iterator[tuple[Indicator, SiteRow, Finding]]:
        """The units that have it not, or of which nobody knows."""
        for (key, _level), found in self.findings.items():
            for site, one in sorted(found, key=lambda pair: (pair[1].holds is None, pair[0].code)):
                if one.holds is not True:
                    yield self._known.indicators[key], site, one
