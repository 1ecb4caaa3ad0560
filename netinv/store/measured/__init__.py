"""Measurements over time: each day of a device is raw counters, or one chunk of five minutes, hours or a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from netinv.store.measured.latest import Latest
    from netinv.store.measured.reading import Measured

    Query = Callable[..., list[tuple[Any, ...]]]

# What reads measurements is loaded by whoever asks for some: the first screen and most commands do not.


def of_device(query: Query, device_id: int) -> Measured:
    """What was measured of a device."""
    from netinv.store.measured.reading import Measured

    return Measured(query, device_id)


def newest(query: Query) -> dict[int, Latest]:
    """What was measured last of each device."""
    from netinv.store.measured.latest import latest

    return latest(query)
