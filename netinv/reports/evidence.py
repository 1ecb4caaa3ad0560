"""What netinv can see of a unit: each rule says yes, no, or None where it cannot know. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from netinv.reports.uplinks import Uplinks

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class DeviceFacts(NamedTuple):
    """A device of the unit. ``answered``: ever, up to the day; ``v3`` and ``supported`` None: not known."""

    role: str | None
    answered: bool
    by_snmp: bool = False
    v3: bool | None = None
    supported: bool | None = None


class UnitFacts(NamedTuple):
    """A unit on a day."""

    devices: tuple[DeviceFacts, ...] = ()
    uplinks: Uplinks = Uplinks()

    @property
    def seen(self) -> bool:
        """Whether any device of it has ever answered."""
        return any(device.answered for device in self.devices)


def _answering(unit: UnitFacts) -> bool | None:
    return True if unit.seen else None


def _monitored(unit: UnitFacts) -> bool | None:
    return unit.seen


def _firewall(unit: UnitFacts) -> bool | None:
    return True if any(device.role == "firewall" and device.answered for device in unit.devices) else None


def _fibre_uplink(unit: UnitFacts) -> bool | None:
    if not unit.seen:
        return None
    media = unit.uplinks.media
    if "fibre" in media:
        return True
    return None if not media or None in media else False


def _second_uplink(unit: UnitFacts) -> bool | None:
    return unit.uplinks.ways > 1 if unit.seen and unit.uplinks.ways else None


def _snmpv3_only(unit: UnitFacts) -> bool | None:
    return _all([device.v3 for device in unit.devices if device.by_snmp])


def _supported(unit: UnitFacts) -> bool | None:
    return _all([device.supported for device in unit.devices if device.answered])


def _all(known: list[bool | None]) -> bool | None:
    """No if one is not; yes only if all are; else nobody knows."""
    if False in known:
        return False
    return None if not known or None in known else True


RULES: Mapping[str, Callable[[UnitFacts], bool | None]] = {
    "answering": _answering,
    "firewall": _firewall,
    "fibre_uplink": _fibre_uplink,
    "second_uplink": _second_uplink,
    "snmpv3_only": _snmpv3_only,
    "supported_firmware": _supported,
    "monitored": _monitored,
}
"""By the word that an indicator's ``evidence`` names."""
