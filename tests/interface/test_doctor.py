"""What netinv doctor says of files that others may change, keys they may read, and a clock that nobody keeps."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from netinv.app.doctor.clock_doctoring import clock_findings, time_service
from netinv.app.doctor.file_doctoring import file_findings, key_file_trouble
from netinv.app.doctor.kernel_clock import is_kept
from netinv.config import Settings
from tests.interface.running import Place

NOBODY = 65534


def findings(place: Place, check: str) -> list[dict[str, Any]]:
    ran = place.run("doctor", "--json")
    found = [one for one in ran.json if one["check"] == check]
    assert ran.code == int(any(not one["ok"] for one in ran.json))
    return found


@pytest.fixture
def private(imported: Place) -> Place:
    """As the operations page sets it up: a folder of mode 750."""
    imported.folder.chmod(0o750)
    return imported


def test_nothing_to_say(private: Place) -> None:
    (one,) = findings(private, "file modes")
    assert (one["ok"], one["mend"]) == (True, None)


@pytest.mark.parametrize(
    ("name", "mode"), [("inventory.db", 0o666), ("netinv.toml", 0o646), ("inventory.db-wal", 0o602), ("own", 0o777)]
)
def test_what_anyone_may_change(private: Place, name: str, mode: int) -> None:
    with (private.folder / "netinv.toml").open("a") as file:
        file.write('indicator_files = "own"\n')
    path = private.folder / name
    if name == "own":
        path.mkdir()
    path.touch()
    path.chmod(mode)
    (one,) = findings(private, "file modes")
    assert not one["ok"]
    assert name in one["found"]
    assert f"{mode:04o}, anyone may change it" in one["found"]
    assert f"chmod o-w {path.relative_to(private.folder)}" in one["mend"]
    path.chmod(mode & ~0o002)
    left = findings(private, "file modes")  # SQLite gave its own files beside the database the mode that this had
    assert all(one["ok"] or "inventory.db-" in one["found"] for one in left)


def test_a_folder_where_anyone_may_put_files(private: Place) -> None:
    private.folder.chmod(0o1777)  # the sticky bit keeps others' hands off what is there, not new files out
    (one,) = findings(private, "file modes")
    assert (one["ok"], f"chmod o-w {private.folder}" in one["mend"]) == (False, True)


def test_secrets_that_others_may_read(private: Place) -> None:
    secrets = private.folder / "secrets.toml"
    secrets.chmod(0o640)
    (one,) = findings(private, "secrets")
    assert (one["ok"], "chmod 600" in one["mend"]) == (False, True)
    secrets.chmod(0o600)
    assert findings(private, "secrets")[0]["ok"]


def test_keys_that_others_may_read(private: Place) -> None:
    secrets, key = private.folder / "secrets.toml", private.folder / "id_ops"
    tables = secrets.read_text().partition("[ops]")
    secrets.write_text(f'{tables[0]}[ops]\nkind = "ssh"\nusername = "netinv"\nkey_file = "{key}"\n')
    (one,) = findings(private, "credential ops")
    assert (one["ok"], "is not there" in one["found"]) == (False, True)
    key.write_text("key")
    key.chmod(0o644)
    (one,) = findings(private, "credential ops")
    assert (one["ok"], "0644, others may use it" in one["found"]) == (False, True)
    key.chmod(0o600)
    assert findings(private, "credential ops")[0]["ok"]
    assert key_file_trouble(key) is None


@pytest.mark.skipif(os.geteuid() != 0 or shutil.which("setpriv") is None, reason="to be another user needs root")
def test_a_user_who_may_only_read(private: Place, tmp_path_factory: pytest.TempPathFactory) -> None:
    private.folder.chmod(0o755)
    for path in (private.folder, *private.folder.parents):
        if path.stat().st_uid == 0 and not path.stat().st_mode & 0o001:
            path.chmod(path.stat().st_mode | 0o011)
    os.chown(private.db, NOBODY, NOBODY)
    words = ("setpriv", f"--reuid={NOBODY - 1}", f"--regid={NOBODY - 1}", "--clear-groups")
    ran = private.run("doctor", "--json", prefix=words)
    found = {one["check"]: one for one in json.loads(ran.out)}
    assert (ran.code, found["file modes"]["ok"], found["folder"]["ok"]) == (1, False, False)
    assert "sudo -u nobody netinv" in found["file modes"]["mend"]
    assert not found["secrets"]["ok"]


def test_no_database_yet_has_no_modes(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    names = ("inventory.db", "netinv.toml", "secrets.toml")
    db, config, secrets = (tmp_path / name for name in names)
    assert list(file_findings(Settings(db=db, config=config, secrets=secrets))) == []


def test_the_time_service() -> None:
    (kept,) = time_service(lambda: True)
    assert (kept.ok, kept.mend) == (True, None)
    (lost,) = time_service(lambda: False)
    assert not lost.ok
    assert "timedatectl set-ntp true" in str(lost.mend)
    assert list(time_service(lambda: None)) == []
    assert is_kept() in (True, False, None)


def test_a_sweep_that_lies_in_the_future(swept: Place) -> None:
    in_an_hour = round((time.time() + 3600) * 1000)
    with closing(sqlite3.connect(swept.db)) as connection, connection:
        connection.execute("UPDATE sweep SET finished_at = ? WHERE id = (SELECT max(id) FROM sweep)", (in_an_hour,))
    (one,) = findings(swept, "clock")
    assert (one["ok"], "future" in one["found"]) == (False, True)
    assert list(clock_findings([], 5.0)) == []


def test_a_sweep_that_is_stale(swept: Place) -> None:
    with closing(sqlite3.connect(swept.db)) as connection, connection:
        connection.execute("UPDATE sweep SET finished_at = finished_at - 7200000")
    (one,) = findings(swept, "sweep")
    assert (one["ok"], "cron job or timer" in one["mend"]) == (False, True)


def test_sweeps_that_never_come_to_their_end(swept: Place) -> None:
    with closing(sqlite3.connect(swept.db)) as connection, connection:
        (columns,) = connection.execute("SELECT group_concat(name) FROM pragma_table_info('sweep') WHERE name != 'id'")
        connection.execute(f"INSERT INTO sweep ({columns[0]}) SELECT {columns[0]} FROM sweep WHERE id = 2")
        connection.execute("UPDATE sweep SET status = 'partial' WHERE id > 1")
    assert [one["ok"] for one in findings(swept, "sweep")] == [True]
    with closing(sqlite3.connect(swept.db)) as connection, connection:
        connection.execute("UPDATE sweep SET status = 'partial'")
    _age, short = findings(swept, "sweep")
    assert (short["ok"], "deadline_s" in short["mend"]) == (False, True)
