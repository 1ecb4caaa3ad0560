"""Names of ports in little room."""

from __future__ import annotations

import pytest

from netinv.app.words.port_names import port_within, short_port
from topology.ports import canonical


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("GigabitEthernet0/0/11", "Gi0/0/11"),
        ("XGigabitEthernet0/0/1", "XGE0/0/1"),
        ("Ten-GigabitEthernet1/0/49", "Te1/0/49"),
        ("TenGigE0/0/0/1.100", "Te0/0/0/1.100"),
        ("HundredGigE0/0/0/0", "Hu0/0/0/0"),
        ("Port-channel10", "Po10"),
        ("Bundle-Ether 7", "BE7"),
        ("Te0/0/1", "Te0/0/1"),
        ("ether1", "ether1"),
        ("Eth-Trunk3", "Eth-Trunk3"),
        ("wan1", "wan1"),
        ("cổng 1", "cổng 1"),
        ("", ""),
    ],
)
def test_the_family_is_abbreviated(name: str, short: str) -> None:
    assert short_port(name) == short


@pytest.mark.parametrize("name", ["GigabitEthernet0/0/1", "XGigabitEthernet0/0/1", "FastEthernet0/1", "Ethernet1/1"])
def test_a_short_name_still_means_the_same_port(name: str) -> None:
    assert canonical(short_port(name)) == canonical(name)


def test_what_is_too_long_yet_is_cut_at_its_front() -> None:
    assert port_within("GigabitEthernet0/0/11", 10) == "Gi0/0/11"
    assert port_within("uplink-to-the-province-core-17", 10) == "…e-core-17"
    assert [port_within("ether1", width) for width in (0, 1, 2, 6)] == ["", "…", "…1", "ether1"]
