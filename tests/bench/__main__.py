"""``make bench``: every figure that is promised, measured in one run. Ratios, not seconds, where machines differ.

``python -m tests.bench NAME...`` runs only those whose names begin so.
"""

from __future__ import annotations

import sys

from tests.bench import (
    alerting,
    commands,
    histories,
    identification,
    ports,
    ranges,
    real_agents,
    reports,
    resolving,
    screens,
    services,
    soak,
    sweeps,
    topologies,
)
from tests.bench.measure import Figure

BENCHES = (
    *sweeps.BENCHES,
    *commands.BENCHES,
    *topologies.BENCHES,
    *resolving.BENCHES,
    *identification.BENCHES,
    *ranges.BENCHES,
    *alerting.BENCHES,
    *services.BENCHES,
    *screens.BENCHES,
    *reports.BENCHES,
    *histories.BENCHES,
    *ports.BENCHES,
    *real_agents.BENCHES,
    *soak.BENCHES,
)


def main() -> None:
    """Run and print a Markdown table row by row, so that a long run shows what it has."""
    wanted = sys.argv[1:]
    print("| what | measured | at most | |")
    print("| --- | --- | --- | --- |", flush=True)
    for bench in BENCHES:
        if wanted and not any(bench.__name__.startswith(name) for name in wanted):
            continue
        for figure in bench():
            print(_row(figure), flush=True)


def _row(figure: Figure) -> str:
    if figure.measured is None:
        return f"| {figure.what} | not measured: {figure.note} | {figure.limit:g} {figure.unit} | |"
    kept = "" if figure.measured <= figure.limit else "**over**"
    measured = f"{figure.measured:.3g} {figure.unit} {figure.note}".rstrip()
    return f"| {figure.what} | {measured} | {figure.limit:g} {figure.unit} | {kept} |"


main()
