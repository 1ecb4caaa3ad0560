"""How asking ends, on both engines alike: who answers, refuses, is silent; in what time and with which error."""

from __future__ import annotations

import asyncio
import os
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from netinv.credentials import Secret
from netinv.errors import AuthFailed, ProtocolFault, Refused, Timeout
from netinv.lab import ber, pdu
from probes import clock
from probes.snmp import oids
from probes.snmp.engine import ErrorStatus
from tests.integration.conftest import COMMUNITY, MARKER, USERS, Failures, Open, community, create_user, user
from tests.integration.snmp_agents.scripted import Scripted
from tests.integration.snmp_agents.snmpd import SNMPD, Snmpd
from tests.integration.snmp_agents.sockets import Replies, answering, proxy, silence
from tests.ports import free_port, has_ipv6

if TYPE_CHECKING:
    from pathlib import Path

    from probes.snmp.engine import Engine

SYS_OR_DESCR = "1.3.6.1.2.1.1.9.1.3"
PATIENT_S = 10.0
"""For answers that do come: a busy machine must not fail the test. Who needs less did not wait for a second try."""


class Stopwatch:
    """How long something took."""

    def __init__(self) -> None:
        self._started = time.perf_counter()

    @property
    def s(self) -> float:
        """Seconds since the start."""
        return time.perf_counter() - self._started


# Who answers


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
@pytest.mark.parametrize("credential", [community("v1"), community("v2c"), user()], ids=["v1", "v2c", "v3"])
async def test_reads_a_real_agent(snmpd: Snmpd, session: Open, address: str, credential: object) -> None:
    if address == "::1" and not has_ipv6():
        pytest.skip("loopback has no IPv6 here")
    asked = session(snmpd.port, credential, address=address, timeout_s=PATIENT_S)
    values = await asked.get([oids.SYS_NAME, oids.SYS_OBJECT_ID, oids.SYS_UPTIME, "1.3.6.1.2.1.1.99.0"])
    assert values[oids.SYS_NAME] == b"lab-agent"
    assert str(values[oids.SYS_OBJECT_ID]).startswith("1.3.6.1.4.1.8072.")
    assert isinstance(values[oids.SYS_UPTIME], int)
    assert len(values) == 3
    rows = await asked.walk(SYS_OR_DESCR)
    assert [index for index, _value in rows] == [str(number) for number in range(1, len(rows) + 1)]
    assert len(rows) >= 9
    assert await asked.walk("1.3.6.1.2.1.99") == []
    assert await asked.walk("2.999") == []


async def test_reads_with_every_protocol(snmpd: Snmpd, session: Open) -> None:
    async def name(number: int) -> object:
        asked = session(snmpd.port, USERS[number], timeout_s=PATIENT_S)
        values = await asked.get([oids.SYS_NAME])
        return values[oids.SYS_NAME], len(await asked.walk("1.3.6.1.2.1.1.1"))

    answers = await asyncio.gather(*map(name, range(len(USERS))))
    assert answers == [(b"lab-agent", 1)] * len(USERS)
    assert len(USERS) == 1 + 6 * 7


