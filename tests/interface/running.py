"""Running the program as users do, in processes of its own, against simulated agents on loopback."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from netinv.lab.server import Lab

COMMAND = [sys.executable, "-m", "netinv"]
LONGEST_S = 180.0
QUICK = "timeout_s = 0.3\nretries = 0\nstale_after_s = 3600\n"
"""Settings of the laboratory: the silent ones shall not cost a test two seconds, nor a long run make a sweep old."""
PATIENT = "icmp = false\ntimeout_s = 20\nstale_after_s = 3600\n"
"""Settings where everyone answers, on a busy machine too."""
_IDLE_TICKS = 3
"""Who only looks at the clock now and then needs no more within that time."""
_QUIET_S = 2.0
"""Nothing that answers takes a rest so long between its question and its answer."""


class Ran(NamedTuple):
    """How a run ended. Whatever it was, no run may show a traceback."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Stdout, which must be one JSON document and nothing else."""
        return json.loads(self.out)


@dataclass(frozen=True)
class Place:
    """A folder with an inventory, secrets and settings, and maybe a database: where a user stands."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def db(self) -> Path:
        """The database file."""
        return self.folder / "inventory.db"

    def start(self, *arguments: str, prefix: tuple[str, ...] = (), **more: Any) -> subprocess.Popen[str]:
        """Start the program in the folder; ``prefix`` are words before it, as ``setpriv …``."""
        words = [*prefix, *COMMAND, *arguments]
        environment = {key: value for key, value in os.environ.items() if not key.startswith(("NETINV_", "LC_"))}
        environment |= {"LANG": "C.UTF-8", "PYTHONWARNINGS": "error", **self.environment}
        given: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        return subprocess.Popen(words, cwd=self.folder, env=environment, encoding="utf-8", **(given | more))

    def run(self, *arguments: str, prefix: tuple[str, ...] = ()) -> Ran:
        """Run the program to its end."""
        return finish(self.start(*arguments, prefix=prefix))

    def copy(self, folder: Path) -> Place:
        """The same somewhere else."""
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        return Place(folder, self.environment)

    def settings(self, text: str) -> None:
        """Write other settings than the laboratory's."""
        (self.folder / "netinv.toml").write_text(text)


def finish(process: subprocess.Popen[str]) -> Ran:
    """Wait for a process that :meth:`Place.start` began."""
    try:
        out, err = process.communicate(timeout=LONGEST_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise
    ran = Ran(process.returncode, out or "", err or "")
    assert "Traceback" not in ran.err, ran.err
    assert "Exception ignored" not in ran.err, ran.err
    assert "\x1b" not in ran.out
    return ran


def interrupt_when_asking(process: subprocess.Popen[str], db: Path, number: signal.Signals, *, times: int = 1) -> Ran:
    """Send a signal once all have answered that will: the sweep only waits for the silent ones."""
    import sqlite3

    until = time.monotonic() + LONGEST_S
    while time.monotonic() < until:
        if db.exists():
            with sqlite3.connect(f"{db.as_uri()}?mode=ro", uri=True) as connection:
                running = connection.execute("SELECT pid FROM sweep WHERE status = 'running'").fetchone()
            connection.close()
            if running and running[0] == process.pid:
                break
        time.sleep(0.01)
    until_it_waits(process.pid)
    for _ in range(times):
        process.send_signal(number)
        time.sleep(0.02)
    return finish(process)


def until_it_waits(pid: int) -> None:
    """Wait until a process has done nothing for a while, nor our own threads, which answer it.

    A process that gets no CPU is not idle: it could run.
    """
    until = time.monotonic() + LONGEST_S
    worked, since = -1, time.monotonic()
    while time.monotonic() < since + _QUIET_S:
        assert time.monotonic() < until, "it does not come to rest"
        ticks, running = _work(pid)
        if ticks > worked + _IDLE_TICKS or running or _work(os.getpid(), but=threading.get_native_id())[1]:
            worked, since = ticks, time.monotonic()
        time.sleep(0.02)


def _work(pid: int, but: int = 0) -> tuple[int, bool]:
    """The CPU time of a process so far, in ticks, and whether a thread of it runs or could (proc(5))."""
    ticks, running = 0, False
    for thread in Path(f"/proc/{pid}/task").iterdir():
        try:
            fields = (thread / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # it has ended meanwhile
            continue
        ticks += int(fields[11]) + int(fields[12])
        running |= fields[0] in "RD" and int(thread.name) != but
    return ticks, running


class Laboratory(NamedTuple):
    """Agents that answer, and the folder of their inventory."""

    lab: Lab
    place: Place
