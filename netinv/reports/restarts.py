"""Silences that a device came out of newly started: it had lost its power, or somebody or something restarted it. Pure.

All that is known is since when a device runs. A link that was cut does not restart the device behind it. So one that
had only just started when it answered again was itself without power, or restarting, whatever its silence was put down
to: to the device before it, a dead neighbour and a cut fibre look the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from netinv.reports.availability import DOWN, KIND_OF, UP

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from netinv.reports.availability import StateSpan
    from netinv.reports.intervals import Interval, Intervals

_AGENT_MS = 120_000
"""A device may answer a ping some time before its agent counts its uptime."""


class Restart(NamedTuple):
    """Since when a device runs, and when a sweep found that out."""

    since: int
    noticed: int


def by_restart(states: Iterable[StateSpan], restarts: Sequence[Restart], boot_ms: int) -> Intervals:
    """The silences that ended with a restart.

    Args:
        states: The device's, with their true ends where they go beyond the period.
        restarts: Its restarts.
        boot_ms: How long after its start a device may take until a sweep finds that it answers.
    """
    if not restarts:
        return []
    return [
        (start, end)
        for start, end in _silences(states)
        if any(one.noticed > start and -boot_ms <= one.since - end <= _AGENT_MS for one in restarts)
    ]


def _silences(states: Iterable[StateSpan]) -> Iterator[Interval]:
    """From when a device was down until it was up again."""
    begun: int | None = None
    last: int | None = None
    for start, end, state in sorted(states, key=lambda one: one.start):
        kind = KIND_OF.get(state)
        if kind == DOWN and begun is None:
            begun = start
        elif kind == UP and begun is not None:
            yield begun, start
            begun = None
        last = end
    if begun is not None and last is not None:  # what came after it is not told: it ended there
        yield begun, last
