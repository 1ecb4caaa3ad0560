"""Sweeps interrupted, killed, overdue or not alone: what was heard is stored, or nothing; readers never wait."""

from __future__ import annotations

import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from netinv.cli import program
from netinv.store.file import connection
from tests.interface.running import LONGEST_S, Place, finish, interrupt_when_asking, until_it_waits
from tests.ports import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

SLOW = "icmp = false\ntimeout_s = 60.0\nretries = 1\n"
"""The silent agents take two minutes: time to do something to the sweep. The others answer at once."""
ENOUGH = "12"
"""A deadline within which these have answered, in seconds."""

INTERVAL_TABLES = {
    "device_state": "device_id",
    "system": "device_id",
    "interface": "device_id, name",
    "address": "device_id, address",
    "neighbor": "device_id, protocol, local_port, remote_chassis, remote_name, remote_port",
    "link_state": "link_id",
}


def query(place: Place, sql: str) -> list[Any]:
    with closing(sqlite3.connect(f"{place.db.as_uri()}?mode=ro", uri=True)) as reader:
        return reader.execute(sql).fetchall()


def check_store(place: Place) -> None:
    """The file is sound, and in no table do two rows hold for the same thing."""
    assert query(place, "PRAGMA integrity_check") == [("ok",)]
    assert query(place, "PRAGMA foreign_key_check") == []
    for table, key in INTERVAL_TABLES.items():
        twice = f"SELECT {key}, count(*) FROM {table} WHERE valid_to IS NULL GROUP BY {key} HAVING count(*) > 1"
        assert query(place, twice) == []


def sweeps(place: Place) -> list[tuple[str, int]]:
    return query(place, "SELECT status, answered FROM sweep ORDER BY id")


@pytest.mark.parametrize("times", [1, 3])
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_keeps_what_was_heard(imported: Place, number: signal.Signals, code: int, times: int) -> None:
    imported.settings(SLOW)
    ran = interrupt_when_asking(imported.start("sweep", "--json"), imported.db, number, times=times)
    assert ran.code in (code, -number)  # a third signal may find Python at its end; shells say the same of both
    assert ran.err == ""
    assert (ran.json["ended"], ran.json["answered"]) == ("interrupted", 12)
    assert sweeps(imported) == [("partial", 12)]
    states = {each["name"]: each["state"] for each in imported.run("list", "devices", "--json").json}
    assert (states["core1"], states["hoihop-r1"]) == ("up", "unknown")
    check_store(imported)


def test_a_sweep_past_its_deadline_keeps_what_was_heard(imported: Place) -> None:
    imported.settings(SLOW)
    began = time.monotonic()
    ran = imported.run("sweep", "--json", "--deadline", ENOUGH)
    assert time.monotonic() - began < 120  # the silent ones alone take longer
    assert (ran.code, ran.json["ended"], ran.json["answered"]) == (1, "overdue", 12)
    assert sweeps(imported) == [("partial", 12)]
    assert "deadline passed" in imported.run("sweep", "--deadline", "3").out


@pytest.mark.parametrize("deadline", ["0", "-1", "nan", "inf", "1e99", "soon"])
def test_a_deadline_that_cannot_be(imported: Place, deadline: str) -> None:
    ran = imported.run("sweep", "--deadline", deadline)
    assert (ran.code, ran.out) == (2, "")
    assert "deadline" in ran.err
    assert sweeps(imported) == []


def test_a_second_sweep_is_refused(imported: Place) -> None:
    imported.settings(SLOW)
    first = imported.start("sweep", "--json")
    wait_for_mark(imported)
    second = imported.run("sweep", "--json")
    until_it_waits(first.pid)
    assert (second.code, second.out) == (4, "")
    assert f"another sweep is running (process {first.pid} on " in second.err
    first.send_signal(signal.SIGINT)
    assert finish(first).code == 130
    assert sweeps(imported) == [("partial", 12)]


def test_readers_and_imports_go_on_beside_a_sweep(imported: Place) -> None:
    imported.settings(SLOW)
    sweep = imported.start("sweep")
    wait_for_mark(imported)
    assert [each["state"] for each in imported.run("list", "devices", "--json").json] == ["unknown"] * 14
    assert imported.run("status").code == 1
    assert imported.run("import", ".").code == 0
    assert sweep.poll() is None
    sweep.send_signal(signal.SIGTERM)
    assert finish(sweep).code == 143


