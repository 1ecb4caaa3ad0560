"""How devices write values, over the ways they are known to write them."""

from __future__ import annotations

import pytest

from probes.ssh import values


@pytest.mark.parametrize(
    "text", ["0014.1C57.a4c0", "0014-1c57-a4c0", "00:14:1c:57:A4:C0", "00-14-1c-57-a4-c0", "00141c57a4c0"]
)
def test_mac_addresses_come_out_in_one_way_of_writing(text: str) -> None:
    assert values.mac(text) == "00:14:1c:57:a4:c0"


@pytest.mark.parametrize(
    "text", ["", "Gi0/1", "xxxx-xxxx-xxxx", "00:00:00:00:00:00", "ff:ff:ff:ff:ff:ff", "10.0.0.1", "1234"]
)
def test_what_is_no_mac_address_of_anybody_is_none(text: str) -> None:
    assert values.mac(text) is None


@pytest.mark.parametrize(
    ("text", "unit_bps", "bps"),
    [
        ("1000000 Kbit", 1, 1_000_000_000),
        ("10Gb/s", 1, 10_000_000_000),
        ("2.5Gbps", 1, 2_500_000_000),
        ("2500", 1_000_000, 2_500_000_000),
        ("100 Mbps", 1, 100_000_000),
        ("0", 1, None),
        ("Auto-speed", 1, None),
        ("", 1, None),
    ],
)
def test_speeds_are_bits_per_second(text: str, unit_bps: int, bps: int | None) -> None:
    assert values.speed_bps(text, unit_bps) == bps


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        (
            "2 years, 31 weeks, 6 days, 9 hours, 55 minutes",
            2 * 31_536_000 + 31 * 604_800 + 6 * 86_400 + 9 * 3600 + 55 * 60,
        ),
        ("0 week, 0 day, 15 hours, 16 minutes", 15 * 3600 + 16 * 60),
        ("6w5d11h55m45s", 6 * 604_800 + 5 * 86_400 + 11 * 3600 + 55 * 60 + 45),
        ("5w3d20m51s", 5 * 604_800 + 3 * 86_400 + 20 * 60 + 51),
        ("1d 03:05:10", 86_400 + 3 * 3600 + 5 * 60 + 10),
        ("never", None),
        ("", None),
    ],
)
def test_uptimes_are_seconds(text: str, seconds: int | None) -> None:
    assert values.duration_s(text) == seconds


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("10.0.0.1/24", ("10.0.0.1", 24)),
        ("FE80::1%eth0", ("fe80::1", None)),
        ("2001:DB8::1", ("2001:db8::1", None)),
        ("unassigned", None),
        ("::", None),
        ("", None),
    ],
)
def test_addresses_come_with_their_prefix_length_if_it_is_said(
    text: str, address: tuple[str, int | None] | None
) -> None:
    assert values.ip_address(text) == address
