"""A day of sweeps in one process, at speed: after each, the network's next five minutes pass, and this clock's.

``python -m tests.bench.soaking FOLDER SWEEPS`` prints a line of JSON after each sweep: memory, open files, time.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from netinv import config
from netinv.app.alerts.delivering import deliver
from netinv.app.data import importing
from netinv.app.sweeps import sweeping
from tests.bench.restless import PERIOD_S

_PAGE_MB = os.sysconf("SC_PAGE_SIZE") / 1e6


class _HastenedClock:
    """``time.time`` that goes forward by as much as is left of five minutes between two sweeps."""

    def __init__(self) -> None:
        self._real, self._ahead_s = time.time, 0.0

    def __call__(self) -> float:
        return self._real() + self._ahead_s

    def pass_time(self, since: float) -> None:
        self._ahead_s += PERIOD_S - (self() - since)


def main() -> None:
    """Sweep, send, look at oneself; again and again."""
    where, sweeps = Path(sys.argv[1]), int(sys.argv[2])
    clock = _HastenedClock()
    time.time = clock  # the whole process lives by it, the database too
    with subprocess.Popen(
        [sys.executable, "-m", "tests.bench.restless", str(where)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as network:
        assert network.stdin is not None
        assert network.stdout is not None
        assert network.stdout.readline() == "ready\n"
        with (where / "netinv.toml").open("a") as file:
            file.write((where / "more.toml").read_text())
        settings = config.load({"db": where / "inventory.db"}, {})
        importing.import_inventory(settings, [where])
        for number in range(sweeps):
            began, since = time.monotonic(), time.time()
            swept = sweeping.sweep(settings, only=None, progress=lambda _done, _total: None)
            deliver(settings)
            _say(number, swept.report, time.monotonic() - began)
            network.stdin.write("\n")
            network.stdin.flush()
            assert network.stdout.readline() == "passed\n"
            clock.pass_time(since)


def _say(number: int, report: dict[str, object], wall_s: float) -> None:
    found = {
        "sweep": number,
        "rss_mb": int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE_MB,
        "files": len(list(Path("/proc/self/fd").iterdir())),
        "wall_s": wall_s,
        "states": report["states"],
        "changes": report["changes"],
    }
    sys.stdout.write(json.dumps(found) + "\n")
    sys.stdout.flush()


main()
