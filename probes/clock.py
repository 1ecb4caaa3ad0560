"""What a device's own clock shows: hrSystemDate (HOST-RESOURCES-MIB, RFC 2790), a DateAndTime (SNMPv2-TC, RFC 2579)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from probes.snmp.engine import Value

_WITH_ZONE, _WITHOUT = 11, 8
_QUARTER_S = 900
"""Zones lie quarters of an hour apart: a clock that does not tell its zone can be judged within one only."""


def off_s(value: Value | None, now: datetime) -> float | None:
    """How many seconds the clock is before the right time (negative: behind); None: it does not tell."""
    if not isinstance(value, bytes) or len(value) not in (_WITH_ZONE, _WITHOUT):
        return None
    year = int.from_bytes(value[:2], "big")
    try:
        # A leap second is the last of its minute here; tenths of a second matter to nobody.
        shown = datetime(year, value[2], value[3], value[4], value[5], min(value[6], 59), tzinfo=UTC)
        if len(value) == _WITHOUT:
            off = (shown - now).total_seconds()
            return off - round(off / _QUARTER_S) * _QUARTER_S
        sign = {b"+": 1, b"-": -1}[value[8:9]]
        zone = timezone(sign * timedelta(hours=value[9], minutes=value[10]))
        return (shown.replace(tzinfo=zone) - now).total_seconds()
    except (ValueError, KeyError, OverflowError):
        return None  # no such time: a device may say anything
