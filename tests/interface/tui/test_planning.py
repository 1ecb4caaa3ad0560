"""Planned work from the screen: planned, listed, ended; said on pages; refused where it cannot be."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from netinv.app.maintenance import maintaining
from netinv.config import Settings
from netinv.tui.screens.menu import Menu
from netinv.tui.widgets.bars import KeyLine, TitleBar
from netinv.tui.widgets.grid import Grid
from netinv.tui.widgets.lines import Line
from netinv.tui.widgets.search_box import SearchBox
from tests.interface.tui.looking import page, said, table, text
from tests.interface.tui.province import NOW_MS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from netinv.tui.app import NetinvApp

SIZE = (120, 36)
# The clock of these tests stands at 05:13 on 2023-11-15 in Hanoi.


def stored(db: Path, what: str = "kind, name, local_from, local_to, repeat, note, ended_at") -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(db)) as connection:
        return list(connection.execute(f"SELECT {what} FROM maintenance ORDER BY id"))


def letters(words: str) -> list[str]:
    """Keys that type them."""
    return list(words)


async def test_work_on_a_device_is_planned_with_a_preview_and_a_question(
    app: NetinvApp, province: Path, until: Any
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2", "m", *letters("22:00 02:00 new power"))
        assert page(app) == "PlanScreen"
        assert app.screen.query_one(SearchBox).value == "22:00 02:00 new power"
        assert text(app, TitleBar).startswith("Plan work on device core1")
        assert text(app, "#understood").splitlines() == [
            "2023-11-15 22:00 to 2023-11-16 02:00 (Asia/Ho_Chi_Minh)",
            " new power",
        ]
        await until(pilot, lambda: len(table(app)))
        assert text(app, "#summary") == "2 sites and 2 devices will be cut off"
        assert any(row.startswith("✖ cut off  Xã Vân Trục 1") for row in table(app))
        await pilot.press("enter")
        assert isinstance(app.screen, Menu)
        assert app.screen.query_one(Grid).cursor == "cancel"
        question = " ".join(text(app, "#question").split())
        assert question == (
            "Plan it, 2023-11-15 22:00 to 2023-11-16 02:00 (Asia/Ho_Chi_Minh)? 2 sites and 2 devices will be cut off."
        )
        await pilot.press("n")
        assert page(app) == "PlanScreen"
        assert stored(province) == []
        await pilot.press("enter", "y")
        await until(pilot, lambda: "Planned: window 1: device core1, 2023-11-15 22:00" in said(app))
        assert page(app) == "DevicesScreen"
    assert stored(province) == [
        ("device", "core1", "2023-11-15T22:00:00", "2023-11-16T02:00:00", None, "new power", None)
    ]
    assert stored(province, "added_at") == [(NOW_MS,)]


@pytest.mark.parametrize(
    ("keys", "kind", "name"),
    [
        (["down", "down", "m"], "site", "241"),
        (["4", "m", "1"], "link", "core1:GE0/0/1--core2:GE0/0/0"),
        (["4", "m", "2"], "circuit", "VP-0001"),
        (["8", "m"], "device", "xavantruc2-r1"),
        (["8", "down", "m", "1"], "link", "core1:GE0/0/4--xaxuanhoa1-r1:GE0/0/0"),
        (["8", "down", "m", "3"], "device", "core1"),
        (["1", "tab", "m"], "device", "xavantruc2-r1"),
        (["2", "enter", "tab", "m", "2"], "circuit", "VP-0001"),
    ],
)
async def test_what_can_be_worked_on(
    app: NetinvApp, province: Path, until: Any, keys: list[str], kind: str, name: str
) -> None:
    async with app.run_test(size=SIZE) as pilot:
        for key in keys:
            await pilot.press(key)
            await until(pilot, lambda: page(app) != "DeviceScreen" or len(app.screen.query_one("#table", Grid).rows))
        await until(pilot, lambda: page(app) == "PlanScreen" and app.focused is not None and app.focused.id == "box")
        await pilot.press(*letters("+2h"), "enter", "y")
        await until(pilot, lambda: stored(province))
    assert stored(province, "kind, name") == [(kind, name)]


async def test_a_port_is_worked_on_with_its_link(app: NetinvApp, province: Path, until: Any) -> None:
    with closing(sqlite3.connect(province)) as connection, connection:
        connection.execute("UPDATE link SET a_interface = 'GE0/0/2' WHERE id = 2")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("3")
        grid = app.screen.query_one("#table", Grid)
        await until(pilot, lambda: "GE0/0/2" in grid.rows.cells(2)[2].text)
        await pilot.press("down", "down", "m")
        await until(pilot, lambda: isinstance(app.screen, Menu))
        choices = app.screen.query_one("#choices", Grid)
        assert [choices.rows.cells(n)[1].text for n in range(len(choices.rows))] == [
            "link core1:GE0/0/2--thanhphovinhyen-r1:GE0/0/0",
            "circuit VP-0002",
            "device core1",
        ]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("", "begin with from when to when"),
        ("new power", "begin with from when to when"),
        ("22:00", "until when? After 22:00 write 02:00"),
        ("25:00 02:00", "from: '25:00' is no time"),
        ("today 01:00 today 02:00", "to 2023-11-15 02:00 is past already"),
        ("22:00 02:00 FREQ=HOURLY", "again: 'FREQ=HOURLY' is no rule of recurrence"),
    ],
)
async def test_a_bad_line_is_said_and_stays_to_be_mended(app: NetinvApp, province: Path, line: str, words: str) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2", "m", *letters(line), "enter")
        assert page(app) == "PlanScreen"
        assert words in " ".join(text(app, "#understood").split())
        assert app.screen.query_one(SearchBox).value == line
        await pilot.press("escape")
        assert page(app) == "DevicesScreen"
    assert stored(province) == []


async def test_a_slash_and_a_rule_can_be_typed(app: NetinvApp, province: Path, until: Any) -> None:
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.press("2", "m", *letters("19/11 22:00 +4h FREQ=WEEKLY;BYDAY=SU reboot"))
        await until(pilot, lambda: len(table(app)))
        await pilot.press("enter", "y")
        await until(pilot, lambda: stored(province))
    assert stored(province, "local_from, repeat, note") == [("2023-11-19T22:00:00", "FREQ=WEEKLY;BYDAY=SU", "reboot")]


def add(db: Path, name: str, begins: str, ends: str, now_ms: int = NOW_MS, **more: Any) -> None:
    maintaining.add(Settings(db=db), name, begins, ends, now_ms=now_ms, **more)


@pytest.fixture
def planned(province: Path) -> Path:
    """One that goes on, one to come, one that is over, one that was ended."""
    day = 86_400_000
    add(province, "core1", "05:00", "07:00", note="new power")
    add(province, "241", "tomorrow 22:00", "+4h")
    add(province, "VP-0003", "05:00", "06:00", NOW_MS - 2 * day)
    add(province, "core1--core2", "05:00", "09:00", NOW_MS - day)
    maintaining.end(Settings(db=province), 4, NOW_MS - day + 60_000)
    return province


async def test_windows_are_listed_and_ended_with_a_question(
    make_app: Callable[[Path], NetinvApp], planned: Path, until: Any
) -> None:
    app = make_app(planned)
    async with app.run_test(size=(160, 36)) as pilot:
        await pilot.press("8", "W")
        await until(pilot, lambda: len(table(app)) == 4)
        assert [row.split("  ")[0] for row in table(app)] == ["◆ goes on", "◇ planned", "– ended", "– over"]
        assert "new power" in text(app, "#detail")
        assert text(app, TitleBar).startswith("Planned work: 4")
        await pilot.press("!")
        assert len(table(app)) == 2
        assert text(app, TitleBar).startswith("Planned work, now and to come: 2")
        await pilot.press("D")
        assert isinstance(app.screen, Menu)
        await pilot.press("enter")
        assert stored(planned, "ended_at")[0] == (None,)
        await pilot.press("D", "y")
        await until(pilot, lambda: "window 1 on core1 has ended" in said(app))
        await until(pilot, lambda: len(table(app)) == 1)
        await pilot.press("!", "down", "down", "D", "y")
        await until(pilot, lambda: "is over already" in said(app))
        await pilot.press("home", "enter")
        await until(pilot, lambda: page(app) == "SiteScreen")
    assert stored(planned, "ended_at")[0] == (NOW_MS,)


async def test_pages_say_the_work_that_concerns_them(
    make_app: Callable[[Path], NetinvApp], planned: Path, until: Any
) -> None:
    app = make_app(planned)

    def work() -> str:
        line = app.screen.query_one("#work", Line)
        return text(app, "#work") if line.display else ""

    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2", "enter")
        await until(pilot, work)
        assert work() == "◆ planned work on device core1 until 2023-11-15 07:00: new power"
        await pilot.press("escape", "1", "down", "down", "enter")
        await until(pilot, lambda: page(app) == "SiteScreen" and work())
        assert work() == "◇ planned work on site Huyện Lập Thạch from 2023-11-16 22:00 until 2023-11-17 02:00"
        await pilot.press("down", "enter")
        await until(pilot, lambda: page(app) == "DeviceScreen" and work())
        assert "site Huyện Lập Thạch" in work()
        await pilot.press("escape", "escape", "home", "enter")
        await until(pilot, lambda: page(app) == "SiteScreen" and work())
        assert work().startswith("(and 1 more: W) ◆ planned work on device core1")
        await pilot.press("2", "end", "enter")
        await until(pilot, lambda: page(app) == "DeviceScreen" and len(app.screen.query_one("#table", Grid).rows))
        assert work() == ""


async def test_the_past_knows_the_windows_of_then_and_plans_none(
    make_app: Callable[[Path], NetinvApp], planned: Path, until: Any
) -> None:
    with closing(sqlite3.connect(planned)) as connection, connection:
        then = NOW_MS - 2 * 86_400_000 + 600_000
        connection.execute(
            "INSERT INTO sweep (id, status, started_at, finished_at, deadline_at, pid, process_started, host,"
            " whole, targets, answered, changes, report) VALUES (0, 'done', ?, ?, ?, 1, '', 'h', 1, 28, 28, 0, '{}')",
            (then, then, then),
        )
    app = make_app(planned)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("W")
        await until(pilot, lambda: len(table(app)) == 4)
        await pilot.press("left_square_bracket")
        await until(pilot, lambda: app.at == then and len(table(app)) == 1)
        assert table(app)[0].startswith("◆ goes on  circuit  VP-0003")
        for key in ("m", "D"):
            await pilot.press(key)
            assert text(app, KeyLine) == f"{key}: Not in the past: n returns to now."
        assert page(app) == "WindowsScreen"


async def test_read_only_plans_nothing_and_an_empty_list_says_how(province: Path) -> None:
    from netinv.app.views.pages import Views
    from netinv.tui.app import NetinvApp as App

    views = Views(province)
    app = App(Settings(db=province), views, views.snapshot(NOW_MS), read_only=True, clock=lambda: NOW_MS)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2", "m")
        assert text(app, KeyLine) == "m: Not with --read-only: it would change something."
        await pilot.press("W")
        assert "m plans some on the site" in app.screen.query_one("#table", Grid).empty
        await pilot.press("D")
        assert text(app, KeyLine).startswith("D: Not with --read-only")


_READ_ONLY = """
import asyncio, sys
from pathlib import Path
from netinv.config import Settings
from netinv.app.views.pages import Views
from netinv.tui.app import NetinvApp

