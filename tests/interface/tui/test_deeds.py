"""What is done from the screen, on loopback: sweeps in a process of their own, ping, impact, copies, files."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import socket
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from netinv.tui.app import NetinvApp
from netinv.tui.screens.menu import Menu
from netinv.tui.widgets.bars import KeyLine, TitleBar
from netinv.tui.widgets.grid import Grid
from tests.interface.tui.looking import page, said, table, text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SIZE = (120, 36)


@pytest.fixture
def loopback(province: Path) -> Path:
    """The province, its devices on loopback and asked by ICMP alone."""
    with sqlite3.connect(province) as connection:
        connection.execute("UPDATE device SET address = '127.0.0.' || id, snmp = NULL")
    return province


@pytest.fixture
def silent(loopback: Path) -> Iterator[Path]:
    """One device whose agent says nothing: a sweep waits for it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as agent:
        agent.bind(("127.0.0.1", 0))
        with sqlite3.connect(loopback) as connection:
            connection.execute(
                "UPDATE device SET snmp = 'campus', port = ?, timeout_s = 20 WHERE id = 1", (agent.getsockname()[1],)
            )
        secrets = loopback.parent / "secrets.toml"
        secrets.write_text('[campus]\nkind = "snmp-v2c"\ncommunity = "none"\n')
        secrets.chmod(0o600)
        yield loopback


@pytest.fixture
def on(make_app: Callable[[Path], NetinvApp]) -> Callable[[Path], NetinvApp]:
    """The application with its secrets beside the database."""
    from dataclasses import replace

    def make(path: Path) -> NetinvApp:
        app = make_app(path)
        app.settings = replace(app.settings, secrets=path.parent / "secrets.toml", config=path.parent / "netinv.toml")
        return app

    return make


async def test_a_sweep_of_the_device_under_the_cursor(on: Any, loopback: Path, until: Any) -> None:
    app = on(loopback)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2", "r")
        assert "sweeping: 0 of …, X stops" in text(app, TitleBar)
        await pilot.press("r")
        assert text(app, KeyLine) == "r: A sweep begun here is running: X stops it."
        await until(pilot, lambda: said(app))
        assert "of 1 device answered in" in said(app)
        await until(pilot, lambda: app.snapshot.sweep and app.snapshot.sweep.targets == 1)
        assert not app.own_sweep.running
        assert app.screen.query_one(Grid).cursor == 1


async def test_a_sweep_of_a_site_and_of_everything_asks_first(on: Any, loopback: Path, until: Any) -> None:
    app = on(loopback)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("down", "down", "r")
        await until(pilot, lambda: "of 6 devices answered" in said(app))
        await pilot.press("R")
        assert isinstance(app.screen, Menu)
        assert app.screen.query_one(Grid).cursor == "cancel"
        await pilot.press("enter")
        assert page(app) == "OverviewScreen"
        assert not app.own_sweep.running
        await pilot.press("R", "y")
        await until(pilot, lambda: "of 28 devices answered" in said(app))


async def test_a_sweep_is_stopped_and_what_answered_is_kept(on: Any, silent: Path, until: Any) -> None:
    app = on(silent)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("X")
        assert text(app, KeyLine) == "X: No sweep begun here is running."
        await pilot.press("R", "y")
        await until(pilot, lambda: app.own_sweep.progress and app.own_sweep.progress.done >= 20)
        await pilot.press("X")
        await until(pilot, lambda: "stopped, the rest stays as it was" in said(app))
        await until(pilot, lambda: app.snapshot.sweep and app.snapshot.sweep.status == "partial")


async def test_a_sweep_of_another_process_is_said(on: Any, loopback: Path, until: Any) -> None:
    app = on(loopback)
    with sqlite3.connect(loopback) as connection:
        connection.execute(
            "INSERT INTO sweep (status, started_at, deadline_at, pid, process_started, host, targets, answered,"
            " changes, whole) VALUES ('running', 0, 9999999999999, ?, '', ?, 0, 0, 0, 1)",
            (os.getpid(), socket.gethostname()),
        )
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2", "r")
        await until(pilot, lambda: said(app))
        assert f"another sweep is running (process {os.getpid()} on" in said(app)


async def test_read_only_changes_nothing_and_says_so(loopback: Path) -> None:
    from netinv.app.views.pages import Views
    from netinv.config import Settings

    views = Views(loopback)
    app = NetinvApp(Settings(db=loopback), views, views.snapshot(0), read_only=True)
    async with app.run_test(size=SIZE) as pilot:
        for key in ("r", "R"):
            await pilot.press("2", key)
            assert text(app, KeyLine) == f"{key}: Not with --read-only: it would change something."
            assert not app.own_sweep.running


@pytest.mark.skipif(not shutil.which("ping"), reason="no ping")
async def test_ping_of_the_device_under_the_cursor(on: Any, loopback: Path, until: Any) -> None:
    app = on(loopback)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("p")
        assert text(app, KeyLine) == "p: Put the cursor on a device first."
        await pilot.press("2", "p")
        await until(pilot, lambda: page(app) == "OutputScreen" and len(app.screen.query_one(Grid).rows) > 2)
        assert text(app, "#command").startswith("ping -n -c 5 -W 2 -- 127.0.0.1")
        assert "Ping core1" in text(app, TitleBar)
        await pilot.press("escape")
        assert page(app) == "DevicesScreen"


