"""How available something was: every moment of a period is up, down, planned work, or unknown; never two of them.

Down time has a cause. An outage is down time without up time within it. All figures add up: those of a unit are the
sums over its devices, and the same history gives the same minutes by whatever boundaries.
"""

from __future__ import annotations

from array import array
from collections import Counter
from dataclasses import dataclass, field
from operator import add
from typing import TYPE_CHECKING, NamedTuple, Self

from netinv.reports.intervals import common, merged, total, within_each, without

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from netinv.reports.intervals import Interval, Intervals

UP, DOWN, PLANNED = "up", "down", "planned"
KIND_OF = {"up": UP, "degraded": UP, "down": DOWN, "unreachable": DOWN, "maintenance": PLANNED}
"""What the time in a state counts as; in any other it is unknown."""

CAUSES = ("own_device", "power", "other_device", "link", "carrier", "unexplained")
"""What down time is put down to: the device, its power or restart, one before it, a link, a circuit or carrier, nothing
that is known."""

SERVICE_CAUSES = ("own_service", *CAUSES[1:])
"""The same for a service: itself, or what the device that it stands behind was silent for."""


class StateSpan(NamedTuple):
    """A state that held from a time until another (None: it holds)."""

    start: int
    end: int | None
    state: str


class CauseSpan(NamedTuple):
    """That a problem explains the silence, from a time until another (None: it does)."""

    start: int
    end: int | None
    cause: str


@dataclass(slots=True)
class Availability:
    """Times in milliseconds. ``longest`` is the longest outage."""

    up: int = 0
    down: int = 0
    planned: int = 0
    unknown: int = 0
    outages: int = 0
    longest: int = 0
    causes: Counter[str] = field(default_factory=Counter)

    @property
    def share(self) -> float | None:
        """The share of time up: planned work is apart, unknown time does not count as up. None: there was no time."""
        whole = self.up + self.down + self.unknown
        return self.up / whole if whole else None

    @property
    def possible(self) -> float | None:
        """What the share would be if all unknown time had been up."""
        whole = self.up + self.down + self.unknown
        return (self.up + self.unknown) / whole if whole else None

    @property
    def repair(self) -> float | None:
        """The mean time to repair: down time by outage."""
        return self.down / self.outages if self.outages else None

    @property
    def badness(self) -> tuple[float, int]:
        """For sorting: the worst first, those without any time last."""
        return (2.0 if self.share is None else self.share, -self.down)

    def met(self, target: float) -> bool | None:
        """Whether the share reaches a target; None: it depends on what is not known."""
        if self.share is None or self.possible is None:
            return None
        return True if self.share >= target else None if self.possible >= target else False

    def add(self, other: Availability) -> None:
        """Take another's figures in."""
        self.up += other.up
        self.down += other.down
        self.planned += other.planned
        self.unknown += other.unknown
        self.outages += other.outages
        self.longest = max(self.longest, other.longest)
        self.causes.update(other.causes)


class Days(NamedTuple):
    """The times of something on each of some days, in milliseconds. No outages: one may be of several days.

    In arrays, as a large network has many of them.
    """

    up: array[int]
    down: array[int]
    planned: array[int]
    unknown: array[int]

    @classmethod
    def of(cls, *times: Iterable[int]) -> Self:
        """From up, down, planned and unknown."""
        return cls(*(array("q", one) for one in times))

    @classmethod
    def none(cls, count: int) -> Self:
        """Days on which there was nothing."""
        return cls.of(*([0] * count for _kind in cls._fields))

    def with_more(self, more: Days) -> Days:
        """The sums of both."""
        return Days.of(*(map(add, mine, theirs) for mine, theirs in zip(self, more, strict=True)))

    def each(self) -> list[Availability]:
        """Each day by itself."""
        return [Availability(*day) for day in zip(*self, strict=True)]