async def test_values_are_the_same_from_both_engines(session: Open) -> None:
    found = {
        "1.3.6.1.4.1.99999.1.0": (ber.integer(-2147483648), -2147483648),
        "1.3.6.1.4.1.99999.2.0": (ber.integer(4294967295, ber.COUNTER32), 4294967295),
        "1.3.6.1.4.1.99999.3.0": (ber.integer(4294967295, ber.GAUGE32), 4294967295),
        "1.3.6.1.4.1.99999.4.0": (ber.integer(4294967295, ber.TIME_TICKS), 4294967295),
        "1.3.6.1.4.1.99999.5.0": (ber.integer(2**64 - 1, ber.COUNTER64), 2**64 - 1),
        "1.3.6.1.4.1.99999.6.0": (ber.tlv(ber.IP_ADDRESS, bytes((192, 0, 2, 255))), "192.0.2.255"),
        "1.3.6.1.4.1.99999.7.0": (ber.oid((1, 3, 6, 1, 4, 1, 4294967295)), "1.3.6.1.4.1.4294967295"),
        "1.3.6.1.4.1.99999.8.0": (ber.oid((0, 0)), "0.0"),
        "1.3.6.1.4.1.99999.9.0": (ber.octets(b""), b""),
        "1.3.6.1.4.1.99999.10.0": (ber.octets(bytes(range(256))), bytes(range(256))),
    }
    agent = Scripted({oid: encoded for oid, (encoded, _value) in found.items()}, community().community.reveal())
    expected = {oid: value for oid, (_encoded, value) in found.items()}
    async with answering(agent.answer) as port:
        asked = session(port, timeout_s=PATIENT_S)
        values = await asked.get(list(found))
        assert values == expected
        assert {oid: type(value) for oid, value in values.items()} == {oid: type(v) for oid, v in expected.items()}
        walked = await asked.walk("1.3.6.1.4.1.99999")
    assert {f"1.3.6.1.4.1.99999.{index}": value for index, value in walked} == expected


async def test_a_missing_object_does_not_hide_the_others(session: Open) -> None:
    agent = Scripted({oids.SYS_NAME: ber.octets("there")}, community().community.reveal())
    async with answering(agent.answer) as port:
        for version in ("v1", "v2c"):
            asked = session(port, community(version), timeout_s=PATIENT_S)
            assert await asked.get([oids.SYS_LOCATION, oids.SYS_NAME]) == {oids.SYS_NAME: b"there"}
            assert await asked.get([oids.SYS_LOCATION]) == {}


# Who is silent


@pytest.mark.parametrize("credential", [community("v1"), community("v2c"), user()], ids=["v1", "v2c", "v3"])
async def test_dead_target(session: Open, failures: Failures, credential: object) -> None:
    asked: list[bytes] = []

    def swallow(question: bytes) -> Replies:
        asked.append(question)
        return []

    async with answering(swallow) as port:
        watch = Stopwatch()
        error = await failures.of(session(port, credential).get([oids.SYS_NAME]))
    assert type(error) is Timeout
    assert len(asked) == 2
    assert watch.s >= 0.6


async def test_closed_port_is_refused_at_once(session: Open, failures: Failures) -> None:
    for credential in (community("v1"), community("v2c"), user()):
        watch = Stopwatch()
        asked = session(free_port(), credential, timeout_s=PATIENT_S)
        assert type(await failures.of(asked.get([oids.SYS_NAME]))) is Refused
        assert watch.s < PATIENT_S


async def test_wrong_community_is_silence(snmpd: Snmpd, session: Open, failures: Failures) -> None:
    error = await failures.of(session(snmpd.port, community(text=f"{MARKER}-wrong")).get([oids.SYS_NAME]))
    assert type(error) is Timeout
    assert "community" in str(error)


async def test_wrong_privacy_password_is_silence_that_says_so(snmpd: Snmpd, session: Open, failures: Failures) -> None:
    for auth, priv in (("SHA-256", "AES-128"), ("SHA-512", "AES-256")):
        wrong = user(auth, priv, "blumenthal" * (priv == "AES-256"), priv_password=Secret(f"{MARKER} wrong"))
        error = await failures.of(session(snmpd.port, wrong, timeout_s=1.5).get([oids.SYS_NAME]))
        assert type(error) is Timeout
        assert "privacy password" in str(error)


# Who refuses


