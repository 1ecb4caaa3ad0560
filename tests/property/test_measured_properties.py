"""Measurements: wraps, resets and gaps of counters; steps of steps are steps of sweeps; chunks come back."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from netinv.model import COUNTER_NAMES
from netinv.store.measured.chunks import day_ports, pack_day, unpack_day
from netinv.store.measured.points import port_points
from netinv.store.measured.rollup import DAY_MS, DAY_S, HOUR_S, Rolled, fold, roll
from netinv.store.measured.taken import UNKNOWN, Interval, Sample, Taken, intervals, most_bps

START_MS = 20_000 * DAY_MS
FOUND_MS = st.integers(START_MS - DAY_MS // 2, START_MS + DAY_MS + DAY_MS // 2)
NAMES = st.lists(st.sampled_from(["g1", "g2", "g3", "g4"]), unique=True, max_size=4).map(tuple)
WIDTHS = st.sampled_from([32, 64])


def columns(ports: int) -> st.SearchStrategy[list[tuple[int, ...]]]:
    number = st.just(UNKNOWN) | st.integers(0, 2**40) | st.just(0)
    column = st.lists(number, min_size=ports, max_size=ports).map(tuple)
    return st.lists(column, min_size=len(COUNTER_NAMES), max_size=len(COUNTER_NAMES))


@st.composite
def day(draw: st.DrawFn) -> tuple[list[Interval], list[Sample]]:
    """Intervals that do not overlap, some with gaps between, some with other ports; and samples."""
    times = sorted(draw(st.sets(FOUND_MS, min_size=2, max_size=12)))
    found: list[Interval] = []
    for begin, end in pairwise(times):
        if draw(st.booleans()) or not found:
            ports = draw(NAMES)
            found.append(Interval(begin, end, ports, draw(columns(len(ports)))))
    gauge = st.none() | st.integers(0, 1000)
    sample = st.builds(
        Sample, FOUND_MS, st.none() | st.integers(0, 10**7), gauge, gauge, st.none() | st.integers(0, 2**33)
    )
    samples = sorted(draw(st.lists(sample, max_size=8)), key=lambda one: one.at_ms)
    return found, samples


@given(day())
def test_steps_of_steps_are_steps_of_what_was_taken(taken: tuple[list[Interval], list[Sample]]) -> None:
    rolled = roll(START_MS, *taken)
    assert fold(fold(rolled, HOUR_S), DAY_S) == fold(rolled, DAY_S)
    whole = fold(rolled, DAY_S)
    for series, (number,) in whole.added.items():
        assert number == sum(rolled.added[series])
    for name, gauge in whole.gauges.items():
        inside = [getattr(one, name) for one in taken[1] if 0 <= one.at_ms - START_MS < DAY_MS]
        values = [value for value in inside if value is not None]
        assert (gauge.times, gauge.total, gauge.most) == ([len(values)], [sum(values)], [max(values)])


@given(day())
def test_nothing_that_was_counted_is_lost_between_days(taken: tuple[list[Interval], list[Sample]]) -> None:
    """What lies in three days in a row adds up to all, where all lies in these."""
    days = [fold(roll(START_MS + n * DAY_MS, *taken), DAY_S) for n in (-1, 0, 1)]
    for column in range(len(COUNTER_NAMES)):
        for port in ("g1", "g2", "g3", "g4"):
            counted = sum(
                number
                for one in taken[0]
                for name, number in zip(one.ports, one.added[column], strict=True)
                if name == port and number > 0
            )
            found = [each.added.get((each.ports.index(port), column), [0])[0] for each in days if port in each.ports]
            assert sum(found) == counted
    assert sum(each.covered[0] for each in days) == sum(one.end_ms - one.begin_ms for one in taken[0])


@given(day(), st.sampled_from([300, HOUR_S, DAY_S]), st.sets(st.sampled_from(["g1", "g2", "g3", "g4", "g5"])))
def test_some_ports_of_a_chunk_are_as_among_all(
    taken: tuple[list[Interval], list[Sample]], step_s: int, wanted: set[str]
) -> None:
    data = pack_day(fold(roll(START_MS, *taken), step_s))
    whole, some = unpack_day(step_s, data), unpack_day(step_s, data, wanted)
    assert day_ports(data) == whole.ports
    assert some.ports == [port for port in whole.ports if port in wanted]
    assert (some.covered, some.booted_s, some.gauges) == (whole.covered, whole.booted_s, whole.gauges)
    for port in some.ports:
        assert list(port_points(START_MS, some, port)) == list(port_points(START_MS, whole, port))


@given(day(), st.sampled_from([300, HOUR_S, DAY_S]))
def test_a_chunk_comes_back(taken: tuple[list[Interval], list[Sample]], step_s: int) -> None:
    rolled = fold(roll(START_MS, *taken), step_s)
    back = unpack_day(step_s, pack_day(rolled))
    for one in (rolled, back):  # what is all zeros may be left out or not
        for tracks in (one.added, one.missing, one.peaks):
            for series in [series for series, track in tracks.items() if not any(track)]:
                del tracks[series]
    assert back == rolled


@given(day())
def test_no_rate_is_higher_than_the_fastest_interval(taken: tuple[list[Interval], list[Sample]]) -> None:
    rolled = fold(roll(START_MS, *taken), HOUR_S)
    for port in rolled.ports:
        fastest = max(
            (
                number * 8000 / (one.end_ms - one.begin_ms) + 8000  # an octet more by rounding, in a millisecond
                for one in taken[0]
                for name, number in zip(one.ports, one.added[0], strict=True)
                if name == port and number >= 0
            ),
            default=None,
        )
        for point in port_points(START_MS, rolled, port):
            if point.in_bps is not None:
                assert fastest is not None
                assert point.in_peak_bps is not None
                assert point.in_bps <= point.in_peak_bps <= fastest


ENDLESS = 2**80
"""Bits a second that no counter comes to: what jumps has a test of its own."""


def taken_at(at_ms: int, number: int, ticks: int, discontinuity: int = 0) -> Taken:
    return Taken(at_ms, ticks, ("g1",), [(number,)] * len(COUNTER_NAMES), (discontinuity,))


@given(WIDTHS, st.data())
def test_a_wrap_is_counted_over(width: int, data: st.DataObject) -> None:
    """A counter that wraps goes on where it was: of what it counted nothing is lost."""
    counted = data.draw(st.lists(st.integers(0, 2 ** (width - 2)), min_size=1, max_size=20))
    here = data.draw(st.integers(2**32 if width == 64 else 0, 2**width - 1))
    taken = [taken_at(START_MS, here, 100)]
    for n, more in enumerate(counted, 1):
        here = (here + more) % 2**width
        assume(width == 32 or here >= 2**32)  # a 64-bit counter that stands low is like one of 32 bits
        taken.append(taken_at(START_MS + n * 300_000, here, 100 + n * 30_000))
    assert [one.added[0][0] for one in intervals(taken, ENDLESS)] == counted


@given(st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1), st.integers(1, 2**31))
def test_nothing_is_said_across_a_restart(old: int, new: int, ticks: int) -> None:
    before = taken_at(START_MS, old, ticks + 60_000)
    assert list(intervals([before, taken_at(START_MS + 300_000, new, ticks)], ENDLESS)) == []


@given(st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1))
def test_nothing_is_said_across_a_discontinuity(old: int, new: int) -> None:
    later = taken_at(START_MS + 300_000, new, 30_100, discontinuity=7)
    assert [one.added[0][0] for one in intervals([taken_at(START_MS, old, 100), later], ENDLESS)] == [UNKNOWN]


@given(st.integers(0, 2**32 - 1))
def test_sysuptime_that_wraps_is_no_restart(more: int) -> None:
    before = taken_at(START_MS, 10, 2**32 - 10_000)
    (one,) = intervals([before, taken_at(START_MS + 300_000, 10 + more, 20_000)], ENDLESS)
    assert one.added[0][0] == more


@given(st.integers(DAY_MS + 1, 10 * DAY_MS))
def test_a_gap_of_more_than_a_day_stays_one(gap_ms: int) -> None:
    before, after = taken_at(START_MS, 0, 100), taken_at(START_MS + gap_ms, 10**9, 100 + gap_ms // 10)
    assert list(intervals([before, after], ENDLESS)) == []


def test_an_agent_that_resets_without_saying_so_is_not_taken_for_a_wrap() -> None:
    found = intervals([taken_at(START_MS, 10**12, 100), taken_at(START_MS + 300_000, 500, 30_100)], ENDLESS)
    assert [one.added[0][0] for one in found] == [UNKNOWN]
    assert Rolled(DAY_S, [0], booted_s=[UNKNOWN]).is_empty()


@given(st.integers(0, 2**63), st.sampled_from([None, 10**9, 400 * 10**9]))
def test_a_counter_that_jumps_says_nothing_and_goes_on(jump: int, fastest: int | None) -> None:
    most = most_bps(fastest)
    numbers = (10**6, 10**6 + jump, 10**6 + jump + 5000)
    found = intervals([taken_at(START_MS + n * 300_000, number, n * 30_000) for n, number in enumerate(numbers)], most)
    could_be = jump * 8 <= most * 300
    assert [one.added[0][0] for one in found] == [jump if could_be else UNKNOWN, 5000]
