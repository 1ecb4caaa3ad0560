"""Durations, times and numbers in words of each language."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from netinv import i18n
from netinv.app.words.durations import age, ago, clock_time, duration, local_time, number, rate

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _hanoi(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Asia/Ho_Chi_Minh")
    time.tzset()
    i18n.use("en")
    yield
    i18n.use("en")
    monkeypatch.undo()
    time.tzset()


NOON_MS = 1_700_000_000_000  # 2023-11-14 22:13:20 UTC


@pytest.mark.parametrize(
    ("seconds", "english", "vietnamese"),
    [
        (0.4, "0 s", "0 giây"),
        (59.9, "59 s", "59 giây"),
        (60, "1 min", "1 phút"),
        (3 * 3600, "3 h", "3 giờ"),
        (7500, "2 h 5 min", "2 giờ 5 phút"),
        (86_400, "1 day", "1 ngày"),
        (3 * 86_400 + 4 * 3600 + 5, "3 days 4 h", "3 ngày 4 giờ"),
        (8 * 86_400 + 4 * 3600, "8 days", "8 ngày"),
        (1234 * 86_400, "1,234 days", "1.234 ngày"),
    ],
)
def test_durations(seconds: float, english: str, vietnamese: str) -> None:
    assert duration(seconds) == english
    i18n.use("vi")
    assert duration(seconds) == vietnamese


def test_how_long_ago() -> None:
    assert ago(NOON_MS + 300_000, NOON_MS) == "5 min ago"
    assert age(NOON_MS, NOON_MS + 5) == 0
    i18n.use("vi")
    assert ago(NOON_MS + 300_000, NOON_MS) == "5 phút trước"


def test_local_time_carries_its_offset() -> None:
    assert local_time(NOON_MS) == "2023-11-15 05:13 +07:00"
    i18n.use("vi")
    assert local_time(NOON_MS) == "15/11/2023 05:13 +07:00"


def test_a_narrow_time_is_the_hour_today_and_the_day_before() -> None:
    assert clock_time(NOON_MS, NOON_MS + 1000) == "05:13:20"
    assert clock_time(NOON_MS, NOON_MS + 86_400_000) == "11-15 05:13"
    i18n.use("vi")
    assert clock_time(NOON_MS, NOON_MS + 86_400_000) == "15/11 05:13"


@pytest.mark.parametrize(
    ("bps", "text"),
    [
        (None, ""),
        (0, "0 b/s"),
        (950, "950 b/s"),
        (1500, "1.5 kb/s"),
        (999_600, "1 Mb/s"),
        (100_000_000, "100 Mb/s"),
        (10**10, "10 Gb/s"),
        (10**13, "10 Tb/s"),
    ],
)
def test_rates_have_three_digits(bps: int | None, text: str) -> None:
    assert rate(bps) == text


def test_numbers_are_parted_as_the_language_does() -> None:
    assert number(12_345) == "12,345"
    i18n.use("vi")
    assert number(12_345) == "12.345"
    assert rate(1500) == "1,5 kb/s"
