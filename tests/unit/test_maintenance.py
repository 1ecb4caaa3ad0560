"""Windows of planned work: on the clock of their zone, once or again and again, over midnight and changes of clock."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from netinv.app.words.times import span
from netinv.errors import UsageError
from netinv.maintenance import Window, coming, during, recurrence, zone_of

HANOI, BERLIN = "Asia/Ho_Chi_Minh", "Europe/Berlin"
NOW = datetime(2026, 11, 25, 15, 0, tzinfo=UTC)  # 22:00 in Hanoi, 16:00 in Berlin


def ms(text: str) -> int:
    return round(datetime.fromisoformat(text).timestamp() * 1000)


def window(begins: str, ends: str, zone: str = HANOI, repeat: str | None = None, **more: object) -> Window:
    found = span(begins, ends, zone, NOW)
    starts_at, ends_at = (round(at.timestamp() * 1000) for at in (found.begins, found.ends))
    first, last = (at.replace(tzinfo=None, fold=0).isoformat() for at in (found.begins, found.ends))
    made = Window(1, "device", "r1", None, starts_at, ends_at, zone, first, last, repeat, None, "me", 0)
    return made._replace(**more)  # type: ignore[arg-type]


def shown(begins: str, ends: str, zone: str = HANOI) -> tuple[str, str]:
    found = span(begins, ends, zone, NOW)
    return found.begins.isoformat(), found.ends.isoformat()


def test_an_hour_alone_as_the_end_is_the_first_after_the_beginning() -> None:
    assert shown("22:00", "02:00") == ("2026-11-25T22:00:00+07:00", "2026-11-26T02:00:00+07:00")
    assert shown("2026-12-01 22:00", "23:30") == ("2026-12-01T22:00:00+07:00", "2026-12-01T23:30:00+07:00")
    assert shown("2026-12-31 22:00", "22:00") == ("2026-12-31T22:00:00+07:00", "2027-01-01T22:00:00+07:00")


def test_now_hence_and_other_offsets() -> None:
    assert shown("now", "+4h") == ("2026-11-25T22:00:00+07:00", "2026-11-26T02:00:00+07:00")
    assert shown("+30m", "+1h") == ("2026-11-25T22:30:00+07:00", "2026-11-25T23:30:00+07:00")
    assert shown("2026-11-26T00:00+09:00", "2026-11-25T17:00Z") == (
        "2026-11-25T22:00:00+07:00",
        "2026-11-26T00:00:00+07:00",
    )


def test_over_a_change_of_clock_it_is_longer_or_shorter() -> None:
    begins, ends = (datetime.fromisoformat(at) for at in shown("2027-03-27 22:00", "2027-03-28 05:00", BERLIN))
    assert (ends - begins).total_seconds() == 6 * 3600
    begins, ends = (datetime.fromisoformat(at) for at in shown("2026-10-24 22:00", "2026-10-25 05:00", BERLIN))
    assert (ends - begins).total_seconds() == 8 * 3600


def test_an_hour_that_comes_twice_begins_the_first_time_and_ends_the_second() -> None:
    begins, ends = shown("2026-10-25 02:30", "2026-10-25 02:45", BERLIN)
    assert (begins, ends) == ("2026-10-25T02:30:00+02:00", "2026-10-25T02:45:00+01:00")


@pytest.mark.parametrize(
    ("begins", "ends", "said"),
    [
        ("soon", "+1h", "--from: 'soon' is no time"),
        ("now", "later", "--to: 'later' is no time"),
        ("2027-03-28 02:30", "+1h", "the clock is set forward over it, to 03:30"),
        ("now", "+99999999d", "--to: .* is no time"),
    ],
)
def test_what_is_no_time_is_said(begins: str, ends: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        span(begins, ends, BERLIN, NOW)
    with pytest.raises(UsageError, match="no zone is named 'Mars/Olympus'"):
        span("now", "+1h", "Mars/Olympus", NOW)


def test_a_window_holds_from_its_beginning_until_before_its_end() -> None:
    once = window("22:00", "02:00")
    assert during(once, once.starts_at, once.starts_at) == (once.starts_at, once.ends_at)
    assert during(once, once.ends_at, once.ends_at) is None
    assert during(once, once.starts_at - 2, once.starts_at - 1) is None
    assert during(once, once.ends_at - 1, once.ends_at + 60_000), "a sweep that began within it"
    assert coming(once, once.starts_at - 1) == (once.starts_at, once.ends_at)
    assert coming(once, once.starts_at) is None


def test_one_that_was_ended_or_is_not_known_yet_does_not_count() -> None:
    ended = window("22:00", "02:00", ended_at=ms("2026-11-25T23:00+07:00"))
    assert during(ended, ms("2026-11-25T22:30+07:00"), ms("2026-11-25T22:30+07:00"))
    assert during(ended, ms("2026-11-25T23:30+07:00"), ms("2026-11-25T23:30+07:00")) is None
    late = window("22:00", "02:00", added_at=ms("2026-11-26T01:00+07:00"))
    assert during(late, ms("2026-11-26T00:30+07:00"), ms("2026-11-26T00:30+07:00")) is None


def test_ten_in_the_evening_stays_ten_in_the_evening() -> None:
    weekly = window("2026-10-18 22:00", "02:00", BERLIN, "FREQ=WEEKLY;BYDAY=SU")
    for day, offset in (("18", "+02:00"), ("25", "+01:00")):
        begins = ms(f"2026-10-{day}T22:00{offset}")
        assert during(weekly, begins, begins) == (begins, begins + 4 * 3_600_000)
        assert during(weekly, begins - 1, begins - 1) is None
        assert coming(weekly, begins - 1) == (begins, begins + 4 * 3_600_000)


def test_a_daily_window_over_the_change_itself() -> None:
    daily = window("2026-10-20 01:00", "04:00", BERLIN, "FREQ=DAILY")
    begins = ms("2026-10-25T01:00+02:00")
    assert during(daily, begins, begins) == (begins, begins + 4 * 3_600_000), "that night has an hour more"
    leapt = window("2027-03-20 02:15", "02:45", BERLIN, "FREQ=DAILY")
    found = during(leapt, ms("2027-03-28T03:20+02:00"), ms("2027-03-28T03:20+02:00"))
    assert found == (ms("2027-03-28T03:15+02:00"), ms("2027-03-28T03:45+02:00"))


def test_a_rule_ends_with_its_last_day() -> None:
    until = window("2026-11-22 22:00", "23:00", repeat=recurrence_of("FREQ=DAILY;UNTIL=20261124", "2026-11-22T22:00"))
    assert coming(until, ms("2026-11-23T23:00+07:00")) == (ms("2026-11-24T22:00+07:00"), ms("2026-11-24T23:00+07:00"))
    assert coming(until, ms("2026-11-24T23:00+07:00")) is None
    assert recurrence_of("RRULE:freq=daily;until=20261124T160000Z;", "2026-11-22T22:00") == (
        "FREQ=DAILY;UNTIL=20261124T230000"
    )


def recurrence_of(rule: str, first: str) -> str:
    zone = zone_of(HANOI)
    assert zone is not None
    return recurrence(rule, datetime.fromisoformat(first), zone)


@pytest.mark.parametrize(
    "rule",
    [
        *("", "weekly", "FREQ=", "FREQ=SECONDLY", "FREQ=HOURLY", "COUNT=3", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;X=1"),
        *("FREQ=DAILY;BYDAY=XX", "FREQ=DAILY;UNTIL=soon", "FREQ=DAILY;COUNT=-1", "FREQ=DAILY;BYHOUR=3"),
        *("FREQ=DAILY;INTERVAL=9999", "FREQ=DAILY;UNTIL=20269999", "FREQ=DAILY\nDTSTART:20260101"),
    ],
)
def test_what_is_no_rule_is_said(rule: str) -> None:
    with pytest.raises(UsageError, match=r"--repeat: .*is no rule of recurrence"):
        recurrence_of(rule, "2026-11-22T22:00")


def test_a_first_time_that_does_not_fit_is_said_with_the_next_that_does() -> None:
    with pytest.raises(UsageError, match="the next that does is 2026-11-29 22:00"):
        recurrence_of("FREQ=WEEKLY;BYDAY=SU", "2026-11-25T22:00")
    with pytest.raises(UsageError, match="no time ever fits"):
        recurrence_of("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "2026-11-25T22:00")


def test_a_zone_that_this_machine_does_not_know_has_the_offset_of_the_first_time() -> None:
    far = window("2026-11-22 22:00", "23:00", repeat="FREQ=DAILY")._replace(zone="Mars/Olympus")
    at = ms("2026-11-25T22:30+07:00")
    assert during(far, at, at) == (ms("2026-11-25T22:00+07:00"), ms("2026-11-25T23:00+07:00"))
