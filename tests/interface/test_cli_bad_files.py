"""Files that are not as they should be: a clear message, the promised exit code, nothing changed."""

from __future__ import annotations

import shutil
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from tests.interface.running import Laboratory, Place, Ran

AS_ORDINARY_USER = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search")
"""Root without the right to pass over the modes of files."""

needs_setpriv = pytest.mark.skipif(shutil.which("setpriv") is None, reason="setpriv (util-linux) is not here")


def refused(ran: Ran, code: int, *words: str) -> None:
    """Ended with the code, nothing on stdout, one message that has the words."""
    assert (ran.code, ran.out) == (code, ""), ran
    assert ran.err.startswith("netinv: "), ran.err
    assert len(ran.err.splitlines()) == 1, ran.err
    for word in words:
        assert word in ran.err


def contents(db: Path) -> list[str]:
    with closing(sqlite3.connect(f"{db.as_uri()}?mode=ro", uri=True)) as connection:
        return list(connection.iterdump())


def test_a_bad_inventory_file_is_refused_with_its_place(imported: Place) -> None:
    before = contents(imported.db)
    (imported.folder / "devices.csv").write_text("name,site,address\nr1,26,10.0.0\nr2,26,5\n")
    ran = imported.run("import", ".")
    assert (ran.code, ran.out) == (2, "")
    first, second = ran.err.splitlines()
    assert first.startswith("netinv: devices.csv:")
    assert "devices.csv:" in second
    assert contents(imported.db) == before


@pytest.mark.parametrize("command", [["sweep"], ["probe", "127.0.0.1", "--credential", "campus"]])
def test_secrets_that_others_can_read(imported: Place, command: list[str]) -> None:
    before = contents(imported.db)
    (imported.folder / "secrets.toml").chmod(0o644)
    refused(imported.run(*command), 2, "secrets.toml can be read by others", "chmod 600")
    assert contents(imported.db) == before


def test_import_needs_no_secrets(place: Place) -> None:
    (place.folder / "secrets.toml").unlink()
    assert place.run("import", ".").code == 0
    ran = place.run("sweep", "--json")
    assert {error["what"] for error in ran.json["errors"]} == {"credential"}
    assert ran.json["states"] == {"degraded": 2, "unknown": 12}  # two still greet over SSH, which needs no secret


def test_a_credential_that_no_file_has_fails_only_its_devices(imported: Place) -> None:
    secrets = imported.folder / "secrets.toml"
    secrets.write_text(secrets.read_text().replace("[core-v3]", "[other]"))
    ran = imported.run("sweep", "--json")
    missing = [error for error in ran.json["errors"] if "core-v3" in error["error"]]
    assert {error["device"] for error in missing} == {"core1", "core2", "vinhyen-r1"}
    assert "add [core-v3] to" in missing[0]["error"]
    assert "NETINV_SECRET_CORE_V3_KIND" in missing[0]["error"]
    states = {each["name"]: each["state"] for each in imported.run("list", "devices", "--json").json}
    assert states["tichson-r1"] == "up"
    assert (ran.json["answered"], ran.code) == (11, 1)  # two of the three still greet over SSH


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[campus]\nkind = "snmp-v2c"\ncommunity = "x\n', ("not valid TOML", "line 3")),
        ("campus = 1\n", ("“campus” must be a table",)),
        ('[campus]\nkind = "snmp-v2c"\ncomunity = "x"\n', ("[campus]", "unknown key “comunity”", "community")),
        ('[campus]\nkind = "snmp-v2c"\ncommunity = 5\n', ("[campus] community must be text",)),
        ("\xff", ("cannot be read", "not UTF-8")),
    ],
)
def test_secrets_that_are_wrong(imported: Place, text: str, words: tuple[str, ...]) -> None:
    before = contents(imported.db)
    (imported.folder / "secrets.toml").write_bytes(text.encode("latin-1"))
    refused(imported.run("sweep"), 2, "secrets.toml", *words)
    assert contents(imported.db) == before


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("icmp = maybe\n", ("not valid TOML", "line 1")),
        ("retires = 1\n", ("unknown setting “retires”", "retries")),
        ("retries = 1.5\n", ("retries must be a whole number",)),
        ("icmp = 1\n", ("icmp must be a truth value",)),
        ('vantage = "core1"\n', ("vantage must be a list of names",)),
        ("timeout_s = 0\n", ("timeout_s must be between 0.05 and 60",)),
        ("timeout_s = nan\n", ("timeout_s must be between",)),
        ('snmp_engine = "magic"\n', ("snmp_engine must be one of auto, gufo, pysnmp",)),
        ('vantage = ["nobody"]\n', ("vantage: no device is named nobody",)),
        ("\xff", ("cannot be read", "not UTF-8")),
    ],
)
def test_settings_that_are_wrong(imported: Place, text: str, words: tuple[str, ...]) -> None:
    before = contents(imported.db)
    (imported.folder / "netinv.toml").write_bytes(text.encode("latin-1"))
    refused(imported.run("sweep"), 2, "netinv.toml", *words)
    assert contents(imported.db) == before


