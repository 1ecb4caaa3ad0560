"""What a sweep is going to ask, read from the inventory."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, NamedTuple

from netinv.app.sweeps import judging
from netinv.doubts import Doubts
from netinv.errors import UsageError
from netinv.i18n import _
from netinv.model import Target

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netinv.config import Settings
    from netinv.rules import Measured
    from netinv.store.reading.views import DeviceRow, ServiceRow, SiteRow
    from probes.services.values import Asked


_SILENT = ("down", "unreachable", "maintenance")


class Plan(NamedTuple):
    """What a sweep is about to ask, and the inventory it stands in.

    ``measured``: what is known of the rules before anybody is asked; ``services`` are all, ``checks`` those to check.
    """

    sites: list[SiteRow]
    devices: list[DeviceRow]
    targets: list[Target]
    whole: bool
    host_keys: Any
    started_at_ms: int
    doubts: Doubts
    measured: tuple[Measured, ...] = ()
    services: Sequence[ServiceRow] = ()
    checks: Sequence[Asked] = ()


def plan(settings: Settings, only: str | None) -> Plan:
    """What a sweep of everything, or of ``only`` a device or a site with all beneath it, asks.

    Raises:
        UsageError: no device is there, nothing has that name, or a vantage does not exist.
    """
    from netinv.store.reading.reader import Reader
    from probes.ssh.host_keys import HostKey, MemoryHostKeys

    with Reader(settings.db) as reader:
        sites, devices, links = reader.sites(), reader.devices(), reader.links()
        learned, services = reader.learned_repetitions(), reader.services()
        keys = [HostKey(*place, *key) for place, key in reader.host_keys().items()]
    chosen = _Chosen(devices) if only is None else _chosen(only, sites, devices)
    checks = _checks(services, chosen)
    if not devices:
        raise UsageError(_("no device to sweep: import an inventory first (netinv import PATH)"))
    if not (chosen.devices or checks):
        message = _("nothing to sweep: {name} has neither devices nor services of its own")
        raise UsageError(message.format(name=only))
    unknown = sorted(set(settings.vantage) - {device.name for device in devices})
    if unknown:
        message = _("vantage: no device is named {names}: mend it in {config}")
        raise UsageError(message.format(names=", ".join(unknown), config=settings.config))
    targets = [_target(device, learned.get(device.id)) for device in sorted(chosen.devices, key=lambda one: one.id)]
    near: dict[int, set[int]] = {}
    for link in links:
        near.setdefault(link.a_device_id, set()).add(link.b_device_id)
        near.setdefault(link.b_device_id, set()).add(link.a_device_id)
    vantage = judging.vantage_devices(settings.vantage, sites, devices)
    doubts = Doubts(
        near,
        frozenset(device.id for device in devices if device.state in _SILENT),
        tuple(_target(device, None) for device in devices if device.name in vantage),
    )
    planned = Plan(sites, devices, targets, only is None, MemoryHostKeys(keys), round(time.time() * 1000), doubts)
    return planned._replace(services=services, checks=checks)


class _Chosen(NamedTuple):
    """The devices to ask, and whose services to check beside theirs: those of whole ``sites`` (codes; None: all).

    ``beside`` is the site of a single device: what stands at it and names no device may stand behind this one.
    """

    devices: Sequence[DeviceRow]
    sites: frozenset[str] | None = None
    beside: str | None = None


def _chosen(only: str, sites: Sequence[SiteRow], devices: Sequence[DeviceRow]) -> _Chosen:
    from netinv.app.views.viewing import find, site_tree, subtree
    from netinv.store.reading.views import SiteRow

    found = find(only, sites, devices)
    if not isinstance(found, SiteRow):
        return _Chosen([found], frozenset(), found.site)
    beneath = subtree(site_tree(sites, devices), found.id)
    return _Chosen([one for view in beneath for one in view.devices], frozenset(view.row.code for view in beneath))


def _checks(services: Sequence[ServiceRow], chosen: _Chosen) -> list[Asked]:
    """The services to check."""
    from probes.services.values import Asked

    names = {device.name for device in chosen.devices}
    return [
        Asked(row.id, row.url, row.expect, row.state in ("up", "unknown"))
        for row in services
        if chosen.sites is None
        or row.site in chosen.sites
        or row.device in names
        or (row.device is None and row.site == chosen.beside)
    ]


def _target(device: DeviceRow, learned_repetitions: int | None) -> Target:
    return Target(
        device.id,
        device.name,
        device.address,
        device.port,
        device.snmp_credential,
        device.ssh_credential,
        device.ssh_port,
        device.platform,
        device.timeout_s,
        device.max_repetitions,
        learned_repetitions,
    )
