"""Accepting a new SSH host key: the old one is forgotten, the next login keeps the one it meets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.app.views.viewing import find
from netinv.errors import UsageError
from netinv.i18n import _
from netinv.store.reading.views import DeviceRow

if TYPE_CHECKING:
    from netinv.config import Settings


def forget_host_key(settings: Settings, name: str) -> str | None:
    """Forget the key kept for a device; its fingerprint, or None where none was kept.

    Raises:
        UsageError: no device has that name.
        StoreBusy: a sweep is storing.
    """
    from netinv.store.reading.reader import Reader

    with Reader(settings.db) as reader:
        device = find(name, (), reader.devices())
        keys = reader.host_keys()
    if not isinstance(device, DeviceRow):
        raise UsageError(_("{name} is a site: name a device").format(name=name))
    kept = keys.get((device.address, device.ssh_port))
    if kept is None:
        return None
    from netinv.store.writing import log
    from netinv.store.writing.engine import Store
    from probes.ssh.host_keys import fingerprint

    with Store(settings.db).write() as connection:
        log.forget_host_key(connection, device.address, device.ssh_port)
    return f"{kept[0]} {fingerprint(kept[1])}"
