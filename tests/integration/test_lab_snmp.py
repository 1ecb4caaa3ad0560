"""The simulated agents, asked over real sockets by gufo-snmp, by net-snmp's commands and by raw datagrams."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from gufo.snmp.aio import SnmpSession

from netinv.inventory.example import example_dir
from netinv.lab import ber, pdu
from netinv.lab.faults import HOSTILE, Faults
from netinv.lab.network import flap
from netinv.lab.province import build, plain
from netinv.lab.server import Lab
from netinv.lab.usm import User

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netinv.lab.network import Device

SYS_NAME = "1.3.6.1.2.1.1.5.0"
UPTIME = "1.3.6.1.2.1.1.3.0"
IF_DESCR = "1.3.6.1.2.1.2.2.1.2"
IF_OPER_STATUS = "1.3.6.1.2.1.2.2.1.8"
IN_OCTETS = "1.3.6.1.2.1.31.1.1.1.6"
ALIAS = "1.3.6.1.2.1.31.1.1.1.18"
LOCAL_PORT_ID = "1.0.8802.1.1.2.1.3.7.1.3"
LOCAL_PORT_DESCR = "1.0.8802.1.1.2.1.3.7.1.4"
REMOTE = "1.0.8802.1.1.2.1.4.1.1"
REMOTE_PORT_ID, REMOTE_PORT_DESCR, REMOTE_NAME = f"{REMOTE}.7", f"{REMOTE}.8", f"{REMOTE}.9"

SILENT_S = 0.15

needs_net_snmp = pytest.mark.skipif(shutil.which("snmpget") is None, reason="net-snmp's commands are not installed")


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    with Lab(plain(4, port=0)) as running:
        yield running


@pytest.fixture
def device(lab: Lab) -> Iterator[Device]:
    found = lab.province.devices[0]
    yield found
    lab.set_faults(found.name, Faults())


@pytest.fixture(scope="module")
def province() -> Iterator[Lab]:
    with Lab(build(example_dir("vinh-phuc"), port=0, ssh_port=0), services=False) as running:
        yield running


def session(lab: Lab, device: Device, timeout: float = 10.0) -> SnmpSession:
    community = lab.province.communities[device.credential]
    return SnmpSession(device.address, lab.port, community=community, timeout=timeout, max_repetitions=25)


async def walk(asked: SnmpSession, oid: str) -> dict[str, Any]:
    return {found.removeprefix(oid): value async for found, value in asked.getbulk(oid)}


def question(oid: str, tag: int = pdu.GET, version: int = pdu.V2C, community: str = "public") -> bytes:
    binding = ber.tlv(ber.SEQUENCE, ber.oid(ber.dotted(oid)) + ber.NULL)
    fields = ber.integer(4711) + ber.integer(0) + ber.integer(10 if tag == pdu.GET_BULK else 0)
    message = ber.integer(version) + ber.octets(community) + ber.tlv(tag, fields + ber.tlv(ber.SEQUENCE, binding))
    return ber.tlv(ber.SEQUENCE, message)


def exchange(lab: Lab, device: Device, data: bytes, timeout_s: float = 10.0) -> bytes | None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asker:
        asker.settimeout(timeout_s)
        asker.connect((device.address, lab.port))  # only what comes from that very address is received
        asker.send(data)
        try:
            return asker.recv(65_535)
        except TimeoutError:
            return None


def answer(data: bytes | None) -> pdu.Question:
    """A response has the shape of a question: error status and index stand for non-repeaters and repetitions."""
    assert data is not None
    _tag, at, end = ber.read(data, 0)
    assert end == len(data)
    _version, at = ber.read_integer(data, at)
    _community, at = ber.read_octets(data, at)
    return pdu.read(data, at)


def run(*words: str) -> str:
    environment = {
        "PATH": "/usr/bin:/bin",
        "MIBS": "",
        "SNMP_PERSISTENT_DIR": "/nonexistent",
        "SNMPCONFPATH": "/nonexistent",
    }
    done = subprocess.run(words, capture_output=True, text=True, env=environment, timeout=120, check=False)
    return done.stdout + done.stderr


async def test_every_address_is_one_device(lab: Lab) -> None:
    for device in lab.province.devices:
        assert await session(lab, device).get(SYS_NAME) == device.name.encode()


async def test_every_column_that_is_asked_has_a_row_for_each_port(lab: Lab, device: Device) -> None:
    asked = session(lab, device)
    indexes = {f".{port.if_index}" for port in device.ports}
    for column in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 16, 19, 20):
        assert set(await walk(asked, f"1.3.6.1.2.1.2.2.1.{column}")) == indexes
    for column in (1, 6, 10, 15, 18, 19):
        assert set(await walk(asked, f"1.3.6.1.2.1.31.1.1.1.{column}")) == indexes


async def test_counters_count_at_a_steady_rate(lab: Lab, device: Device) -> None:
    asked = session(lab, device)
    began_s = time.monotonic()
    before, first = await asked.get(UPTIME), await walk(asked, IN_OCTETS)
    device.started_s -= 60  # a minute passes
    after, second = await asked.get(UPTIME), await walk(asked, IN_OCTETS)
    assert isinstance(before, int)
    assert isinstance(after, int)
    assert 5_990 < after - before < 6_010 + (time.monotonic() - began_s) * 100
    moved = [name for name, value in second.items() if value > first[name]]
    assert len(moved) >= len(first) * 3 // 4
    assert all(value >= first[name] for name, value in second.items())


async def test_another_community_gets_no_answer(lab: Lab, device: Device) -> None:
    assert exchange(lab, device, question(SYS_NAME, community="private"), SILENT_S) is None
    assert exchange(lab, device, question(SYS_NAME)) is not None


def test_version_1_refuses_what_it_cannot_say(lab: Lab, device: Device) -> None:
    found = answer(exchange(lab, device, question("1.3.9.9.0", version=pdu.V1)))
    assert (found.non_repeaters, found.max_repetitions) == (pdu.NO_SUCH_NAME, 1)
    counter64 = answer(exchange(lab, device, question(f"{IN_OCTETS}.1", version=pdu.V1)))
    assert counter64.non_repeaters == pdu.NO_SUCH_NAME
    behind = answer(exchange(lab, device, question(IN_OCTETS, pdu.GET_NEXT, pdu.V1)))
    assert ber.read_oid(behind.oids[0])[:11] == ber.dotted("1.3.6.1.2.1.31.1.1.1.14")
    assert exchange(lab, device, question(SYS_NAME, pdu.GET_BULK, pdu.V1), SILENT_S) is None
    assert answer(exchange(lab, device, question(SYS_NAME, pdu.SET))).non_repeaters == pdu.NO_ACCESS


@needs_net_snmp
def test_net_snmp_walks_everything(lab: Lab, device: Device) -> None:
    to = f"{device.address}:{lab.port}"
    assert run("snmpbulkget", "-v2c", "-cpublic", "-On", to, "1.3.6.1.5").count("No more variables") == 1
    bulk = run("snmpbulkwalk", "-v2c", "-cpublic", "-On", to, ".1").splitlines()
    by_one = run("snmpwalk", "-v1", "-cpublic", "-On", to, ".1").splitlines()
    names = [line.split(" =")[0] for line in bulk if line.startswith(".1") and "No more variables" not in line]
    assert len(names) == len(set(names)) > 48 * 25
    assert len(names) - len([line for line in by_one if line.startswith(".1")]) == 2 * 48  # the Counter64 columns
    several = run("snmpget", "-v2c", "-cpublic", "-On", to, SYS_NAME, f"{IF_DESCR}.999", "1.3.9.9.0")
    assert "No Such Instance" in several
    assert "No Such Object" in several


@needs_net_snmp
@pytest.mark.parametrize(
    ("auth", "priv"),
    [("MD5", "DES"), ("SHA", "AES-128"), ("SHA-224", "AES-128"), ("SHA-256", "AES-192"), ("SHA-512", "AES-256")],
)
def test_version_3_with_net_snmp(auth: str, priv: str) -> None:
    network = plain(1, port=0)
    network.communities, network.users = {}, {"campus": User("u", auth, "auth password", priv, "priv password")}
    with Lab(network) as lab:
        to = f"{network.devices[0].address}:{lab.port}"

        def get(level: str, *words: str) -> str:
            return run("snmpget", "-v3", "-t20", "-r0", "-On", "-l", level, *words, to, SYS_NAME)

        keys = ["-uu", "-a", auth, "-A", "auth password", "-x", priv.removesuffix("-128"), "-X", "priv password"]
        assert network.devices[0].name in get("authPriv", *keys)
        assert "Authentication failure" in get("authPriv", *[word.replace("auth p", "wrong p") for word in keys])
        assert "authorizationError" in get("authNoPriv", *keys)
        assert "authorizationError" in get("noAuthNoPriv", "-uu")
        assert "Unknown user name" in get("noAuthNoPriv", "-unobody")
        assert "1." in run("snmpbulkwalk", "-v3", "-On", "-l", "authPriv", *keys, to, IF_DESCR)


async def test_version_3_with_gufo_survives_a_reboot_in_a_new_session(province: Lab) -> None:
    from gufo.snmp import Aes128Key, Sha256Key
    from gufo.snmp import User as GufoUser

    core = province.province.device("core1")
    known = province.province.users["core-v3"]
    user = GufoUser(
        known.name, auth_key=Sha256Key(known.auth_password.encode()), priv_key=Aes128Key(known.priv_password.encode())
    )

    async def name() -> object:
        asked = SnmpSession(core.address, province.port, user=user, timeout=10)
        await asked.refresh()
        return await asked.get(SYS_NAME)

    assert await name() == b"core1"
    province.reboot("core1")
    assert core.boots == 2
    assert await name() == b"core1"


async def test_version_3_with_pysnmp(province: Lab) -> None:
    from pysnmp.hlapi.v3arch import asyncio as hlapi

    known = province.province.users["core-v3"]
    engine = hlapi.SnmpEngine()
    user = hlapi.UsmUserData(
        known.name,
        known.auth_password,
        known.priv_password,
        authProtocol=hlapi.USM_AUTH_HMAC192_SHA256,
        privProtocol=hlapi.USM_PRIV_CFB128_AES,
    )
    target = await hlapi.UdpTransportTarget.create(("127.26.0.2", province.port), timeout=20, retries=0)
    object_type = hlapi.ObjectType(hlapi.ObjectIdentity(SYS_NAME))
    error, status, _index, bindings = await hlapi.get_cmd(
        engine, user, target, hlapi.ContextData(), object_type, lookupMib=False
    )
    engine.close_dispatcher()
    assert (error, int(status), bytes(bindings[0][1])) == (None, 0, b"core2")


async def test_lldp_tells_every_link_from_both_ends_and_no_other(province: Lab) -> None:
    """Read as a poller would: a port is what its ID says, or its description where the ID is a number."""
    claims: Counter[frozenset[tuple[str, str]]] = Counter()
    asked_names = set()
    for device in province.province.devices:
        if device.credential not in province.province.communities or device.faults.silent:
            continue
        asked_names.add(device.name)
        asked = session(province, device)
        numeric = device.maker.platform == "juniper_junos"
        local = await walk(asked, LOCAL_PORT_DESCR if numeric else LOCAL_PORT_ID)
        names, ids, descrs = [await walk(asked, oid) for oid in (REMOTE_NAME, REMOTE_PORT_ID, REMOTE_PORT_DESCR)]
        for row, name in names.items():
            port = descrs[row] if ids[row].isdigit() else ids[row]
            here = local["." + row.split(".")[2]]
            ends = ((device.name, here.decode()), (name.decode(), port.decode()))
            claims[frozenset(ends)] += 1
    expected: Counter[frozenset[tuple[str, str]]] = Counter()
    now_s = time.monotonic()
    for declared in province.province.tables.links:
        near, far = ((declared[f"{side}_device"], declared[f"{side}_interface"]) for side in "ab")
        link = next(link for link in province.province.device(near[0]).links if link.a_port == near[1])
        if link.is_up(now_s) and not link.flap_period_s:
            expected[frozenset((near, far))] = sum(name in asked_names for name, _port in (near, far))
    flapping = frozenset(
        end
        for device in province.province.devices
        for link in device.links
        if link.flap_period_s
        for end in ((link.a.name, link.a_port), (link.b.name, link.b_port))
    )
    claims.pop(flapping, None)
    assert claims == +expected


async def test_a_dead_commune_takes_the_carrier_from_its_uplink(province: Lab) -> None:
    dead = next(device for device in province.province.devices if device.dead)
    up = dead.ends()[0]
    assert up.far.credential in province.province.communities
    asked = session(province, up.far)
    assert await asked.get(f"{IF_OPER_STATUS}.{up.far_port.if_index}") == 2
    assert dead.name.encode() not in (await walk(asked, REMOTE_NAME)).values()


def test_silent_and_lost(lab: Lab, device: Device) -> None:
    lab.set_faults(device.name, Faults(silent=True))
    assert exchange(lab, device, question(SYS_NAME), SILENT_S) is None
    lab.set_faults(device.name, Faults(loss=1.0))
    assert exchange(lab, device, question(SYS_NAME), SILENT_S) is None
    lab.set_faults(device.name, Faults(loss=0.5))
    got = [exchange(lab, device, question(SYS_NAME), SILENT_S) is not None for _ in range(20)]
    assert 0 < sum(got) < 20


def test_a_late_answer_delays_no_other(lab: Lab, device: Device) -> None:
    lab.set_faults(device.name, Faults(delay_s=2.0))
    began = time.monotonic()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asker:
        asker.settimeout(10)
        asker.connect((device.address, lab.port))
        asker.send(question(SYS_NAME))
        assert exchange(lab, lab.province.devices[1], question(SYS_NAME)) is not None
        assert time.monotonic() - began < 2.0
        assert answer(asker.recv(65_535)).non_repeaters == pdu.NO_ERROR
    assert time.monotonic() - began >= 2.0


def test_answers_that_make_no_sense(lab: Lab, device: Device) -> None:
    lab.set_faults(device.name, Faults(garbage=True))
    garbage = exchange(lab, device, question(SYS_NAME))
    assert garbage is not None
    with pytest.raises((ValueError, IndexError)):
        ber.read(garbage, 0)
    lab.set_faults(device.name, Faults(wrong_request_id=True))
    assert answer(exchange(lab, device, question(SYS_NAME))).request_id == ber.integer(7)
    lab.set_faults(device.name, Faults(gen_err=True))
    assert answer(exchange(lab, device, question(SYS_NAME))).non_repeaters == pdu.GEN_ERR


def test_oids_that_do_not_increase(lab: Lab, device: Device) -> None:
    lab.set_faults(device.name, Faults(loop=True))
    found = answer(exchange(lab, device, question(f"{IF_DESCR}.7", pdu.GET_BULK)))
    assert ber.read_oid(found.oids[0]) == ber.dotted(f"{IF_DESCR}.1")
    assert answer(exchange(lab, device, question(SYS_NAME))).non_repeaters == pdu.NO_ERROR


async def test_hostile_texts(lab: Lab, device: Device) -> None:
    lab.set_faults(device.name, Faults(hostile=True))
    asked = session(lab, device)
    assert await asked.get("1.3.6.1.2.1.1.1.0") == HOSTILE[0]
    assert set((await walk(asked, ALIAS)).values()) == set(HOSTILE)


async def test_a_reboot_resets_uptime_and_counters(lab: Lab) -> None:
    device = lab.province.devices[3]
    asked = session(lab, device)
    before = await asked.get(UPTIME)
    lab.reboot(device.name)
    after = await asked.get(UPTIME)
    assert isinstance(before, int)
    assert isinstance(after, int)
    assert after < 1_000 < before
    assert max((await walk(asked, IN_OCTETS)).values()) < 10**9


def test_a_flapping_link_follows_the_clock() -> None:
    network = build(example_dir("vinh-phuc"), sites=20, port=1, ssh_port=1, faults=False)
    link = network.devices[0].links[0]
    flap(link, 20.0)
    assert [link.is_up(second) for second in (0.0, 19.9, 20.0, 39.9, 40.0)] == [True, True, False, False, True]


async def test_ten_thousand_interfaces() -> None:
    with Lab(plain(1, interfaces=10_000, port=0)) as lab:
        asked = session(lab, lab.province.devices[0], 60.0)
        assert len(await walk(asked, IF_DESCR)) == 10_000
