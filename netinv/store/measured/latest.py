"""What the newest chunk of each device holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from netinv.store.measured.raw import Raw

if TYPE_CHECKING:
    from netinv.store.measured.raw import Query
    from netinv.store.measured.taken import Taken

_NEWEST = """SELECT p.device_id, c.taken_at, c.keyframe_at, c.data, c.cpu, c.memory FROM poll p
JOIN counter_chunk c ON c.device_id = p.device_id AND c.taken_at = p.asked_at ORDER BY p.device_id"""


class Latest(NamedTuple):
    """The counters, where there are any, and loads in thousandths."""

    taken: Taken | None
    cpu: int | None
    memory: int | None


def latest(query: Query) -> dict[int, Latest]:
    """By device; of one that the last sweep measured nothing of, there is nothing."""
    return {
        device: Latest(Raw(query, device).taken(at_ms, keyframe_at, data) if data else None, cpu, memory)
        for device, at_ms, keyframe_at, data, cpu, memory in query(_NEWEST)
    }
