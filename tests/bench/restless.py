"""A province in which something always happens: for each line on standard input its next five minutes pass.

``python -m tests.bench.restless FOLDER``: writes the inventory there, says ``ready``, and ``passed`` for each line.
"""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

from netinv.inventory.example import example_dir
from netinv.lab.agent import set_faults
from netinv.lab.faults import NONE, Faults
from netinv.lab.network import Device, Link
from netinv.lab.province import UNITS, Province, build
from netinv.lab.server import Lab
from netinv.lab.sockets import free_port

PERIOD_S = 300.0
_SILENT = Faults(silent=True)
_FALLS = 0.004
_MENDS = 0.3
_REBOOTS = 0.002
_FLAPPING_LINKS = 3


class Restless:
    """The same things happen in each run: devices fall silent, come back and boot, some links flap for hours."""

    def __init__(self, province: Province) -> None:
        self._random = random.Random(288)
        self._devices = [device for device in province.devices[1:] if device.faults is NONE and not device.dead]
        links = {id(link): link for device in self._devices for link in device.links}
        self._links = self._random.sample(list(links.values()), _FLAPPING_LINKS)
        self._step = 0

    def pass_time(self) -> None:
        """Five minutes."""
        self._step += 1
        for device in self._devices:
            device.started_s -= PERIOD_S
            self._happen(device)
        for number, link in enumerate(self._links):
            calm = self._step // 48 % _FLAPPING_LINKS != number
            _set(link, cut=not calm and self._step % 2 == 0)

    def _happen(self, device: Device) -> None:
        if device.faults is not NONE:
            if self._random.random() < _MENDS:
                set_faults(device, NONE)
        elif self._random.random() < _FALLS:
            set_faults(device, _SILENT)
        elif self._random.random() < _REBOOTS:
            device.reboot(time.monotonic())


def _set(link: Link, *, cut: bool) -> None:
    if link.cut is not cut:
        link.cut = cut
        for device in (link.a, link.b):
            device.cache.clear()


def main() -> None:
    """Until standard input ends."""
    province = build(example_dir("vinh-phuc"), sites=UNITS, port=free_port(), ssh_port=free_port())
    province.write_inventory(Path(sys.argv[1]))
    restless = Restless(province)
    with Lab(province):
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        for _line in sys.stdin:
            restless.pass_time()
            sys.stdout.write("passed\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
