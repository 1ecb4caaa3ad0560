"""``python -m tests.bench.slowest FOLDER``: sweep as the program does, print the longest visit that was answered."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from netinv import config
from netinv.app.sweeps.planning import plan
from netinv.credentials import Credentials
from netinv.model import Reached, Visit
from netinv.sweep import sweep
from netinv.visit import Visitor
from probes.snmp import load_engine
from probes.ssh.host_keys import MemoryHostKeys


async def main(folder: Path) -> float:
    """Seconds of the slowest good device."""
    settings = config.load({"db": folder / "inventory.db"})
    visits: list[Visit] = []
    visitor = Visitor(settings, Credentials.load(settings.secrets), load_engine("gufo"), MemoryHostKeys())
    await sweep(plan(settings, None).targets, visitor, settings, visits.append, 60)
    return max(visit.duration_s for visit in visits if visit.reach.snmp is Reached.OK)


if __name__ == "__main__":
    print(asyncio.run(main(Path(sys.argv[1]))))
