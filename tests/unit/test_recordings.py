"""Recordings: written and read back alike, replayed like the device, masked so that what fitted still fits."""

from __future__ import annotations

import asyncio
import ipaddress
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netinv.credentials import CommunityCredential, Secret
from probes.masking.mask import Mask
from probes.masking.recording import masked, without_secrets
from probes.snmp import oids, snmprec
from probes.snmp.engine import Value
from probes.snmp.recorder import Recorder
from probes.snmp.session import SnmpSession
from probes.vendors.loading import load
from tests.unit.recordings import Recording, visited

BOOK = load([files("probes.vendors")])
MASK = Mask(b"one key")
LLDP, LLDP_LOC = "1.0.8802.1.1.2.1.4.1.1", "1.0.8802.1.1.2.1.3"
CDP = "1.3.6.1.4.1.9.9.23.1.2.1.1"
MAC_A, MAC_B = bytes.fromhex("001a6d112233"), bytes.fromhex("001a6d112244")

OIDS = st.lists(st.integers(0, 2**32 - 1), min_size=1, max_size=12).map(lambda rest: ".".join(map(str, [1, 3, *rest])))
VALUES = st.one_of(st.integers(-(2**31), 2**64 - 1), st.binary(max_size=40), OIDS, st.ip_addresses(v=4).map(str))
MACS = st.binary(min_size=6, max_size=6)


@given(st.dictionaries(OIDS, VALUES, min_size=1))
def test_what_is_written_is_read_back(tmp_path_factory: pytest.TempPathFactory, objects: dict[str, Value]) -> None:
    path = tmp_path_factory.mktemp("recordings") / "device.rec"
    path.write_bytes(snmprec.dump(objects))
    found = snmprec.load(path)
    assert found == objects
    assert list(found) == sorted(objects, key=snmprec.arcs)


def test_what_is_no_recording_is_named(tmp_path: Path) -> None:
    path = tmp_path / "x.rec"
    with pytest.raises(snmprec.RecordingError, match=r"x\.rec cannot be read"):
        snmprec.load(path)
    for data in (b"", b"\x00\xff\xfe\n|||\n", b"name,site\nr1,1\n", b"1.3.6|2|no number\n1.3.7|4x|zz\n"):
        path.write_bytes(data)
        with pytest.raises(snmprec.RecordingError, match=r"x\.rec is no recording"):
            snmprec.load(path)


def test_a_recording_replays_as_the_device_answered() -> None:
    device = Recording(pair()[0])
    recorder = Recorder(device)

    async def ask() -> None:
        session = SnmpSession(recorder, "192.0.2.1", 161, CommunityCredential("c", "v2c", Secret("c")))
        await session.get([oids.SYS_NAME, "1.3.6.1.9.9.9"])
        await session.walk(oids.IF_NAME)

    asyncio.run(ask())
    rows = {oid: value for oid, value in device.objects.items() if oid.startswith(f"{oids.IF_NAME}.")}
    assert recorder.objects == {oids.SYS_NAME: b"core1.example.vn", **rows}


