"""A year of five-minute sweeps of 169 devices with 20 ports each: how large it gets, and what it costs to look at.

Few devices live through the whole year, with every sweep packed and aged as sweeps do it; what is kept of them then
stands for the others too, copied row by row, so that the file has its full size.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from statistics import median

from netinv.config import Settings
from netinv.inventory.example import example_dir
from netinv.store.measured import ageing
from tests.bench.measure import Figure, database_bytes, folder, netinv
from tests.history import simulate
from tests.measured import DAY_MS, Device, sweeps

DEVICES, LIVING, PORTS, DAYS = 169, 3, 20, 365
REPORT = json.dumps({"causes": ["x" * 400], "states": {"up": 169}, "errors": ["x" * 200]})
GB = 1e9


def bench_year() -> Iterator[Figure]:
    """Size, status, history."""
    end = round(time.time() * 1000) // DAY_MS * DAY_MS
    with folder() as where:
        netinv(where, "import", str(example_dir("vinh-phuc")))
        empty = database_bytes(where)
        first_day = _cpu(where, "status")
        ageing_s = _live(where / "inventory.db", end)
        size = database_bytes(where)
        a_device = (size - empty) / DEVICES
        yield Figure("a year of 169 devices with 20 ports, five-minute sweeps, in the database", size / GB, 1.5, "GB")
        yield Figure("the same, of each device", a_device / 1e6, 9, "MB")
        yield Figure("`netinv status` after it, CPU against the first day", _cpu(where, "status") / first_day, 1.3, "x")
        yield Figure(
            "`netinv history` of a device over the year, CPU",
            _cpu(where, "history", "core1", "--since", "365d"),
            5,
            "s",
        )
        yield Figure("ageing, CPU for each device and day", 1000 * ageing_s / (LIVING * DAYS), 100, "ms")


def _cpu(where: Path, *arguments: str) -> float:
    return median(netinv(where, *arguments).cpu_s for _round in range(3))


def _live(db: Path, end: int) -> float:
    """Write the year; the seconds of CPU that ageing took."""
    start, spent = end - DAYS * DAY_MS, 0.0
    simulate(db, start, end)
    with closing(sqlite3.connect(db)) as connection, connection:
        ids = [row[0] for row in connection.execute("SELECT id FROM device ORDER BY id LIMIT ?", (DEVICES,))]
        connection.execute("UPDATE sweep SET report = ?", (REPORT,))

    def age(connection: object, at_ms: int) -> None:
        nonlocal spent
        began = time.process_time()
        ageing.age(connection, at_ms, ageing.Keeping.of(Settings()), budget_s=0.05)  # type: ignore[arg-type]
        spent += time.process_time() - began

    sweeps(db, [Device(number, PORTS, start) for number in ids[:LIVING]], start, end, age)
    with closing(sqlite3.connect(db)) as connection, connection:
        for place, number in enumerate(ids[LIVING:]):
            like = ids[place % LIVING]
            connection.execute(
                "INSERT INTO measured_day (day, device_id, step_s, data) "
                "SELECT day, ?, step_s, data FROM measured_day WHERE device_id = ?",
                (number, like),
            )
            connection.execute(
                "INSERT INTO counter_chunk (taken_at, device_id, keyframe_at, data, rtt_us, cpu, memory) "
                "SELECT taken_at, ?, keyframe_at, data, rtt_us, cpu, memory FROM counter_chunk WHERE device_id = ?",
                (number, like),
            )
    return spent


BENCHES = (bench_year,)
