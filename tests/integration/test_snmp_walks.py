"""Walks end, whatever the agent does, and keep what was read: the same on both engines."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import pytest

from netinv.errors import AuthFailed, ProtocolFault, Refused, Timeout
from netinv.lab import ber, pdu
from probes.snmp import oids
from probes.snmp.engine import ErrorStatus
from probes.snmp.session import BrokenWalk
from tests.integration.conftest import COMMUNITY, Failures, Open, community, user
from tests.integration.snmp_agents.scripted import Scripted, column
from tests.integration.snmp_agents.sockets import Replies, answering, proxy

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from tests.integration.snmp_agents.snmpd import Snmpd

ROOT = oids.IF_ALIAS
SYS_OR_DESCR = "1.3.6.1.2.1.1.9.1.3"
PATIENT_S = 10.0
BEHIND = {"1.3.6.1.9.1.0": ber.integer(1)}
"""So that a table is not the end of the view."""
UPTIME = {oids.SYS_UPTIME: ber.integer(1, ber.TIME_TICKS)}


async def broken(failures: Failures, walk: Awaitable[object]) -> BrokenWalk:
    error = await failures.of(walk)
    assert isinstance(error, BrokenWalk)
    return error


def arcs(*behind: int) -> ber.Oid:
    return (*ber.dotted(ROOT), *behind)


@pytest.mark.parametrize("version", ["v1", "v2c"])
async def test_a_table_of_10000_rows(session: Open, version: str) -> None:
    length = 10_000 if version == "v2c" else 500
    agent = Scripted(column(ROOT, length) | BEHIND, COMMUNITY)
    async with answering(agent.answer) as port:
        asked = session(port, community(version), timeout_s=PATIENT_S, max_repetitions=100)
        rows = await asked.walk(ROOT)
    assert rows == [(str(n), str(n).ljust(8).encode()) for n in range(1, length + 1)]
    if version == "v2c":
        assert asked.repetitions == 20  # it grows by what it bears, once a walk
        assert agent.asked == 10_000 // 10 + 1


async def test_rows_outside_the_root_end_the_walk(session: Open) -> None:
    values = column(ROOT, 7) | column(ROOT + "0", 7) | column(oids.IF_HIGH_SPEED, 3)
    async with answering(Scripted(values, COMMUNITY).answer) as port:
        for version in ("v1", "v2c"):
            assert len(await session(port, community(version), timeout_s=PATIENT_S).walk(ROOT)) == 7


@pytest.mark.parametrize(
    ("behind", "kept"),
    [
        (lambda _oid, _asked: (arcs(1), ber.octets("again")), 10),
        (lambda oid, _asked: (arcs(oid[-1] % 5 + 1), ber.octets("round")), 10),
        (lambda oid, asked: (arcs(100 - asked, oid[-1] + 1), ber.octets("back")), 10),
    ],
    ids=["the same row", "in circles", "backwards"],
)
async def test_oids_that_do_not_increase(session: Open, failures: Failures, behind: object, kept: int) -> None:
    async with answering(Scripted({}, COMMUNITY, behind=behind).answer) as port:  # type: ignore[arg-type]
        error = await broken(failures, session(port, timeout_s=PATIENT_S).walk(ROOT))
    assert isinstance(error.cause, ProtocolFault)
    assert len(error.rows) == kept
    assert "increase" in str(error)


async def test_a_v1_agent_that_repeats_itself(session: Open, failures: Failures) -> None:
    agent = Scripted({}, COMMUNITY, behind=lambda _oid, _asked: (arcs(1), ber.octets("again")))
    async with answering(agent.answer) as port:
        error = await broken(failures, session(port, community("v1"), timeout_s=PATIENT_S).walk(ROOT))
    assert isinstance(error.cause, ProtocolFault)
    assert error.rows == [("1", b"again")]


@pytest.mark.parametrize("version", ["v1", "v2c"])
@pytest.mark.parametrize("after", [0, 1], ids=["from the first row", "within the table"])
async def test_a_refused_walk_is_no_empty_table(session: Open, failures: Failures, version: str, after: int) -> None:
    agent = Scripted(column(ROOT, 30), COMMUNITY)

    def answer(question: bytes) -> Replies:
        agent.status = pdu.GEN_ERR if agent.asked >= after else 0
        return agent.answer(question)

    async with answering(answer) as port:
        asked = session(port, community(version), timeout_s=PATIENT_S)
        error = await broken(failures, asked.walk(ROOT))
    assert type(error.cause) is ErrorStatus
    assert error.cause.status == pdu.GEN_ERR
    assert len(error.rows) == after * (10 if version == "v2c" else 1)


async def test_a_v3_user_without_access(snmpd: Snmpd, session: Open, failures: Failures) -> None:
    asked = session(snmpd.port, user("SHA", "AES-128", user="no-access"), timeout_s=PATIENT_S)
    assert type(await failures.of(asked.get([oids.SYS_NAME, oids.SYS_DESCR]))) is AuthFailed
    assert type((await broken(failures, asked.walk(SYS_OR_DESCR))).cause) is AuthFailed


async def test_a_walk_at_the_end_of_the_view(session: Open) -> None:
    async with answering(Scripted(column(ROOT, 30), COMMUNITY).answer) as port:
        for version in ("v1", "v2c"):
            asked = session(port, community(version), timeout_s=PATIENT_S)
            assert len(await asked.walk(ROOT)) == 30
            assert await asked.walk("1.3.6.1.4.1.9") == []


def _on_and_on(oid: ber.Oid, _asked: int) -> tuple[ber.Oid, bytes]:
    return arcs(oid[-1] + 1), ber.octets("and on")


async def test_a_walk_that_never_ends_meets_the_row_limit(session: Open, failures: Failures) -> None:
    async with answering(Scripted({}, COMMUNITY, behind=_on_and_on).answer) as port:
        error = await broken(failures, session(port, timeout_s=PATIENT_S, max_rows=500).walk(ROOT))
    assert isinstance(error.cause, ProtocolFault)
    assert 500 < len(error.rows) <= 525
    assert "500" in str(error)


@pytest.mark.parametrize("limit", ["deadline_s", "walk_deadline_s"])
async def test_a_slow_walk_meets_its_deadline(session: Open, failures: Failures, limit: str) -> None:
    agent = Scripted(UPTIME, COMMUNITY, behind=_on_and_on, delay_s=0.05)
    async with answering(agent.answer) as port:
        asked = session(port, timeout_s=PATIENT_S, **{limit: 3.0})
        started = time.perf_counter()
        error = await broken(failures, asked.walk(ROOT))
        took_s = time.perf_counter() - started
        assert isinstance(error.cause, Timeout)
        assert 2.9 < took_s < 3 * PATIENT_S  # and not on and on
        assert len(error.rows) >= 50  # partial, and kept
        if limit == "walk_deadline_s":  # the next table has its own
            assert await asked.get([oids.SYS_UPTIME]) == {oids.SYS_UPTIME: 1}
        else:
            assert type(await failures.of(asked.get([oids.SYS_UPTIME]))) is Timeout


@pytest.mark.parametrize(("largest", "repetitions"), [(1500, 5), (400, 1)], ids=["5 fit", "1 fits"])
async def test_an_agent_that_is_silent_on_big_answers(session: Open, largest: int, repetitions: int) -> None:
    agent = Scripted(column(ROOT, 30, octets=200) | UPTIME | BEHIND, COMMUNITY, largest=largest)
    silent = 0

    def answer(question: bytes) -> Replies:
        nonlocal silent
        replies = agent.answer(question)
        silent += not replies
        return replies

    async with answering(answer) as port:
        asked = session(port, max_repetitions=40, timeout_s=1.0)
        assert len(await asked.walk(ROOT)) == 30
        assert silent < 30 / 2  # and not the silence of every row
        assert asked.repetitions == repetitions
        before = agent.asked
        assert len(await asked.walk(ROOT)) == 30  # what was learned holds
        assert agent.asked == before + 30 // repetitions + 1
        learned = session(port, max_repetitions=40, learned_repetitions=asked.repetitions)
        assert learned.repetitions == repetitions


async def test_a_device_that_falls_silent_keeps_its_rows(snmpd: Snmpd, session: Open, failures: Failures) -> None:
    def three_answers(answer: bytes, number: int) -> Replies:
        return [(0, answer)] if number <= 3 else []

    async with proxy(snmpd.port, three_answers) as port:
        asked = session(port, learned_repetitions=2, timeout_s=1.5)
        error = await broken(failures, asked.walk(SYS_OR_DESCR))
        assert isinstance(error.cause, Timeout)
        assert [index for index, _value in error.rows] == ["1", "2", "3", "4", "5", "6"]
        started = time.perf_counter()
        assert isinstance((await broken(failures, asked.walk(ROOT))).cause, Timeout)
        assert time.perf_counter() - started < 2 * 1.5  # nobody waits for it again


@pytest.mark.parametrize("credential", [community("v1"), community("v2c"), user()], ids=["v1", "v2c", "v3"])
async def test_duplicated_late_and_lost_answers(snmpd: Snmpd, session: Open, credential: object) -> None:
    def spoil(answer: bytes, number: int) -> Replies:
        if number % 4 == 0:
            return [(0.75, answer)]  # after the timeout: another question is under way
        return [] if number % 7 == 0 else [(0, answer), (0, answer), (0.01, answer)]

    right = await session(snmpd.port, credential, timeout_s=PATIENT_S).walk(SYS_OR_DESCR)
    async with proxy(snmpd.port, spoil) as port:
        asked = session(port, credential, timeout_s=0.5, learned_repetitions=3, retries=4)
        for _round in range(2):
            assert await asked.walk(SYS_OR_DESCR) == right
        assert await asked.get([oids.SYS_NAME]) == {oids.SYS_NAME: b"lab-agent"}


async def test_cancelling_within_a_question(snmpd: Snmpd, session: Open) -> None:
    late = True
    came = asyncio.Event()

    def spoil(answer: bytes, _number: int) -> Replies:
        came.set()
        return [(1.0 if late else 0, answer)]

    async with proxy(snmpd.port, spoil) as port:
        asked = session(port, timeout_s=PATIENT_S, learned_repetitions=3)
        for question in (asked.walk(SYS_OR_DESCR), asked.get([oids.SYS_NAME])):
            task = asyncio.ensure_future(question)
            await came.wait()  # it is on its way
            came.clear()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
        await asyncio.sleep(1.1)
        late = False
        assert len(await asked.walk(SYS_OR_DESCR)) >= 9


async def test_an_agent_that_dies_within_a_walk(own_snmpd: Snmpd, session: Open, failures: Failures) -> None:
    asked = session(own_snmpd.port, timeout_s=PATIENT_S)
    await asked.get([oids.SYS_NAME])
    await asyncio.to_thread(own_snmpd.stop)
    error = await broken(failures, asked.walk(SYS_OR_DESCR))
    assert type(error.cause) is Refused
