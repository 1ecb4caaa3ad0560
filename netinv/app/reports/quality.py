"""How well a device is known: what is lacking, and a score."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from netinv.i18n import _

if TYPE_CHECKING:
    from netinv.store.reading.views import DeviceRow

CHECKS = (
    "never_seen",
    "silent",
    "only_icmp",
    "no_vendor",
    "no_model",
    "no_version",
    "no_serial",
    "one_sided",
    "unsupported",
)


def word(lack: str) -> str:
    """What is lacking and what to do, in the language in use."""
    return {
        "never_seen": _("never answered (check address and credentials)"),
        "silent": _("does not answer now"),
        "only_icmp": _("only pinged (give it a credential)"),
        "no_vendor": _("vendor not known"),
        "no_model": _("model not known"),
        "no_version": _("version not known"),
        "no_serial": _("serial number not known"),
        "one_sided": _("a link seen from one end only (turn LLDP on at the other)"),
        "unsupported": _("without support (replace it)"),
    }[lack]


def lacks(device: DeviceRow, *, ended: bool, one_sided: bool) -> tuple[str, ...]:
    """Which of :data:`CHECKS` a device fails; one that never answered fails all that only an answer can tell."""
    never = device.last_seen is None
    failed = {
        "never_seen": never,
        "silent": never or device.state in ("down", "unreachable", "unknown"),
        "only_icmp": device.snmp_credential is None and device.ssh_credential is None,
        "no_vendor": device.vendor is None,
        "no_model": device.model is None,
        "no_version": device.os_version is None,
        "no_serial": device.serial is None,
        "one_sided": one_sided,
        "unsupported": ended,
    }
    return tuple(check for check in CHECKS if failed[check])


@dataclass
class Quality:
    """The devices of a unit together."""

    devices: int = 0
    failed: int = 0
    mends: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, name: str, lacking: tuple[str, ...]) -> None:
        """Take a device in. What follows from its silence is not told beside it."""
        self.devices += 1
        self.failed += len(lacking)
        for lack in lacking[:1] if lacking[:1] == ("never_seen",) else lacking:
            self.mends[lack].append(name)

    @property
    def score(self) -> float:
        """The part of the checks that its devices pass."""
        return 1 - self.failed / (self.devices * len(CHECKS)) if self.devices else 1.0
