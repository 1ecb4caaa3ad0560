"""Services beside a sweep: what 200 of them cost, in time, CPU and bytes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from statistics import median

from tests.bench.measure import Figure, Used, folder, lab, netinv
from tests.bench.sweeps import PORTS, inventory, written
from tests.services.servers import hanging, page, running

DEVICES, SERVICES, ROUNDS = 169, 200, 5


def bench_services() -> Iterator[Figure]:
    """169 devices with 200 services that answer, and with none; with 200 that hang, against the deadline."""
    with lab("--plain", str(DEVICES), "--interfaces", str(PORTS)) as port, folder() as none, folder() as many:
        for where in (none, many):
            inventory(where, DEVICES, port)
        with running(page()) as web:
            _declare(many, web)
            bare, beside = [], []
            for _round in range(ROUNDS):
                bare.append(netinv(none, "sweep"))
                beside.append(netinv(many, "sweep"))
            alone, both = written(none), written(many)
        yield Figure(f"wall of a sweep with {SERVICES} services against none", _ratio(beside, bare, "wall_s"), 1.3, "x")
        yield Figure("its CPU", _ratio(beside, bare, "cpu_s"), 1.5, "x")
        yield Figure("bytes that it writes with nothing changed", both / alone, 1.5, "x")
        with running(hanging) as web:
            _declare(many, web)
            wall_s = netinv(many, "sweep", "--deadline", "3").wall_s
        yield Figure(f"wall of one with a deadline of 3 s and {SERVICES} services that hang", wall_s, 4.5, "s")


def _declare(where: Path, port: int) -> None:
    rows = (f"s{number},1,http://127.0.0.1:{port}/{number},200\n" for number in range(SERVICES))
    (where / "services.csv").write_text("name,site,url,expect\n" + "".join(rows))
    netinv(where, "import", str(where / "services.csv"))


def _ratio(ours: list[Used], theirs: list[Used], what: str) -> float:
    mine, bare = (median(getattr(one, what) for one in used) for used in (ours, theirs))
    return float(mine / bare)


BENCHES = (bench_services,)
