"""Availability against a second computing of the same history: one that looks at every moment by itself."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from netinv.reports.availability import Availability, CauseSpan, Course, StateSpan, available, over_any
from netinv.reports.intervals import blind, common, merged, total, without
from netinv.reports.restarts import Restart, by_restart

END = 40
STATES = ("up", "degraded", "down", "unreachable", "unknown", "maintenance")
moments = st.integers(0, END)
spans = st.tuples(moments, moments).map(lambda pair: (min(pair), max(pair)))
interval_lists = st.lists(st.tuples(moments, moments), max_size=6)


@st.composite
def histories(draw: st.DrawFn) -> list[StateSpan]:
    """States one after the other, with holes, the last one maybe open."""
    cuts = sorted(draw(st.lists(st.integers(-10, END + 10), min_size=1, max_size=8, unique=True)))
    found: list[StateSpan] = []
    for start, end in zip(cuts, [*cuts[1:], None], strict=True):
        state: str = draw(st.sampled_from(("", *STATES)))
        if state:
            found.append(StateSpan(start, end, state))
    short: bool = draw(st.booleans())
    if found and short:
        found[-1] = found[-1]._replace(end=found[-1].start + 5)
    shuffled: list[StateSpan] = draw(st.permutations(found))
    return shuffled


@st.composite
def explanations(draw: st.DrawFn) -> list[CauseSpan]:
    found = []
    for _ in range(draw(st.integers(0, 3))):
        start = draw(moments)
        end = draw(st.one_of(st.none(), st.integers(start, END + 5)))
        found.append(CauseSpan(start, end, draw(st.sampled_from(("own_device", "link", "carrier")))))
    return found


def within(moment: int, start: int, end: int | None) -> bool:
    return start <= moment and (end is None or moment < end)


def kind_at(moment: int, states: list[StateSpan], unseen: list[tuple[int, int]]) -> str:
    """What one moment was, asked by itself."""
    if any(within(moment, *one) for one in unseen):
        return "unknown"
    state = next((one.state for one in states if within(moment, one.start, one.end)), "unknown")
    return {"degraded": "up", "unreachable": "down", "maintenance": "planned"}.get(state, state)


def by_moments(
    kinds: list[str], causes: list[CauseSpan] | None, start: int, restarted: list[tuple[int, int]] | None = None
) -> tuple[dict[str, int], int, int, Counter[str]]:
    """Times by kind, outages, the longest, and down time by cause, moment after moment."""
    times = {kind: kinds.count(kind) for kind in ("up", "down", "planned", "unknown")}
    lengths: list[int] = []
    running = False
    for kind in kinds:
        if kind == "up":
            running = False
        elif kind == "down" and running:
            lengths[-1] += 1
        elif kind == "down":
            lengths.append(1)
            running = True
    told: Counter[str] = Counter()
    for moment, kind in enumerate(kinds, start):
        if kind == "down" and causes is not None:
            fitting = sorted((one.start, one.cause) for one in causes if within(moment, one.start, one.end))
            if any(within(moment, *one) for one in restarted or ()):
                fitting = [(0, "power")]
            told[fitting[0][1] if fitting else "unexplained"] += 1
    return times, len(lengths), max(lengths, default=0), told


def figures(found: Availability) -> tuple[dict[str, int], int, int]:
    times = {"up": found.up, "down": found.down, "planned": found.planned, "unknown": found.unknown}
    return times, found.outages, found.longest


@given(histories(), explanations(), interval_lists, spans, interval_lists)
def test_every_moment_counts_once(
    states: list[StateSpan],
    causes: list[CauseSpan],
    unseen: list[tuple[int, int]],
    span: tuple[int, int],
    restarted: list[tuple[int, int]],
) -> None:
    kinds = [kind_at(moment, states, unseen) for moment in range(*span)]
    found = available(states, causes, merged(unseen), span, merged(restarted))
    times, outages, longest, told = by_moments(kinds, causes, span[0], restarted)
    assert figures(found) == (times, outages, longest)
    assert found.causes == told
    assert sum(found.causes.values()) == found.down


@given(histories(), st.lists(st.tuples(moments, st.integers(0, 10)), max_size=3), st.integers(0, 8))
def test_a_moment_is_one_of_power_if_the_device_answered_next_newly_started(
    states: list[StateSpan], pairs: list[tuple[int, int]], boot: int
) -> None:
    """Asked of each moment by itself: when did the silence around it begin and end, and did a restart end it."""
    restarts = [Restart(since, since + later) for since, later in pairs]
    found = by_restart(states, restarts, boot)
    last = max((one.end for one in states if one.end is not None), default=0)
    for moment in range(-20, END + 30):
        kinds = {at: kind_at(at, states, []) for at in range(-20, END + 40)}
        if kinds[moment] != "down":
            continue
        begun = next(at for at in range(moment, -30, -1) if kinds.get(at - 1, "up") == "up" or at == -20)
        begun = next(at for at in range(begun, moment + 1) if kinds[at] == "down")
        ended = next((at for at in range(moment, END + 40) if kinds[at] == "up"), None)
        newest = max(states, key=lambda one: one.start)
        ended = (None if newest.end is None else last) if ended is None else ended
        power = ended is not None and any(
            one.noticed > begun and -boot <= one.since - ended <= 120_000 for one in restarts
        )
        assert any(start <= moment < end for start, end in found) == power


@given(st.lists(histories(), min_size=1, max_size=3), interval_lists, spans)
def test_a_circuit_is_down_while_one_of_its_links_is(
    links: list[list[StateSpan]], unseen: list[tuple[int, int]], span: tuple[int, int]
) -> None:
    kinds = []
    for moment in range(*span):
        here = {kind_at(moment, states, unseen) for states in links}
        kinds.append(next((kind for kind in ("down", "planned", "up") if kind in here), "unknown"))
    times, outages, longest, _told = by_moments(kinds, None, span[0])
    assert figures(over_any(links, merged(unseen), span)) == (times, outages, longest)


@given(st.lists(st.integers(-15, END + 10), max_size=8), st.integers(1, 12), spans)
def test_nothing_is_known_when_news_are_old(ends: list[int], stale: int, span: tuple[int, int]) -> None:
    expected = [moment for moment in range(*span) if not any(end <= moment < end + stale for end in ends)]
    found = blind(sorted(ends), span, stale)
    assert [moment for start, end in found for moment in range(start, end)] == expected


@given(interval_lists, interval_lists)
def test_intervals_are_sets_of_moments(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> None:
    def moments_of(intervals: list[tuple[int, int]]) -> set[int]:
        return {moment for start, end in intervals for moment in range(start, end)}

    a, b = merged(one), merged(other)
    assert moments_of(a) == moments_of(one)
    assert all(left[1] < right[0] for left, right in pairwise(a))
    assert moments_of(common(a, b)) == moments_of(a) & moments_of(b)
    assert moments_of(without(a, b)) == moments_of(a) - moments_of(b)
    assert total(a) == len(moments_of(a))


@given(histories(), explanations(), interval_lists, st.integers(0, END))
def test_two_halves_of_a_period_make_the_whole(
    states: list[StateSpan], causes: list[CauseSpan], unseen: list[tuple[int, int]], middle: int
) -> None:
    whole = available(states, causes, merged(unseen), (0, END))
    halves = available(states, causes, merged(unseen), (0, middle))
    halves.add(available(states, causes, merged(unseen), (middle, END)))
    assert (halves.up, halves.down, halves.planned, halves.unknown) == (
        whole.up,
        whole.down,
        whole.planned,
        whole.unknown,
    )
    assert halves.causes == whole.causes
    assert whole.outages <= halves.outages <= whole.outages + 1


@given(histories(), interval_lists, spans, st.lists(moments, max_size=5))
def test_days_are_parts_of_the_whole(
    states: list[StateSpan], unseen: list[tuple[int, int]], span: tuple[int, int], cuts: list[int]
) -> None:
    """Each day by itself, and all together; what of them lies before the course is nothing."""
    edges = sorted({0, END, *cuts})
    spans = list(pairwise(edges))
    hidden = merged(unseen)
    days = Course(states, hidden, span).days(spans).each()
    for (start, end), day in zip(spans, days, strict=True):
        clipped = max(start, span[0]), min(end, span[1])
        alone = available(states, (), hidden, clipped) if clipped[0] < clipped[1] else Availability()
        assert (day.up, day.down, day.planned, day.unknown) == (alone.up, alone.down, alone.planned, alone.unknown)
    whole = available(states, (), hidden, span)
    assert sum(day.up for day in days) == whole.up
    assert sum(day.unknown for day in days) == whole.unknown