def test_a_setting_in_the_environment_that_is_wrong(imported: Place) -> None:
    refused(Place(imported.folder, {"NETINV_RETRIES": "many"}).run("sweep"), 2, "NETINV_RETRIES", "many")
    refused(Place(imported.folder, {"NETINV_CONFIG": "nope.toml"}).run("list", "sites"), 2, "nope.toml")


@needs_setpriv
def test_a_folder_that_cannot_be_written(place: Place, swept: Place, tmp_path: Path) -> None:
    place.folder.chmod(0o555)
    for command in (["import", "."], ["init"]):
        refused(place.run(*command, prefix=AS_ORDINARY_USER), 3, "inventory.db", "cannot be opened", "write there")
    assert not place.db.exists()
    place.folder.chmod(0o755)
    before = contents(swept.db)
    swept.db.chmod(0o444)
    swept.folder.chmod(0o555)
    refused(swept.run("sweep", prefix=AS_ORDINARY_USER), 3, "inventory.db")
    told = swept.run("list", "devices", "--json", prefix=AS_ORDINARY_USER)
    assert (told.code, len(told.json)) == (0, 14)
    refused(swept.run("topology", "export", "-o", "out.graphml", prefix=AS_ORDINARY_USER), 3, "out.graphml")
    swept.folder.chmod(0o755)
    assert contents(swept.db) == before
    assert sorted(path.name for path in swept.folder.iterdir() if "graphml" in path.name) == []


@needs_setpriv
def test_files_that_may_not_be_read(imported: Place) -> None:
    for name in ("secrets.toml", "netinv.toml", "inventory.db"):
        path = imported.folder / name
        mode = stat.S_IMODE(path.stat().st_mode)
        path.chmod(0)
        ran = imported.run("sweep", prefix=AS_ORDINARY_USER)
        refused(ran, 3 if name.endswith(".db") else 2, name)
        path.chmod(mode)


def test_no_database_yet(place: Place) -> None:
    for command in (["list", "sites"], ["status"], ["show", "core1"], ["events"], ["topology", "export"]):
        refused(place.run(*command), 3, "no database there yet", "netinv init")
    refused(place.run("sweep"), 2, "no device to sweep", "netinv import")


def test_a_file_that_is_no_database(place: Place) -> None:
    text = b"name,site\n" * 1000
    place.db.write_bytes(text)
    for command in (["import", "."], ["sweep"], ["list", "sites"], ["status"], ["init"]):
        refused(place.run(*command), 3, "inventory.db is not a netinv database")
    assert place.db.read_bytes() == text


def test_an_empty_file_becomes_a_database_by_a_writing_command_only(place: Place) -> None:
    place.db.touch()
    refused(place.run("list", "sites"), 3, "netinv init")
    assert place.db.read_bytes() == b""
    assert place.run("import", ".").code == 0
    assert len(place.run("list", "devices", "--json").json) == 14


def test_a_database_of_another_program_is_left_as_it_is(place: Place) -> None:
    with closing(sqlite3.connect(place.db)) as connection:
        connection.execute("CREATE TABLE moz_places (id INTEGER PRIMARY KEY, url TEXT)")
        connection.commit()
    before = place.db.read_bytes()
    for command in (["import", "."], ["sweep"], ["init"]):
        refused(place.run(*command), 3, "database of another program", "--db")
    refused(place.run("list", "sites"), 3, "inventory.db")
    assert place.db.read_bytes() == before


def test_a_database_of_a_newer_version_is_left_as_it_is(imported: Place) -> None:
    with closing(sqlite3.connect(imported.db)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    before = imported.db.read_bytes()
    for command in (["import", "."], ["sweep"], ["list", "sites"], ["status"], ["init"]):
        refused(imported.run(*command), 3, "newer netinv", "9999", "upgrade netinv")
    assert imported.db.read_bytes() == before
    doctor = imported.run("doctor", "--json")
    assert (doctor.code, any("newer netinv" in (finding["mend"] or "") for finding in doctor.json)) == (1, True)


def test_a_damaged_database(swept: Place, laboratory: Laboratory) -> None:
    whole = swept.db.read_bytes()
    for begin in (1, 4, 12):  # pages; the first with the header stays
        damaged = bytearray(whole)
        for page in range(begin, len(whole) // 4096, 2):
            damaged[page * 4096 : page * 4096 + 4096] = b"\xa5" * 4096
        swept.db.write_bytes(damaged)
        for command in (["list", "interfaces"], ["status"], ["sweep"]):
            ran = swept.run(*command)
            assert (ran.code, ran.out) == (3, ""), (begin, command, ran)
            assert "inventory.db is damaged: restore a backup" in ran.err, ran.err
        for name in ("inventory.db-wal", "inventory.db-shm"):
            (swept.folder / name).unlink(missing_ok=True)
    swept.db.write_bytes(whole)
    assert swept.run("status").code == 1


def test_a_database_cut_short(swept: Place) -> None:
    whole = swept.db.read_bytes()
    for kept in (100, 4096, len(whole) // 2):
        swept.db.write_bytes(whole[:kept])
        for command in (["status"], ["import", "."]):
            ran = swept.run(*command)
            assert ran.code == 3, (kept, command, ran)
            assert "inventory.db" in ran.err
        for name in ("inventory.db-wal", "inventory.db-shm"):
            (swept.folder / name).unlink(missing_ok=True)
