"""A program in a pseudo-terminal, and what it costs: CPU, time until the screen is still, memory."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

QUIET_S = 0.1
_LIMIT_S = 30.0
_ANSWERS = ((b"\x1b[?2026$p", b"\x1b[?2026;2$y"), (b"\x1b[c", b"\x1b[?62;22c"), (b"\x1b[6n", b"\x1b[1;1R"))
"""What a present-day terminal answers to questions."""
KEYS = {
    "down": b"\x1b[B",
    "up": b"\x1b[A",
    "left": b"\x1b[D",
    "right": b"\x1b[C",
    "pagedown": b"\x1b[6~",
    "enter": b"\r",
    "escape": b"\x1b",
}


class Cost(NamedTuple):
    """CPU of the whole program, and seconds from the cause to the last output before silence."""

    cpu_s: float
    settled_s: float


class Terminal:
    """A program that draws on a screen of its own; nothing emulates the screen, so nothing competes with it."""

    def __init__(self, command: Sequence[str], columns: int = 120, rows: int = 36) -> None:
        self._here, there = pty.openpty()
        self.resize(columns, rows)
        environment = {**os.environ, "TERM": "xterm-256color", "LANG": "C.UTF-8", "NETINV_LANG": "en"}
        self._began = time.monotonic()
        self._process = subprocess.Popen(
            command, stdin=there, stdout=there, stderr=there, start_new_session=True, env=environment
        )
        os.close(there)
        self._seen = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._here)

    def resize(self, columns: int, rows: int) -> None:
        """Another size."""
        fcntl.ioctl(self._here, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def start(self, expect: str) -> Cost:
        """What it cost to come to the first still screen on which that stands."""
        settled_s = self._settle(self._began, expect.encode())
        return Cost(self.cpu_s(), settled_s)

    def key(self, key: str, expect: str = "", quiet_s: float = QUIET_S) -> Cost:
        """What a key costs. What is drawn later than ``quiet_s`` after it has another cause, as news have."""
        before, began = self.cpu_s(), time.monotonic()
        os.write(self._here, KEYS.get(key, key.encode()))
        settled_s = self._settle(began, expect.encode(), quiet_s)
        return Cost(self.cpu_s() - before, settled_s)

    def answered_s(self, key: str, expect: str) -> float:
        """Seconds from a key to what it brings, whatever else is drawn meanwhile and after it."""
        began, seen = time.monotonic(), b""
        os.write(self._here, KEYS.get(key, key.encode()))
        while expect.encode() not in seen:
            if time.monotonic() - began > _LIMIT_S:
                raise TimeoutError(f"{expect} did not come")
            seen += self._read(0.005)
        return time.monotonic() - began

    def resized(self, columns: int, rows: int) -> Cost:
        """What a resize costs."""
        before, began = self.cpu_s(), time.monotonic()
        self.resize(columns, rows)
        self._process.send_signal(signal.SIGWINCH)  # the system tells it only a program of whose session this is
        settled_s = self._settle(began, b"")
        assert settled_s > 0, "nothing was drawn"
        return Cost(self.cpu_s() - before, settled_s)

    def idle(self, seconds: float) -> float:
        """The share of a core that it takes while nothing happens."""
        before, until = self.cpu_s(), time.monotonic() + seconds
        while time.monotonic() < until:
            self._read(0.1)
        return (self.cpu_s() - before) / seconds

    def quit(self) -> int:
        """Leave by ``q``; the exit code."""
        os.write(self._here, b"q")
        while self._process.poll() is None:
            self._read(0.05)
        return self._process.returncode

    def cpu_s(self) -> float:
        """CPU seconds of all its threads until now (schedstat of proc(5), in ns)."""
        total = 0
        for task in Path(f"/proc/{self._process.pid}/task").iterdir():
            total += int((task / "schedstat").read_text().split()[0])
        return total / 1e9

    def rss_mb(self) -> float:
        """Its resident memory."""
        lines = Path(f"/proc/{self._process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024

    def _settle(self, began: float, expect: bytes, quiet_s: float = QUIET_S) -> float:
        """Seconds until the last output that silence followed, with what is expected among it."""
        last, seen = began, b""
        while expect not in seen or time.monotonic() - last < quiet_s or last == began:
            if time.monotonic() - began > (_LIMIT_S if expect else 1.0):
                if expect:
                    raise TimeoutError(f"{expect.decode()} did not come")
                break
            data = self._read(0.005)
            if data:
                last, seen = time.monotonic(), seen + data
        return last - began

    def _read(self, wait_s: float) -> bytes:
        if not select.select([self._here], [], [], wait_s)[0]:
            return b""
        try:
            data = os.read(self._here, 65536)
        except OSError:
            return b""
        for question, answer in _ANSWERS:
            if question in data:
                os.write(self._here, answer)
        return data