async def test_the_same_again_runs_on_the_page_that_is_there(
    on: Any, loopback: Path, until: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    count, tool = tmp_path / "count", tmp_path / "ping"
    tool.write_text(f"#!/bin/sh\necho one more >> {count}\ncat {count}\nread go < {tmp_path}/go\n")
    tool.chmod(0o755)
    os.mkfifo(tmp_path / "go")
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    app = on(loopback)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2", "p")
        for times in (1, 2):
            await until(pilot, lambda times=times: table(app) == ["one more"] * times)
            await pilot.press("p")
            assert text(app, KeyLine) == "It is still running."
            (tmp_path / "go").write_text("on\n")
            await until(pilot, lambda: "ended with 0" in text(app, "#command"))
            await pilot.press("p")
        await until(pilot, lambda: len(table(app)) == 3)
        await pilot.press("escape")
        assert page(app) == "DevicesScreen"


@pytest.mark.skipif(not any(map(shutil.which, ("traceroute", "tracepath", "mtr"))), reason="no traceroute")
async def test_the_route_to_the_device_under_the_cursor(on: Any, loopback: Path, until: Any) -> None:
    app = on(loopback)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2", "t")
        await until(pilot, lambda: page(app) == "OutputScreen" and "ended with 0" in text(app, "#command"))
        assert "Route to core1" in text(app, TitleBar)
        assert any("127.0.0.1" in row for row in table(app)[1:])


async def test_a_tool_that_is_not_there_is_named(on: Any, loopback: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    app = on(loopback)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2", "p", "t")
        assert page(app) == "DevicesScreen"
        assert "ping is not installed: apt-get install iputils-ping" in said(app)
        assert "neither traceroute nor tracepath nor mtr is installed" in said(app)


async def test_what_would_fail_with_a_device_and_with_a_link(app: NetinvApp, until: Any) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2", "i")
        await until(pilot, lambda: page(app) == "ImpactScreen" and len(app.screen.query_one(Grid).rows))
        assert "If core1 failed" in text(app, TitleBar)
        assert text(app, "#summary") == "2 sites and 2 devices would be cut off"
        await pilot.press("escape", "4", "i")
        await until(pilot, lambda: page(app) == "ImpactScreen" and "would be cut off" in text(app, "#summary"))
        assert "If core1:GE0/0/1--core2:GE0/0/0 failed" in text(app, TitleBar)


async def test_copies(app: NetinvApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2", "y")
        assert isinstance(app.screen, Menu)
        grid = app.screen.query_one(Grid)
        assert [grid.rows.cells(n)[1].text for n in range(4)] == [
            "address: 192.0.2.1",
            "name: core1",
            "serial number: SN00000001",
            "system name: core1",
        ]
        await pilot.press("s")
        assert app.clipboard == "SN00000001"
        await pilot.press("y", "escape")
        assert page(app) == "DevicesScreen"
        await pilot.press("1", "tab", "y", "l")
        assert "cut off since" in app.clipboard


async def test_copies_what_is_a_row_s_own(app: NetinvApp, until: Any) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("3")
        await until(pilot, lambda: "GE0/0/0" in table(app)[0])
        for keys, copied in (
            ("yp", "GE0/0/0"),
            ("yd", "port 1 of 1"),
            ("yh", "02:00:00:00:01:01"),
            ("4yk", "VP-0001"),
            ("9yu", "dns://portal.example"),
        ):
            await pilot.press(*keys)
            assert app.clipboard == copied
        await pilot.press("1", "down", "y", "c")
        assert app.clipboard == "240"


async def test_what_is_seen_becomes_a_file(
    app: NetinvApp, until: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    def written(ending: str) -> bytes:
        found = sorted(tmp_path.glob(f"netinv-*.{ending}"))
        assert len(found) == 1
        return found[0].read_bytes()

    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2", "!", "e", "c")
        await until(pilot, lambda: "Written: " in said(app))
        rows = list(csv.DictReader(io.StringIO(written("csv").decode("utf-8-sig"))))
        assert [row["state"] for row in rows] == ["degraded", "down", "unreachable"]
        assert rows[0]["reach.snmp"] == "timeout"
        await pilot.press("3", "e", "j")
        await until(pilot, lambda: list(tmp_path.glob("netinv-*.json")))
        assert len(json.loads(written("json"))) == 28 * 3
        await pilot.press("1", "e", "g")
        await until(pilot, lambda: list(tmp_path.glob("netinv-network-*.graphml")))
        assert b'id="device:core1"' in written("graphml")


async def test_a_folder_that_cannot_be_written_in_is_said(
    app: NetinvApp, until: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    monkeypatch.chdir(folder)
    shutil.rmtree(folder)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2", "e", "c")
        await until(pilot, lambda: said(app))
        assert "run netinv in a folder that you may write in" in said(app)


async def test_colours(app: NetinvApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        seen = [app.theme]
        for _n in range(4):
            await pilot.press("T")
            seen.append(app.theme)
        assert seen == ["ansi-dark", "netinv-dark", "netinv-light", "netinv-contrast", "ansi-dark"]
        assert text(app, KeyLine) == 'colours of the terminal: theme = "terminal" in netinv.toml keeps them'
