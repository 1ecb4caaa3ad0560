"""Planned work typed in one line, and days as people write them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from netinv.app.maintenance.plan_line import Wish, understood, wish
from netinv.app.words.times import span, spelled
from netinv.errors import UsageError

NOW = datetime(2026, 11, 26, 10, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
NOW_MS = round(NOW.timestamp() * 1000)


@pytest.fixture(autouse=True)
def _zone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Ho_Chi_Minh")


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("22:00 02:00 new power supply", ("22:00", "02:00", None, "new power supply")),
        ("  22:00-02:00: fibre  moved", ("22:00", "02:00", None, "fibre moved")),
        ("from tomorrow 22:00 to +2h", ("tomorrow 22:00", "+2h", None, None)),
        ("22h30 – 2h00 đổi nguồn", ("22h30", "2h00", None, "đổi nguồn")),
        ("từ mai 22h đến +4h", ("mai 22h", "+4h", None, None)),
        ("Ngày mai 22:00 ngày mai 23:30 x", ("Ngày mai 22:00", "ngày mai 23:30", None, "x")),
        ("2026-11-28 22:00 2026-11-29 02:00", ("2026-11-28 22:00", "2026-11-29 02:00", None, None)),
        ("2026-11-28T22:00+07:00 +2h", ("2026-11-28T22:00+07:00", "+2h", None, None)),
        ("28/11 22:00, 2:00 a/b", ("28/11 22:00", "2:00", None, "a/b")),
        ("now +90m", ("now", "+90m", None, None)),
        ("+2h replaced", ("now", "+2h", None, "replaced")),
        ("22h 2h", ("22:00", "2:00", None, None)),
        ("+1h +2h", ("+1h", "+2h", None, None)),
        (
            "29/11/2026 22:00 02:00 FREQ=WEEKLY;BYDAY=SU reboot",
            ("29/11/2026 22:00", "02:00", "FREQ=WEEKLY;BYDAY=SU", "reboot"),
        ),
    ],
)
def test_a_line_is_parted(line: str, parts: tuple[str, str, str | None, str | None]) -> None:
    assert wish(line) == Wish(*parts)


@pytest.mark.parametrize("line", ["", "new power supply", "22:00", "tonight 22:00 02:00", "2200 0200", "22:00 power"])
def test_a_line_that_does_not_say_when_is_refused(line: str) -> None:
    with pytest.raises(UsageError, match=r"22:00 02:00|until when\?"):
        wish(line)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("today 9:00", "2026-11-26 09:00"),
        ("tomorrow", "2026-11-27 00:00"),
        ("Ngày mai 22h", "2026-11-27 22:00"),
        ("hom nay 22h05", "2026-11-26 22:05"),
        ("26/11 22:00", "2026-11-26 22:00"),
        ("1/2 22:00", "2027-02-01 22:00"),
        ("1/2/2026 22:00", "2026-02-01 22:00"),
        ("2026-11-28 9:05", "2026-11-28 09:05"),
        ("22h30", "22:30"),
        ("22:00", "22:00"),
        ("2h", "2h"),
        ("2026-11-28T22:00+07:00", "2026-11-28T22:00+07:00"),
    ],
)
def test_days_as_people_write_them(text: str, iso: str) -> None:
    assert spelled(text, date(2026, 11, 26)) == iso


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("22:00 02:00", "2026-11-26 22:00 to 2026-11-27 02:00 (Asia/Ho_Chi_Minh)"),
        ("tomorrow 22:00 +2h", "2026-11-27 22:00 to 2026-11-28 00:00 (Asia/Ho_Chi_Minh)"),
        ("mai 22h30 2h00", "2026-11-27 22:30 to 2026-11-28 02:00 (Asia/Ho_Chi_Minh)"),
        (
            "29/11 22:00 02:00 freq=weekly;byday=su",
            "2026-11-29 22:00 to 2026-11-30 02:00 (Asia/Ho_Chi_Minh); again: FREQ=WEEKLY;BYDAY=SU",
        ),
    ],
)
def test_what_is_understood_is_said_in_full(line: str, said: str) -> None:
    assert understood(wish(line), NOW_MS) == said


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("25:00 02:00", "from: '25:00' is no time: write 22:00"),
        ("22:00 31/2 10:00", "to: '31/2 10:00' is no time"),
        ("today 08:00 today 09:00", "to 2026-11-26 09:00 is past already"),
        ("tomorrow 22:00 today 22:00", "is not after from 2026-11-27 22:00"),
        ("29/11 22:00 02:00 FREQ=HOURLY", "is no rule of recurrence"),
        ("28/11 22:00 02:00 FREQ=WEEKLY;BYDAY=SU", "the next that does is 2026-11-29 22:00"),
    ],
)
def test_what_cannot_be_planned_is_said(line: str, said: str) -> None:
    with pytest.raises(UsageError) as refused:
        understood(wish(line), NOW_MS)
    assert said in str(refused.value)
    assert "--" not in str(refused.value)


def test_the_command_takes_the_same_days() -> None:
    found = span("tomorrow 22:00", "28/11 02:00", "Asia/Ho_Chi_Minh", NOW.astimezone(UTC))
    assert (f"{found.begins:%d %H:%M}", f"{found.ends:%d %H:%M}") == ("27 22:00", "28 02:00")
