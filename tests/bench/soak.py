"""A day of five-minute sweeps at speed over a restless province: memory and files of the sweeper and the screen."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench.measure import Figure, command, folder
from tests.bench.terminal import Terminal
from tests.integration.receivers import http_server

SWEEPS = 288
_WARM = 48
_SOME = 24
_SCREENS = "123456789"
_LOOK_S = 1.0
_SETTINGS = """timeout_s = 0.3
retries = 0
[[channels]]
name = "noc"
kind = "webhook"
url = "http://127.0.0.1:{port}/"
[[alerts]]
channels = ["noc"]
lang = "vi"
repeat_s = 3600
"""


def bench_soak() -> Iterator[Figure]:
    """One process sweeps for a day, another shows it all the time; a receiver that fails now and then hears of it."""
    faults = [code for _hour in range(24) for code in (*[204] * 20, 500, 503)]
    with folder() as where, http_server(answers=faults) as (port, posted):
        (where / "more.toml").write_text(_SETTINGS.format(port=port))
        rows, screen = _day(where)
        actions = [one.body["action"] for one in posted]
        left = _open_alerts(where)
    assert len({one.body["id"] for one in posted}) == len(posted), "each alert once"
    assert {"open", "update", "end"} <= set(actions), actions
    assert left == 0, left
    files = {row["files"] for row in rows[_WARM:]}
    assert len(files) == 1, files
    note = f"({SWEEPS} sweeps, {sum(row['changes'] for row in rows):,} changes, {len(posted)} alerts)"
    what = "a day of sweeps in one process: memory at its end against that after four hours"
    yield Figure(what, _growth([row["rss_mb"] for row in rows], _WARM), 1.1, "x", note)
    yield Figure("its open files after the last sweep", files.pop(), rows[0]["files"], "", "(as after the first)")
    yield Figure("the same of the terminal interface beside it", _growth(screen, len(screen) // 6), 1.1, "x")


BENCHES = (bench_soak,)


def _day(where: Path) -> tuple[list[dict[str, Any]], list[float]]:
    """What each sweep said, and the memory of a terminal interface that walked through its screens meanwhile."""
    log = where / "rows"
    with log.open("w") as out:
        words = [sys.executable, "-m", "tests.bench.soaking", str(where), str(SWEEPS)]
        with subprocess.Popen(words, stdout=out, stdin=subprocess.DEVNULL) as sweeper:
            try:
                while _count(log) < 1:
                    assert sweeper.poll() is None, "the sweeper ended"
                    time.sleep(0.1)
                screen = _watch(where, sweeper)
            finally:
                sweeper.kill()
    rows = [json.loads(line) for line in log.read_text().splitlines()]
    assert len(rows) == SWEEPS, f"it ended after {len(rows)} sweeps"
    return rows, screen


def _watch(where: Path, sweeper: subprocess.Popen[bytes]) -> list[float]:
    found = []
    with Terminal(command(where, "tui")) as terminal:
        terminal.start("quit")
        while sweeper.poll() is None:
            for key in _SCREENS:
                terminal.key(key)
                terminal.idle(_LOOK_S)
            found.append(terminal.rss_mb())
        terminal.quit()
    return found


def _count(log: Path) -> int:
    return len(log.read_text().splitlines())


def _growth(memory: list[float], warm: int) -> float:
    """The last against the first after the start, each the middle of some."""
    return median(memory[-_SOME:]) / median(memory[warm : warm + _SOME])


def _open_alerts(where: Path) -> int:
    """How many alerts were never delivered."""
    import sqlite3

    with sqlite3.connect(where / "inventory.db") as connection:
        (left,) = connection.execute("SELECT count(*) FROM outbox WHERE status != 'sent'").fetchone()
    connection.close()
    return int(left)
