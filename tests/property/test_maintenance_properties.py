"""Recurring windows on any zone's clock: always at the same hour, never backwards, never lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from netinv.maintenance import Window, coming, during, epoch_ms

ZONES = ("Asia/Ho_Chi_Minh", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "UTC")
DAY_MS = 86_400_000


@st.composite
def windows(draw: st.DrawFn) -> Window:
    zone = draw(st.sampled_from(ZONES))
    first = datetime.fromisoformat("2024-01-01") + timedelta(minutes=draw(st.integers(0, 3 * 365 * 1440)))
    last = first + timedelta(minutes=draw(st.integers(1, 2880)))
    rule = draw(st.sampled_from(("FREQ=DAILY", "FREQ=WEEKLY", "FREQ=DAILY;INTERVAL=3", "FREQ=MONTHLY")))
    begins, ends = (epoch_ms(at, ZoneInfo(zone)) for at in (first, last))
    times = (begins, max(ends, begins + 1), zone, first.isoformat(), last.isoformat())
    return Window(1, "device", "r1", None, *times, rule, None, "me", 0)


@given(windows(), st.integers(0, 800))
@settings(max_examples=150, deadline=None)
def test_each_time_begins_at_the_hour_that_was_written(window: Window, days: int) -> None:
    found = coming(window, window.starts_at + days * DAY_MS)
    assert found is not None
    assert found.ends_at > found.starts_at
    zone, written = ZoneInfo(window.zone), datetime.fromisoformat(window.local_from)
    shown = datetime.fromtimestamp(found.starts_at / 1000, zone)
    leapt = datetime.combine(shown.date(), written.time(), zone)
    exists = leapt.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == leapt.replace(tzinfo=None)
    assert not exists or shown.time() == written.time()
    length = datetime.fromisoformat(window.local_to) - written
    assert abs(found.ends_at - found.starts_at - length.total_seconds() * 1000) <= 2 * 3_600_000


@given(windows(), st.integers(0, 400), st.integers(0, DAY_MS))
@settings(max_examples=150, deadline=None)
def test_the_next_time_holds_when_it_has_begun(window: Window, days: int, ms: int) -> None:
    """Going from each time to the next meets all of them: none is skipped and none comes twice."""
    at = window.starts_at + days * DAY_MS + ms
    found = coming(window, at)
    assert found is not None
    assert found.starts_at > at
    assert during(window, found.starts_at, found.starts_at) == found
    assert during(window, found.ends_at - 1, found.ends_at - 1) is not None
    before = during(window, found.starts_at - 1, found.starts_at - 1)
    assert before is None or before.starts_at < found.starts_at
    after = coming(window, found.starts_at)
    assert after is not None
    assert after.starts_at > found.starts_at
