"""netinv prune on a made-up history of two years: what goes, what must stay, and reports that stay the same."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import pytest

from netinv.inventory.example import example_dir
from netinv.store.measured.chunks import pack_day
from netinv.store.measured.rollup import Rolled
from netinv.store.measured.taken import UNKNOWN
from netinv.store.writing.pruning import RULES
from tests.history import DAY_MS, simulate
from tests.interface.running import Place
from tests.interface.test_cli_json import check

EXAMPLE = example_dir("vinh-phuc")
KEEP_DAYS = 200
NOW = round(time.time() * 1000)
START = NOW - 500 * DAY_MS


def query(place: Place, sql: str) -> list[Any]:
    with closing(sqlite3.connect(f"{place.db.as_uri()}?mode=ro", uri=True)) as connection:
        return connection.execute(sql).fetchall()


def change(place: Place, sql: str, rows: list[tuple[Any, ...]]) -> None:
    with closing(sqlite3.connect(place.db)) as connection, connection:
        connection.executemany(sql, rows)


def iso(ms: int) -> str:
    return f"{datetime.fromtimestamp(ms / 1000, UTC):%Y-%m-%dT%H:%MZ}"


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Place:
    place = Place(tmp_path_factory.mktemp("long"), {"TZ": "UTC"})
    assert place.run("import", str(EXAMPLE)).code == 0
    simulate(place.db, START, NOW - DAY_MS, outages=30)
    events = "INSERT INTO event (time, kind, subject, severity, problem_id, device_id) VALUES (?, ?, ?, ?, ?, ?)"
    problems = query(place, "SELECT id, opened_at, closed_at FROM problem")
    change(
        place, events, [(at, "device", "x", "error", n, None) for n, begun, over in problems for at in (begun, over)]
    )
    change(place, events, [(at, "reboot", "y", "warning", None, 1) for at in range(START, NOW, 5 * DAY_MS)])
    change(place, events, [(START + n, "host_key", "y", "warning", None, n) for n in (1, 2, 2)])
    old = START + 20 * DAY_MS
    change(
        place,
        "INSERT INTO problem (id, kind, name, opened_at, closed_at, explains, state, severity, confidence, members, "
        "affected_sites) VALUES (?, 'device', ?, ?, ?, 1, 'down', 'error', 'sure', '[]', '[]')",
        [(90_001, "core1", old, None), (90_002, "untold", old, old + 1)],
    )
    change(place, events, [(old, "device", "core1", "error", 90_001, 1), (old, "device", "untold", "error", 90_002, 2)])
    change(
        place,
        "INSERT INTO outbox (uid, channel, problem_id, action, severity, lang, title, text, body, created_at, "
        "standing, status, attempts, next_try_at) VALUES (?, 'mail', ?, 'open', 'error', 'en', '', '', '{}', ?, ?, ?, "
        "0, 0)",
        [("a", 90_001, old, 1, "sent"), ("b", 90_002, old, 0, "pending"), ("c", 90_001, old, 0, "sent")],
    )
    return place


@pytest.fixture
def place(long: Place, tmp_path: Any) -> Place:
    return long.copy(tmp_path / "place")


def limit() -> int:
    return NOW - KEEP_DAYS * DAY_MS


def reports(place: Place) -> list[Any]:
    """What must not change: the kept time, as a report, and as it was known at its beginning and in its middle."""
    span = ("--from", iso(limit() + DAY_MS), "--to", iso(NOW - 2 * DAY_MS))
    found = [place.run("report", "availability", "--json", *span).json]
    for at in (limit() + DAY_MS, NOW - 30 * DAY_MS):
        questions = (["list", "devices"], ["list", "links"], ["status"])
        found += [place.run(*what, "--at", iso(at), "--json").json for what in questions]
    return found


def test_what_is_kept_reads_as_before(place: Place) -> None:
    before = reports(place)
    devices = place.run("list", "devices", "--json").json
    told = place.run("prune", "--keep", f"{KEEP_DAYS}d", "--dry-run", "--json")
    assert (told.code, told.err) == (0, "")
    check(told.json, "prune")
    assert reports(place) == before
    done = place.run("prune", "--keep", f"{KEEP_DAYS}d", "--vacuum", "--json").json
    check(done, "prune")
    assert done["rows"] == told.json["rows"]
    assert min(done["rows"][kind] for kind in ("sweeps", "events", "problems", "intervals")) > 100
    assert done["bytes"] > 1_000_000
    assert done["free_bytes"] < 100_000
    assert place.db.stat().st_size == done["file_bytes"]
    if told.json["bytes"] is not None:
        assert 0.5 < told.json["bytes"] / done["bytes"] < 2
    assert reports(place) == before
    assert place.run("list", "devices", "--json").json == devices
    assert query(place, "PRAGMA integrity_check") == [("ok",)]
    assert query(place, "PRAGMA foreign_key_check") == []
    again = place.run("prune", "--keep", f"{KEEP_DAYS}d", "--json").json
    assert set(again["rows"].values()) == {0}


def test_what_is_open_or_not_told_yet_stays(place: Place) -> None:
    assert place.run("prune", "--keep", f"{KEEP_DAYS}d").code == 0
    assert query(place, "SELECT id FROM problem WHERE id > 90000 ORDER BY id") == [(90_001,), (90_002,)]
    assert query(place, "SELECT subject FROM event WHERE problem_id > 90000 ORDER BY id") == [("core1",), ("untold",)]
    assert query(place, "SELECT uid FROM outbox ORDER BY uid") == [("a",), ("b",)]
    assert query(place, "SELECT device_id FROM event WHERE kind = 'host_key' ORDER BY 1") == [(1,), (2,)]
    oldest = query(place, "SELECT min(closed_at) FROM problem WHERE id < 90000")[0][0]
    assert oldest >= limit() - DAY_MS
    assert query(place, "SELECT min(time) FROM event WHERE problem_id IS NULL AND kind != 'host_key'")[0][0] >= (
        limit() - DAY_MS
    )


def test_measurements_of_the_kept_time_stay(place: Place) -> None:
    """Days that end before it go, and with them sweeps; the rates of the day on which it begins are all there."""
    first = limit() // DAY_MS
    days = [first - 300, first - 2, first, first + 1]
    rows = [(day, 1, 3600, pack_day(Rolled(3600, [3_600_000] * 24, booted_s=[UNKNOWN] * 24))) for day in days]
    change(place, "INSERT INTO measured_day (day, device_id, step_s, data) VALUES (?, ?, ?, ?)", rows)
    done = place.run("prune", "--keep", f"{KEEP_DAYS}d", "--json").json
    assert done["rows"]["measurements"] == 2
    assert query(place, "SELECT day FROM measured_day ORDER BY day") == [(first,), (first + 1,)]


def test_a_time_before_is_refused_and_not_half_shown(place: Place) -> None:
    early = ("status", "--at", iso(limit() - 5 * DAY_MS), "--json")
    assert place.run(*early).code in (0, 1)
    assert place.run("prune", "--keep", f"{KEEP_DAYS}d").code == 0
    ran = place.run(*early)
    assert (ran.code, ran.out) == (2, "")
    assert "--at" in ran.err


def test_since_when_a_device_is_silent_stays_known(place: Place) -> None:
    """It answered last two years ago, and went from down to unreachable and back since."""
    states = [(START, START + 9, "up"), (START + 9, START + 99, "down"), (START + 99, START + 999, "unreachable")]
    change(place, "DELETE FROM device_state WHERE device_id = ?", [(1,)])
    rows = [(1, *state, "ok" if state[2] == "up" else "timeout") for state in [*states, (START + 999, None, "down")]]
    change(
        place, "INSERT INTO device_state (device_id, valid_from, valid_to, state, icmp) VALUES (?, ?, ?, ?, ?)", rows
    )
    assert place.run("prune", "--keep", f"{KEEP_DAYS}d").code == 0
    assert query(place, "SELECT valid_to FROM device_state WHERE device_id = 1 ORDER BY valid_from") == [
        (START + 9,),
        (None,),
    ]


def test_no_table_of_intervals_is_forgotten(place: Place) -> None:
    """Whoever adds one must say what becomes of its old rows."""
    columns = "SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE c.name = 'valid_to'"
    kept_for_good = {"site"}  # the history of units
    with_their_problem = {"problem_device"}
    tables = {name for (name,) in query(place, f"{columns} AND m.type = 'table'")}
    assert tables - kept_for_good - with_their_problem == {rule.table for rule in RULES if rule.what == "intervals"}


def test_words_and_wrong_use(place: Place) -> None:
    for wrong in ("0d", "400", "-1d", "soon", "1e9d"):
        ran = place.run("prune", f"--keep={wrong}")
        assert (ran.code, ran.out) == (2, "")
        assert "400d" in ran.err
    told = place.run("prune", "--keep", f"{KEEP_DAYS}d", "--dry-run").out
    assert "ended before" in told
    assert "nothing was changed" in told
    assert "nothing to drop" in place.run("prune", "--keep", "60y").out
    assert place.run("--db", "none.db", "prune").code == 3


def test_sweeps_go_on_meanwhile(swept: Place) -> None:
    """What a sweep keeps of before is not taken from it."""
    for _ in range(2):
        sweep = swept.start("sweep", "--json")
        while sweep.poll() is None:
            assert swept.run("prune", "--keep", "1d", "--json").code == 0
        out, err = sweep.communicate()
        assert (sweep.returncode, err) == (1, "")
        assert '"done"' in out
