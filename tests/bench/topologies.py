"""The questions of ``netinv topology`` on ten thousand devices, and looking back into a year of sweeps."""

from __future__ import annotations

import csv
import random
import sqlite3
import time
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench.measure import Figure, folder, lab, netinv
from topology.causes import explain
from topology.redundancy import lost_redundancy
from topology.values import Link

DEVICES, DISTRICTS = 10_000, 50
DAY_MS, SWEEP_MS, EVENTS_A_DAY = 86_400_000, 300_000, 50
ROUNDS = 3


def bench_large() -> Iterator[Figure]:
    """Single points of failure, and the exports, of ten thousand devices."""
    with folder() as where:
        _write_province(where)
        netinv(where, "import", str(where))
        for words, limit in (
            ("spof", 2.0),
            ("export --format graphml -o out", 3.0),
            ("export --format graphml --profile yed -o out", 3.0),
            ("export --format html -o out", 3.0),
        ):
            arguments = [str(where / "out") if word == "out" else word for word in words.split()]
            cpu = median(netinv(where, "topology", *arguments).cpu_s for _ in range(ROUNDS))
            told = words.removesuffix(" -o out")
            yield Figure(f"`netinv topology {told}` of {DEVICES:,} devices, whole command, CPU", cpu, limit, "s")


def bench_past() -> Iterator[Figure]:
    """``--at`` beyond what the same command needs for now."""
    with folder() as where, lab(str(where), "--sites", "169"):
        netinv(where, "import", str(where))
        netinv(where, "sweep")
        _age(where / "inventory.db")
        for words in (
            ["status"],
            ["list", "devices"],
            ["show", "core1"],
            ["topology", "export", "-o", str(where / "out")],
        ):
            now = median(netinv(where, *words).cpu_s for _ in range(ROUNDS))
            then = median(netinv(where, *words, "--at", "51w").cpu_s for _ in range(ROUNDS))
            told = " ".join(words[:2])
            yield Figure(f"`netinv {told} --at` a year ago, beyond `{told}`, CPU", max(0.0, then - now), 0.5, "s")


def bench_causes() -> Iterator[Figure]:
    """Why a tenth of a network of two cores, districts and communes is silent; and who lost the second way."""
    for devices, limit in ((10_000, 1.0), (100_000, 15.0)):
        states, links = _failing(devices)
        began = time.process_time()
        causes = explain(states, links, ["core1", "core2"])
        lost = lost_redundancy(states, links, ["core1", "core2"])
        cpu = time.process_time() - began
        assert causes
        assert lost
        yield Figure(f"causes and lost redundancy, {devices:,} devices, CPU", cpu, limit, "s")


def _failing(count: int) -> tuple[dict[str, str], list[Link]]:
    """Every tenth district has lost one link, both (over one circuit), or itself; some communes are silent alone."""
    districts = count // 200
    states = {"core1": "up", "core2": "up"}
    links = [Link("core1", "1", "core2", "1", "up", ("lldp",))]
    for d in range(districts):
        district, broken = f"d{d:05}", d % 10
        states[district] = "down" if broken in (1, 2) else "up"
        for core in ("core1", "core2"):
            down = broken == 1 or (broken == 3 and core == "core1")
            links.append(Link(core, district, district, core, "down" if down else "up", ("lldp",), circuit=f"VP-{d}"))
        for c in range(199):
            commune = f"{district}-c{c:03}"
            states[commune] = "down" if broken in (1, 2) or c == broken * 7 else "up"
            links.append(Link(district, commune, commune, "wan", "up", ("lldp",)))
    return states, links


def _write_province(where: Path) -> None:
    codes = [f"C{number:05}" for number in range(DEVICES - DISTRICTS - 2)]
    above = {code: f"D{number % DISTRICTS:02}" for number, code in enumerate(codes)}
    above |= {f"D{number:02}": "P" for number in range(DISTRICTS)}
    level = {"P": "province", "D": "district", "C": "commune"}
    sites = [("P", "Province", "province", ""), *((code, code, level[code[0]], up) for code, up in above.items())]
    devices = [("core1", "P", "10.0.0.1"), ("core2", "P", "10.0.0.2")]
    devices += [(f"r-{code}", code, f"10.{n >> 16}.{n >> 8 & 255}.{n & 255}") for n, code in enumerate(above, start=3)]
    links = [("core1", "1", "core2", "1")]
    for code, up in above.items():
        heads = ("core1", "core2") if up == "P" else (f"r-{up}",)
        links += [(f"r-{code}", f"up-{head}", head, f"to-{code}") for head in heads]
    _write(where / "sites.csv", "code name level parent", sites)
    _write(where / "devices.csv", "name site address", devices)
    _write(where / "links.csv", "a_device a_interface b_device b_interface", links)


def _write(path: Path, columns: str, rows: Iterable[tuple[str, ...]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(columns.split())
        writer.writerows(rows)


def _age(db: Path) -> None:
    """Make of one sweep a year of them, with changes of state at random moments."""
    chance = random.Random(1)
    began = round(time.time() * 1000) - 365 * DAY_MS
    with sqlite3.connect(db) as connection:
        _repeat_sweeps(connection, began)
        columns, held = _table(connection, "device_state", "WHERE valid_to IS NULL")
        starts = {row["device_id"]: {began} for row in held}
        for _ in range(365 * EVENTS_A_DAY):
            starts[chance.choice(list(starts))].add(began + chance.randrange(365 * DAY_MS))
        connection.execute("DELETE FROM device_state")
        for row in held:
            times = [*sorted(starts[row["device_id"]]), None]
            for begin, end in pairwise(times):
                changed = row | {"valid_from": begin, "valid_to": end, "state": chance.choice(["up", "down"])}
                _insert(connection, "device_state", columns, [changed])
        for table in ("link_state", "link_evidence", "interface", "system", "address", "neighbor"):
            connection.execute(f"DELETE FROM {table} WHERE valid_to IS NOT NULL")
            connection.execute(f"UPDATE {table} SET valid_from = ?", (began,))
    connection.close()


def _repeat_sweeps(connection: sqlite3.Connection, began: int) -> None:
    columns, (row,) = _table(connection, "sweep", "ORDER BY id DESC LIMIT 1")
    connection.execute("DELETE FROM sweep")
    moments = enumerate(range(began, began + 365 * DAY_MS - SWEEP_MS, SWEEP_MS), start=1)
    sweeps = (row | {"id": number, "started_at": at, "finished_at": at + 2000} for number, at in moments)
    _insert(connection, "sweep", columns, sweeps)


def _table(connection: sqlite3.Connection, table: str, which: str) -> tuple[list[str], list[dict[str, Any]]]:
    cursor = connection.execute(f"SELECT * FROM {table} {which}")
    columns = [column[0] for column in cursor.description]
    return columns, [dict(zip(columns, row, strict=True)) for row in cursor]


def _insert(connection: sqlite3.Connection, table: str, columns: list[str], rows: Iterable[dict[str, Any]]) -> None:
    sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
    connection.executemany(sql, ([row[column] for column in columns] for row in rows))


BENCHES = (bench_causes, bench_large, bench_past)
