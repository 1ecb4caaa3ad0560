"""Sweeps: CPU against the bare loop, wall, memory, bytes."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from tests.bench.measure import Figure, Used, command, database_bytes, folder, lab, netinv

PORTS = 48
ROUNDS = 3


def bench_demo() -> Iterator[Figure]:
    """The province of the demo, faults and all."""
    with folder() as where, lab(str(where), "--sites", "169"):
        netinv(where, "import", str(where))
        walls = [netinv(where, "sweep").wall_s for _ in range(ROUNDS)]
    yield Figure("sweep of the demo's 169 units, wall", median(walls), 3, "s")


def bench_cpu_500() -> Iterator[Figure]:
    """500 devices: the whole process, and our sessions alone."""
    bare, ours, whole = [], [], []
    with lab("--plain", "500", "--interfaces", str(PORTS)) as port:
        for _ in range(ROUNDS):
            bare.append(_loop("bare", 500, port))
            ours.append(_loop("ours", 500, port))
            with folder() as where:
                inventory(where, 500, port)
                whole.append(netinv(where, "sweep").cpu_s)
    ratios = [mine / theirs for mine, theirs in zip(whole, bare, strict=True)]
    yield Figure(
        "CPU of a sweep of 500 devices, start-up and writes included, against bare gufo", median(ratios), 3, "x"
    )
    ratios = [mine / theirs for mine, theirs in zip(ours, bare, strict=True)]
    yield Figure("the same without start-up and store", median(ratios), 1.5, "x")


def bench_cpu_5000() -> Iterator[Figure]:
    """5,000 devices against the bare loop."""
    with lab("--plain", "5000", "--interfaces", str(PORTS)) as port, folder() as where:
        bare = _loop("bare", 5000, port)
        inventory(where, 5000, port)
        whole = netinv(where, "sweep").cpu_s
    yield Figure("CPU of a sweep of 5,000 devices against bare gufo", whole / bare, 2.5, "x")


def bench_scale_10000() -> Iterator[Figure]:
    """10,000 devices against 500, and what they take."""
    with lab("--plain", "10000", "--interfaces", str(PORTS)) as port:
        small, large = _first_sweep(500, port), _first_sweep(10_000, port)
    yield Figure("CPU per device at 10,000 against 500", (large.cpu_s / 10_000) / (small.cpu_s / 500), 1.3, "x")
    yield Figure("peak memory of a sweep of 10,000 devices", large.peak_mb, 400, "MB")


def bench_bytes() -> Iterator[Figure]:
    """What a first sweep stores, and what a second in which nothing but the counters moved."""
    count = 500
    with lab("--plain", str(count), "--interfaces", str(PORTS)) as port, folder() as where:
        inventory(where, count, port)
        empty = database_bytes(where)
        first_written = written(where)
        first = database_bytes(where) - empty
        second_written = written(where)
    yield Figure(f"bytes stored per device by the first sweep ({PORTS} ports)", first / count / 1000, 8, "kB")
    yield Figure("bytes written by a second sweep with nothing changed", 100 * second_written / first_written, 10, "%")


def bench_dead() -> Iterator[Figure]:
    """1,000 dead devices beside 169 good ones: from the first question to the commit, as the sweep itself says."""
    with lab("--plain", "169", "--interfaces", str(PORTS)) as port, folder() as where:
        inventory(where, 169, port, dead=1000)
        started = time.monotonic()
        swept = subprocess.run(command(where, "sweep", "--json"), capture_output=True, text=True, check=False)
        process_s = time.monotonic() - started
        slowest = _slowest_good(where)
    what = "wall with 1,000 dead devices beside 169 good ones (timeout 1 s, one retry)"
    yield Figure(what, json.loads(swept.stdout)["duration_s"], 2.2, "s", f"(whole process {process_s:.2f} s)")
    yield Figure("the slowest good one beside them", slowest, 0.5, "s")


BENCHES = (bench_demo, bench_cpu_500, bench_cpu_5000, bench_scale_10000, bench_bytes, bench_dead)


def _loop(which: str, count: int, port: int) -> float:
    command = [sys.executable, "-m", "tests.bench.bare", which, str(count), str(port)]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def _first_sweep(count: int, port: int) -> Used:
    with folder() as where:
        inventory(where, count, port)
        return netinv(where, "sweep")


def written(where: Path) -> int:
    """Bytes that one sweep writes: what it appends to the write-ahead log, and nothing else."""
    import sqlite3

    database_bytes(where)
    keep = sqlite3.connect(where / "inventory.db")  # the log stays while somebody has the file open
    keep.execute("SELECT 1 FROM sqlite_master").fetchone()
    keep.execute("PRAGMA wal_autocheckpoint = 0")
    netinv(where, "sweep")
    size = (where / "inventory.db-wal").stat().st_size
    keep.close()
    return size


def _slowest_good(where: Path) -> float:
    """Seconds that the slowest answering device took, by our own visitor beside dead ones."""
    command = [sys.executable, "-m", "tests.bench.slowest", str(where)]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def inventory(where: Path, count: int, port: int, dead: int = 0) -> None:
    """Import so many plain agents of the laboratory, and dead ones."""
    from tests.bench.bare import address

    (where / "sites.csv").write_text("code,name,level\n1,One,province\n")
    rows = [f"dev{number},1,{address(number)}:{port},campus" for number in range(count)]
    # Loopback addresses where our agents do not answer: another community is dropped, as by a dead device.
    rows += [f"dead{number},1,{address(count + number)}:{port},wrong" for number in range(dead)]
    (where / "devices.csv").write_text("name,site,address,snmp\n" + "\n".join(rows) + "\n")
    secrets = where / "secrets.toml"
    secrets.touch(0o600)
    secrets.write_text(
        '[campus]\nkind = "snmp-v2c"\ncommunity = "public"\n[wrong]\nkind = "snmp-v2c"\ncommunity = "nobody"\n'
    )
    (where / "netinv.toml").write_text("icmp = false\n")
    assert netinv(where, "import", str(where / "sites.csv"), str(where / "devices.csv")).code == 0