def pair() -> tuple[dict[str, Value], dict[str, Value]]:
    """Two devices, each of which sees the other by LLDP; the first also sees it by CDP."""
    return (
        {
            oids.SYS_DESCR: b"Cisco IOS Software, Version 15.2(4)E10, core1 at 10.1.2.3, boot version 10.2.3.4",
            oids.SYS_OBJECT_ID: "1.3.6.1.4.1.9.1.1208",
            oids.SYS_NAME: b"core1.example.vn",
            oids.SYS_CONTACT: b"Nguyen Van A",
            oids.SYS_LOCATION: b"Hanoi room 5",
            oids.SNMP_ENGINE_ID: b"\x80\x00\x00\x09\x03" + MAC_A,
            f"{oids.ENT_PHYSICAL_CLASS}.1": 3,
            f"{oids.ENT_PHYSICAL_SERIAL_NUM}.1": b"FCW1234L0AB",
            f"{oids.ENT_PHYSICAL_SOFTWARE_REV}.1": b"10.2.3.4",
            f"{oids.ENT_PHYSICAL_DESCR}.1": b"Chassis SN FCW1234L0AB",
            f"{oids.IF_NAME}.1": b"Gi1/0/1",
            f"{oids.IF_NAME}.2": b"Gi1/0/2",
            f"{oids.IF_ALIAS}.1": b"to Khach Hang X",
            f"{oids.IF_PHYS_ADDRESS}.1": MAC_A,
            f"{oids.IP_AD_ENT_IF_INDEX}.10.1.2.1": 1,
            f"{oids.IP_AD_ENT_NET_MASK}.10.1.2.1": "255.255.255.252",
            f"{oids.IP_ADDRESS_IF_INDEX}.1.4.10.1.2.1": 1,
            f"{oids.IP_ADDRESS_PREFIX}.1.4.10.1.2.1": "1.3.6.1.2.1.4.32.1.5.1.1.4.10.1.2.0.30",
            f"{LLDP_LOC}.1.0": 4,
            f"{LLDP_LOC}.2.0": MAC_A,
            f"{LLDP}.4.0.1.7": 4,
            f"{LLDP}.5.0.1.7": MAC_B,
            f"{LLDP}.6.0.1.7": 5,
            f"{LLDP}.7.0.1.7": b"Gi0/9",
            f"{LLDP}.9.0.1.7": b"access2",
            f"{oids.LLDP_REM_MAN_ADDR_IF_SUBTYPE}.0.1.7.1.4.10.1.2.2": 2,
            f"{CDP}.4.1.1": b"\x0a\x01\x02\x02",
            f"{CDP}.6.1.1": b"access2.example.vn",
            f"{CDP}.7.1.1": b"GigabitEthernet0/9",
            "1.3.6.1.2.1.15.3.1.2.10.1.2.77": 6,
            "1.3.6.1.2.1.14.10.1.6.10.1.2.78.0": 8,
            "1.3.6.1.4.1.9.9.999.1.10.1.2.2": b"peer 10.1.2.2 00:1a:6d:11:22:44 001a.6d11.2244",
        },
        {
            oids.SYS_OBJECT_ID: "1.3.6.1.4.1.9.1.1208",
            oids.SYS_NAME: b"access2.example.vn",
            f"{oids.IF_NAME}.9": b"Gi0/9",
            f"{oids.IF_PHYS_ADDRESS}.9": MAC_B,
            f"{oids.IP_AD_ENT_IF_INDEX}.10.1.2.2": 9,
            f"{oids.IP_AD_ENT_NET_MASK}.10.1.2.2": "255.255.255.252",
            f"{LLDP_LOC}.1.0": 4,
            f"{LLDP_LOC}.2.0": MAC_B,
            f"{LLDP}.4.0.9.1": 4,
            f"{LLDP}.5.0.9.1": MAC_A,
            f"{LLDP}.6.0.9.1": 5,
            f"{LLDP}.7.0.9.1": b"Gi1/0/1",
            f"{LLDP}.9.0.9.1": b"core1.example.vn",
        },
    )


PRIVATE = (b"core1", b"access2", b"example", b"nguyen", b"hanoi", b"khach", b"fcw1234", b"10.1.2.", MAC_A, MAC_B)


