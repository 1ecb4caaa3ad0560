"""Devices of thousands of ports: the same number of them on few devices as on many, and one such device looked at."""

from __future__ import annotations

import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from statistics import median

from netinv.store.measured.chunks import pack_day
from netinv.store.measured.raw import Raw
from netinv.store.measured.rollup import FIVE_MINUTES_S, roll
from tests.bench.measure import Figure, command, folder, lab, netinv
from tests.bench.sweeps import inventory, written
from tests.bench.terminal import Terminal
from tests.measured import DAY_MS, HOUR_MS, SWEEP_MS, Device, sweeps

FEW, MANY = 50, 2000
_DAYS, _MEASURED_H = 30, 50
_ROUNDS, _KEYS = 5, 60
_READ_S = 1.0  # of silence after a page was opened: it is read meanwhile
_WINDOW = [sys.executable, "-m", "tests.bench.bare_textual.window"]


def bench_chassis() -> Iterator[Figure]:
    """A device of 2,000 ports beside one of 50, both measured for a month: its page and its history."""
    with folder() as few, folder() as many:
        for where, ports in ((few, FEW), (many, MANY)):
            _measured(where, ports)
        opened = [[_opened(where) for where in (few, many)] for _round in range(_ROUNDS)]
        small, large = (median(costs) for costs in zip(*opened, strict=True))
        yield Figure(f"opening the page of a device of {MANY:,} ports against one of {FEW}, CPU", large / small, 2, "x")
        yield Figure("cursor key on it, CPU", _key(many), 2, "W")
        name = ("history", "dev0", "Gi0/0/7", "--since", f"{_DAYS}d", "--step", "1h")
        small, large = _cpu(few, *name), _cpu(many, *name)
        yield Figure(
            f"`netinv history` of one of its ports over {_DAYS} days against one of {FEW}, CPU", large / small, 4, "x"
        )
        yield Figure("`netinv history` of all of them over a day, CPU", _cpu(many, "history", "dev0"), 3, "s")
        yield Figure(
            "`netinv show` of it against the other, CPU",
            _cpu(many, "show", "dev0") / _cpu(few, "show", "dev0"),
            1.5,
            "x",
        )


def bench_ports() -> Iterator[Figure]:
    """20,000 ports on ten devices and on four hundred: the first sweep, the second, the metrics."""
    few_devices, many_devices = 10, 10 * MANY // FEW
    chassis, small = _swept(few_devices, MANY), _swept(many_devices, FEW)
    what = f"on {few_devices} devices against {many_devices}"
    for name, ours, theirs in zip(
        ("first sweep, CPU", "second sweep, CPU", "bytes of the second sweep", "`netinv metrics`, CPU"),
        chassis,
        small,
        strict=True,
    ):
        yield Figure(f"{few_devices * MANY:,} ports {what}: {name}", ours / theirs, 1.2, "x")


BENCHES = (bench_chassis, bench_ports)


def _measured(where: Path, ports: int) -> None:
    """One device, swept, and five-minute measurements: the last two days as they were taken, the others copies."""
    with lab("--plain", "1", "--interfaces", str(ports)) as port:
        inventory(where, 1, port)
        netinv(where, "sweep")
    now_ms = round(time.time() * 1000) // SWEEP_MS * SWEEP_MS
    start_ms, today = now_ms - _MEASURED_H * HOUR_MS, now_ms // DAY_MS
    with closing(sqlite3.connect(where / "inventory.db")) as connection, connection:
        rows = connection.execute("SELECT device_id, name FROM interface WHERE valid_to IS NULL ORDER BY if_index")
        (number, *_same), names = zip(*rows.fetchall(), strict=True)
        connection.execute("DELETE FROM counter_chunk")
        connection.execute("UPDATE poll SET keyframe_at = NULL")
    sweeps(where / "inventory.db", [Device(number, len(names), start_ms, names=names)], start_ms, now_ms)
    with closing(sqlite3.connect(where / "inventory.db")) as connection, connection:
        raw = Raw(lambda sql: connection.execute(sql).fetchall(), number)
        whole = roll((today - 1) * DAY_MS, *raw.between((today - 1) * DAY_MS, today * DAY_MS))
        days = range(today - _DAYS, start_ms // DAY_MS)
        sql = "INSERT INTO measured_day (day, device_id, step_s, data) VALUES (?, ?, ?, ?)"
        connection.executemany(sql, [(day, number, FIVE_MINUTES_S, pack_day(whole)) for day in days])


def _opened(where: Path) -> float:
    """The CPU of opening the page from the list of devices, until all in sight has been read."""
    with Terminal(command(where, "tui")) as screen:
        screen.start("quit")
        screen.key("2", "dev0", quiet_s=_READ_S)
        return screen.key("enter", "Gi0/0/0", quiet_s=_READ_S).cpu_s


def _key(where: Path) -> float:
    """The CPU of a cursor key on the page, in bare windows."""
    with Terminal(_WINDOW) as bare, Terminal(command(where, "tui")) as screen:
        bare.start("sw-00003")
        screen.start("quit")
        for key in ("2", "enter"):
            screen.key(key, quiet_s=_READ_S)
        rounds = [(bare.key("down").cpu_s, screen.key(key).cpu_s) for key in ("down", "down", "up") * (_KEYS // 3)]
    theirs, ours = (median(each[which] for each in rounds) for which in (0, 1))
    return ours / theirs


def _swept(devices: int, ports: int) -> tuple[float, float, int, float]:
    """CPU of a first and a second sweep, the bytes that a third writes, CPU of the metrics."""
    with lab("--plain", str(devices), "--interfaces", str(ports)) as port, folder() as where:
        inventory(where, devices, port)
        first, second = netinv(where, "sweep").cpu_s, netinv(where, "sweep").cpu_s
        return first, second, written(where), _cpu(where, "metrics")


def _cpu(where: Path, *arguments: str) -> float:
    return median(netinv(where, *arguments).cpu_s for _round in range(3))
