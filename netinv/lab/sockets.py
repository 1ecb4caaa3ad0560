"""One UDP socket for every address of this host: who was asked is in the packet information, and answers from there."""

from __future__ import annotations

import heapq
import random
import select
import socket
import struct
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netinv.lab.agent import Agent

_IP_PKTINFO = 8  # linux/in.h; the socket module of Python 3.11 does not name it
_SO_RCVBUFFORCE = 33
_RECEIVE_BUFFER = 8 << 20
_CMSG_SPACE = socket.CMSG_SPACE(12)
_MAX_DATAGRAM = 65_535
_PORT_RANGE = Path("/proc/sys/net/ipv4/ip_local_port_range")
_LOWEST_PORT, _NO_LOWER = 10_000, 30_000


def free_port() -> int:
    """A port that is free for UDP and TCP alike: agents and services answer on one number.

    It lies below those that the system hands out itself: none of these is taken by chance before it is bound.
    """
    first_of_system = int(_PORT_RANGE.read_text("ascii").split()[0]) if _PORT_RANGE.exists() else _NO_LOWER
    while True:
        port = random.randrange(_LOWEST_PORT, max(first_of_system, _NO_LOWER))  # noqa: S311  # no secret
        with (
            socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams,
            socket.socket(socket.AF_INET, socket.SOCK_STREAM) as streams,
            suppress(OSError),
        ):
            datagrams.bind(("", port))
            streams.bind(("", port))
            return port


def bind(port: int) -> socket.socket:
    """A socket that hears ``port`` on every IPv4 address and learns which one was meant.

    Raises:
        OSError: the port is taken.
    """
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _RECEIVE_BUFFER)
        with suppress(OSError):  # beyond the system's limit only for root
            sock.setsockopt(socket.SOL_SOCKET, _SO_RCVBUFFORCE, _RECEIVE_BUFFER)
        sock.setsockopt(socket.IPPROTO_IP, _IP_PKTINFO, 1)
        sock.bind(("0.0.0.0", port))  # noqa: S104  # only loopback addresses are devices; others get no answer
    except OSError:
        sock.close()
        raise
    return sock


class UdpService:
    """Serves an agent from a thread of its own."""

    def __init__(self, agent: Agent, port: int) -> None:
        self.agent = agent
        self.sock = bind(port)
        self.port: int = self.sock.getsockname()[1]
        self.answered = 0
        self._late: list[tuple[float, int, bytes, bytes, tuple[str, int]]] = []
        self._stopping = False
        self._thread = threading.Thread(target=self._serve, name="lab-udp", daemon=True)

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """Answer no more, and give the port back."""
        self._stopping = True
        if self._thread.is_alive():
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as waker:
                waker.sendto(b"", ("127.0.0.1", self.port))
            self._thread.join(5)
        self.sock.close()

    def _serve(self) -> None:
        receive, reply, clock = self.sock.recvmsg, self.agent.reply, time.monotonic
        while not self._stopping:
            if self._late and not self._wait():
                continue
            try:
                data, info, _flags, peer = receive(_MAX_DATAGRAM, _CMSG_SPACE)
            except OSError:  # an answer of ours found its port closed
                continue
            if not info:
                continue
            address = info[0][2][8:12]
            answer, delay_s = reply(data, address, clock())
            if answer is None:
                continue
            if delay_s:
                heapq.heappush(self._late, (clock() + delay_s, self.answered, answer, address, peer))
            else:
                self._send(answer, address, peer)

    def _wait(self) -> bool:
        """Until a question is there (True) or the next late answer was due, and is sent (False)."""
        due_s = self._late[0][0] - time.monotonic()
        if due_s > 0 and select.select([self.sock], [], [], due_s)[0]:
            return True
        _due, _order, answer, address, peer = heapq.heappop(self._late)
        self._send(answer, address, peer)
        return False

    def _send(self, answer: bytes, address: bytes, peer: tuple[str, int]) -> None:
        self.answered += 1
        info = struct.pack("=I4s4s", 0, address, b"\0\0\0\0")
        with suppress(OSError):  # the asker has gone
            self.sock.sendmsg((answer,), ((socket.IPPROTO_IP, _IP_PKTINFO, info),), 0, peer)
