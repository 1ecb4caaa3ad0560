"""What knowing a device costs: one probe, the rules of all vendors, and their share of a sweep."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from statistics import median

from tests.bench.bare import address
from tests.bench.measure import Figure, command, folder, lab, run

ROUNDS = 5
DEVICES, PORTS = 500, 48
_LOAD = """
import time
from importlib.resources import files
from probes.vendors.loading import load
started = time.process_time()
load([files("probes.vendors")])
print(1000 * (time.process_time() - started))
"""


def bench_probe() -> Iterator[Figure]:
    """``netinv probe`` of a device on loopback, from the start of the process to its end."""
    with lab("--plain", "1", "--interfaces", str(PORTS)) as port, folder() as where:
        asked = command(where, "probe", f"{address(0)}:{port}", "--community", "public", "--json")
        used = [run(*asked) for _ in range(ROUNDS)]
    assert all(each.code == 0 for each in used)
    yield Figure(
        "`netinv probe` of one device on loopback, start-up and ping included, wall",
        median(each.wall_s for each in used),
        0.6,
        "s",
    )


def bench_rules() -> Iterator[Figure]:
    """All vendors' files, in a fresh process."""
    loads = [_number(sys.executable, "-c", _LOAD) for _ in range(ROUNDS)]
    yield Figure("vendors' rules loaded, CPU", median(loads), 50, "ms")


def bench_identification() -> Iterator[Figure]:
    """The CPU of asking devices with and without identification, in turns."""
    ratios = []
    with lab("--plain", str(DEVICES), "--interfaces", str(PORTS)) as port:
        for _ in range(ROUNDS):
            without, with_it = (_loop(which, port) for which in ("nameless", "ours"))
            ratios.append(with_it / without)
    yield Figure("CPU that identification adds to a sweep", 100 * (median(ratios) - 1), 20, "%")


BENCHES = (bench_probe, bench_rules, bench_identification)


def _loop(which: str, port: int) -> float:
    return _number(sys.executable, "-m", "tests.bench.bare", which, str(DEVICES), str(port))


def _number(*words: str) -> float:
    return float(subprocess.run(words, capture_output=True, text=True, check=True).stdout)
