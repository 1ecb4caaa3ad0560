"""Made-up measurements written as sweeps write them: busy days, quiet nights, a few errors."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from math import pi, sin
from pathlib import Path

from sqlalchemy import Connection

from netinv.model import COUNTER_NAMES, Counters
from netinv.store.writing import polls
from netinv.store.writing.engine import Store

SWEEP_MS = 5 * 60_000
HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS


class Device:
    """A device whose counters count. ``step`` moves it on; traffic follows the hour of the day, with bursts."""

    def __init__(
        self, number: int, ports: int, at_ms: int, *, most_bps: int = 20_000_000, names: Sequence[str] = ()
    ) -> None:
        self.number, self.at_ms, self.booted_ms = number, at_ms, at_ms - DAY_MS
        self.keyframe_at: int | None = None
        self.names = tuple(names) or tuple(f"Gi0/{port}" for port in range(ports))
        self._rng = random.Random(number)
        self._columns = [[self._rng.randrange(2**34) for _port in self.names] for _name in COUNTER_NAMES[:2]]
        self._errors = [[0] * ports for _name in COUNTER_NAMES[2:]]
        # As everywhere a few ports carry most of it, and every fifth has nothing plugged in.
        self._most = [0 if n % 5 == 4 else self._rng.randrange(2_000, most_bps) // (1 + n) for n in range(ports)]

    def step(self, at_ms: int) -> tuple[Counters, polls.Gauges]:
        """What a sweep at that moment reads."""
        seconds, self.at_ms = (at_ms - self.at_ms) / 1000, at_ms
        busy = 0.55 + 0.45 * sin(2 * pi * (at_ms % DAY_MS) / DAY_MS)
        for column in self._columns:
            for port, most in enumerate(self._most):
                if most:
                    column[port] += round(most * busy * self._rng.uniform(0.5, 1.5) * seconds / 8)
        if self._rng.random() < 0.02:
            self._errors[self._rng.randrange(4)][self._rng.randrange(len(self.names))] += 1
        columns = tuple(map(tuple, (*self._columns, *self._errors)))
        ticks = (at_ms - self.booted_ms) // 10 % 2**32
        gauges = polls.Gauges(
            self._rng.randrange(900, 4000), self._rng.randrange(30, 300), self._rng.randrange(400, 450)
        )
        return Counters(ticks, self.names, columns), gauges


def sweep(connection: Connection, devices: list[Device], at_ms: int) -> None:
    """Write one sweep's measurements."""
    writer = polls.CounterWriter(connection, at_ms)
    for device in devices:
        counters, gauges = device.step(at_ms)
        device.keyframe_at, _keyframe = writer.add(device.number, counters, device.keyframe_at, gauges)
    writer.flush()


def sweeps(
    db: Path,
    devices: list[Device],
    start_ms: int,
    end_ms: int,
    after: Callable[[Connection, int], object] = lambda _connection, _at_ms: None,
) -> None:
    """Five-minute sweeps from one time to another, a day in each transaction; ``after`` is called after each."""
    store = Store(db)
    for day_ms in range(start_ms, end_ms, DAY_MS):
        with store.write() as connection:
            for at_ms in range(day_ms, min(day_ms + DAY_MS, end_ms), SWEEP_MS):
                sweep(connection, devices, at_ms)
                after(connection, at_ms)
    with store.write() as connection:
        for device in devices:
            row = polls.polls(connection).get(device.number, polls.PollRow(device.number, device.at_ms))
            asked = row._replace(asked_at=device.at_ms, counters_at=device.at_ms, keyframe_at=device.keyframe_at)
            polls.write_polls(connection, [asked])
