"""Servers on loopback, each doing one thing with every connection."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import struct
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from ipaddress import ip_address
from typing import cast

from tests.ports import free_port

Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def serving(
    handler: Handler, context: ssl.SSLContext | None = None, host: str = "127.0.0.1"
) -> AsyncIterator[int]:
    """A server's port; at the end all its connections are dropped."""
    open_now: set[asyncio.StreamWriter] = set()
    tasks: set[asyncio.Task[None]] = set()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        open_now.add(writer)
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            await handler(reader, writer)
        writer.transport.abort()

    # Once it is closed nobody else listens there, so that it refuses from then on.
    server = await asyncio.start_server(handle, host, free_port(), ssl=context)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for writer in open_now:
            writer.transport.abort()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@contextmanager
def running(handler: Handler, context: ssl.SSLContext | None = None) -> Iterator[int]:
    """The same in a thread of its own, for tests that run the program in a process."""
    loop = asyncio.new_event_loop()
    server = serving(handler, context)
    port = loop.run_until_complete(server.__aenter__())
    thread = threading.Thread(target=loop.run_forever, name="services", daemon=True)
    thread.start()
    try:
        yield port
    finally:
        asyncio.run_coroutine_threadsafe(server.__aexit__(None, None, None), loop).result(60)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(60)
        loop.close()


def saying(octets: bytes, then: Handler | None = None) -> Handler:
    """Waits for a question, says this, and closes."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(octets)
        await writer.drain()
        if then is not None:
            await then(reader, writer)
        writer.close()
        await writer.wait_closed()

    return handle


def page(text: str = "ok", status: str = "200 OK", *header: str) -> Handler:
    """An HTTP server's answer."""
    content = text.encode()
    lines = (f"HTTP/1.1 {status}", f"Content-Length: {len(content)}", *header)
    return saying("".join(f"{line}\r\n" for line in lines).encode() + b"\r\n" + content)


async def hanging(_reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    """Takes the connection and never says a word."""
    await asyncio.sleep(60)


async def dripping(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """An octet now and then, for ever."""
    while True:
        writer.write(b"H")
        await writer.drain()
        await asyncio.sleep(0.02)


async def pouring(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """More and more, for ever."""
    while True:
        writer.write(b"x" * 65_536)
        await writer.drain()


@contextmanager
def silent() -> Iterator[int]:
    """A port whose host takes no connection and refuses none: its queue is full."""
    with socket.socket() as listener, contextlib.ExitStack() as stack:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for _place in range(4):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(listener.getsockname())
        yield listener.getsockname()[1]


class NameServer(asyncio.DatagramProtocol):
    """Answers A and AAAA questions from a table; other names do not exist."""

    def __init__(self, names: dict[str, list[str]], *, rcode: int = 0, mute: bool = False) -> None:
        self.names, self.rcode, self.mute = names, rcode, mute
        self.asked: list[str] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, address: tuple[str, int]) -> None:
        labels, at = [], 12
        while data[at]:
            labels.append(data[at + 1 : at + 1 + data[at]].decode())
            at += 1 + data[at]
        name = ".".join(labels)
        (kind,) = struct.unpack_from("!H", data, at + 1)
        self.asked.append(name)
        if self.mute:
            return
        records = [
            struct.pack("!HHHIH", 0xC00C, kind, 1, 60, len(octets)) + octets
            for octets in (ip_address(each).packed for each in self.names.get(name, ()))
            if len(octets) == {1: 4, 28: 16}.get(kind)
        ]
        rcode = self.rcode or (0 if name in self.names else 3)
        head = struct.pack("!HHHHHH", *struct.unpack_from("!H", data), 0x8180 | rcode, 1, len(records), 0, 0)
        self.transport.sendto(head + data[12 : at + 5] + b"".join(records), address)


@asynccontextmanager
async def name_server(server: NameServer) -> AsyncIterator[tuple[str, int]]:
    """Where it is asked."""
    transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
        lambda: server, local_addr=("127.0.0.1", 0)
    )
    try:
        yield transport.get_extra_info("sockname")
    finally:
        transport.close()
