"""Places, threads and cancellation of SSH sessions, on a connection that does what the test says."""

from __future__ import annotations

import asyncio
import threading
from functools import partial
from typing import TYPE_CHECKING

import pytest

from netinv.credentials import Secret, SshCredential
from netinv.errors import AuthFailed, ProbeError, Timeout, Unsupported
from netinv.model import Target
from probes.ssh import session as ssh_session
from probes.ssh.session import SshSessions

if TYPE_CHECKING:
    from probes.ssh.host_keys import HostKeys

OPS = SshCredential("ops", "ops", Secret("hunter2-marker"))


class Hanging:
    """Commands answer at once, but "hang" waits for the socket to be closed under it."""

    platform = "cisco_ios"
    prompt = "r1"

    def __init__(self, world: World) -> None:
        self.aborted = threading.Event()
        self.closed = False
        self._world = world

    def open(self) -> None:
        if self._world.login_hangs:
            self.aborted.wait()
        if self._world.login_fails:
            raise self._world.login_fails
        with self._world.lock:
            self._world.logged_in += 1
            self._world.most = max(self._world.most, self._world.logged_in)

    def run(self, command: str, timeout_s: float) -> str:
        if command == "hang":
            self._world.hanging.set()
            self.aborted.wait()
            self._world.thread_ended.set()
        return "% Invalid input detected at '^' marker." if command == "no such" else command.upper()

    def abort(self) -> None:
        self.aborted.set()

    def close(self) -> None:
        with self._world.lock:
            self._world.logged_in -= not self.closed
        self.closed = True


class World:
    """What all connections of a test share."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.logged_in = 0
        self.most = 0
        self.hanging = threading.Event()
        self.thread_ended = threading.Event()
        self.login_hangs = False
        self.login_fails: ProbeError | None = None
        self.connections: list[Hanging] = []

    def connect(self, _target: Target, _credential: SshCredential, _timeout_s: float, _keys: HostKeys) -> Hanging:
        connection = Hanging(self)
        self.connections.append(connection)
        return connection


def target(at: int = 1) -> Target:
    return Target(at, f"r{at}", "192.0.2.1", ssh="ops")


@pytest.fixture
def no_grace(monkeypatch: pytest.MonkeyPatch) -> None:
    """The wait beyond the thread's own time, as short as a test likes it."""
    monkeypatch.setattr(ssh_session, "GRACE_S", 0.05)


async def test_no_more_sessions_are_open_than_there_are_places() -> None:
    world = World()

    async def visit(at: int) -> str:
        async with await sessions.open(target(at), OPS, 60.0) as session:
            await asyncio.sleep(0)
            return await session.run("x")

    async with SshSessions(threads=3, connect=world.connect) as sessions:
        answers = await asyncio.gather(*(visit(at) for at in range(12)))
    assert answers == ["X"] * 12
    assert world.most <= 3
    assert world.logged_in == 0


async def test_a_cancelled_command_closes_the_socket_and_gives_its_place_back() -> None:
    world = World()
    async with SshSessions(threads=1, connect=world.connect) as sessions:
        session = await sessions.open(target(), OPS, 60.0)
        asking = asyncio.create_task(session.run("hang"))
        await asyncio.to_thread(world.hanging.wait)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        assert world.connections[0].aborted.is_set()
        await session.close()
        async with asyncio.timeout(60), await sessions.open(target(2), OPS, 60.0) as other:
            assert await other.run("y") == "Y"
    assert await asyncio.to_thread(world.thread_ended.wait, 60)


async def test_a_cancelled_login_gives_its_place_back() -> None:
    world = World()
    world.login_hangs = True
    async with SshSessions(threads=1, connect=world.connect) as sessions:
        login = asyncio.create_task(sessions.open(target(), OPS, 60.0))
        waiting = asyncio.create_task(sessions.open(target(2), OPS, 60.0))
        while not world.connections:
            await asyncio.sleep(0)
        waiting.cancel()
        login.cancel()
        results = await asyncio.gather(login, waiting, return_exceptions=True)
        assert all(isinstance(result, asyncio.CancelledError) for result in results)
        world.login_hangs = False
        async with asyncio.timeout(60), await sessions.open(target(3), OPS, 60.0) as session:
            assert await session.run("z") == "Z"


@pytest.mark.usefixtures("no_grace")
async def test_a_thread_that_overstays_is_a_timeout() -> None:
    world = World()
    async with (
        SshSessions(threads=1, connect=world.connect) as sessions,
        await sessions.open(target(), OPS, 60.0) as session,
    ):
        with pytest.raises(Timeout):
            await session.run("hang", timeout_s=0.01)
        assert world.connections[0].aborted.is_set()


async def test_a_failed_login_closes_and_gives_its_place_back() -> None:
    world = World()
    world.login_fails = AuthFailed("no")
    async with SshSessions(threads=1, connect=world.connect) as sessions:
        for _attempt in range(3):
            with pytest.raises(AuthFailed):
                async with asyncio.timeout(60):
                    await sessions.open(target(), OPS, 60.0)
    assert all(connection.closed for connection in world.connections)


async def test_what_the_device_does_not_know_is_unsupported_and_names_no_secret() -> None:
    world = World()
    async with (
        SshSessions(threads=1, connect=world.connect) as sessions,
        await sessions.open(target(), OPS, 60.0) as session,
    ):
        with pytest.raises(Unsupported) as raised:
            await session.run("no such")
        with pytest.raises(Unsupported):
            await session.parsed("show nothing that has a template")
    assert "hunter2-marker" not in f"{raised.value} {raised.value!r} {OPS!r} {session!r}"


async def test_closing_the_sessions_hangs_up_what_is_open_and_a_closed_session_says_so() -> None:
    world = World()
    sessions = SshSessions(threads=2, connect=world.connect)
    session = await sessions.open(target(), OPS, 60.0)
    asking = asyncio.create_task(session.run("hang"))
    await asyncio.to_thread(world.hanging.wait)
    async with asyncio.timeout(60):
        await sessions.close()
        await asyncio.gather(asking, return_exceptions=True)
    assert world.connections[0].closed
    with pytest.raises(ProbeError, match="closed"):
        await session.run("x")


async def test_calls_on_one_session_take_turns() -> None:
    world = World()
    running = []

    def run(command: str, _timeout_s: float) -> str:
        running.append(command)
        assert len(running) == 1
        running.pop()
        return command

    async with (
        SshSessions(threads=4, connect=world.connect) as sessions,
        await sessions.open(target(), OPS, 60.0) as session,
    ):
        world.connections[0].run = partial(run)  # type: ignore[method-assign]  # this test looks at the calls themselves
        assert await asyncio.gather(*(session.run(str(at)) for at in range(20))) == [str(at) for at in range(20)]