def test_a_killed_sweep_leaves_no_lock(imported: Place) -> None:
    imported.settings(SLOW)
    dead = imported.start("sweep")
    wait_for_mark(imported)
    dead.kill()
    while state(dead.pid) != "Z":
        time.sleep(0.01)
    # Its parent (we) has not looked yet: it is a zombie, and dead all the same.
    ran = imported.run("sweep", "--json", "--deadline", ENOUGH)
    assert (ran.code, ran.json["answered"]) == (1, 12)
    dead.communicate()
    assert sweeps(imported) == [("abandoned", 0), ("partial", 12)]
    check_store(imported)


def test_a_reader_is_not_locked_out_by_a_writer(swept: Place) -> None:
    with closing(sqlite3.connect(swept.db, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM device_state")
        for command in (["list", "devices", "--json"], ["status", "--json"], ["show", "core1"], ["topology", "export"]):
            began = time.monotonic()
            assert swept.run(*command).code in (0, 1)
            assert time.monotonic() - began < connection.BUSY_TIMEOUT_S
        assert swept.run("status", "--json").json["states"] == {"down": 1, "unreachable": 1, "up": 12}
        writer.execute("ROLLBACK")


def test_a_sweep_during_which_somebody_holds_the_lock_for_too_long(
    imported: Place, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(connection, "BUSY_TIMEOUT_S", 0.2)
    with closing(sqlite3.connect(imported.db, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        assert program.run(["--db", str(imported.db), "sweep"]) == 3
        writer.execute("ROLLBACK")
    out, err = capsys.readouterr()
    assert out == ""
    assert "is in use by another program: nothing was changed" in err
    assert imported.run("sweep", "--only", "core1").code == 0


def state(pid: int) -> str:
    """What a process does, in a letter (proc(5))."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


def wait_for_mark(place: Place, process: subprocess.Popen[str] | None = None) -> None:
    """Until a sweep runs; or that process has ended, which was quicker than we."""
    until = time.monotonic() + LONGEST_S
    while not query(place, "SELECT 1 FROM sweep WHERE status = 'running'"):
        if process is not None and process.poll() is not None:
            return
        assert time.monotonic() < until
        time.sleep(0.02)


@pytest.fixture
def large(tmp_path: Path) -> Iterator[Place]:
    """Three hundred devices of 48 ports: their write takes long enough to be hit."""
    folder = tmp_path / "large"
    words = [sys.executable, "-m", "netinv.lab", str(folder), "--plain", "300"]
    port = str(free_port())
    with subprocess.Popen([*words, "--port", port], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as lab:
        assert lab.stdout is not None
        assert lab.stdout.readline() == "ready\n"
        place = Place(folder)
        place.settings("icmp = false\ntimeout_s = 20\n")
        assert place.run("import", ".").code == 0
        yield place
        lab.terminate()


def test_killed_at_any_moment_a_sweep_is_there_whole_or_not_at_all(large: Place, tmp_path: Path) -> None:
    random.seed(20261124)
    for number in range(6):
        place = large.copy(tmp_path / f"kill{number}")
        process = place.start("sweep", "--quiet")
        wait_for_mark(place, process)
        if number % 2:  # anywhere
            time.sleep(random.uniform(0.2, 2.5))
        else:  # in the write: the log of the transaction grows
            wal = place.folder / "inventory.db-wal"
            with suppress(FileNotFoundError):  # it was quicker than we
                while wal.stat().st_size < 200_000 * (number + 1) and process.poll() is None:
                    time.sleep(0.005)
        process.kill()
        process.communicate()
        check_store(place)
        ports = query(place, "SELECT count(*) FROM interface")[0][0]
        whole = sweeps(place) == [("done", 300)]
        assert ports == (300 * 48 if whole else 0)
        listed = place.run("list", "devices", "--json", "--state", "up" if whole else "unknown")
        assert len(listed.json) == 300
        shutil.rmtree(place.folder)


def test_readers_see_a_sweep_whole_or_not_at_all(large: Place) -> None:
    process = large.start("sweep", "--quiet")
    seen = set()
    with closing(sqlite3.connect(f"{large.db.as_uri()}?mode=ro", uri=True, timeout=0)) as reader:
        while process.poll() is None:
            seen.add(reader.execute("SELECT count(*) FROM interface").fetchone()[0])
            time.sleep(0.002)
        seen.add(reader.execute("SELECT count(*) FROM interface").fetchone()[0])
    assert finish(process).code == 0
    assert seen == {0, 300 * 48}
