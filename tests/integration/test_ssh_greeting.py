"""Greetings of servers that behave and of some that do not; real sockets on loopback, no root needed."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from netinv.credentials import Secret, SshCredential
from netinv.errors import ProbeError, ProtocolFault, Refused, Timeout
from netinv.model import Target
from probes.ssh.greeting import greet
from probes.ssh.session import SshSessions
from tests.ports import free_port

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

PATIENT_S = 30.0
OPS = SshCredential("ops", "ops", Secret("hunter2-marker"))


@asynccontextmanager
async def serving(says: bytes, *, hangs_up: bool = False) -> AsyncIterator[int]:
    """A server that says something to everybody; its port."""
    writers = []

    async def greeter(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        writer.write(says)
        if hangs_up:
            writer.close()

    server = await asyncio.start_server(greeter, "127.0.0.1", 0)
    async with server:
        try:
            yield server.sockets[0].getsockname()[1]
        finally:
            for writer in writers:
                writer.close()


@pytest.fixture
def dead_port() -> int:
    return free_port()


@pytest.mark.parametrize(
    "says",
    [
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"SSH-1.99-Cisco-1.25\n",
        b"Welcome\r\n\xff\x00second line\r\nSSH-2.0-OpenSSH_9.2\r\n",
    ],
)
async def test_a_version_line_is_a_greeting_with_or_without_lines_before_it(says: bytes) -> None:
    async with serving(says) as port:
        assert (await greet("127.0.0.1", port, PATIENT_S)).startswith("SSH-")


async def test_control_characters_in_a_greeting_are_made_safe() -> None:
    async with serving(b"SSH-2.0-x\x1b[31m\x07\r\n") as port:
        assert await greet("127.0.0.1", port, PATIENT_S) == "SSH-2.0-x\ufffd[31m\ufffd"


async def test_a_dead_port_refuses(dead_port: int) -> None:
    with pytest.raises(Refused, match=str(dead_port)):
        await greet("127.0.0.1", dead_port, PATIENT_S)


async def test_silence_is_a_timeout() -> None:
    async with serving(b"") as port:
        with pytest.raises(Timeout):
            await greet("127.0.0.1", port, 0.2)


@pytest.mark.parametrize(
    ("says", "hangs_up"),
    [
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", True),
        (b"", True),
        (b"\x00" * 20_000, False),
        (b"line\r\n" * 5_000, False),
    ],
)
async def test_what_is_no_ssh_is_a_fault_and_is_read_to_a_bound_only(says: bytes, hangs_up: bool) -> None:
    async with serving(says, hangs_up=hangs_up) as port:
        with pytest.raises(ProtocolFault):
            await greet("127.0.0.1", port, PATIENT_S)


async def test_a_name_without_address_is_an_error_of_its_own() -> None:
    with pytest.raises(ProbeError, match=r"no-such-host\.invalid"):
        await greet("no-such-host.invalid", 22, 5.0)


@pytest.mark.parametrize(
    ("says", "hangs_up", "error"),
    [
        (b"", False, Timeout),
        (b"SSH-2.0-half", False, Timeout),
        (b"SSH-2.0-Slow\r\n", False, Timeout),
        (b"", True, ProtocolFault),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", True, ProtocolFault),
        (b"SSH-2.0-Rude\r\n\x00\x00\x00\x00garbage" * 50, True, ProtocolFault),
    ],
)
@pytest.mark.parametrize("platform", ["linux", None])
async def test_logins_at_such_servers_end_in_time(
    says: bytes, hangs_up: bool, error: type[ProbeError], platform: str | None, capfd: pytest.CaptureFixture[str]
) -> None:
    async with serving(says, hangs_up=hangs_up) as port, SshSessions(threads=2) as sessions:
        target = Target(1, "r1", "127.0.0.1", ssh="ops", ssh_port=port, platform=platform)
        started = asyncio.get_running_loop().time()
        with pytest.raises(error) as raised:
            await sessions.open(target, OPS, 0.8 if error is Timeout else PATIENT_S)
        assert asyncio.get_running_loop().time() - started < PATIENT_S
        assert "hunter2-marker" not in f"{raised.value} {raised.value!r}"
    out, err = capfd.readouterr()
    assert (out, err) == ("", "")


async def test_a_login_at_a_dead_port_is_refused(dead_port: int) -> None:
    async with SshSessions() as sessions:
        with pytest.raises(Refused):
            await sessions.open(Target(1, "r1", "127.0.0.1", ssh="ops", ssh_port=dead_port), OPS, PATIENT_S)


async def test_a_platform_that_nobody_knows_is_named() -> None:
    async with serving(b"SSH-2.0-x\r\n") as port, SshSessions() as sessions:
        with pytest.raises(ProbeError, match="cisco_iso"):
            await sessions.open(
                Target(1, "r1", "127.0.0.1", ssh="ops", ssh_port=port, platform="cisco_iso"), OPS, PATIENT_S
            )


async def test_a_cancelled_login_ends_at_once() -> None:
    async with serving(b"SSH-2.0-Slow\r\n") as port, SshSessions(threads=1) as sessions:
        target = Target(1, "r1", "127.0.0.1", ssh="ops", ssh_port=port, platform="linux")
        login = asyncio.create_task(sessions.open(target, OPS, 60.0))
        await asyncio.sleep(0.3)
        login.cancel()
        async with asyncio.timeout(PATIENT_S):
            with pytest.raises(asyncio.CancelledError):
                await login
            with pytest.raises(Timeout):  # the only place is free again
                await sessions.open(target, OPS, 0.3)
