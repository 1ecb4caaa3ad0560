"""Running the program as users do, in processes of its own, against simulated agents on loopback."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from netinv.lab.server import Lab

COMMAND = [sys.executable, "-m", "netinv"]
LONGEST_S = 60.0
QUICK = "timeout_s = 0.3\nretries = 0\n"
"""Settings for agents on the same machine: the silent ones shall not cost a test two seconds."""


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
    """Send a signal once the sweep has its mark, so that it lands in the sweep and not in the start of Python."""
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
    time.sleep(1.5)  # it asks now; whoever answers has answered within this time, on a busy machine too
    for _ in range(times):
        process.send_signal(number)
        time.sleep(0.02)
    return finish(process)


class Laboratory(NamedTuple):
    """Agents that answer, and the folder of their inventory."""

    lab: Lab
    place: Place
