"""Running whole processes and reading what the operating system says they used."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from netinv.lab.sockets import free_port


class Figure(NamedTuple):
    """One line of the table. ``measured`` of None: it could not be, ``note`` says why."""

    what: str
    measured: float | None
    limit: float
    unit: str
    note: str = ""


class Used(NamedTuple):
    """What a process used: CPU and wall in seconds, peak memory in MB, and its exit code."""

    cpu_s: float
    wall_s: float
    peak_mb: float
    code: int


def run(*command: str, cwd: Path | None = None) -> Used:
    """Run a command to its end, output thrown away."""
    started = time.monotonic()
    with subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        _pid, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall_s = time.monotonic() - started
    return Used(usage.ru_utime + usage.ru_stime, wall_s, usage.ru_maxrss / 1024, process.returncode)


def command(folder: Path, *arguments: str) -> list[str]:
    """Our program on the database of a folder."""
    return [sys.executable, "-m", "netinv", "--db", str(folder / "inventory.db"), *arguments]


def netinv(folder: Path, *arguments: str) -> Used:
    """Run our program on the database of a folder."""
    used = run(*command(folder, *arguments))
    assert used.code in (0, 1), f"netinv {arguments[0]} ended with {used.code}"
    return used


@contextmanager
def folder() -> Iterator[Path]:
    """A folder that goes away. In memory where the system has such a place: no disk's mood in the figures."""
    shm = Path("/dev/shm")
    with tempfile.TemporaryDirectory(prefix="netinv-bench-", dir=shm if shm.is_dir() else None) as name:
        yield Path(name)


@contextmanager
def lab(*arguments: str) -> Iterator[int]:
    """The laboratory in a process of its own; gives its UDP port."""
    port = free_port()
    command = [sys.executable, "-m", "netinv.lab", *arguments, "--port", str(port)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        if process.stdout.readline().strip() != "ready":
            raise SystemExit("the laboratory did not start")
        try:
            yield port
        finally:
            process.terminate()


def database_bytes(where: Path) -> int:
    """The size of the database with its log written back."""
    import sqlite3

    path = where / "inventory.db"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return path.stat().st_size


def have(command: str) -> bool:
    """Whether a program is installed."""
    return shutil.which(command) is not None
