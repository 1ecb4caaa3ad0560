"""Another process writes while the screen is open; the database goes away, is damaged, comes back."""

from __future__ import annotations

import gc
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING, Any
from weakref import ref

import pytest

from netinv.tui.widgets.bars import TitleBar
from netinv.tui.widgets.grid import Grid
from netinv.tui.widgets.lines import Line
from tests.interface.tui.looking import said

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from netinv.tui.app import NetinvApp

SIZE = (80, 24)
_WRITER = """
import sys
from pathlib import Path
from netinv.store.writing.engine import Store
with Store(Path(sys.argv[1])).write() as connection:
    for statement in sys.argv[2:]:
        connection.exec_driver_sql(statement)
"""


def write(path: Path, *statements: str) -> None:
    """What another program does."""
    subprocess.run([sys.executable, "-c", _WRITER, str(path), *statements], check=True, timeout=60)


def state_of(app: NetinvApp, name: str) -> str:
    return next((device.state for device in app.snapshot.devices if device.name == name), "")


async def test_what_another_process_writes_appears_and_the_cursor_stays(
    app: NetinvApp, province: Path, until: Any
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2", *["down"] * 10)
        grid = app.screen.query_one(Grid)
        cursor, place = grid.cursor, grid.rows.find(grid.cursor)
        write(
            province,
            "UPDATE device_state SET state = 'down' WHERE device_id = 5",
            "INSERT INTO device (id, name, site_id, address, port, ssh_port, added_at, search)"
            " VALUES (99, 'aaa', 1, '192.0.2.99', 161, 22, 0, 'aaa')",
        )
        await until(pilot, lambda: state_of(app, "aaa"))
        assert len(app.snapshot.devices) == 29
        assert grid.cursor == cursor
        assert grid.rows.find(cursor) == (place or 0) + 1
        await pilot.press("1")
        await pilot.pause()
        tree = app.screen.query_one("#tree", Grid)
        assert tree.rows.cells(0)[2].text == "24/29"


async def test_pages_that_were_left_hold_no_older_network_and_come_back_as_they_were(
    app: NetinvApp, province: Path, until: Any
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("4", "8", "9", "slash", *"xa", "escape", "2", *["down"] * 10)
        left, grid, before = app.screen, app.screen.query_one(Grid), ref(app.snapshot)
        cursor, line = grid.cursor, grid.render_line(10 - grid.scroll_offset.y + 1).text
        await pilot.press("1")
        write(province, "UPDATE device_state SET state = 'down' WHERE device_id = 5")
        await until(pilot, lambda: app.snapshot is not before())
        await until(pilot, lambda: gc.collect() and before() is None)
        await pilot.press("2")
        assert app.screen is left
        assert grid.cursor == cursor
        assert grid.render_line(10 - grid.scroll_offset.y + 1).text == line


async def test_an_open_device_page_is_read_anew(app: NetinvApp, province: Path, until: Any) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2", "enter")
        await until(pilot, lambda: len(app.screen.query_one("#table", Grid).rows) == 3)
        write(province, "DELETE FROM interface WHERE device_id = 1 AND name = 'GE0/0/2'")
        await until(pilot, lambda: len(app.screen.query_one("#table", Grid).rows) == 2)
        write(province, "DELETE FROM device WHERE id = 1")
        await until(pilot, lambda: type(app.screen).__name__ == "DevicesScreen")


async def test_a_sweep_that_begins_is_said(app: NetinvApp, province: Path, until: Any) -> None:
    async with app.run_test(size=SIZE) as pilot:
        values = "(2, 'running', 1700000000000, 1700000240000, 1, '', 'h', 0, 0, 0, 1)"
        columns = "id, status, started_at, deadline_at, pid, process_started, host, targets, answered, changes, whole"
        write(province, f"INSERT INTO sweep ({columns}) VALUES {values}")
        await until(pilot, lambda: app.snapshot.running)
        title: Any = app.screen.query_one(TitleBar)
        assert "sweep running, began 0 s ago" in "".join(cell.text for cell in title.lines(80)[0])


async def test_a_database_that_goes_away_is_a_message_and_comes_back(
    app: NetinvApp, province: Path, until: Any
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        kept = province.with_suffix(".kept")
        shutil.copy(province, kept)
        province.unlink()
        await until(pilot, lambda: app.trouble)
        banner = app.screen.query_one("#banner", Line)
        assert banner.display
        assert "is not there any more" in "".join(cell.text for cell in banner.lines(200)[0])
        await pilot.press("down", "enter")
        shutil.copy(kept, province)
        await until(pilot, lambda: not app.trouble)
        assert not app.screen.query_one("#banner", Line).display


async def test_a_damaged_or_newer_database_is_a_message(
    app: NetinvApp, make_app: Callable[[Path], NetinvApp], province: Path, until: Any
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        other = province.with_suffix(".new")
        other.write_bytes(b"this is no database at all, but long enough to be looked at" * 100)
        await pilot.press("2")
        other.replace(province)
        await until(pilot, lambda: "not a netinv database" in app.trouble)
        assert len(app.screen.query_one(Grid).rows) == 28
        await pilot.press("4")
        assert app.screen.query_one(Grid).empty == "This cannot be read now, see above."


async def test_a_database_of_a_newer_netinv_is_a_message(app: NetinvApp, province: Path, until: Any) -> None:
    async with app.run_test(size=SIZE) as pilot:
        other = province.with_suffix(".new")
        shutil.copy(province, other)
        write(other, "UPDATE alembic_version SET version_num = '9999'")
        for tail in ("-wal", "-shm"):
            province.with_name(province.name + tail).unlink(missing_ok=True)
        other.replace(province)
        await until(pilot, lambda: "newer netinv" in app.trouble)


async def test_what_a_newer_netinv_has_brought_up_to_date_meanwhile_is_no_empty_network(
    app: NetinvApp, province: Path, until: Any
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        write(province, "UPDATE alembic_version SET version_num = '9999'")
        await pilot.press("2")
        await until(pilot, lambda: "newer netinv" in app.trouble)
        grid = app.screen.query_one(Grid)
        await until(pilot, lambda: len(grid.rows) or grid.empty == "This cannot be read now, see above.")
        await pilot.press("5", "f", *"soyte", "enter")
        assert app.trouble
        assert app.screen.query_one("#banner", Line).display


@pytest.mark.parametrize("whole", [True, False])
async def test_what_was_written_over_without_sqlite_is_noticed(
    app: NetinvApp, province: Path, until: Any, whole: bool
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        other = province.with_suffix(".new")
        with closing(sqlite3.connect(province)) as connection, closing(sqlite3.connect(other)) as copied:
            connection.backup(copied)
            copied.execute("PRAGMA journal_mode = DELETE")
            copied.execute("UPDATE sweep SET answered = 7")
            copied.commit()
        written = other.read_bytes()
        with province.open("r+b") as file:
            file.truncate()
            file.write(written if whole else bytes(range(256)) * (len(written) // 256))
        if whole:
            await until(pilot, lambda: app.snapshot.sweep and app.snapshot.sweep.answered == 7)
            assert not app.trouble
        else:
            await until(pilot, lambda: app.trouble)
            await pilot.press("f5")
            await pilot.pause()
            assert app.trouble


async def test_f5_reads_again(app: NetinvApp, until: Any) -> None:
    async with app.run_test(size=SIZE) as pilot:
        before = app.snapshot
        await pilot.press("f5")
        await until(pilot, lambda: app.snapshot is not before)


async def test_a_database_that_another_program_holds_is_a_message_and_keys_go_on(
    app: NetinvApp, province: Path, until: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("netinv.store.file.connection.BUSY_TIMEOUT_S", 0.3)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2")
        other = province.with_suffix(".new")
        shutil.copy(province, other)
        with closing(sqlite3.connect(other, isolation_level=None)) as holder:
            holder.execute("PRAGMA journal_mode=DELETE")
            holder.execute("PRAGMA locking_mode=EXCLUSIVE")
            holder.execute("BEGIN EXCLUSIVE")
            for tail in ("-wal", "-shm"):
                province.with_name(province.name + tail).unlink(missing_ok=True)
            other.replace(province)
            await until(pilot, lambda: "in use by another program" in app.trouble)
            await pilot.press("down", "down")
            assert app.subject
            assert app.subject.name == app.snapshot.devices[2].name
            holder.execute("ROLLBACK")
        await until(pilot, lambda: not app.trouble)


async def test_what_is_written_from_the_screen_while_another_program_writes_is_refused_with_why(
    app: NetinvApp, province: Path, until: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("netinv.store.file.connection.BUSY_TIMEOUT_S", 0.3)
    async with app.run_test(size=SIZE) as pilot:
        with closing(sqlite3.connect(province, isolation_level=None)) as writer:
            writer.execute("BEGIN IMMEDIATE")
            await pilot.press("8", "a", *"mine", "enter")
            await until(pilot, lambda: "in use by another program" in said(app))
            assert app.snapshot.problems[0].acked_by is None
            writer.execute("ROLLBACK")
        await pilot.press("a", *"mine", "enter")
        await until(pilot, lambda: app.snapshot.problems[0].acked_by)