@pytest.mark.parametrize(
    "credential",
    [
        user(user=f"{MARKER[:4]}-nobody"),
        user(auth_password=Secret(f"{MARKER} wrong")),
        user(auth_protocol="SHA-512"),
        user("MD5", "none", auth_password=Secret(f"{MARKER} wrong")),
        user("none", "none", user="nobody"),
    ],
    ids=["user", "auth password", "auth protocol", "auth password without privacy", "user without passwords"],
)
async def test_wrong_v3_identity_is_refused_at_once(
    snmpd: Snmpd, session: Open, failures: Failures, credential: object
) -> None:
    watch = Stopwatch()
    error = await failures.of(session(snmpd.port, credential, timeout_s=PATIENT_S).get([oids.SYS_NAME]))
    assert type(error) is AuthFailed
    assert watch.s < PATIENT_S


async def test_too_low_a_security_level_is_refused(snmpd: Snmpd, session: Open, failures: Failures) -> None:
    low = user(priv_protocol="none", priv_password=None)
    error = await failures.of(session(snmpd.port, low, timeout_s=PATIENT_S).get([oids.SYS_NAME]))
    assert type(error) is AuthFailed


async def test_gen_err_is_told_from_absence(session: Open, failures: Failures) -> None:
    agent = Scripted({oids.SYS_NAME: ber.octets("x")}, community().community.reveal(), status=pdu.GEN_ERR)
    async with answering(agent.answer) as port:
        asked = session(port, timeout_s=PATIENT_S)
        assert type(await failures.of(asked.get([oids.SYS_NAME]))) is ErrorStatus
        assert type(await failures.of(asked.get([oids.SYS_NAME, oids.SYS_DESCR]))) is ErrorStatus
        assert agent.asked == 4  # a refusal is an answer: it is not asked for again
        agent.status = 0
        assert await asked.get([oids.SYS_NAME]) == {oids.SYS_NAME: b"x"}


# Who talks nonsense


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _answer: os.urandom(60),
        lambda answer: answer[: len(answer) // 2],
        lambda _answer: b"\x30\x82\xff\xff\x02\x01\x01\x04",
        lambda answer: answer.replace(b"\x02\x01\x01", b"\x02\x01\x07", 1),
        lambda _answer: b"\xff" * 3,  # gufo's Rust panics
        lambda answer: answer[:-11] + b"\x04\x7f" + answer[-9:],  # a value longer than the message
    ],
    ids=["random", "half", "length", "version", "tags", "value"],
)
async def test_garbage(snmpd: Snmpd, session: Open, failures: Failures, spoil: object) -> None:
    async with proxy(snmpd.port, lambda answer, _number: [(0, spoil(answer))]) as port:  # type: ignore[operator]
        watch = Stopwatch()
        error = await failures.of(session(port, timeout_s=1.0).get([oids.SYS_NAME]))
    assert type(error) is ProtocolFault
    assert watch.s < PATIENT_S


async def test_one_bad_datagram_costs_one_try(snmpd: Snmpd, session: Open) -> None:
    def first_is_junk(answer: bytes, number: int) -> Replies:
        return [(0, b"\x30\x82\xff\xff\x02")] if number == 1 else [(0, answer)]

    async with proxy(snmpd.port, first_is_junk) as port:
        assert await session(port, timeout_s=PATIENT_S).get([oids.SYS_NAME]) == {oids.SYS_NAME: b"lab-agent"}


async def test_another_request_id_is_no_answer(snmpd: Snmpd, session: Open, failures: Failures) -> None:
    def renumber(answer: bytes, _number: int) -> Replies:
        at = answer.index(bytes((pdu.RESPONSE,)), 7 + len(community().community.reveal()))
        _tag, start, _end = ber.read(answer, at)
        return [(0, answer[: start + 2] + bytes((answer[start + 2] ^ 0x15,)) + answer[start + 3 :])]

    async with proxy(snmpd.port, renumber) as port:
        watch = Stopwatch()
        assert type(await failures.of(session(port).get([oids.SYS_NAME]))) is Timeout
    assert watch.s < PATIENT_S


# SNMPv3 over time


