"""How devices write values, and ours: MAC addresses, speeds, uptimes, addresses. The same for all platforms."""

from __future__ import annotations

import ipaddress
import re

_MAC_OCTETS = 12  # hexadecimal digits
_NO_MAC = ("000000000000", "ffffffffffff")
_SECONDS = {"y": 31_536_000, "w": 604_800, "d": 86_400, "h": 3_600, "m": 60, "s": 1}
_BITS = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9, "t": 10**12}
_MAC = re.compile(r"[0-9a-f]{2}([:. -]?[0-9a-f]{2}){5}", re.I)


def mac(text: str) -> str | None:
    """A MAC address in any of the usual ways of writing as ``aa:bb:cc:dd:ee:ff``; None if it is none, or no one's."""
    if not _MAC.fullmatch(text.strip()):
        return None
    digits = re.sub(r"[^0-9a-f]", "", text.lower())
    if digits in _NO_MAC:
        return None
    return ":".join(digits[at : at + 2] for at in range(0, _MAC_OCTETS, 2))


def number(text: str) -> int | None:
    """The number that the text starts with, or None."""
    found = re.match(r"\s*(\d{1,19})", text)
    return int(found[1]) if found else None


def speed_bps(text: str, unit_bps: int = 1) -> int | None:
    """``1000000 Kbit``, ``10Gb/s``, ``2500`` (times ``unit_bps``) in bits per second; None if unknown or zero."""
    found = re.match(r"\s*(\d{1,15}(?:\.\d+)?)\s*([kmgt])?(b)?", text, re.I)
    if not found:
        return None
    scale = _BITS[(found[2] or "").lower()] if found[2] or found[3] else unit_bps
    return int(float(found[1]) * scale) or None


def duration_s(text: str) -> int | None:
    """``2 years, 31 weeks, 6 days``, ``6w5d11h55m45s``, ``3:05:10``, ``22w0d 19:16`` in seconds, or None."""
    clock = re.search(r"(?:^|\s)(\d{1,9}):(\d\d)(?::(\d\d))?\b", text)
    total = int(clock[1]) * 3600 + int(clock[2]) * 60 + int(clock[3] or 0) if clock else 0
    parts = re.findall(r"(\d{1,9})\s*([ywdhms])", text.lower())
    if not parts and not clock:
        return None
    return total + sum(int(amount) * _SECONDS[unit] for amount, unit in parts)


def ip_address(text: str) -> tuple[str, int | None] | None:
    """Address and prefix length of ``10.0.0.1/24`` or ``fe80::1%eth0``; None if it is none, or unspecified."""
    try:
        found = ipaddress.ip_interface(text.strip())
    except ValueError:
        return None
    if found.ip.is_unspecified:
        return None
    prefix_length = found.network.prefixlen if "/" in text else None
    return str(found.ip).partition("%")[0], prefix_length


def prefix_length(text: str) -> int | None:
    """``24``, ``/24`` or ``255.255.255.0`` as a prefix length; None if it is none."""
    text = text.strip().removeprefix("/")
    if "." not in text:
        return number(text)
    try:
        return ipaddress.ip_network(f"0.0.0.0/{text}").prefixlen
    except ValueError:
        return None
