"""``netinv report inventory``: what there is, how old, how long supported, and how well it is known."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from netinv.app.reports.quality import Quality, lacks, word
from netinv.app.reports.scope import Scope, unit_columns, unit_values
from netinv.app.reports.support import end_of
from netinv.declaration import day_of
from netinv.i18n import _
from netinv.reports.model import Column, Kind, Report, Table
from netinv.vocabulary import state_word

if TYPE_CHECKING:
    from collections.abc import Mapping

    from netinv.app.reports.scope import Wanted
    from netinv.app.reports.support import Support
    from netinv.reports.model import Value
    from netinv.store.reading.reader import Reader
    from netinv.store.reading.views import DeviceRow

_DAY_MS = 86_400_000


class Item(NamedTuple):
    """A device with what is worked out of it."""

    device: DeviceRow
    since: int
    ends: str | None
    lacking: tuple[str, ...]


def inventory(reader: Reader, now_ms: int, wanted: Wanted, support: list[Support]) -> Report:
    """The report of now.

    Raises:
        UsageError: no such site or level.
    """
    today = day_of(now_ms)
    scope = Scope(reader, wanted, today)
    if scope.level is not None:
        scope.devices = [one for one in scope.devices if scope.sites[one.site_id].level == scope.level]
    items = _items(reader, scope, support, today)
    return Report(
        "inventory",
        _("Inventory of devices"),
        (
            ("at", _("as of"), today, Kind.DATE),
            *scope.about,
            ("devices_total", _("devices"), len(items), Kind.NUMBER),
        ),
        (
            _models(items, now_ms, today),
            _versions(items),
            _devices(items, scope),
            _unidentified(items),
            _quality(items, scope),
        ),
        (_("A device is as old as it is known: since it came to the inventory or first answered."),),
    )


def _items(reader: Reader, scope: Scope, support: list[Support], today: str) -> list[Item]:
    births = reader.history().births()
    one_sided: Counter[str] = Counter()
    for link in reader.bare_links():
        if link.confidence == "one" and link.state not in ("gone",):
            one_sided.update((link.a_device, link.b_device))
    found = []
    for device in scope.devices:
        ends = end_of(device, support)
        lacking = lacks(device, ended=ends is not None and ends <= today, one_sided=bool(one_sided[device.name]))
        found.append(Item(device, births[device.id], ends, lacking))
    return found


def _models(items: list[Item], now_ms: int, today: str) -> Table:
    groups: dict[tuple[str, str], list[Item]] = defaultdict(list)
    for item in items:
        groups[item.device.vendor or "", item.device.model or ""].append(item)
    columns = (
        Column("vendor", _("vendor")),
        Column("model", _("model")),
        Column("devices", _("devices"), Kind.NUMBER),
        Column("versions", _("versions"), Kind.NUMBER),
        Column("oldest_days", _("oldest (days)"), Kind.NUMBER),
        Column("support_ends", _("support ends"), Kind.DATE),
        Column("unsupported", _("without support"), Kind.NUMBER),
    )
    rows = [
        (
            *(vendor or None, model or None, len(group), len({item.device.os_version for item in group} - {None})),
            max(0, now_ms - min(item.since for item in group)) // _DAY_MS,
            min((item.ends for item in group if item.ends), default=None),
            sum(item.ends is not None and item.ends <= today for item in group),
        )
        for (vendor, model), group in sorted(groups.items(), key=lambda one: (-len(one[1]), one[0]))
    ]
    return Table("models", _("By vendor and model"), columns, tuple(rows))


def _versions(items: list[Item]) -> Table:
    counts = Counter(
        (one.device.vendor, one.device.os, one.device.os_version) for one in items if one.device.os_version
    )
    columns = (
        Column("vendor", _("vendor")),
        Column("os", _("operating system")),
        Column("version", _("version")),
        Column("devices", _("devices"), Kind.NUMBER),
    )
    ordered = sorted(counts.items(), key=lambda one: (-one[1], *(text or "" for text in one[0])))
    return Table("versions", _("By version"), columns, tuple((*key, n) for key, n in ordered))


def _devices(items: list[Item], scope: Scope) -> Table:
    columns = (
        Column("name", _("name")),
        Column("code", _("code")),
        Column("site", _("site")),
        Column("role", _("role")),
        Column("vendor", _("vendor")),
        Column("model", _("model")),
        Column("serial", _("serial")),
        Column("version", _("version")),
        Column("since", _("known since"), Kind.DATE),
        Column("support_ends", _("support ends"), Kind.DATE),
        Column("state", _("state")),
        Column("last_seen", _("last seen"), Kind.TIME),
    )
    rows = tuple((*_device(item, scope), state_word(item.device.state), item.device.last_seen) for item in items)
    return Table("devices", _("All devices"), columns, rows)


def _device(item: Item, scope: Scope) -> tuple[Value, ...]:
    row = item.device
    site = scope.all_sites[row.site_id].name
    facts = (row.name, row.site, site, row.role, row.vendor, row.model, row.serial, row.os_version)
    return (*facts, day_of(item.since), item.ends)


def _unidentified(items: list[Item]) -> Table:
    columns = (
        Column("name", _("name")),
        Column("code", _("code")),
        Column("address", _("address")),
        Column("sys_object_id", "sysObjectID"),
        Column("sys_descr", "sysDescr"),
    )
    rows = tuple(
        (one.device.name, one.device.site, one.device.address, one.device.sys_object_id, one.device.sys_descr)
        for one in items
        if one.device.vendor is None or one.device.model is None
    )
    return Table("unidentified", _("Not identified"), columns, rows)


def _quality(items: list[Item], scope: Scope) -> Table:
    """Units, the least known first, each with what to mend."""
    by_site: dict[int, Quality] = defaultdict(Quality)
    for item in items:
        by_site[item.device.site_id].add(item.device.name, item.lacking)
    columns = (
        *unit_columns(),
        Column("devices", _("devices"), Kind.NUMBER),
        Column("score", _("data quality"), Kind.SHARE),
        Column("mend", _("what to mend")),
    )
    rows: list[tuple[Value, ...]] = []
    for site_id, quality in by_site.items():
        site = scope.all_sites[site_id]
        rows.append((*unit_values(site), quality.devices, quality.score, _mend(quality.mends)))
    ordered = sorted(rows, key=lambda row: (row[4], row[0]))
    return Table("quality", _("Data quality by unit, worst first"), columns, tuple(ordered), bars="score")


def _mend(mends: Mapping[str, list[str]]) -> str | None:
    return "; ".join(f"{word(lack)}: {', '.join(names)}" for lack, names in mends.items()) or None
