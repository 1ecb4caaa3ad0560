"""UDP on the test's own loop: an answerer, a hole that swallows, and a proxy that spoils what passes through it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Any

Replies = list[tuple[float, bytes]]
"""Datagrams to send, each after so many seconds."""


class _Answering(asyncio.DatagramProtocol):
    def __init__(self, answer: Callable[[bytes], Replies]) -> None:
        self._answer = answer

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def datagram_received(self, data: bytes, address: Any) -> None:
        for delay_s, reply in self._answer(data):
            if delay_s:
                asyncio.get_running_loop().call_later(delay_s, self._transport.sendto, reply, address)
            else:
                self._transport.sendto(reply, address)


@contextlib.asynccontextmanager
async def answering(answer: Callable[[bytes], Replies]) -> AsyncIterator[int]:
    """Answers each datagram with what ``answer`` makes of it; yields the port."""
    loop = asyncio.get_running_loop()
    transport, _protocol = await loop.create_datagram_endpoint(lambda: _Answering(answer), local_addr=("127.0.0.1", 0))
    try:
        yield int(transport.get_extra_info("sockname")[1])
    finally:
        transport.close()


def silence() -> contextlib.AbstractAsyncContextManager[int]:
    """A port that takes every question and answers none."""
    return answering(lambda _question: [])


class _Proxy(asyncio.DatagramProtocol):
    """Towards the asker. A socket towards the agent for each asker."""

    def __init__(self, agent_port: int, spoil: Callable[[bytes, int], Replies]) -> None:
        self._agent_port = agent_port
        self._spoil = spoil
        self._behind: dict[Any, Any] = {}
        self._waiting: dict[Any, list[bytes]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self.answers = 0

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def datagram_received(self, data: bytes, asker: Any) -> None:
        if asker in self._behind:
            self._behind[asker].sendto(data)
            return
        self._waiting.setdefault(asker, []).append(data)
        if len(self._waiting[asker]) == 1:
            task = asyncio.get_running_loop().create_task(self._connect(asker))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _connect(self, asker: Any) -> None:
        def back(data: bytes) -> Replies:
            self.answers += 1
            for delay_s, reply in self._spoil(data, self.answers):
                asyncio.get_running_loop().call_later(delay_s, self._transport.sendto, reply, asker)
            return []

        transport, _protocol = await asyncio.get_running_loop().create_datagram_endpoint(
            lambda: _Answering(back), remote_addr=("127.0.0.1", self._agent_port)
        )
        self._behind[asker] = transport
        for data in self._waiting.pop(asker):
            transport.sendto(data)

    def close(self) -> None:
        for transport in (*self._behind.values(), self._transport):
            transport.close()


@contextlib.asynccontextmanager
async def proxy(agent_port: int, spoil: Callable[[bytes, int], Replies]) -> AsyncIterator[int]:
    """A port in front of an agent. ``spoil`` gets each answer and its number from 1, and says what is sent instead."""
    loop = asyncio.get_running_loop()
    _transport, protocol = await loop.create_datagram_endpoint(
        lambda: _Proxy(agent_port, spoil), local_addr=("127.0.0.1", 0)
    )
    try:
        yield int(_transport.get_extra_info("sockname")[1])
    finally:
        protocol.close()
