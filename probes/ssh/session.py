"""Our SSH session: a blocking library behind awaitable calls.

SSH libraries block, and a thread cannot be cancelled. So a session has one of a fixed number of places, its calls run
in a thread one after another, the library's own timeouts are shorter than ours, and whoever is cancelled (or whose
time is up) closes the socket: that is what sets the thread free. The place is free again when the thread is.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, Self, TypeVar

from netinv.errors import ProbeError, Timeout, Unsupported
from netinv.i18n import _
from probes.ssh import templates
from probes.ssh.host_keys import HostKeys, MemoryHostKeys
from probes.ssh.platforms import refuses, template_name

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from netinv.credentials import SshCredential
    from netinv.model import Target

_T = TypeVar("_T")

DEFAULT_THREADS = 16
GRACE_S = 0.5
"""How much longer we wait than the thread's own timeout, before the socket is closed under it."""


class Connection(Protocol):
    """A logged-in connection of an SSH library: blocking, used by one thread at a time."""

    platform: str
    """netmiko's name of the platform; known once open."""
    prompt: str
    """The prompt without its last character, or "" where commands are run without a terminal."""

    def open(self) -> None:
        """Connect and log in."""

    def run(self, command: str, timeout_s: float) -> str:
        """Run one command; what it printed, safe to show."""

    def abort(self) -> None:
        """Close the socket, from any thread, at once: a call that is under way ends with an error."""

    def close(self) -> None:
        """Hang up and free everything."""


class SshSession:
    """A login on one device. One question at a time; use it with ``async with`` or call :meth:`close`."""

    def __init__(self, name: str, connection: Connection, place: Place, timeout_s: float) -> None:
        self.name = name
        self.timeout_s = timeout_s
        self._connection = connection
        self._place = place
        self._turn = asyncio.Lock()
        self._closed = False

    @property
    def platform(self) -> str:
        """Name of the platform as netmiko has it: the inventory's, or what was found out."""
        return self._connection.platform

    @property
    def prompt(self) -> str:
        """The prompt without its last character, or "" where there is none: many devices show their name in it."""
        return self._connection.prompt

    async def run(self, command: str, timeout_s: float | None = None) -> str:
        """What the device prints to a command, made safe to show.

        Raises:
            Timeout: no end of the answer in time.
            Unsupported: the device does not know the command.
            ProbeError: any other end of the connection.
        """
        seconds = timeout_s or self.timeout_s
        async with self._turn:
            if self._closed:
                raise ProbeError(_("{name}: the SSH session is closed").format(name=self.name))
            text = await self._place.call(self._connection, partial(self._connection.run, command, seconds), seconds)
        if refuses(self.platform, text):
            message = _("{name}: the device does not know “{command}”")
            raise Unsupported(message.format(name=self.name, command=command))
        return text

    async def parsed(self, command: str) -> list[templates.Row]:
        """The answer as rows of fields, keys in lower case (TextFSM, ntc-templates).

        Raises:
            Unsupported: the device does not know the command, or no template knows its answer.
            ProtocolFault: the answer is not what the template expects.
            ProbeError: as :meth:`run`.
        """
        return await self.parse(command, await self.run(command))

    async def parse(self, command: str, text: str) -> list[templates.Row]:
        """The rows of a text that this device printed to ``command``; raises as :meth:`parsed`."""
        return await self.compute(partial(templates.parse, template_name(self.platform), command, text))

    async def compute(self, work: Callable[[], _T]) -> _T:
        """Run what keeps a processor busy with an answer for a while, in the session's thread."""
        async with self._turn:
            return await self._place.compute(work)

    async def close(self) -> None:
        """Hang up. May be called twice."""
        if not self._closed:
            self._closed = True
            await self._place.leave(self._connection)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


