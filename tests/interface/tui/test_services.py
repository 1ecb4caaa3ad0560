"""Services on the screen: the table, a site's section, the way from one to its device or site, the past."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netinv import i18n
from netinv.tui.widgets.bars import TitleBar
from netinv.tui.widgets.detail import Detail
from netinv.tui.widgets.grid import Grid
from tests.interface.tui.looking import lines, page, text
from tests.interface.tui.province import NOW_MS, SWEPT_MS

if TYPE_CHECKING:
    from pathlib import Path

    from netinv.tui.app import NetinvApp

SIZE = (140, 40)


async def test_the_table(app: NetinvApp, until: Any) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("9")
        await until(pilot, lambda: page(app) == "ServicesScreen" and len(app.screen.query_one(Grid).rows) == 3)
        dns, one_stop, portal = lines(app, "#table")
        assert dns.startswith("? unknown  dns")
        assert one_stop.startswith("○ unreachable  one-stop  behind xavantruc2-r1")
        assert portal.startswith("● up  portal  HTTP 200  12 ms")
        await pilot.press("exclamation_mark")
        assert [row.split("  ")[1] for row in lines(app, "#table")] == ["dns", "one-stop"]
        assert "Services, only problems: 2" in text(app, TitleBar)


async def test_enter_opens_the_device_or_the_site(app: NetinvApp, until: Any) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("9", "down", "down")
        await until(pilot, lambda: len(app.screen.query_one(Grid).rows) == 3)
        assert app.subject is not None
        assert (app.subject.kind, app.subject.name) == ("device", "soyte-r1")
        await pilot.press("enter")
        await until(pilot, lambda: page(app) == "DeviceScreen")
        await pilot.press("escape", "home")
        assert page(app) == "ServicesScreen"
        assert app.subject is not None
        assert (app.subject.kind, app.subject.name) == ("site", "26")
        await pilot.press("enter")
        await until(pilot, lambda: page(app) == "SiteScreen")


async def test_a_sites_page_has_its_services(app: NetinvApp, until: Any) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("down", "down", "enter")
        await until(pilot, lambda: page(app) == "SiteScreen")
        for _section in range(6):
            if app.screen.on("Services"):  # type: ignore[attr-defined]
                break
            await pilot.press("tab")
        assert [row.split("  ")[1] for row in lines(app, "#table")] == ["one-stop"]
        await pilot.press("enter")
        await until(pilot, lambda: page(app) == "DeviceScreen")


async def test_a_devices_page_has_the_services_behind_it(app: NetinvApp, until: Any) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("9", "end")
        await until(pilot, lambda: len(app.screen.query_one(Grid).rows) == 3)
        await pilot.press("enter")
        await until(pilot, lambda: page(app) == "DeviceScreen" and bool(app.screen.sections))  # type: ignore[attr-defined]
        for _section in range(7):
            if app.screen.on("Services"):  # type: ignore[attr-defined]
                break
            await pilot.press("tab")
        assert [row.split("  ")[1] for row in lines(app, "#table")] == ["portal"]


async def test_the_detail_says_it_all_in_vietnamese(app: NetinvApp, until: Any) -> None:
    i18n.use("vi")
    async with app.run_test(size=(160, 40)) as pilot:
        await pilot.press("9", "end")
        await until(pilot, lambda: len(app.screen.query_one(Grid).rows) == 3)
        await until(pilot, lambda: "portal" in text(app, Detail))
        said = text(app, Detail)
        assert "https://portal.example/" in said
        assert "12 ngày" in said
        assert "Sở Y tế" in said


async def test_the_past_shows_what_held(make_app: Any, province: Path, until: Any) -> None:
    import sqlite3

    with sqlite3.connect(province) as connection:
        connection.execute("UPDATE service_state SET valid_to = ? WHERE service_id = 1", (NOW_MS - 1000,))
        connection.execute("INSERT INTO service_state VALUES (1, ?, NULL, 'down', NULL, '503', NULL)", (NOW_MS - 1000,))
        connection.execute(
            "INSERT INTO sweep SELECT id + 1, status, started_at, ?, deadline_at, pid, process_started, host, targets,"
            " answered, changes, whole, report FROM sweep",
            (NOW_MS - 1000,),
        )
    connection.close()
    app = make_app(province)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("9")
        await until(pilot, lambda: lines(app, "#table")[-1:] and lines(app, "#table")[-1].startswith("✖ down  portal"))
        await pilot.press("left_square_bracket")
        await until(pilot, lambda: app.at == SWEPT_MS and lines(app, "#table")[-1].startswith("● up  portal"))


async def test_the_search_finds_them_by_name_and_url(app: NetinvApp, until: Any) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("slash", *"portal.ex")
        await until(pilot, lambda: len(app.screen.query_one("#table", Grid).rows) == 2)
        assert [row.split("  ")[:2] for row in lines(app, "#table")] == [["? unknown", "dns"], ["● up", "portal"]]
        await pilot.press("down", "enter")
        await until(pilot, lambda: page(app) == "DeviceScreen")
