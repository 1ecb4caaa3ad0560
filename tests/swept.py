"""A small network in a database that is swept with made-up visits: what recording makes of them, without a device."""

from __future__ import annotations

import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from netinv.app.data.importing import import_inventory
from netinv.app.sweeps.gathering import Gathered, pack
from netinv.app.sweeps.planning import Plan
from netinv.app.sweeps.recording import record
from netinv.app.sweeps.reporting import Swept
from netinv.config import Settings
from netinv.doubts import Doubts
from netinv.model import Target, Visit
from netinv.store.reading.reader import Reader
from netinv.store.writing import sweeps
from netinv.store.writing.engine import Store
from netinv.sweep import Outcome
from probes.services.values import Answer
from probes.ssh.host_keys import MemoryHostKeys

DEVICES = 3


def make_empty(folder: Path) -> Path:
    """A database with three devices, never swept."""
    (folder / "sites.csv").write_text("code,name,level,parent\n1,One,province,\n2,Two,district,1\n")
    devices = "".join(f"d{n},{1 if n == 1 else 2},192.0.2.{n}\n" for n in range(1, DEVICES + 1))
    (folder / "devices.csv").write_text("name,site,address\n" + devices)
    (folder / "links.csv").write_text("a_device,a_interface,b_device\nd1,g1,d2\n")
    import_inventory(Settings(db=folder / "inventory.db"), [folder], now_ms=1_700_000_000_000)
    return folder / "inventory.db"


class Network:
    """A copy of the database that can be swept with made-up visits."""

    def __init__(self, empty: Path, folder: str) -> None:
        self.db = Path(folder, "inventory.db")
        shutil.copy(empty, self.db)
        self.store = Store(self.db)
        self.settings = Settings(db=self.db)
        self._latest_ms = 0

    def moment(self) -> int:
        """Now, in ms; a later one than any before."""
        if (now_ms := round(time.time() * 1000)) <= self._latest_ms:
            time.sleep(0.002)
            now_ms = max(round(time.time() * 1000), self._latest_ms + 1)  # also where the clock was put back
        self._latest_ms = now_ms
        return now_ms

    def sweep(self, visits: dict[int, Any], answers: dict[int, Answer] | None = None) -> Swept:
        """Sweep now: for each device what was read, how it was reached, and its uptime; what services answered."""
        with Reader(self.db) as reader:
            rows, sites, services = reader.devices(), reader.sites(), reader.services()
        targets = {row.id: Target(row.id, row.name, row.address) for row in rows}
        packed = []
        outcome = Outcome()
        for device_id, (found, reach, uptime_ticks) in sorted(visits.items()):
            visit = Visit(targets[device_id], 0, reach=reach._replace(icmp=None), uptime_ticks=uptime_ticks)
            visit.readings = found
            packed.append(pack(visit))
            if reach.icmp is not None:
                outcome.icmp[device_id] = (reach.icmp, 0.001)
        sweep_id = sweeps.begin(self.db, 0, 1_000)
        now_ms = self.moment()
        plan = Plan(sites, rows, list(targets.values()), True, MemoryHostKeys(), now_ms, Doubts(), (), services)
        return record(self.settings, sweep_id, plan, Gathered(packed, outcome, answers or {}))

    def store_query(self, sql: str) -> None:
        """Change something by hand."""
        with closing(sqlite3.connect(self.db)) as connection, connection:
            connection.execute(sql)

    def query(self, sql: str) -> list[Any]:
        with closing(sqlite3.connect(self.db)) as connection:
            return connection.execute(sql).fetchall()
