"""The screen of reports: the figures of the commands, what each opens, levels, the past, large networks, faults."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from netinv import i18n
from netinv.app.reports.days import DAYS, local_days
from netinv.tui.screens.reports import ReportsScreen
from netinv.tui.widgets.bars import KeyLine, TitleBar
from netinv.tui.widgets.grid import Grid
from netinv.tui.widgets.lines import Line, Paragraph
from tests.interface.running import Place
from tests.interface.tui.looking import page, table, text
from tests.interface.tui.province import NOW_MS
from tests.interface.tui.test_records import DAY_MS, history, rewrite

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.pilot import Pilot

    from netinv.tui.app import NetinvApp

SIZE = (160, 40)
FIGURES = """site,indicator,value,total,date,source
240,firewall,1,,2023-01-01,sheet 3
241,firewall,0,,2023-01-01,sheet 3
000,computers_per_official,8,10,2023-06-01,sheet 4
"""


@pytest.fixture
def past(province: Path) -> Path:
    """The province with forty days of history, and declared figures."""
    history(province)
    rewrite(province, "UPDATE sweep SET id = finished_at / 1000")  # sweeps are numbered as they come
    (province.parent / "indicators.csv").write_text(FIGURES)
    assert command(province, "import", "indicators.csv").code == 0
    return province


@pytest.fixture
def net(make_app: Callable[[Path], NetinvApp], past: Path) -> NetinvApp:
    return make_app(past)


def command(db: Path, *words: str) -> Any:
    return Place(db.parent, {"TZ": "Asia/Ho_Chi_Minh"}).run(*words)


def grid(app: NetinvApp) -> Grid:
    return app.screen.query_one("#table", Grid)


def rows(app: NetinvApp) -> list[list[str]]:
    return [[cell.text for cell in grid(app).rows.cells(n)] for n in range(len(grid(app).rows))]


def on(app: NetinvApp, title: str) -> bool:
    """Whether that figure is seen, and has come."""
    return page(app) == "ReportsScreen" and f"▸{title}" in text(app, "#strip") and len(grid(app).rows) > 0


async def open_figure(app: NetinvApp, pilot: Pilot[None], until: Any, title: str) -> None:
    await pilot.press("b")
    await until(pilot, lambda: page(app) == "ReportsScreen")
    for _figure in range(3):
        if f"▸{title}" in text(app, "#strip"):
            break
        await pilot.press("tab")
    await until(pilot, lambda: on(app, title))


def percent(share: float | None) -> str:
    return "–" if share is None else f"{round(share * 100, 3):g} %"


async def test_coverage_has_the_figures_of_the_command(net: NetinvApp, past: Path, until: Any) -> None:
    told = command(past, "report", "coverage", "--at", "2023-11-15", "--json").json["indicators"]
    async with net.run_test(size=SIZE) as pilot:
        await open_figure(net, pilot, until, "Coverage")
        seen = rows(net)
        assert [(name, level, int(units), share) for name, level, units, _bar, share, _target, _met in seen] == [
            (row["name"], row["level"], row["units"], percent(row["share"])) for row in told
        ]
        assert [met[2:] for *_cells, met in seen] == [row["met"] or "" for row in told]
        place = next(n for n, row in enumerate(told) if (row["indicator"], row["level"]) == ("firewall", "district"))
        await pilot.press("home", *["down"] * place)
        assert "0 observed  ▄ 1 declared  ░ 2 unknown  · 1 not  of 4 units" in text(net, "#under")
        assert "25 %  target 100 %  ✖ missed" in text(net, "#under")
        bar = seen[place][3]
        assert set(bar) == {"▄", "░", "·", "┃"}, "each kind of evidence has a sign of its own"


async def test_the_level_leaves_the_units_of_one(net: NetinvApp, past: Path, until: Any) -> None:
    told = command(past, "report", "coverage", "--at", "2023-11-15", "--level", "district", "--json").json["indicators"]
    async with net.run_test(size=SIZE) as pilot:
        await open_figure(net, pilot, until, "Coverage")
        assert "all levels" in text(net, TitleBar)
        await pilot.press("L", "L")
        assert "district" in text(net, TitleBar)
        assert [(row[0], row[1]) for row in rows(net)] == [(row["name"], "district") for row in told]
        await pilot.press("tab")
        await until(pilot, lambda: on(net, "Last 30 days"))
        assert {row[1] for row in rows(net)} == {"district"}
        await pilot.press("tab")
        await until(pilot, lambda: on(net, "Roll-out"))
        await until(pilot, lambda: rows(net)[-1][1] == "4")
        told = command(past, "rollout", "--at", "2023-11-15", "--level", "district", "--json").json["years"]
        assert [int(row[3]) for row in rows(net)] == [row["connected"] for row in told]
        await pilot.press("L", "L", "L")
        assert "all levels" in text(net, TitleBar)
        await until(pilot, lambda: rows(net)[-1][1] == "26")


async def test_the_last_days_have_the_figures_of_the_command(net: NetinvApp, past: Path, until: Any) -> None:
    begun = datetime.fromtimestamp(local_days(NOW_MS, DAYS)[0][0] / 1000, UTC).isoformat()
    end = datetime.fromtimestamp(NOW_MS / 1000, UTC).isoformat()
    told = command(past, "report", "availability", "--from", begun, "--to", end, "--json").json["units"]
    assert told[0]["up_share"] < 1
    async with net.run_test(size=SIZE) as pilot:
        await open_figure(net, pilot, until, "Last 30 days")
        seen = rows(net)
        assert [row[0] for row in seen] == [row["name"] for row in told], "worst first, as in the report"
        assert [row[3] for row in seen] == [percent(row["up_share"]) for row in told]
        assert [row[5] for row in seen] == [str(row["outages"]) for row in told]
        assert seen[0][0] == "Xã Xuân Hòa 2", "cut off all the time"
        assert seen[0][2] == "▁" * DAYS
        fell = next(n for n, row in enumerate(seen) if row[0] == "Xã Vân Trục 2")
        assert seen[fell][2].count("█") == DAYS - 1
        await pilot.press(*["down"] * fell)
        assert "1 outage · down 6 h" in text(net, "#under")
        assert "not explained 6 h" in text(net, "#under")
        await pilot.press("exclamation_mark")
        missed = [row["name"] for row in told if row["met"] != "met"]
        assert [row[0] for row in rows(net)] == missed, "only what misses the target"
        assert 2 <= len(missed) < len(told)
        assert "only problems" in text(net, TitleBar)


async def test_the_roll_out_has_the_figures_of_the_command(net: NetinvApp, past: Path, until: Any) -> None:
    rewrite(past, "UPDATE site SET connected_since = '2020-03-01' WHERE id >= 110 AND id < 120")
    told = command(past, "rollout", "--at", "2023-11-15", "--json").json["years"]
    assert [row["connected"] for row in told] == [21] * 6 + [26] * 4
    assert [row["answered"] for row in told] == [0] * 9 + [25], "one unit has only ever been cut off"
    async with net.run_test(size=SIZE) as pilot:
        await open_figure(net, pilot, until, "Roll-out")
        seen = rows(net)
        assert [[row[0], *row[3:]] for row in seen] == [
            [row["date"], str(row["connected"]), str(row["answered"]), percent(row["share"])] for row in told
        ]
        assert grid(net).cursor == "2023-11-15", "the newest first"
        assert "25 answered  ▄ 1 only declared  · 0 not yet  of 26 units" in text(net, "#under")
        assert (seen[0][2].count("▄"), seen[0][2].count("·")) == (16, 4)
        await pilot.press("exclamation_mark")
        assert "nothing to leave out" in text(net, KeyLine)


async def test_a_figure_opens_its_units_and_a_unit_its_page(net: NetinvApp, until: Any) -> None:
    async with net.run_test(size=SIZE) as pilot:
        await open_figure(net, pilot, until, "Coverage")
        place = next(n for n, row in enumerate(rows(net)) if row[:2] == ["With a firewall", "district"])
        await pilot.press("home", *["down"] * place, "enter")
        await until(pilot, lambda: page(net) == "UnitsScreen" and len(grid(net).rows) == 3)
        assert "With a firewall · district: units that fail: 3" in text(net, TitleBar)
        assert table(net)[0] == "✖ not  241  Huyện Lập Thạch  declared  0  2023-01-01  sheet 3"
        assert [row[:2] for row in rows(net)[1:]] == [["? unknown", "242"], ["? unknown", "243"]]
        assert net.subject is not None
        assert (net.subject.kind, net.subject.name) == ("site", "241")
        await pilot.press("enter")
        await until(pilot, lambda: page(net) == "SiteScreen")
        assert "Huyện Lập Thạch" in text(net, TitleBar)
        await pilot.press("escape", "escape")
        await until(pilot, lambda: on(net, "Coverage"))
        place = next(n for n, row in enumerate(rows(net)) if row[:2] == ["On the specialised data network", "district"])
        await pilot.press("home", *["down"] * place, "enter")
        assert "No unit fails here." in text(net, KeyLine)
        await pilot.press("tab")
        await until(pilot, lambda: on(net, "Last 30 days"))
        assert net.subject is not None
        assert net.subject.name == "011"
        await pilot.press("enter")
        await until(pilot, lambda: page(net) == "SiteScreen" and "Xã Xuân Hòa 2" in text(net, TitleBar))


async def test_a_date_of_the_roll_out_opens_the_units_of_that_day(net: NetinvApp, past: Path, until: Any) -> None:
    rewrite(past, "UPDATE site SET connected_since = '2020-03-01' WHERE id = 114")
    async with net.run_test(size=SIZE) as pilot:
        await open_figure(net, pilot, until, "Roll-out")
        await pilot.press("enter")
        await until(pilot, lambda: page(net) == "UnitsScreen" and len(grid(net).rows) == 26)
        assert "Roll-out, today: 26" in text(net, TitleBar)
        assert rows(net)[0] == ["▄ never answered", "011", "Xã Xuân Hòa 2", "commune", "2014-06-08"]
        await pilot.press("escape", "home", "enter")
        await until(pilot, lambda: page(net) == "UnitsScreen" and len(grid(net).rows) == 26)
        assert rows(net)[0][:3] == ["· planned", "014", "Xã Bồ Lý 2"]
        await pilot.press("enter")
        await until(pilot, lambda: page(net) == "SiteScreen" and "Xã Bồ Lý 2" in text(net, TitleBar))


def merged(db: Path) -> None:
    """Xã Vân Trục 2 and Xã Xuân Hòa 2 have been one commune since the first of November 2023."""
    (db.parent / "changes.csv").write_text(
        "date,action,old_code,new_code,new_name\n"
        "2023-11-01,merge,010,019,Xã Vân Hòa\n2023-11-01,merge,011,019,Xã Vân Hòa\n"
    )
    assert command(db, "geo", "apply", "--yes", "changes.csv").code == 0


async def test_the_past_has_the_figures_and_the_units_of_its_time(net: NetinvApp, past: Path, until: Any) -> None:
    merged(past)
    async with net.run_test(size=SIZE) as pilot:
        await open_figure(net, pilot, until, "Last 30 days")
        await until(pilot, lambda: rows(net)[0][0] == "Xã Vân Hòa")
        assert "2 outages" in text(net, "#under")
        await pilot.press(*["left_curly_bracket"] * 20)
        await until(pilot, lambda: net.at is not None and net.at < NOW_MS - 19 * DAY_MS)
        await until(pilot, lambda: "Xã Vân Trục 2" in [row[0] for row in rows(net)])
        assert "Xã Vân Hòa" not in [row[0] for row in rows(net)]
        assert "the past:" in text(net, "#past")
        assert "2023-10-2" in text(net, TitleBar)
        assert next(row for row in rows(net) if row[0] == "Xã Vân Trục 2")[5] == "0", "the outage was later"
        assert net.at is not None
        end = datetime.fromtimestamp(net.at / 1000, UTC).isoformat()
        begun = datetime.fromtimestamp(local_days(net.at, DAYS)[0][0] / 1000, UTC).isoformat()
        told = command(past, "report", "availability", "--from", begun, "--to", end, "--json").json["units"]
        assert [(row[0], row[3]) for row in rows(net)] == [(row["name"], percent(row["up_share"])) for row in told]
        await pilot.press("n")
        await until(pilot, lambda: rows(net)[0][0] == "Xã Vân Hòa")


async def test_a_unit_that_was_merged_opens_the_one_it_is_part_of(net: NetinvApp, past: Path, until: Any) -> None:
    merged(past)
    rewrite(past, "UPDATE site SET connected_since = '2020-03-01' WHERE code = '010'")
    async with net.run_test(size=SIZE) as pilot:
        await open_figure(net, pilot, until, "Roll-out")
        await pilot.press("home", "enter")
        await until(pilot, lambda: page(net) == "UnitsScreen" and len(grid(net).rows) == 26)
        assert rows(net)[0][2] == "Xã Vân Trục 2"
        await pilot.press("enter")
        await until(pilot, lambda: page(net) == "SiteScreen" and "Xã Vân Hòa" in text(net, TitleBar))


async def test_a_large_network_is_reckoned_in_parts_that_others_come_between(
    net: NetinvApp, past: Path, until: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    rewrite(
        past,
        "INSERT INTO device (id, name, site_id, address, port, ssh_port, added_at, search)"
        " WITH RECURSIVE t(n) AS (SELECT 1000 UNION ALL SELECT n + 1 FROM t WHERE n < 2199)"
        f" SELECT n, 'x' || n, 120, '192.0.2.1', 161, 22, {NOW_MS - 40 * DAY_MS}, 'x' FROM t",
    )
    said: list[str] = []
    say = ReportsScreen._say_progress

    def hear(screen: ReportsScreen, sentence: str) -> None:
        said.append(sentence)
        say(screen, sentence)

    monkeypatch.setattr(ReportsScreen, "_say_progress", hear)
    async with net.run_test(size=SIZE) as pilot:
        await open_figure(net, pilot, until, "Last 30 days")
        assert [one for one in said if one.startswith("reckoned")] == [
            f"reckoned {n} of 1,228 devices" for n in ("0", "250", "500", "750", "1,000")
        ]
        assert next(row for row in rows(net) if row[0] == "Xã Vân Trục 3")[7] == "1,201"


async def test_news_come_while_one_looks_and_the_cursor_stays(net: NetinvApp, past: Path, until: Any) -> None:
    async with net.run_test(size=SIZE) as pilot:
        await open_figure(net, pilot, until, "Last 30 days")
        await pilot.press("down")
        key = grid(net).cursor
        fell = NOW_MS - 3 * DAY_MS
        rewrite(
            past,
            f"UPDATE device_state SET valid_to = {fell} WHERE device_id = 20 AND valid_to IS NULL",
            f"INSERT INTO device_state (device_id, valid_from, state) VALUES (20, {fell}, 'down')",
        )
        await until(pilot, lambda: "72:00" in [row[4] for row in rows(net)])
        assert grid(net).cursor == key


async def test_a_file_of_indicators_that_cannot_be_used_is_said(net: NetinvApp, past: Path, until: Any) -> None:
    own = past.parent / "own.toml"
    own.write_text("[x]\nname = 'X'\nname_vi = 'X'\nlevels = ['galaxy']\n")
    net.settings = replace(net.settings, indicator_files=str(own))
    async with net.run_test(size=SIZE) as pilot:
        await pilot.press("b")
        await until(pilot, lambda: page(net) == "ReportsScreen" and "levels" in text(net, "#about"))
        assert "levels" in grid(net).empty
        own.write_text("[x]\nname = 'X-rays'\nname_vi = 'X'\nlevels = ['agency']\n")
        await pilot.press("f5")
        await until(pilot, lambda: on(net, "Coverage"))
        assert rows(net)[-1][:2] == ["X-rays", "agency"]


async def test_all_is_there_in_vietnamese_and_on_a_small_terminal(net: NetinvApp, until: Any) -> None:
    i18n.use("vi")
    async with net.run_test(size=(40, 10)) as pilot:
        await open_figure(net, pilot, until, "Độ phủ")
        assert "Báo cáo" in net.screen.query_one(TitleBar)._title
        assert not net.screen.query_one("#about", Line).display
        await pilot.press("tab")
        await until(pilot, lambda: on(net, "30 ngày"))
        assert "Xã Xuân Hòa 2  hoạt động 0 % thời gian" in text(net, Paragraph)
        assert net.screen.query_one(Paragraph).size.height == 1
        await pilot.press("question_mark")
        await until(pilot, lambda: page(net) == "HelpScreen")
        assert any("Chỉ các đơn vị của một cấp" in line for line in table(net))


def test_one_level_has_no_other(make_app: Callable[[Path], NetinvApp], province: Path, until: Any) -> None:
    import asyncio

    with closing(sqlite3.connect(province)) as connection, connection:
        connection.execute("UPDATE site SET level = 'commune', parent_id = NULL")

    async def look() -> None:
        app = make_app(province)
        async with app.run_test(size=SIZE) as pilot:
            await open_figure(app, pilot, until, "Coverage")
            await pilot.press("L")
            assert "All units are of one level." in text(app, KeyLine)

    asyncio.run(look())
