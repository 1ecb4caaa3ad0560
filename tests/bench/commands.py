"""Start-up costs: what a cron job or a person waits for."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from statistics import median

from tests.bench.measure import Figure, folder, lab, netinv, run

ROUNDS = 5


def bench_help() -> Iterator[Figure]:
    """``netinv --help``."""
    cpu = median(run(sys.executable, "-m", "netinv", "--help").cpu_s for _ in range(ROUNDS))
    yield Figure("`netinv --help`, CPU", cpu, 0.25, "s")


def bench_status() -> Iterator[Figure]:
    """``netinv status`` and the terminal interface on a swept province."""
    with folder() as where, lab(str(where), "--sites", "169"):
        netinv(where, "import", str(where))
        netinv(where, "sweep")
        cpu = median(netinv(where, "status").cpu_s for _ in range(ROUNDS))
        yield Figure("`netinv status` on 169 devices, CPU", cpu, 0.5, "s")
        wall = median(_first_screen(str(where / "inventory.db")) for _ in range(ROUNDS))
        yield Figure("terminal interface, start to the first full screen, wall", wall, 1.5, "s")


def _first_screen(db: str) -> float:
    """Seconds until the tree of the province stands on a real pseudo-terminal, with the footer below it."""
    import pexpect

    started = time.monotonic()
    child = pexpect.spawn(
        sys.executable, ["-m", "netinv", "--db", db, "tui"], dimensions=(36, 120), encoding="utf-8", timeout=20
    )
    child.expect("Vĩnh Phúc")
    child.expect("Lập Thạch")
    seconds = time.monotonic() - started
    child.send("q")
    child.expect(pexpect.EOF)
    child.close()
    return seconds


BENCHES = (bench_help, bench_status)
