"""Asking name servers for a name's addresses (RFC 1035), over UDP."""

from __future__ import annotations

import asyncio
import ipaddress
import secrets
import struct
from pathlib import Path
from typing import TYPE_CHECKING

from probes.services.values import Failed

if TYPE_CHECKING:
    from collections.abc import Sequence

    Server = tuple[str, int]

PORT = 53
_RESOLV_CONF = Path("/etc/resolv.conf")
_ASK_AGAIN_S = 1.0
_RECURSION_DESIRED, _RESPONSE = 0x0100, 0x8000
_NO_SUCH_NAME = 3
_ADDRESS_TYPES = {1: 4, 28: 16}  # A and AAAA, with the octets of their data
_IN = 1


def system_servers(path: Path = _RESOLV_CONF) -> list[Server]:
    """The name servers that this host asks."""
    try:
        lines = path.read_text("utf-8", "replace").splitlines()
    except OSError:
        lines = []
    words = [line.split() for line in lines]
    named = [two[1] for two in words if len(two) >= 2 and two[0] == "nameserver"]
    return [(name, PORT) for name in named] or [("127.0.0.1", PORT)]


async def addresses(name: str, servers: Sequence[Server]) -> list[str]:
    """The name's addresses, as the first server that answers says. Runs until it is cancelled if none does.

    Raises:
        Failed: there is no such name, it has no address, or the server refuses.
    """
    while True:
        for server in servers:
            found: list[str] = []
            try:
                for kind in _ADDRESS_TYPES:
                    found += await _ask(name, kind, server)
            except (TimeoutError, OSError):
                await asyncio.sleep(0.05)
                continue
            if not found:
                raise Failed("dns_no_record")
            return found


async def _ask(name: str, kind: int, server: Server) -> list[str]:
    loop = asyncio.get_running_loop()
    question = b"".join(bytes([len(label)]) + label for label in name.rstrip(".").encode().split(b".")) + b"\0"
    question += struct.pack("!HH", kind, _IN)
    ident = secrets.randbelow(1 << 16)
    answered: asyncio.Future[bytes] = loop.create_future()
    transport, _ = await loop.create_datagram_endpoint(lambda: _Client(answered, ident, question), remote_addr=server)
    try:
        transport.sendto(struct.pack("!HHHHHH", ident, _RECURSION_DESIRED, 1, 0, 0, 0) + question)
        async with asyncio.timeout(_ASK_AGAIN_S):
            message = await answered
    finally:
        transport.close()
    return _answers(message, len(question))


class _Client(asyncio.DatagramProtocol):
    """Takes the first message that answers the question; any other may be forged."""

    def __init__(self, answered: asyncio.Future[bytes], ident: int, question: bytes) -> None:
        self._answered, self._ident, self._question = answered, ident, question

    def datagram_received(self, data: bytes, _address: object) -> None:
        if len(data) < 12 or self._answered.done():
            return
        ident, flags = struct.unpack_from("!HH", data)
        echo = data[12 : 12 + len(self._question)]
        if ident == self._ident and flags & _RESPONSE and echo.lower() == self._question.lower():
            self._answered.set_result(data)

    def error_received(self, error: Exception) -> None:
        if not self._answered.done():
            self._answered.set_exception(error)


def _answers(message: bytes, question_length: int) -> list[str]:
    """The addresses in a message.

    Raises:
        Failed: it says that there are none.
    """
    _ident, flags, _questions, count = struct.unpack_from("!HHHH", message)
    code = flags & 0x000F
    if code:
        raise Failed("dns_no_such_name" if code == _NO_SUCH_NAME else "dns_refused")
    found, at = [], 12 + question_length
    try:
        for _record in range(count):
            at = _after_name(message, at)
            kind, _class, _ttl, length = struct.unpack_from("!HHIH", message, at)
            data = message[at + 10 : at + 10 + length]
            if _ADDRESS_TYPES.get(kind) == len(data):
                found.append(str(ipaddress.ip_address(data)))
            at += 10 + length
    except (struct.error, IndexError):
        pass  # truncated: what stands before it is an answer
    return found


def _after_name(message: bytes, at: int) -> int:
    """Where the name at a place ends: with an empty label, or with a pointer (section 4.1.4)."""
    while length := message[at]:
        if length >= 0xC0:
            return at + 2
        at += 1 + length
    return at + 1
