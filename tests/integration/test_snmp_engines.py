"""What engines hold: sockets, memory, loops. And which one is loaded."""

from __future__ import annotations

import asyncio
import gc
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from netinv.errors import ConfigError, Timeout
from probes.snmp import load_engine, oids
from probes.snmp.session import SnmpSession
from tests.integration.conftest import community, user
from tests.integration.snmp_agents.sockets import silence

if TYPE_CHECKING:
    from probes.snmp.engine import Engine
    from tests.integration.conftest import Open
    from tests.integration.snmp_agents.snmpd import Snmpd

PATIENT_S = 10.0


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def resident_octets() -> int:
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


async def test_2000_sessions_leave_no_sockets(snmpd: Snmpd, engine: Engine) -> None:
    before = open_files()
    for number in range(2000):
        asked = SnmpSession(engine, "127.0.0.1", snmpd.port, community(), timeout_s=PATIENT_S)
        if number % 50 == 0:
            assert await asked.get([oids.SYS_NAME])
        asked.close()
        asked.close()  # twice does no harm
    assert open_files() <= before + 1  # pysnmp's clock may hold one


async def test_v3_sessions_leave_no_sockets(snmpd: Snmpd, engine: Engine, session: Open) -> None:
    before = open_files()
    for _number in range(10):
        asked = session(snmpd.port, user(), timeout_s=PATIENT_S)
        assert await asked.get([oids.SYS_NAME])
        asked.close()
    assert open_files() <= before + 1


@pytest.mark.parametrize("credential", [community(), user()], ids=["v2c", "v3"])
async def test_memory_is_flat_when_everything_times_out(engine: Engine, credential: object) -> None:
    async with silence() as port:

        async def ask(times: int) -> None:
            for _time in range(times):
                asked = SnmpSession(engine, "127.0.0.1", port, credential, timeout_s=0.02, retries=1)  # type: ignore[arg-type]
                with pytest.raises(Timeout):
                    await asked.get([oids.SYS_NAME])
                asked.close()

        await asyncio.gather(*(ask(10) for _ in range(50)))
        await asyncio.sleep(0.35)  # what pysnmp still waits for is cleared away in its ticks
        before = resident_octets()
        await asyncio.gather(*(ask(20) for _ in range(50)))
        until = time.monotonic() + PATIENT_S
        while resident_octets() - before >= 1_500_000:
            assert time.monotonic() < until
            await asyncio.sleep(0.35)


async def test_silence_leaves_no_socket_to_the_collector(engine: Engine) -> None:
    """Of thousands of silent devices none may keep a file open until the garbage is collected, whenever that is."""
    async with silence() as port:
        await _ask_silence(engine, port)
        gc.collect()
        gc.disable()
        try:
            before = open_files()
            for _time in range(20):
                await _ask_silence(engine, port)
            assert open_files() <= before + 1  # pysnmp's clock may hold one
        finally:
            gc.enable()


async def _ask_silence(engine: Engine, port: int) -> None:
    asked = SnmpSession(engine, "127.0.0.1", port, community(), timeout_s=0.01, retries=1)
    with pytest.raises(Timeout):
        await asked.get([oids.SYS_NAME])
    asked.close()


def test_one_engine_serves_one_loop_after_the_other(snmpd: Snmpd, engine: Engine) -> None:
    async def ask() -> None:
        for credential in (community(), user()):
            asked = SnmpSession(engine, "127.0.0.1", snmpd.port, credential, timeout_s=PATIENT_S)
            assert await asked.get([oids.SYS_NAME])

    for _loop in range(2):
        asyncio.run(ask())  # sessions left open: the engine closes them, or they go with the loop


async def test_closing_the_engine_ends_open_sessions_quietly(snmpd: Snmpd, engine: Engine, session: Open) -> None:
    async with silence() as port:
        asked = [session(port, credential, timeout_s=PATIENT_S) for credential in (community(), user())]
        tasks = [asyncio.ensure_future(one.get([oids.SYS_NAME])) for one in asked]
        await asyncio.sleep(0.05)
        engine.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for one in asked:
        one.close()
    assert await session(snmpd.port, timeout_s=PATIENT_S).get([oids.SYS_NAME])  # and it can be used again


async def test_closing_a_session_ends_its_question(session: Open) -> None:
    async with silence() as port:
        asked = session(port, timeout_s=0.5, retries=0)
        task = asyncio.ensure_future(asked.get([oids.SYS_NAME]))
        await asyncio.sleep(0.02)
        asked.close()
        with pytest.raises(Timeout):
            await asyncio.wait_for(task, PATIENT_S)


def test_engines_by_name() -> None:
    assert load_engine("pysnmp").name == "pysnmp"
    assert load_engine("gufo").name == load_engine("auto").name == "gufo"
    with pytest.raises(ConfigError, match="carrier pigeon"):
        load_engine("carrier pigeon")


def test_without_gufo_auto_is_pysnmp() -> None:
    script = """if True:
        import sys
        sys.modules["gufo"] = None
        from netinv.errors import ConfigError
        from probes.snmp import load_engine
        assert not [name for name in sys.modules if name.startswith("pysnmp")]
        assert load_engine("auto").name == "pysnmp"
        try:
            load_engine("gufo")
        except ConfigError as error:
            print(error)
    """
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "gufo" in run.stdout
