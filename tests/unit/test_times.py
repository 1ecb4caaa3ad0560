"""Times as users type them."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from netinv.cli.times import epoch_ms
from netinv.errors import UsageError

HANOI = timezone(timedelta(hours=7))
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=HANOI)


def ms(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> int:
    return round(datetime(year, month, day, hour, minute, second, tzinfo=HANOI).timestamp() * 1000)


def test_ago() -> None:
    assert epoch_ms("2h", "--since", NOW) == ms(2026, 11, 24, 7, 30)
    assert epoch_ms(" 1 d ", "--since", NOW) == ms(2026, 11, 23, 9, 30)
    assert epoch_ms("1w", "--since", NOW) == ms(2026, 11, 17, 9, 30)


def test_iso_8601_with_an_offset_is_what_it_says() -> None:
    assert epoch_ms("2026-11-23T08:00+07:00", "--since", NOW) == ms(2026, 11, 23, 8)
    assert epoch_ms("2026-11-23T01:00Z", "--since", NOW) == ms(2026, 11, 23, 8)


def test_without_one_it_is_local() -> None:
    local = datetime(2026, 11, 23, 8).astimezone()
    for text in ("2026-11-23 08:00", "2026-11-23T08:00:00"):
        assert epoch_ms(text, "--since", NOW) == round(local.timestamp() * 1000)
    today = datetime(2026, 11, 24, 8, 5).astimezone()
    for text in ("08:05", "8:05", "8:05:00"):
        assert epoch_ms(text, "--since", NOW) == round(today.timestamp() * 1000)


@pytest.mark.parametrize("text", ["", "soon", "25:00", "8:99", "2026-13-01", "99999999999d", "0001-01-01", "٢h", "-2h"])
def test_what_is_no_time_is_said(text: str) -> None:
    with pytest.raises(UsageError, match=r"--since: .* is no time"):
        epoch_ms(text, "--since", NOW)
