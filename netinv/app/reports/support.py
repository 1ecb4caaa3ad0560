"""When the vendor's support of a device ends, by a data file of the user."""

from __future__ import annotations

from datetime import date
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, NamedTuple

from netinv.config import read_toml
from netinv.errors import ConfigError
from netinv.i18n import _

if TYPE_CHECKING:
    from pathlib import Path

    from netinv.config import Settings
    from netinv.store.reading.views import DeviceRow


class Support(NamedTuple):
    """Models of a vendor (with ``*`` and ``?``) or of their system, and the first day without support."""

    vendor: str
    model: str
    os_version: str
    ends: str


def load(settings: Settings) -> list[Support]:
    """The entries of the file that the setting ``end_of_support`` names; none without it.

    Raises:
        ConfigError: it cannot be used.
    """
    if settings.end_of_support is None:
        return []
    path = settings.config.parent / settings.end_of_support
    entries = read_toml(path).get("support")
    if not isinstance(entries, list):
        raise ConfigError(_("{path}: there is no [[support]]: write vendor, model and ends in each").format(path=path))
    return [_entry(path, number, entry) for number, entry in enumerate(entries, 1)]


def _entry(path: Path, number: int, entry: Any) -> Support:
    message = _(
        "{path}: [[support]] number {number}: needs vendor, and ends as a date (2027-12-31); model may have * and ?"
    )
    fault = ConfigError(message.format(path=path, number=number))
    if not isinstance(entry, dict) or not set(entry) <= {"vendor", "model", "os_version", "ends"}:
        raise fault
    texts = [entry.get("vendor"), entry.get("model", "*"), entry.get("os_version", "*")]
    if not all(isinstance(text, str) and text for text in texts) or not isinstance(entry.get("ends"), date):
        raise fault
    vendor, model, os_version = (str(text).casefold() for text in texts)
    return Support(vendor, model, os_version, entry["ends"].isoformat())


def end_of(device: DeviceRow, entries: list[Support]) -> str | None:
    """The day from which a device has no support any more; None: no entry fits it."""
    for entry in entries:
        if (
            (device.vendor or "").casefold() == entry.vendor
            and fnmatchcase((device.model or "").casefold(), entry.model)
            and fnmatchcase((device.os_version or "").casefold(), entry.os_version)
        ):
            return entry.ends
    return None
