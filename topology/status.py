"""The state of a link from what its ports say (ifOperStatus, RFC 2863)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.model import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from collections.abc import Set as AbstractSet

    from topology.ports import PortIndex
    from topology.values import Device, Link, Port

_UP = 1
_DOWN = frozenset({2, 6, 7})  # down, notPresent, lowerLayerDown
_UNDECIDED = frozenset({3, 5})  # testing, dormant: neither carries traffic nor is it broken
_ADMIN_DOWN = 2
# The ports of a device in one of these states are yesterday's news.
_SILENT = frozenset({State.DOWN, State.UNREACHABLE, State.UNKNOWN, State.MAINTENANCE})


def fresh_devices(devices: Iterable[Device]) -> frozenset[str]:
    """The devices whose ports are news."""
    return frozenset(device.name for device in devices if device.state not in _SILENT)


def link_state(link: Link, indexes: Mapping[str, PortIndex], fresh: AbstractSet[str]) -> State:
    """Down if either end's port is; up if the ends that are known are; else unknown."""
    statuses = {
        _status(indexes[device].by_name[name])
        for device, name in ((link.a_device, link.a_interface), (link.b_device, link.b_interface))
        if name is not None and device in fresh and device in indexes and name in indexes[device].by_name
    }
    if statuses & _DOWN:
        return State.DOWN
    return State.UP if _UP in statuses and not statuses & _UNDECIDED else State.UNKNOWN


def is_down(port: Port) -> bool:
    """Whether a port is known not to carry anything."""
    return _status(port) in _DOWN


def _status(port: Port) -> int | None:
    return min(_DOWN) if port.admin_status == _ADMIN_DOWN else port.oper_status
