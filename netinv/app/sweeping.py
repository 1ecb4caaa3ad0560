"""The health sweep: mark it, ask, judge, store in one transaction, report."""

from __future__ import annotations

import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from netinv.app.interrupting import interruptible
from netinv.credentials import Credentials
from netinv.errors import NetinvError, UsageError
from netinv.i18n import _
from netinv.model import Target

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from netinv.config import Settings
    from netinv.store.engine import Store
    from netinv.store.views import DeviceRow, SiteRow

Report = dict[str, Any]


class Swept(NamedTuple):
    """A sweep's JSON report and the exit code it earned."""

    report: Report
    exit_code: int


def sweep(settings: Settings, *, only: str | None, progress: Callable[[int, int], None]) -> Swept:
    """Run one sweep on the database of the settings.

    Args:
        settings: All settings.
        only: A device, or a site with all beneath it; None: everything.
        progress: Called with the devices done and all there are.

    Raises:
        SweepRunning: another one is.
        StoreError: the database cannot be used.
        UsageError: no device is there, or nothing of that name.
    """
    from netinv.app.gathering import gather
    from netinv.store.engine import Store

    credentials = Credentials.load(settings.secrets)
    store = Store(settings.db)
    plan = _plan(settings, only)
    total = len(plan.targets)
    with interruptible() as interruption, _marked(store, settings.deadline_s) as sweep_id:
        gathered = gather(
            plan.targets, settings, credentials, plan.host_keys, interruption, lambda done: progress(done, total)
        )
        from netinv.app import recording

        swept = recording.record(store, settings, sweep_id, plan, gathered)
        return swept if interruption.exit_code is None else swept._replace(exit_code=interruption.exit_code)


class Plan(NamedTuple):
    """What a sweep is about to ask, and the inventory it stands in."""

    sites: list[SiteRow]
    devices: list[DeviceRow]
    targets: list[Target]
    whole: bool
    host_keys: Any
    started_at_ms: int


def _plan(settings: Settings, only: str | None) -> Plan:
    from netinv.store.reader import Reader
    from probes.ssh.host_keys import HostKey, MemoryHostKeys

    with Reader(settings.db) as reader:
        sites, devices = reader.sites(), reader.devices()
        learned = reader.learned_repetitions()
        keys = [HostKey(*place, *key) for place, key in reader.host_keys().items()]
    chosen = devices if only is None else _chosen(only, sites, devices)
    if not chosen:
        raise UsageError(_("no device to sweep: import an inventory first (netinv import PATH)"))
    unknown = sorted(set(settings.vantage) - {device.name for device in devices})
    if unknown:
        message = _("vantage: no device is named {names}: mend it in {config}")
        raise UsageError(message.format(names=", ".join(unknown), config=settings.config))
    targets = [_target(device, learned.get(device.id)) for device in sorted(chosen, key=lambda device: device.id)]
    return Plan(sites, devices, targets, only is None, MemoryHostKeys(keys), round(time.time() * 1000))


def _chosen(only: str, sites: Sequence[SiteRow], devices: Sequence[DeviceRow]) -> list[DeviceRow]:
    from netinv.app.viewing import find, site_tree, subtree
    from netinv.store.views import SiteRow

    found = find(only, sites, devices)
    if not isinstance(found, SiteRow):
        return [found]
    return [device for view in subtree(site_tree(sites, devices), found.id) for device in view.devices]


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


@contextmanager
def _marked(store: Store, limit_s: float) -> Iterator[int]:
    """The mark of a running sweep; one that fails is closed as abandoned."""
    from netinv.store import sweeps

    now_ms = round(time.time() * 1000)
    with store.write() as connection:
        sweep_id = sweeps.begin(connection, now_ms, now_ms + round(limit_s * 1000))
    try:
        yield sweep_id
    except BaseException:
        # Where even this cannot be written (a full disk), the next sweep sees that our process is gone.
        with suppress(NetinvError), store.write() as connection:
            sweeps.finish(connection, sweep_id, "abandoned", round(time.time() * 1000))
        raise