class SshSessions:
    """Makes the sessions of one sweep; at most ``threads`` are open at once, the others wait for a place.

    Bound to the event loop it is first used on. ``connect`` is how a connection is made: netmiko, if not said.
    """

    def __init__(
        self,
        host_keys: HostKeys | None = None,
        threads: int = DEFAULT_THREADS,
        connect: Callable[[Target, SshCredential, float, HostKeys], Connection] | None = None,
    ) -> None:
        self.host_keys: HostKeys = MemoryHostKeys() if host_keys is None else host_keys
        self._connect = connect
        self._places = asyncio.Semaphore(threads)
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="ssh")
        self._open: set[SshSession] = set()
        self._closed = False

    async def open(self, target: Target, credential: SshCredential, timeout_s: float) -> SshSession:
        """Log in. ``timeout_s`` is for the whole login, and later for each command; waiting for a place is not in it.

        Raises:
            Timeout: no answer, or no end of the login, in time.
            Refused: nobody listens there.
            AuthFailed: the device refused our credential, or the key file cannot be used.
            HostKeyChanged: the server's key is not the one trusted before; nothing was sent to it.
            ProtocolFault: what answers makes no sense.
            ProbeError: the name has no address, or the sessions are closed.
        """
        await self._places.acquire()
        if self._closed:
            self._places.release()
            raise ProbeError(_("{name}: the SSH session is closed").format(name=target.name))
        place = Place(self._pool, self._places)
        try:
            if self._connect is None:
                self._connect = await asyncio.wrap_future(self._pool.submit(_netmiko))
            connection = self._connect(target, credential, timeout_s, self.host_keys)
        except BaseException:
            place.free()
            raise
        try:
            await place.call(connection, connection.open, timeout_s)
        except BaseException:
            await place.leave(connection)
            raise
        session = SshSession(target.name, connection, place, timeout_s)
        self._open = {other for other in self._open if not other._closed} | {session}
        return session

    async def close(self) -> None:
        """Hang up all that is still open and let the threads go."""
        self._closed = True
        await asyncio.gather(*(session.close() for session in self._open))
        self._open.clear()
        self._pool.shutdown(wait=False, cancel_futures=True)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


class Place:
    """One of the places of :class:`SshSessions`: runs the calls of one connection in a thread, one after another."""

    def __init__(self, pool: ThreadPoolExecutor, places: asyncio.Semaphore) -> None:
        self._pool = pool
        self._places = places
        self._loop = asyncio.get_running_loop()
        self._last: Future[Any] | None = None  # of whatever type: only waited for

    async def call(self, connection: Connection, work: Callable[[], _T], timeout_s: float) -> _T:
        """Run a blocking call. If we are cancelled, or time is up, the connection's socket is closed.

        Raises:
            Timeout: the call did not end by itself ``GRACE_S`` after its time.
        """
        try:
            async with asyncio.timeout(timeout_s + GRACE_S):
                return await self.compute(work)
        except asyncio.CancelledError:
            connection.abort()
            raise
        except TimeoutError:
            connection.abort()
            raise Timeout(_("no end of the SSH answer within {seconds:g} s").format(seconds=timeout_s)) from None

    async def compute(self, work: Callable[[], _T]) -> _T:
        """Run what keeps a processor busy for a while, beside the event loop."""
        future = self._pool.submit(work)
        self._last = future
        return await asyncio.wrap_future(future)

    async def leave(self, connection: Connection) -> None:
        """Close the connection in a thread; the place is free as soon as no thread works for it."""
        running = [self._last] if self._last is not None and not self._last.done() else []
        if running:
            connection.abort()
        try:
            closing = self._pool.submit(connection.close)
        except RuntimeError:  # the sessions are closed: no thread is left for it
            connection.close()
            self.free()
            return
        self._free_after([*running, closing])
        with suppress(TimeoutError):
            async with asyncio.timeout(GRACE_S):
                await asyncio.shield(asyncio.wrap_future(closing))

    def free(self) -> None:
        """Give the place back."""
        self._places.release()

    def _free_after(self, futures: list[Future[Any]]) -> None:
        if not futures:
            self.free()
            return

        def done(_: Future[Any]) -> None:
            with suppress(RuntimeError):  # the loop is gone, and all places with it
                self._loop.call_soon_threadsafe(self._free_after, futures[1:])

        futures[0].add_done_callback(done)


def _netmiko() -> Callable[[Target, SshCredential, float, HostKeys], Connection]:
    from probes.ssh.netmiko_engine import NetmikoConnection  # takes 0.2 s of CPU: only where SSH is asked

    return NetmikoConnection