def test_nothing_of_somebodys_is_left_and_all_that_rules_need_is() -> None:
    objects = pair()[0]
    kept = masked(objects, MASK, BOOK)
    assert len(kept) == len(objects)
    written = snmprec.dump(kept).lower()
    for private in PRIVATE:
        assert private not in written
        assert private.hex().encode() not in written
    before, after = visited(Recording(objects))[0].system, visited(Recording(kept))[0].system
    for field in ("vendor", "os", "os_version", "model", "sys_object_id"):
        assert getattr(before, field) == getattr(after, field), field
    assert after.serial
    assert (len(after.serial), after.serial != before.serial) == (11, True)
    assert kept[f"{oids.ENT_PHYSICAL_SOFTWARE_REV}.1"] == b"10.2.3.4"  # four numbers, and no address
    assert b"boot version 10.2.3.4" in bytes(kept[oids.SYS_DESCR])  # type: ignore[arg-type]  # octets
    assert after.serial.encode() in bytes(kept[f"{oids.ENT_PHYSICAL_DESCR}.1"])  # type: ignore[arg-type]


def test_links_between_masked_recordings_still_fit() -> None:
    core, access = (visited(Recording(masked(objects, MASK, BOOK)))[0] for objects in pair())
    lldp, cdp = core.neighbors
    (back,) = access.neighbors
    assert lldp.remote_chassis == access.system.chassis_id
    assert back.remote_chassis == core.system.chassis_id
    assert back.remote_name == core.system.sys_name
    assert cdp.remote_name == access.system.sys_name
    assert str(access.system.sys_name).startswith(f"{lldp.remote_name}.")  # without its domain: still the same host
    assert lldp.remote_address == cdp.remote_address == access.addresses[0].address
    assert (lldp.local_port, lldp.remote_port, back.local_port) == ("Gi1/0/1", "Gi0/9", "Gi0/9")
    ours, theirs = (ipaddress.ip_interface(f"{one.addresses[0].address}/30").network for one in (core, access))
    assert ours == theirs  # a subnet of two stays one
    assert core.addresses[0].prefix_length == 30


def test_another_key_makes_other_masks() -> None:
    one, other = (masked(pair()[0], Mask(key), BOOK) for key in (b"a", b"b"))
    assert one[oids.SYS_NAME] != other[oids.SYS_NAME]
    assert one[f"{oids.IF_PHYS_ADDRESS}.1"] != other[f"{oids.IF_PHYS_ADDRESS}.1"]


@given(st.sets(st.ip_addresses(v=4) | st.ip_addresses(v=6), min_size=2, max_size=2))
def test_addresses_keep_what_they_share_and_stay_apart(
    pair: set[ipaddress.IPv4Address | ipaddress.IPv6Address],
) -> None:
    one, other = (ipaddress.ip_address(MASK.address(str(address))) for address in pair)
    assert one != other
    a, b = pair
    if a.version == b.version == 4 and not any(
        str(each).startswith(("0.", "127.")) or each.packed[0] > 223 for each in pair
    ):
        assert _shared(int(a), int(b)) == _shared(int(one), int(other))


def _shared(a: int, b: int) -> int:
    return 32 - (a ^ b).bit_length()


@given(st.sets(MACS, min_size=2, max_size=20))
def test_hardware_addresses_stay_apart_and_their_makers_known(macs: set[bytes]) -> None:
    assert len({MASK.mac(mac) for mac in macs}) == len(macs)
    assert all(MASK.mac(mac)[:3] == mac[:3] for mac in macs)


@given(st.dictionaries(OIDS, VALUES, min_size=1, max_size=30))
def test_any_recording_can_be_masked(objects: dict[str, Value]) -> None:
    once, twice = masked(objects, MASK, BOOK), masked(objects, MASK, BOOK)
    assert once == twice
    assert snmprec.dump(once)


def test_a_secret_is_in_no_value_and_in_no_index() -> None:
    objects: dict[str, Value] = {
        "1.3.6.1.4.1.9.1.0": b"community pl4nted is set",
        "1.3.6.1.4.1.9.2.7." + ".".join(map(str, b"pl4nted")): 1,
        "1.3.6.1.4.1.9.3.0": b"harmless",
    }
    kept = without_secrets(objects, {"pl4nted", ""})
    assert kept == {"1.3.6.1.4.1.9.1.0": b"community ******* is set", "1.3.6.1.4.1.9.3.0": b"harmless"}