async def test_reboot_within_a_session(own_snmpd: Snmpd, session: Open) -> None:
    asked = session(own_snmpd.port, user(), timeout_s=PATIENT_S)
    before = await asked.get([oids.SYS_NAME])
    await asyncio.to_thread(own_snmpd.reboot)
    watch = Stopwatch()
    assert await asked.get([oids.SYS_NAME]) == before
    assert watch.s < PATIENT_S
    assert len(await asked.walk(SYS_OR_DESCR)) >= 9


async def test_reboot_within_a_walk_with_another_engine_id(own_snmpd: Snmpd, session: Open) -> None:
    asked = session(own_snmpd.port, user(), timeout_s=2.0)
    rows = await asked.walk(SYS_OR_DESCR)
    await asyncio.to_thread(own_snmpd.reboot, forget=True)
    watch = Stopwatch()
    assert await asked.walk(SYS_OR_DESCR) == rows
    assert watch.s < 3 * PATIENT_S


async def test_two_agents_with_one_engine_id(tmp_path: Path, session: Open) -> None:
    if SNMPD is None:
        pytest.skip("snmpd is not installed")
    lines = ["exactEngineID 0x80001f888077616e", *create_user(user())]
    with Snmpd(tmp_path / "a", [*lines, "sysName a"]) as one, Snmpd(tmp_path / "b", [*lines, "sysName b"]) as other:
        await asyncio.to_thread(other.reboot)
        await asyncio.to_thread(other.reboot)  # their clocks differ
        first, second = (session(agent.port, user(), timeout_s=PATIENT_S) for agent in (one, other))
        for _round in range(3):
            names = await asyncio.gather(first.get([oids.SYS_NAME]), second.get([oids.SYS_NAME]))
            assert list(names) == [
                {oids.SYS_NAME: b"a"},
                {oids.SYS_NAME: b"b"},
            ]


# Side by side


async def test_dead_ones_do_not_hold_up_good_ones(snmpd: Snmpd, engine: Engine, session: Open) -> None:
    async def asked(port: int, credential: object) -> float:
        watch = Stopwatch()
        try:
            await session(port, credential, timeout_s=5.0).get([oids.SYS_NAME])
        except Timeout:
            return -watch.s
        return watch.s

    credentials = [user(), *[community()] * 9]
    await asked(snmpd.port, user())  # the first v3 user of an engine waits for his keys
    async with silence() as dead:
        questions = [asked(port, credentials[n % 10]) for n in range(20) for port in (dead, snmpd.port)]
        times = await asyncio.gather(*questions)
    good, bad = times[1::2], [-time_s for time_s in times[::2]]
    assert all(time_s > 0 for time_s in good), good
    assert max(good) < 10.0 <= min(bad), times  # asked twice, five seconds each
    assert max(bad) < 10.0 * 5, bad  # side by side: one after the other they take ten times as long


async def test_a_real_agent_tells_its_clock(snmpd: Snmpd, session: Open) -> None:
    asked = session(snmpd.port, community(), timeout_s=PATIENT_S)
    before = datetime.now(UTC)
    values = await asked.get([oids.HR_SYSTEM_DATE])
    after = datetime.now(UTC)
    off_before, off_after = (clock.off_s(values[oids.HR_SYSTEM_DATE], now) for now in (before, after))
    assert off_before is not None
    assert off_after is not None
    assert off_before >= -1.5
    assert off_after <= 0.5


async def test_a_clock_that_stands_is_far_off(tmp_path: Path, session: Open) -> None:
    stands = "0x07e9010100000000"  # the first of January 2025, as a clock without battery has it
    lines = [f"rocommunity {COMMUNITY}", f"override {oids.HR_SYSTEM_DATE} octet_str {stands}2b0700"]
    if SNMPD is None:
        pytest.skip("snmpd is not installed")
    with Snmpd(tmp_path, lines) as agent:
        values = await session(agent.port, community(), timeout_s=PATIENT_S).get([oids.HR_SYSTEM_DATE])
    off = clock.off_s(values[oids.HR_SYSTEM_DATE], datetime.now(UTC))
    assert off is not None
    assert off < -86_400 * 300