class Course:
    """When one device or link was up, down and in planned work within a span; all else is not known."""

    def __init__(self, states: Iterable[StateSpan], blind: Intervals, span: Interval) -> None:
        """``states`` in whatever order; ``blind``: when nothing was known of anything."""
        self.span = span
        self._times = _times(states, blind, span)

    def whole(self, causes: Iterable[CauseSpan], restarted: Intervals | None = None) -> Availability:
        """All of it.

        Args:
            causes: What explained its silence; where several do, the one that began first.
            restarted: When it lay silent for a loss of power or a restart of its own, which goes before those.
        """
        times = self._times
        found = Availability(total(times[UP]), total(times[DOWN]), total(times[PLANNED]))
        found.unknown = max(0, self.span[1] - self.span[0]) - found.up - found.down - found.planned
        if found.down:
            lengths = _outages(times[UP], times[DOWN])
            found.outages, found.longest = len(lengths), max(lengths)
            found.causes = _by_cause(times[DOWN], causes, self.span, restarted or [])
        return found

    def days(self, spans: Sequence[Interval]) -> Days:
        """Each of several spans that follow each other, as days do; what of them is not in the course is nothing."""
        up, down, planned = (within_each(self._times[kind], spans) for kind in (UP, DOWN, PLANNED))
        lengths = within_each([self.span], spans)
        known = zip(lengths, up, down, planned, strict=True)
        return Days.of(up, down, planned, [length - sum(parts) for length, *parts in known])


def available(
    states: Iterable[StateSpan],
    causes: Iterable[CauseSpan],
    blind: Intervals,
    span: Interval,
    restarted: Intervals | None = None,
) -> Availability:
    """The availability of one device or link within a span: see :class:`Course`."""
    return Course(states, blind, span).whole(causes, restarted)


def over_any(states: Iterable[Iterable[StateSpan]], blind: Intervals, span: Interval) -> Availability:
    """The availability of what several share, as a circuit its links: down while one of them is down.

    Planned where one is and none is down; unknown only where nothing is known of any.
    """
    each = [_times(one, blind, span) for one in states]
    down = merged(interval for times in each for interval in times[DOWN])
    planned = without(merged(interval for times in each for interval in times[PLANNED]), down)
    up = without(without(merged(interval for times in each for interval in times[UP]), down), planned)
    found = Availability(total(up), total(down), total(planned))
    found.unknown = max(0, span[1] - span[0]) - found.up - found.down - found.planned
    if down:
        lengths = _outages(up, down)
        found.outages, found.longest = len(lengths), max(lengths)
    return found


def _times(states: Iterable[StateSpan], blind: Intervals, span: Interval) -> Mapping[str, Intervals]:
    """When it was up, down, and in planned work; each moment at most one of them, the earlier state going first."""
    found: dict[str, Intervals] = {UP: [], DOWN: [], PLANNED: []}
    until = span[0]
    for start, end, state in sorted(states, key=lambda one: one.start):
        here = (max(start, until), span[1] if end is None else min(end, span[1]))
        if here[0] >= here[1]:
            continue
        until = here[1]
        if state in KIND_OF:
            found[KIND_OF[state]].append(here)
    return {kind: without(merged(times), blind) for kind, times in found.items()}


def _outages(up: Intervals, down: Intervals) -> list[int]:
    """How long each outage was: the down time between two times up."""
    lengths: list[int] = []
    is_open = False
    for (start, end), is_up in sorted([(one, True) for one in up] + [(one, False) for one in down]):
        if is_up:
            is_open = False
        elif is_open:
            lengths[-1] += end - start
        else:
            lengths.append(end - start)
            is_open = True
    return lengths


def _by_cause(down: Intervals, causes: Iterable[CauseSpan], span: Interval, restarted: Intervals) -> Counter[str]:
    found: Counter[str] = Counter(power=total(common(down, restarted)))
    left = without(down, restarted)
    for start, end, cause in sorted(causes, key=lambda one: (one.start, one.cause)):
        if not left:
            break
        theirs = merged([(start, span[1] if end is None else end)])
        found[cause] += total(common(left, theirs))
        left = without(left, theirs)
    if left:
        found["unexplained"] += total(left)
    return +found
