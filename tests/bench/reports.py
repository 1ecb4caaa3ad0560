"""The province's figures: a reorganisation, and availability over a year of made-up history."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from netinv.inventory.example import example_dir
from netinv.lab.province import build
from tests.bench.measure import Figure, folder, netinv
from tests.history import DAY_MS, simulate

EXAMPLE = example_dir("vinh-phuc")
LARGE = 10_000


def _history(where: Path) -> tuple[str, ...]:
    """A year that ended yesterday, and the words that ask for it."""
    end = (round(time.time() * 1000) // DAY_MS - 1) * DAY_MS
    simulate(where / "inventory.db", end - 365 * DAY_MS, end)
    return ("--from", "366d", "--to", "1d")


def bench_geo() -> Iterator[Figure]:
    """Three days of reorganisation: 136 communes to 121 to 36, districts abolished."""
    with folder() as where:
        netinv(where, "import", str(EXAMPLE))
        spent = netinv(where, "geo", "apply", "--yes", str(EXAMPLE / "reorganisation.csv"))
        yield Figure("`netinv geo apply`, 136 communes to 36, CPU", spent.cpu_s, 1.0, "s")


def bench_availability() -> Iterator[Figure]:
    """A year of the example, then of a large province."""
    with folder() as where:
        netinv(where, "import", str(EXAMPLE))
        words = _history(where)
        spent = netinv(where, "report", "availability", "--json", *words)
        yield Figure("availability of 169 units over a year, CPU", spent.cpu_s, 1.0, "s")
        spent = netinv(where, "report", "availability", "--from", "31d", "--to", "1d", "-o", str(where / "month.pdf"))
        yield Figure("a month of 169 units as PDF, CPU", spent.cpu_s, 10.0, "s")
    with folder() as where:
        build(EXAMPLE, sites=LARGE, port=1, ssh_port=1).write_inventory(where)
        netinv(where, "import", str(where))
        words = _history(where)
        spent = netinv(where, "report", "availability", "--json", *words)
        yield Figure(f"availability of {LARGE:,} units over a year, CPU", spent.cpu_s, 20.0, "s")


BENCHES = (bench_geo, bench_availability)
