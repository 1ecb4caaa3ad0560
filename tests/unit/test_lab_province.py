"""The example province and the simulated one made of it: sizes, agreement of the files, what import is given."""

from __future__ import annotations

import stat
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from netinv import config
from netinv.config import Settings
from netinv.credentials import CommunityCredential, Credentials, SshCredential, UserCredential
from netinv.errors import UsageError
from netinv.inventory.example import example_dir, example_names
from netinv.lab import cli_linux, mib_interfaces, tables
from netinv.lab.province import Province, build, plain

if TYPE_CHECKING:
    from pathlib import Path

    from netinv.lab.network import Device


def _build(sites: int = 169, *, faults: bool = True) -> Province:
    return build(example_dir("vinh-phuc"), sites=sites, port=20_161, ssh_port=20_162, faults=faults)


def _ends(rows: tables.Tables) -> list[tuple[str, str]]:
    return [(link[f"{side}_device"], link[f"{side}_interface"]) for link in rows.links for side in "ab"]


def _connected(devices: list[Device]) -> set[str]:
    """Names of the devices that a path leads to from the first."""
    seen, left = {devices[0].name}, [devices[0]]
    while left:
        for end in left.pop().ends():
            if end.far.name not in seen:
                seen.add(end.far.name)
                left.append(end.far)
    return seen


def test_the_example_is_the_province_of_2020() -> None:
    rows = tables.read(example_dir("vinh-phuc"))
    levels = Counter(site["level"] for site in rows.sites)
    assert levels == {"province": 1, "district": 9, "commune": 136, "agency": 24}
    names = [device["name"] for device in rows.devices]
    assert len(names) == len(set(names)) == 171
    assert len({device["address"] for device in rows.devices}) == 171
    assert all(name.isascii() for name in names)
    per_site = Counter(device["site"] for device in rows.devices)
    assert per_site.pop("26") == 2
    assert set(per_site.values()) == {1}
    assert len(per_site) == 169


def test_every_link_of_the_example_ends_on_two_ports_of_its_own() -> None:
    rows = tables.read(example_dir("vinh-phuc"))
    ends = _ends(rows)
    assert len(ends) == len(set(ends))
    assert {device for device, _port in ends} == {device["name"] for device in rows.devices}
    districts = {site["code"] for site in rows.sites if site["level"] == "district"}
    routers = {device["name"] for device in rows.devices if device["site"] in districts}
    uplinks = Counter(link["a_device"] for link in rows.links if link["b_device"] in ("core1", "core2"))
    assert {uplinks[router] for router in routers} == {2}
    shared = [circuit for circuit, count in Counter(link["circuit"] for link in rows.links).items() if count > 1]
    assert shared


def test_an_unknown_example_is_named_with_those_there_are() -> None:
    assert "vinh-phuc" in example_names()
    with pytest.raises(UsageError, match="vinh-phuc"):
        example_dir("atlantis")


@pytest.mark.parametrize("sites", [1, 2, 12, 50, 168, 169, 170, 171, 186, 500])
def test_a_province_has_as_many_units_as_asked_for(sites: int) -> None:
    province = _build(sites)
    rows = province.tables
    assert len(rows.units()) == sites
    assert len(rows.devices) == len(province.devices) == sites + 2
    addresses = {device.address for device in province.devices}
    assert len(addresses) == sites + 2
    assert all(address.startswith("127.26.") for address in addresses)
    codes = {site["code"] for site in rows.sites}
    assert all(site["parent"] in codes for site in rows.units())
    ends = _ends(rows)
    assert len(ends) == len(set(ends))
    assert _connected(province.devices) == {device["name"] for device in rows.devices}


def test_serials_macs_and_engines_are_unique() -> None:
    devices = _build(2_000).devices
    for found in ({d.serial for d in devices}, {d.mac for d in devices}, {d.engine_id for d in devices}):
        assert len(found) == len(devices)