async def main():
    path = Path(sys.argv[1])
    views = Views(path)
    app = NetinvApp(Settings(db=path), views, views.snapshot(0))
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("2", "m", *"+2h", "enter", "y")
        for _n in range(1200):
            await pilot.pause(0.05)
            if app._notifications:
                break
        print([one.message for one in app._notifications], repr(app.trouble))

asyncio.run(main())
"""


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("unshare"), reason="a read-only disk of our own needs root")
def test_a_database_that_may_not_be_written_is_said_and_still_shown(province: Path) -> None:
    mount = 'mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" && shift && exec "$@"'
    words = ["unshare", "--mount", "--propagation", "private", "sh", "-c", mount, "sh", str(province.parent)]
    done = subprocess.run(
        [*words, sys.executable, "-c", _READ_ONLY, str(province)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert f"{province} cannot be opened" in done.stdout, done.stdout + done.stderr
    assert "you may write there" in done.stdout
    assert done.stdout.rstrip().endswith("''")  # it can be read, so nothing else is disturbed


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (240, 60)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", ["plan", "windows"])
def test_how_it_looks(
    snap_compare: Any,
    make_app: Callable[[Path], NetinvApp],
    planned: Path,
    until: Any,
    name: str,
    size: tuple[int, int],
) -> None:
    app = make_app(planned)
    with closing(sqlite3.connect(planned)) as connection, connection:
        connection.execute("UPDATE maintenance SET added_by = 'lan', ended_by = CASE WHEN ended_at > 0 THEN 'lan' END")

    async def steps(pilot: Any) -> None:
        await pilot.press(*{"plan": ["2", "m", *letters("22:00 02:00 new power")], "windows": ["W"]}[name])
        await until(pilot, lambda: len(table(app)))

    assert snap_compare(app, run_before=steps, terminal_size=size)
