"""A laboratory for tests that must not depend on the machine: nothing goes by the clock, who answers is waited for."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from netinv.lab.province import Province

PATIENCE_S = 5
"""For answers that do come, however busy the machine is."""


def write_inventory(province: Province, folder: Path, impatient: Collection[str] = ()) -> None:
    """Its files, without the link that flaps every twenty seconds.

    Only the devices that are silent, or named here, get the time that the settings give.
    """
    for device in province.devices:
        for link in device.links:
            link.flap_period_s = 0
    province.write_inventory(folder)
    path = folder / "devices.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    silent = {device.name for device in province.devices if device.faults.silent} | set(impatient)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*rows[0], "timeout_s"], lineterminator="\n")
        writer.writeheader()
        writer.writerows(row | {"timeout_s": "" if row["name"] in silent else PATIENCE_S} for row in rows)
