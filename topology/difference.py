"""What is another way in one state of the network than in another: devices, and links by their ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from netinv.model import State
from topology.values import Device, Link, link_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_DEVICE_FACTS = ("site", "address", "state", "vendor", "model", "serial", "os_version", "sys_name")
_LINK_FACTS = ("state", "sources", "confidence", "medium", "carrier", "circuit", "capacity_bps")


class Changed(NamedTuple):
    """A fact that was one way and is another; None: not known."""

    name: str
    what: str
    old: str | int | None
    new: str | int | None


@dataclass(frozen=True, slots=True)
class Difference:
    """What appeared, went away and changed; sorted by name. A link that turned ``gone`` went away."""

    devices_appeared: tuple[str, ...]
    devices_gone: tuple[str, ...]
    devices_changed: tuple[Changed, ...]
    links_appeared: tuple[Link, ...]
    links_gone: tuple[Link, ...]
    links_changed: tuple[Changed, ...]


def difference(
    old_devices: Iterable[Device], new_devices: Iterable[Device], old_links: Iterable[Link], new_links: Iterable[Link]
) -> Difference:
    """What differs between two states of the network."""
    before = {device.name: device for device in old_devices}
    after = {device.name: device for device in new_devices}
    had, has = _present(old_links), _present(new_links)
    return Difference(
        tuple(sorted(after.keys() - before.keys())),
        tuple(sorted(before.keys() - after.keys())),
        _changes(before, after, _DEVICE_FACTS),
        tuple(sorted((has[name] for name in has.keys() - had.keys()), key=link_order)),
        tuple(sorted((had[name] for name in had.keys() - has.keys()), key=link_order)),
        _changes(had, has, _LINK_FACTS),
    )


def _present(links: Iterable[Link]) -> dict[str, Link]:
    return {link.name: link for link in links if link.state != State.GONE}


def _changes(
    before: Mapping[str, Device] | Mapping[str, Link],
    after: Mapping[str, Device] | Mapping[str, Link],
    facts: Iterable[str],
) -> tuple[Changed, ...]:
    found = []
    wanted = tuple(facts)
    for name in sorted(before.keys() & after.keys()):
        if before[name] != after[name]:
            for what in wanted:
                old, new = _said(before[name], what), _said(after[name], what)
                if old != new:
                    found.append(Changed(name, what, old, new))
    return tuple(found)


def _said(value: Device | Link, what: str) -> str | int | None:
    said = getattr(value, what)
    return ",".join(said) if isinstance(said, tuple) else said if isinstance(said, int) else said and str(said)
