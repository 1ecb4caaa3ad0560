"""A made-up history in a database: sweeps, states, problems and links over a long time, written straight into it."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

MINUTE_MS = 60_000
SWEEP_MS = 5 * MINUTE_MS
HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS


def simulate(db: Path, start: int, end: int, *, seed: int = 1, outages: int = 12) -> None:
    """A history from one moment to another: each device about so many outages a year, some planned, some unexplained.

    The poller itself rests for half a day each month. Problems of all kinds explain most of the outages.
    """
    rng = random.Random(seed)
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.execute("UPDATE device SET added_at = ?", (start,))
        _sweeps(connection, start, end)
        devices = [row[0] for row in connection.execute("SELECT id FROM device ORDER BY id")]
        states: list[tuple[Any, ...]] = []
        silenced: list[tuple[Any, ...]] = []
        problems: list[tuple[Any, ...]] = []
        first = connection.execute("SELECT coalesce(max(id), 0) + 1 FROM problem").fetchone()[0]
        for device in devices:
            here = start
            for begin, stop in _outages(rng, start, end, outages):
                kind = rng.choice(("device", "device", "link", "group", "planned", "nothing"))
                states.append((device, here, begin, "up"))
                state = {"planned": "maintenance", "device": "down"}.get(kind, "unreachable")
                states.append((device, begin, stop, state))
                if kind not in ("planned", "nothing"):
                    number = first + len(problems)
                    problems.append((number, kind, f"p{number}", begin, stop))
                    silenced.append((number, device, begin, stop, int(kind == "device" and rng.random() < 0.8)))
                here = stop
            states.append((device, here, None, "up"))
        connection.execute("DELETE FROM device_state")
        connection.executemany(
            "INSERT INTO device_state (device_id, valid_from, valid_to, state) VALUES (?, ?, ?, ?)", states
        )
        connection.executemany(
            "INSERT INTO problem (id, kind, name, opened_at, closed_at, explains, state, severity, confidence, "
            "members, affected_sites) VALUES (?, ?, ?, ?, ?, 1, 'down', 'error', 'sure', '[]', '[]')",
            problems,
        )
        connection.executemany("INSERT INTO problem_device VALUES (?, ?, ?, ?, ?)", silenced)
        _links(connection, rng, start, end)


def _outages(rng: random.Random, start: int, end: int, a_year: int) -> list[tuple[int, int]]:
    count = max(1, round(a_year * (end - start) / (365 * DAY_MS)))
    found, here = [], start
    for begin in sorted(rng.randrange(start, end, MINUTE_MS) for _ in range(count)):
        stop = min(end - MINUTE_MS, begin + rng.randrange(5 * MINUTE_MS, 6 * HOUR_MS, MINUTE_MS))
        if begin > here and stop > begin:
            found.append((begin, stop))
            here = stop
    return found


def _sweeps(connection: sqlite3.Connection, start: int, end: int) -> None:
    rows = [
        ("done", at - 30_000, at, at, 1, "x", "here", 1)
        for at in range(start, end, SWEEP_MS)
        if (at - start) % (30 * DAY_MS) >= DAY_MS // 2
    ]
    connection.executemany(
        "INSERT INTO sweep (status, started_at, finished_at, deadline_at, pid, process_started, host, whole, targets, "
        "answered, changes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0)",
        rows,
    )


def _links(connection: sqlite3.Connection, rng: random.Random, start: int, end: int) -> None:
    """Each declared link as a known one, with outages of its own."""
    declared = connection.execute(
        "SELECT a_device_id, a_interface, b_device_id, b_interface, medium, carrier, circuit FROM declared_link"
    ).fetchall()
    connection.execute("DELETE FROM link_state")
    connection.execute("DELETE FROM link")
    for number, (*ends, medium, carrier, circuit) in enumerate(declared, 1):
        connection.execute("INSERT INTO link VALUES (?, ?, ?, ?, ?, ?)", (number, *ends, start))
        here = start
        rows: list[tuple[int, int | None, str]] = []
        for begin, stop in _outages(rng, start, end, 3):
            rows += [(here, begin, "up"), (begin, stop, "down")]
            here = stop
        rows.append((here, None, "up"))
        connection.executemany(
            "INSERT INTO link_state (link_id, valid_from, valid_to, state, sources, confidence, medium, carrier, "
            "circuit) VALUES (?, ?, ?, ?, 'lldp,declared', 'both', ?, ?, ?)",
            [(number, *row, medium, carrier, circuit) for row in rows],
        )