def test_two_communes_are_silent_and_one_uplink_flaps() -> None:
    province = _build()
    silent = [device for device in province.devices if device.faults.silent]
    levels = {site["code"]: site["level"] for site in province.tables.sites}
    site_of = {row["name"]: row["site"] for row in province.tables.devices}
    assert [levels[site_of[device.name]] for device in silent] == ["commune", "commune"]
    assert [device.dead for device in silent].count(True) == 1
    flapping = {id(link) for device in province.devices for link in device.links if link.flap_period_s}
    assert len(flapping) == 1
    whole = _build(faults=False)
    assert not any(device.faults.silent or device.flaps for device in whole.devices)


def test_the_inventory_is_what_settings_and_credentials_take(tmp_path: Path) -> None:
    province = _build()
    province.write_inventory(tmp_path)
    province.write_inventory(tmp_path)  # over itself
    assert stat.S_IMODE((tmp_path / "secrets.toml").stat().st_mode) == 0o600
    settings = config.load({"db": tmp_path / "inventory.db"}, {})
    assert settings.icmp is False
    assert settings.vantage == ("core1",)
    credentials = Credentials.load(tmp_path / "secrets.toml", {})
    assert credentials.names() == ["campus", "core-v3", "ops"]
    assert isinstance(credentials.resolve("campus"), CommunityCredential)
    assert isinstance(credentials.resolve("core-v3"), UserCredential)
    assert isinstance(credentials.resolve("ops"), SshCredential)
    rows = tables.read(tmp_path)
    assert [row["address"] for row in rows.devices[:2]] == ["127.26.0.1:20161", "127.26.0.2:20161"]
    assert {row["ssh_port"] for row in rows.devices if row["ssh"]} == {"20162"}
    assert all(".example" not in service["url"] for service in rows.services)


def test_no_secret_shows_in_a_representation() -> None:
    province = _build()
    shown = repr(province)
    secrets = [*province.communities.values(), province.ssh_password]
    secrets += [user.auth_password for user in province.users.values()]
    assert all(secret not in shown for secret in secrets)


def test_plain_devices_fill_their_range() -> None:
    province = plain(10_000, interfaces=48, port=20_161)
    assert len({device.address for device in province.devices}) == 10_000
    assert {len(device.ports) for device in province.devices} == {48}
    with pytest.raises(ValueError, match="range"):
        plain(0, port=20_161)


@pytest.mark.parametrize(
    ("line", "printed", "status"),
    [
        ("", "", 0),
        ("hostname", "HOST\n", 0),
        ("hostname;", "HOST\n", 0),
        ("PATH=$PATH:/sbin hostname; echo two", "HOST\ntwo\n", 0),
        ("false-name 2>/dev/null || echo 'a; b'", "bash: false-name: command not found\na; b\n", 0),
        ("hostname && echo yes || echo no", "HOST\nyes\n", 0),
        ("hostname | cat", "HOST\n", 0),
        ("grep -s . /proc/nothing; uname", "Linux\n", 0),
        ("cat /sys/class/net/eth0/speed", "1000\n", 0),
        ("echo 'open", "bash: syntax error: unexpected end of file\n", 2),
    ],
)
def test_the_simulated_shell_runs_lists_of_commands(line: str, printed: str, status: int) -> None:
    device = next(device for device in _build().devices if device.maker.platform == "linux")
    assert cli_linux.run(device, line, device.started_s + 60) == (printed.replace("HOST", device.name), status)


def test_no_line_of_the_province_is_too_small_for_what_it_carries() -> None:
    """The demo shows what was broken on purpose, and no line that runs full besides."""
    province = _build()
    capacity_bps = [int(link["capacity_bps"]) for link in province.tables.links]
    ends = [(device, end) for device in province.devices for end in device.ends()]
    assert len(ends) == 2 * len(capacity_bps)
    for device, end in ends:
        for direction in (0, 1):
            most_bps = 1.5 * 8 * mib_interfaces.rate_octets_s(device.variant, end.port, direction)
            assert most_bps < Settings().load_share * capacity_bps[end.link.number], (device.name, end.port.name)
