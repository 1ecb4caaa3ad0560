"""What a device's clock shows against the right time, and whose clock is to blame."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from netinv.app.sweeps.measuring import THIS_MACHINE, of_clocks
from netinv.rules import Measured
from probes.clock import off_s

NOW = datetime(2026, 11, 25, 15, 0, tzinfo=UTC)


def shown(at: datetime, *, zone: bool = True) -> bytes:
    """A DateAndTime."""
    octets = at.year.to_bytes(2, "big") + bytes((at.month, at.day, at.hour, at.minute, at.second, 3))
    offset = at.utcoffset() or timedelta()
    minutes = abs(int(offset.total_seconds())) // 60
    sign = b"-" if offset < timedelta() else b"+"
    return octets + sign + bytes(divmod(minutes, 60)) if zone else octets


@pytest.mark.parametrize("hours", [7, 0, -3.5, 5.75])
def test_a_clock_that_tells_its_zone(hours: float) -> None:
    zone = timezone(timedelta(hours=hours))
    assert off_s(shown(NOW.astimezone(zone)), NOW) == 0
    assert off_s(shown((NOW + timedelta(seconds=90)).astimezone(zone)), NOW) == 90
    assert off_s(shown((NOW - timedelta(days=400)).astimezone(zone)), NOW) == -400 * 86_400


def test_one_that_does_not_is_judged_within_a_quarter_of_an_hour() -> None:
    hanoi = (NOW + timedelta(hours=7, seconds=-200)).astimezone(UTC)
    assert off_s(shown(hanoi, zone=False), NOW) == -200


@pytest.mark.parametrize(
    "octets", [b"", b"\0" * 8, b"\xff" * 11, b"now", None, 7, shown(NOW)[:8] + b"?\0\0", shown(NOW)[:10]]
)
def test_what_is_no_time_tells_nothing(octets: bytes | int | None) -> None:
    assert off_s(octets, NOW) is None


def test_a_leap_second_is_a_time() -> None:
    leap = shown(NOW)
    assert off_s(leap[:6] + b"\x3c" + leap[7:], NOW) == 59


def levels(off: dict[str, float], *broken: Measured) -> dict[str, tuple[float, str]]:
    ids = {name: number for number, name in enumerate(off)}
    found = of_clocks(off, ids, {one.key: one for one in broken}, 100)
    return {one.subject: (round(one.level, 2), one.said) for one in found}


def test_a_device_whose_clock_is_off_is_named() -> None:
    assert levels({"a": 1, "b": -2, "c": 300, "d": 40}) == {"c": (3.0, "+300 s")}
    mended = Measured("clock", "c", 2, 1.0, "+300 s")
    assert levels({"a": 1, "b": -2, "c": 0}, mended) == {"c": (0.0, "+0 s")}


def test_if_most_are_off_alike_it_is_our_own() -> None:
    assert levels({"a": 3600, "b": 3601, "c": 3599}) == {THIS_MACHINE: (36.0, "-3600 s")}
    assert levels({"a": 3600}) == {"a": (36.0, "+3600 s")}, "one alone proves nothing of us"
