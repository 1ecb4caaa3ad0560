"""Problems and the log on the screen: taking on, text for the carrier, filters, folded outages, the detail beside."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

from netinv.app.maintenance.acknowledging import tell_cause
from netinv.app.views.pages import Views
from netinv.cli.ack import ToldCause
from netinv.tui.screens.events import EventsScreen
from netinv.tui.widgets.bars import KeyLine, TitleBar
from netinv.tui.widgets.detail import Detail, wrapped
from netinv.tui.widgets.grid import Grid
from tests.interface.tui.looking import page, said, table, text
from tests.interface.tui.province import NOW_MS, SWEPT_MS

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from netinv.tui.app import NetinvApp

SIZE = (120, 36)


def write(db: Path, sql: str, *values: object) -> None:
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.execute(sql, values)


async def test_a_problem_is_taken_on_with_words(app: NetinvApp, province: Path, until: Any) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("8")
        assert text(app, TitleBar).startswith("Problems: 3")
        assert "nobody yet" in text(app, Detail)
        await pilot.press("a", *"VNPT", "space", *"rung", "enter")
        await until(pilot, lambda: "Taken on: xavantruc2-r1" in said(app))
        await until(pilot, lambda: app.snapshot.problems[0].acked_by)
        assert app.snapshot.problems[0].note == "VNPT rung"
        assert "VNPT rung" in text(app, Detail)
        await pilot.press("a")
        assert f"xavantruc2-r1, which {app.snapshot.problems[0].acked_by} has" in text(app, "#question")
        await pilot.press("escape", "exclamation_mark")
        assert text(app, TitleBar).startswith("Problems, taken on by nobody: 2")
        await pilot.press("a", "escape")
        assert page(app) == "ProblemsScreen"
    with closing(sqlite3.connect(province)) as connection:
        assert connection.execute("SELECT count(*) FROM problem WHERE acked_by IS NOT NULL").fetchone() == (1,)


async def test_what_somebody_told_that_it_was_is_shown(app: NetinvApp, province: Path, until: Any) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("8")
        assert "as told" not in text(app, Detail)
        number = app.snapshot.problems[0].id
        for cause, word in zip(
            ToldCause, ("own device", "power or restart", "link", "carrier or circuit"), strict=False
        ):
            tell_cause(app.settings, number, cause.value, "the substation")
            await until(pilot, lambda word=word: f"as told {word}" in " ".join(text(app, Detail).split()))
        tell_cause(app.settings, number, None)
        await until(pilot, lambda: "as told" not in text(app, Detail))


async def test_on_the_overview_what_is_wrong_is_taken_on_too(app: NetinvApp, until: Any) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("tab", "a", *"on it", "enter")
        await until(pilot, lambda: app.snapshot.problems[0].acked_by)
        assert app.snapshot.problems[0].note == "on it"


async def test_long_lines_for_the_carrier_are_parted_and_not_cut(app: NetinvApp, until: Any) -> None:
    async with app.run_test(size=(40, 20)) as pilot:
        await pilot.press("8", "down", "c")
        await until(pilot, lambda: page(app) == "PaperScreen")
        assert max(map(len, table(app))) <= 38
        assert " ".join(app.clipboard.split()) == " ".join(" ".join(table(app)).split())
        n = len(table(app))
        await pilot.resize_terminal(120, 20)
        assert len(table(app)) < n


async def test_ended_problems_and_one_with_its_story(app: NetinvApp, province: Path, until: Any) -> None:
    write(province, "UPDATE problem SET closed_at = opened_at + 60000 WHERE id = 2")
    write(province, "UPDATE event SET problem_id = 1 WHERE id = 1")
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: len(app.snapshot.problems) == 2)
        await pilot.press("8", "o")
        await until(pilot, lambda: len(table(app)) == 3)
        assert "✓" in table(app)[2]
        assert "ended" in table(app)[2]
        await pilot.press("end")
        said = " ".join(text(app, Detail).split())
        assert "State ✓ ended" in said
        assert "nobody yet" not in said
        await pilot.press("home", "enter")
        await until(pilot, lambda: len(app.screen.query_one("#table", Grid).rows) == 1)
        assert text(app, TitleBar).startswith("Problem 1 · xavantruc2-r1")
        await pilot.press("tab")
        assert len(table(app)) == 2
        await pilot.press("enter")
        assert page(app) == "DeviceScreen"


async def test_the_text_for_the_carrier_is_shown_and_copied(app: NetinvApp, until: Any) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("8", "down", "c")
        await until(pilot, lambda: page(app) == "PaperScreen")
        assert any("Circuit: VP-0004" in line for line in table(app))
        assert "Circuit: VP-0004" in app.clipboard
        await pilot.press("escape")
        assert page(app) == "ProblemsScreen"


async def test_the_log_is_filtered(app: NetinvApp, province: Path, until: Any) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("5")
        assert text(app, TitleBar).startswith("Events: 2")
        await pilot.press("f", *"soyte", "enter")
        await until(pilot, lambda: len(table(app)) == 1)
        assert text(app, TitleBar).startswith("Events · “soyte”: 1")
        write(province, "UPDATE event SET site_id = 121 WHERE id = 2")
        await pilot.press("f", *"tam dao 3", "enter")
        await until(pilot, lambda: text(app, TitleBar).startswith("Events · “tam dao 3”: 1"))
        await pilot.press("f", *"soyte", "enter")
        await until(pilot, lambda: text(app, TitleBar).startswith("Events · “soyte”: 1"))
        await pilot.press("v", "v")
        await until(pilot, lambda: not table(app))
        assert "0 takes it off" in app.screen.query_one("#table", Grid).empty
        await pilot.press("0")
        assert len(table(app)) == 2
        await pilot.press("v", "v")
        await until(pilot, lambda: len(table(app)) == 1)
        assert "xavantruc2-r1" in table(app)[0]
        await pilot.press("0", "w")
        await until(pilot, lambda: len(table(app)) == 2)
        assert "the last 1 h" in text(app, TitleBar)
        write(province, "UPDATE event SET time = time - 7200000")
        await until(pilot, lambda: not table(app))


async def test_an_outage_is_one_line_until_it_is_opened(app: NetinvApp, province: Path, until: Any) -> None:
    write(province, "UPDATE event SET problem_id = 1")
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: app.snapshot.events[0].problem_id)
        await pilot.press("5")
        assert len(table(app)) == 1
        assert "2 events" in table(app)[0]
        await pilot.press("space")
        assert len(table(app)) == 3
        await pilot.press("space")
        assert len(table(app)) == 1
        await pilot.press("a", "enter")
        await until(pilot, lambda: app.snapshot.problems[0].acked_by)
        assert all(event.acked_by for event in app.snapshot.events)


def event(db: Path, number: int, **values: object) -> None:
    row = {"id": number, "time": 1_699_999_999_000 + number, "severity": "warning", **values}
    sql = f"INSERT INTO event ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})"
    write(db, sql, *row.values())


async def test_an_outage_is_told_by_what_it_began_with(app: NetinvApp, province: Path, until: Any) -> None:
    write(province, "UPDATE event SET problem_id = 1 WHERE id = 1")
    link, port = "core1:GE0/0/1--xavantruc2-r1:GE0/0/1", "core1:GE0/0/1"
    event(province, 3, kind="link", subject=link, old="up", new="down", problem_id=1)
    event(province, 4, kind="oper_status", subject=port, old="up", new="down", problem_id=1)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: len(app.snapshot.events) == 4)
        await pilot.press("5")
        assert len(table(app)) == 2
        assert "✖  ▸ xavantruc2-r1" in table(app)[0]
        assert "up → down · 3 events" in table(app)[0]
        event(province, 5, kind="link", subject=link, old="down", new="up", problem_id=1)
        await until(pilot, lambda: len(app.snapshot.events) == 5)
        assert "up → down · 4 events" in table(app)[0]
        write(province, "UPDATE problem SET closed_at = opened_at + 60000 WHERE id = 1")
        await until(pilot, lambda: "up → down · ended · 4 events" in table(app)[0])
        event(province, 6, kind="device", subject="xavantruc2-r1", device_id=10, old="down", new="up", problem_id=1)
        await until(pilot, lambda: "down → up · 5 events" in table(app)[0])


async def test_older_events_than_the_newest_few_hundred_are_there_too(
    app: NetinvApp, province: Path, until: Any
) -> None:
    sql = """WITH RECURSIVE n(i) AS (SELECT 3 UNION ALL SELECT i + 1 FROM n WHERE i < 700)
             INSERT INTO event (id, time, kind, subject, severity)
             SELECT i, 1600000000000 + i, 'serial', 'r' || i, 'info' FROM n"""
    write(province, sql)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: len(app.snapshot.events) == 500)
        await pilot.press("5")
        await until(pilot, lambda: text(app, TitleBar).startswith("Events: 700"))
        await pilot.press("end")
        grid = app.screen.query_one("#table", Grid)
        assert grid.cursor == 3
        write(province, "UPDATE event SET note = 'seen' WHERE id = 700")
        await pilot.press("f5")
        await pilot.pause()
        assert grid.cursor == 3


def test_in_the_past_nothing_has_ended_or_was_taken_on_yet_that_did_later(province: Path) -> None:
    later = SWEPT_MS + 60_000
    write(province, "UPDATE problem SET opened_at = ?, acked_by = 'me', acked_at = ?, note = 'x'", SWEPT_MS, later)
    write(province, "UPDATE problem SET closed_at = ? WHERE id = 1", later)
    write(province, "UPDATE event SET time = ?, acked_by = 'me', acked_at = ?, note = 'x'", SWEPT_MS, later)
    with Views(province) as views:
        then, now = views.snapshot(NOW_MS, SWEPT_MS), views.snapshot(NOW_MS)
    told = [(one.id, one.closed_ms, one.acked_by, one.note) for one in then.problems]
    assert told == [(number, None, None, None) for number in (1, 2, 3)]
    assert [(one.id, one.acked_by) for one in now.problems] == [(2, "me"), (3, "me")]
    assert [(one.acked_by, one.note) for one in then.events] == [(None, None)] * 2


async def test_what_is_cut_in_a_narrow_table_stands_whole_below_it(app: NetinvApp, province: Path, until: Any) -> None:
    write(province, "UPDATE event SET acked_by = 'binh', note = 'VNPT rung' WHERE id = 1")
    async with app.run_test(size=(60, 24)) as pilot:
        await until(pilot, lambda: any(event.acked_by for event in app.snapshot.events))
        await pilot.press("8", "down")
        assert app.snapshot.problems[1].sentence in " ".join(text(app, "#whole").split())
        await pilot.press("5", "down")
        said = " ".join(text(app, "#whole").split())
        assert said == "xavantruc2-r1 · Tỉnh Vĩnh Phúc · up → down taken on by binh: VNPT rung"
        await pilot.resize_terminal(60, 12)
        assert not app.screen.query_one("#whole").display
        await pilot.resize_terminal(120, 36)
        assert not app.screen.query_one("#whole").display
        await pilot.press("2")
        assert not app.screen.query("#whole")


async def test_what_a_screen_is_for_stands_in_a_narrow_footer(app: NetinvApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("5")
        assert all(word in text(app, KeyLine) for word in ("a take on", "f filter", "v severity", "w period", "q quit"))
        await pilot.press("8")
        assert all(word in text(app, KeyLine) for word in ("a take on", "c carrier", "o ended too", "q quit"))


async def test_a_long_sentence_is_read_whole_on_the_page_of_a_problem(
    app: NetinvApp, province: Path, until: Any
) -> None:
    write(province, "UPDATE problem SET acked_by = 'me', note = 'VNPT rung, they send somebody' WHERE id = 2")
    async with app.run_test(size=(50, 24)) as pilot:
        await until(pilot, lambda: any(one.note for one in app.snapshot.problems))
        await pilot.press("8", "down", "enter")
        await until(pilot, lambda: "VNPT rung" in text(app, "#sentence"))
        said = " ".join(text(app, "#sentence").split())
        assert app.snapshot.problems[1].sentence in said
        assert said.endswith("taken on by me: VNPT rung, they send somebody")


async def test_the_log_is_written_with_what_is_folded(
    app: NetinvApp, province: Path, until: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(province, "UPDATE event SET problem_id = 1")
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: app.snapshot.events[0].problem_id)
        await pilot.press("5", "e", "j")
        await until(pilot, lambda: list(tmp_path.glob("*events*.json")))
        (path,) = tmp_path.glob("*events*.json")
        await until(pilot, lambda: path.read_text("utf-8"))
        assert [one["id"] for one in json.loads(path.read_text("utf-8"))] == [2, 1]


async def test_the_events_of_a_site_and_of_a_device(app: NetinvApp, until: Any) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("E")
        await until(pilot, lambda: page(app) == "EventsScreen" and len(table(app)) == 2)
        assert "Tỉnh Vĩnh Phúc" in text(app, TitleBar)
        await pilot.press("2", "E")
        await until(pilot, lambda: page(app) == "EventsScreen" and not table(app))
        assert isinstance(app.screen, EventsScreen)
        assert app.screen.chosen.of == "core1"


async def test_where_there_is_nothing_to_take_on(app: NetinvApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2", "a")
        assert text(app, KeyLine) == "a: Put the cursor on a problem or an event first."


async def test_the_detail_follows_the_cursor_on_wide_screens_only(app: NetinvApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2")
        assert "core1" in text(app, Detail)
        await pilot.press("down")
        assert "core2" in text(app, Detail)
        await pilot.press("4")
        assert "VP-0001" in text(app, Detail)
        await pilot.resize_terminal(80, 24)
        assert not app.screen.query_one(Detail).display


def test_long_values_are_parted_between_words() -> None:
    assert wrapped("one two three", 7) == ["one two", "three"]
    assert wrapped("a" * 12, 5) == ["aaaaa", "aaaaa", "aa"]
    assert wrapped("", 5) == [""]
