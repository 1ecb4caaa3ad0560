"""What changed between two times, from the stored intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netinv.app.views import graphing, shapes
from netinv.app.views.looking_back import open_at
from netinv.app.words.sentences import iso
from topology.difference import difference

if TYPE_CHECKING:
    from pathlib import Path

    from netinv.store.reading.views import LinkRow
    from topology.values import Device, Link


def differ(path: Path, from_ms: int, to_ms: int, boundaries: str | None = None) -> dict[str, Any]:
    """The difference of the network as it was known at two times (epoch ms), the earlier one first.

    A device appears when a sweep tells its first state. Each time has its own units, or both those of one day
    (``boundaries``, ISO date): then no device has another site only because units were merged.

    Raises:
        UsageError: a time in the future, or before the first sweep; there were no units on the day.
    """
    both = (_known(path, at, boundaries) for at in sorted((from_ms, to_ms)))
    (old_devices, old_links), (new_devices, new_links) = both
    found = difference(old_devices, new_devices, old_links, new_links)
    return {
        "from": iso(min(from_ms, to_ms)),
        "to": iso(max(from_ms, to_ms)),
        "devices": {
            "appeared": list(found.devices_appeared),
            "gone": list(found.devices_gone),
            "changed": [changed._asdict() for changed in found.devices_changed],
        },
        "links": {
            "appeared": [shapes.link(new_links[link]) for link in found.links_appeared],
            "gone": [shapes.link(old_links[link]) for link in found.links_gone],
            "changed": [changed._asdict() for changed in found.links_changed],
        },
    }


def _known(path: Path, at: int, boundaries: str | None) -> tuple[list[Device], dict[Link, LinkRow]]:
    """The devices that had been swept by then, and the links."""
    with open_at(path, at, "T1, T2", boundaries=boundaries) as reader:
        devices = [graphing.device(row) for row in reader.devices() if row.state_since is not None]
        return devices, {graphing.link(row): row for row in reader.links()}
