"""netinv backup and restore: beside sweeps, killed in the middle, onto what is damaged, and whom they refuse."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import stat
import subprocess
import time
from contextlib import closing
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from netinv.app.views.pages import Views
from netinv.store.file.connection import REVISIONS
from netinv.tui.feed import Feed
from netinv.tui.messages import Refreshed
from tests.interface.running import LONGEST_S, QUICK, Place, finish
from tests.interface.test_cli_interrupted import SLOW, check_store, wait_for_mark
from tests.interface.test_cli_json import check

TRIALS, MOST_TRIALS = 8, 100


def rows(db: Path, sql: str) -> list[Any]:
    with closing(sqlite3.connect(f"{db.as_uri()}?mode=ro", uri=True)) as connection:
        return connection.execute(sql).fetchall()


def fatten(db: Path, words: str, megabytes: int = 40) -> None:
    """Make copying take its time."""
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.execute("DELETE FROM event WHERE kind = 'fat'")
        text = (words * 1000)[:100_000]
        connection.executemany(
            "INSERT INTO event (time, kind, subject, severity, note) VALUES (1, 'fat', 'x', 'info', ?)",
            [(text,)] * (megabytes * 10),
        )


def fat(db: Path) -> str:
    """The words that a database was fattened with, all of them."""
    with closing(sqlite3.connect(db)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        found = connection.execute("SELECT DISTINCT substr(note, 1, 3) FROM event WHERE kind = 'fat'").fetchall()
    assert len(found) == 1
    return str(found[0][0])


def leftovers(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name.startswith("."))


def test_backups_beside_sweeps_are_whole(swept: Place) -> None:
    swept.settings("icmp = false\n" + QUICK)
    made = 0
    for round_ in range(3):
        sweep = swept.start("sweep", "--json")
        while sweep.poll() is None:
            file = swept.folder / f"copy-{round_}-{made}.db"
            ran = swept.run("backup", file.name, "--json")
            assert (ran.code, ran.err) == (0, "")
            check(ran.json, "backup")
            assert ran.json["bytes"] == file.stat().st_size
            assert stat.S_IMODE(file.stat().st_mode) == 0o600
            assert rows(file, "PRAGMA integrity_check") == [("ok",)]
            assert rows(file, "SELECT count(*) FROM sweep WHERE status = 'running'") == [(0,)]
            made += 1
        assert finish(sweep).code == 1
    assert made >= 3
    assert not [path for path in swept.folder.iterdir() if path.name.startswith("copy-") and path.suffix != ".db"]
    copy = sorted(swept.folder.glob("copy-*.db"))[-1]
    told = swept.run("--db", copy.name, "status", "--json")
    assert told.code == 1
    assert told.json["states"] == swept.run("status", "--json").json["states"]
    assert "14 devices" in swept.run("backup", "last.db").out
    assert leftovers(swept.folder) == []


def test_a_backup_replaces_nothing_unasked(imported: Place) -> None:
    file = imported.folder / "old.db"
    file.write_text("precious")
    ran = imported.run("backup", "old.db")
    assert (ran.code, ran.out) == (2, "")
    assert "--force" in ran.err
    assert file.read_text() == "precious"
    for wrong, word in ((".", "folder"), ("inventory.db", "the database itself")):
        ran = imported.run("backup", wrong, "--force")
        assert (ran.code, word in ran.err) == (2, True)
    file.chmod(0o644)
    assert imported.run("backup", "old.db", "--force").code == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    ran = imported.run("backup", "nowhere/old.db")
    assert (ran.code, "nowhere/old.db" in ran.err) == (3, True)
    assert imported.run("--db", "none.db", "backup", "x.db").code == 3
    assert not (imported.folder / "x.db").exists()


def test_a_damaged_database_gives_no_backup(swept: Place) -> None:
    octets = bytearray(swept.db.read_bytes())
    for page in range(3, len(octets) // 4096, 2):
        octets[page * 4096 : page * 4096 + 4096] = b"\xa5" * 4096
    swept.db.write_bytes(octets)
    ran = swept.run("backup", "copy.db")
    assert (ran.code, ran.out) == (3, "")
    assert "damaged" in ran.err
    assert not (swept.folder / "copy.db").exists()
    assert leftovers(swept.folder) == []


def kill_once(process: subprocess.Popen[str], folder: Path, pattern: str, after_s: float) -> None:
    """Kill a process a while after a file of such a name has come to be."""
    until = time.monotonic() + LONGEST_S
    while process.poll() is None and not list(folder.glob(pattern)) and time.monotonic() < until:
        time.sleep(0.001)
    time.sleep(after_s)
    process.kill()
    process.communicate()


def test_a_backup_killed_in_the_middle(swept: Place) -> None:
    fatten(swept.db, "old")
    assert swept.run("backup", "copy.db").code == 0
    fatten(swept.db, "new")
    rng, left = random.Random(6), 0
    for trial in range(MOST_TRIALS):
        if trial >= TRIALS and left:
            break
        after_s = trial % 2 * rng.uniform(0, 0.05)
        kill_once(swept.start("backup", "copy.db", "--force"), swept.folder, ".copy.db.part", after_s)
        left += len(leftovers(swept.folder))
        if fat(swept.folder / "copy.db") == "new":
            assert leftovers(swept.folder) == []
            assert swept.run("--db", "copy.db", "backup", "old.db", "--force").code == 0
    assert left > 0  # it did die in the middle, and what it left is used again:
    assert swept.run("backup", "copy.db", "--force").code == 0
    assert fat(swept.folder / "copy.db") == "new"
    assert leftovers(swept.folder) == []


@pytest.mark.parametrize("pattern", [".inventory.db.before-restore-*.part", "inventory.db.before-restore-*Z"])
def test_a_restore_killed_in_the_middle(swept: Place, pattern: str) -> None:
    fatten(swept.db, "old")
    assert swept.run("backup", "copy.db").code == 0
    fatten(swept.db, "new")
    rng, seen = random.Random(7), set()
    for trial in range(MOST_TRIALS):
        if trial >= TRIALS and "new" in seen:
            break
        after_s = trial % 2 * rng.uniform(0, 0.1)  # each other time at once, before it can be done
        kill_once(swept.start("restore", "copy.db"), swept.folder, pattern, after_s)
        seen.add(fat(swept.db))
        for kept in swept.folder.glob("*before-restore*"):
            if not kept.name.startswith("."):
                fat(kept)
            kept.unlink()
        if "old" in seen:
            fatten(swept.db, "new")
    assert "new" in seen
    assert seen <= {"old", "new"}
    assert swept.run("restore", "copy.db").code == 0
    assert fat(swept.db) == "old"
    assert swept.run("sweep").code == 1  # the mark of the killed is no lock
    check_store(swept)


def test_a_restore_goes_back_and_keeps_what_was(swept: Place) -> None:
    assert swept.run("backup", "copy.db").code == 0
    before = swept.run("status", "--json").json
    assert swept.run("sweep").code == 1
    after = rows(swept.db, "SELECT max(id) FROM sweep")
    mode = swept.db.stat().st_mode
    ran = swept.run("restore", "copy.db", "--json")
    assert (ran.code, ran.err) == (0, "")
    check(ran.json, "restore")
    assert not ran.json["migrated"]
    assert swept.db.stat().st_mode == mode
    now = swept.run("status", "--json").json
    assert (now["sweep"]["id"], now["states"]) == (before["sweep"]["id"], before["states"])
    kept = swept.folder / ran.json["kept"]
    assert kept.name.startswith("inventory.db.before-restore-")
    assert rows(kept, "SELECT max(id) FROM sweep WHERE status = 'done'") == after
    assert swept.run("--db", kept.name, "status").code == 1
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    told = swept.run("restore", kept.name)
    assert (told.code, "what it held before is in" in told.out) == (0, True)
    assert rows(swept.db, "SELECT max(id) FROM sweep WHERE status = 'done'") == after
    assert len(list(swept.folder.glob("*before-restore*"))) >= 2
    check_store(swept)


def test_who_reads_goes_on_and_a_terminal_interface_notices(swept: Place) -> None:
    assert swept.run("backup", "copy.db").code == 0
    assert swept.run("sweep").code == 1
    shown: list[int] = []
    came = Event()

    def post(message: object) -> None:
        if isinstance(message, Refreshed) and message.snapshot.sweep:
            shown.append(message.snapshot.sweep.id)
            came.set()

    views = Views(swept.db)
    views.changed()
    feed = Feed(swept.db, post, views, lambda: round(time.time() * 1000), look_every_s=0.1)
    feed.start()
    with closing(sqlite3.connect(f"{swept.db.as_uri()}?mode=ro", uri=True)) as reader:
        reader.execute("BEGIN")
        newest = reader.execute("SELECT max(id) FROM sweep").fetchone()
        assert swept.run("restore", "copy.db").code == 0
        assert reader.execute("SELECT max(id) FROM sweep").fetchone() == newest
        reader.execute("COMMIT")
        assert reader.execute("SELECT max(id) FROM sweep").fetchone()[0] == newest[0] - 1
    until = time.monotonic() + LONGEST_S
    while (not shown or shown[-1] != newest[0] - 1) and time.monotonic() < until:
        came.wait(0.2)
        came.clear()
    feed.stop()
    assert shown[-1] == newest[0] - 1


def test_a_restore_waits_for_a_sweep_or_says_that_one_runs(imported: Place) -> None:
    assert imported.run("backup", "copy.db").code == 0
    imported.settings(SLOW)
    sweep = imported.start("sweep", "--json")
    wait_for_mark(imported)
    ran = imported.run("restore", "copy.db", "--wait", "0")
    assert (ran.code, ran.out) == (4, "")
    assert f"process {sweep.pid}" in ran.err
    restore = imported.start("restore", "copy.db")
    assert restore.stderr is not None
    assert restore.stderr.readline() == "a sweep is running: waiting for its end\n"
    sweep.send_signal(signal.SIGINT)
    assert finish(sweep).code == 130
    ran = finish(restore)
    assert (ran.code, ran.err) == (0, "")
    assert rows(imported.db, "SELECT count(*) FROM sweep") == [(0,)]


def test_no_sweep_begins_while_it_is_restored(swept: Place) -> None:
    fatten(swept.db, "old", 200)
    assert swept.run("backup", "copy.db").code == 0
    restore = swept.start("restore", "copy.db")
    wait_for_mark(swept, restore)
    ran = swept.run("sweep")
    done = finish(restore)
    assert done.code == 0
    assert ran.code in (1, 4), ran.err  # refused, or begun once it was over
    check_store(swept)


@pytest.mark.parametrize("how", ["missing", "empty", "torn", "log_without_file"])
def test_a_restore_where_no_database_can_be_opened(swept: Place, how: str) -> None:
    assert swept.run("backup", "copy.db").code == 0
    states = swept.run("status", "--json").json["states"]
    if how in ("missing", "log_without_file"):
        swept.db.unlink()
    elif how == "empty":
        swept.db.write_bytes(b"")
    else:
        swept.db.write_bytes(b"\xa5" * 100_000)
    log = swept.db.with_name("inventory.db-wal")
    if how == "log_without_file":
        log.write_bytes(b"stale" * 1000)
    ran = swept.run("restore", "copy.db", "--json")
    assert (ran.code, ran.err) == (0, "")
    check(ran.json, "restore")
    assert (ran.json["kept"] is None) == (how != "torn")
    if how == "torn":
        assert (swept.folder / ran.json["kept"]).read_bytes() == b"\xa5" * 100_000
    assert swept.run("status", "--json").json["states"] == states
    assert swept.run("sweep").code == 1
    assert leftovers(swept.folder) == []
    check_store(swept)


def test_what_is_no_backup_is_refused_and_nothing_changes(swept: Place) -> None:
    before = rows(swept.db, "SELECT max(id) FROM sweep")
    folder = swept.folder
    (folder / "text.db").write_text("no database at all, but long enough to look like one\n" * 100)
    with closing(sqlite3.connect(folder / "places.db")) as connection, connection:
        connection.execute("CREATE TABLE moz_places (id INTEGER PRIMARY KEY)")
    for name in ("newer.db", "torn.db"):
        assert swept.run("backup", name).code == 0
    with closing(sqlite3.connect(folder / "newer.db")) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    octets = bytearray((folder / "torn.db").read_bytes())
    for page in range(3, len(octets) // 4096, 2):
        octets[page * 4096 : page * 4096 + 4096] = b"\xa5" * 4096
    (folder / "torn.db").write_bytes(octets)
    for name, code, word in (
        ("text.db", 3, "not a netinv database"),
        ("places.db", 3, "not a netinv database"),
        ("newer.db", 3, "upgrade netinv"),
        ("torn.db", 3, "damaged"),
        ("none.db", 2, "no such file"),
        ("inventory.db", 2, "the database itself"),
    ):
        ran = swept.run("restore", name)
        assert (ran.code, ran.out, word in ran.err) == (code, "", True), (name, ran)
    assert rows(swept.db, "SELECT max(id) FROM sweep") == before
    assert list(folder.glob("*before-restore*")) == []
    ran = swept.run("--db", "places.db", "restore", "newer.db")
    assert ran.code in (2, 3)
    assert rows(folder / "places.db", "SELECT count(*) FROM moz_places") == [(0,)]


def test_the_backup_of_an_older_netinv_is_brought_up_to_date(swept: Place) -> None:
    from alembic import command
    from alembic.config import Config

    from netinv.store import migrations
    from netinv.store.writing import engine

    old = swept.folder / "old.db"
    made = engine._engine(old)
    assert migrations.__file__ is not None
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    with made.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0005")
    made.dispose()
    ran = swept.run("restore", "old.db", "--json")
    assert (ran.code, ran.json["migrated"], ran.json["revision"]) == (0, True, REVISIONS[-1])
    assert ran.json["devices"] == 0
    assert rows(old, "SELECT version_num FROM alembic_version") == [("0005",)]
    assert swept.run("import", ".").code == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="to become another user needs root")
def test_who_cannot_read_the_newest_is_told(imported: Place) -> None:
    imported.folder.chmod(0o755)
    for parent in imported.folder.parents:
        if parent.stat().st_uid == os.geteuid() and parent != Path("/"):
            parent.chmod(parent.stat().st_mode | 0o055)
    imported.db.with_name("inventory.db-wal").write_bytes(b"newer" * 1000)
    imported.db.with_name("inventory.db-shm").unlink(missing_ok=True)
    elsewhere = imported.folder / "open"
    elsewhere.mkdir()
    elsewhere.chmod(0o777)
    as_nobody = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
    ran = imported.run("backup", "open/copy.db", prefix=as_nobody)
    assert (ran.code, ran.out) == (3, "")
    assert not (elsewhere / "copy.db").exists()
