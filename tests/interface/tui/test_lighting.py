"""What is cut off with a device, a site or a link: lit up on the tree and on the map, and told."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

from netinv.tui.widgets.bars import KeyLine
from netinv.tui.widgets.grid import Grid
from netinv.tui.widgets.lines import Sentence
from netinv.tui.widgets.site_map import SiteMap
from tests.interface.tui.looking import page, rows, table, text, tree

if TYPE_CHECKING:
    from netinv.tui.app import NetinvApp

SIZE = (120, 36)
SIZES = [(80, 24), (120, 36), (240, 60)]


async def test_what_is_lit_is_brought_in_sight_though_it_is_well(net: NetinvApp, until: Any) -> None:
    async with net.run_test(size=SIZE) as pilot:
        await pilot.press("6")
        await until(pilot, lambda: len(rows(net)) > 1)
        await pilot.press("!", "2")
        assert net.screen.query_one(Grid).go_to(5)
        await pilot.press("I")
        await until(pilot, lambda: page(net) == "TopologyScreen" and tree(net).cursor == ("device", 5))
        assert not tree(net).only_problems


async def test_what_hangs_on_a_device_is_lit_up_on_tree_and_map(net: NetinvApp, until: Any) -> None:
    async with net.run_test(size=SIZE) as pilot:
        await pilot.press("2")
        assert net.screen.query_one(Grid).go_to(9)
        await pilot.press("I")
        await until(pilot, lambda: page(net) == "TopologyScreen" and tree(net).cursor == ("device", 9))
        assert text(net, "#lit").startswith(
            "◉ without huyenlapthach-r1: 2 devices cut off, 3 sites dark, 1 service lost    I ends this"
        )
        row = next(row for row in rows(net) if "huyenlapthach-r1" in row)
        assert "◉ fails  ✖2" in row
        assert any("✖ cut off  ✖2" in row and "xavantruc2-r1" in row for row in rows(net))  # what fails stands open
        await pilot.press("7")
        await until(pilot, lambda: page(net) == "MapScreen")
        shown = net.screen.query_one(SiteMap)
        drawn = "".join(shown.render_line(y).text for y in range(shown.size.height))
        assert drawn.count("◉") == 1
        assert drawn.count("✖") == 2
        assert drawn.count("◦") > 15
        told = text(net, "#under").split("\n")
        assert told[0].startswith("◉ fails  ■ up  Huyện Lập Thạch")  # the cursor went to what fails
        assert told[-1].strip().startswith("◉ fails  ✖ cut off  ◐ one way left")
        assert shown.go_to(110)
        await pilot.pause()
        assert text(net, "#under").startswith("✖ cut off  ✖ down  Xã Vân Trục 2")
        assert text(net, "#lit").startswith("◉ without huyenlapthach-r1")
        await pilot.press("I")
        assert not net.screen.query_one("#lit").display
        assert "◉" not in "".join(shown.render_line(y).text for y in range(shown.size.height))
        await pilot.press("6")
        assert not net.screen.query_one("#lit").display
        assert not any("cut off" in row for row in rows(net))


async def test_what_a_failed_device_has_cut_off_already_is_lit_up(net: NetinvApp, until: Any) -> None:
    async with net.run_test(size=SIZE) as pilot:
        await pilot.press("7")
        shown = net.screen.query_one(SiteMap)
        assert net.subject is not None
        assert net.subject.name == "010"
        await pilot.press("I")
        await until(pilot, lambda: net.lit is not None)
        assert net.lit is not None
        assert net.lit.failed == {"xavantruc2-r1"}
        assert net.lit.cut == {"xaxuanhoa2-r1"}
        assert net.lit.sites == {"010", "011"}
        assert text(net, "#lit").startswith("◉ without Xã Vân Trục 2: 1 device cut off, 2 sites dark")
        assert "[◉]" in "".join(shown.render_line(y).text for y in range(shown.size.height))


async def test_the_impact_of_what_has_failed_is_what_it_has_cut_off(net: NetinvApp, until: Any) -> None:
    with sqlite3.connect(net.settings.db) as connection:  # as a sweep leaves it: its links are down
        connection.execute("UPDATE link_state SET state = 'down' WHERE link_id IN (6, 7)")
    async with net.run_test(size=SIZE) as pilot:
        await pilot.press("f5", "2")
        assert net.screen.query_one(Grid).go_to(10)
        await pilot.press("i")
        await until(pilot, lambda: text(net, "#summary") == "2 sites and 1 device are cut off: it has failed already")
        assert table(net)[-1] == "✖ cut off  xaxuanhoa2-r1  device"
        await pilot.press("end", "enter")
        await until(pilot, lambda: page(net) == "DeviceScreen")
        await pilot.press("escape", "home")
        assert net.subject is not None
        assert net.subject.kind == "site"
        await pilot.press("enter")
        await until(pilot, lambda: page(net) == "SiteScreen")
        await pilot.press("2")
        assert net.screen.query_one(Grid).go_to(9)
        await pilot.press("i")
        await until(pilot, lambda: "would be cut off" in text(net, "#summary"))


async def test_what_must_be_under_the_cursor_is_said_in_good_order(net: NetinvApp) -> None:
    async with net.run_test(size=SIZE) as pilot:
        await pilot.press("b", "I")
        assert text(net, KeyLine) == "I: Put the cursor on a device, a site or a link first."


async def test_what_is_lit_is_said_whole_on_80_columns(net: NetinvApp, until: Any) -> None:
    async with net.run_test(size=(80, 24)) as pilot:
        await pilot.press("2")
        assert net.screen.query_one(Grid).go_to(9)
        await pilot.press("I")
        await until(pilot, lambda: page(net) == "TopologyScreen" and tree(net).cursor == ("device", 9))
        line = net.screen.query_one("#lit", Sentence)
        assert [cells[-1].text for cells in line.lines(80)] == [
            " ◉ without huyenlapthach-r1: 2 devices cut off, 3 sites dark, 1 service lost",
            " I ends this",
        ]
        assert line.size.height == 2
        await pilot.resize_terminal(40, 10)
        await pilot.pause()
        assert line.size.height == 1
        assert text(net, "#lit").endswith("…")
        await pilot.press("I")
        assert not line.display


async def test_the_footer_offers_to_light_up_on_tree_and_map(net: NetinvApp, until: Any) -> None:
    async with net.run_test(size=(120, 36)) as pilot:
        await pilot.press("2")
        assert "I light up" not in text(net, KeyLine)
        await pilot.press("6")
        await until(pilot, lambda: len(rows(net)) > 1)
        assert "I light up" in text(net, KeyLine)
        await pilot.press("7")
        await until(pilot, lambda: net.subject is not None)
        assert "- farther  I light up" in text(net, KeyLine)


async def test_a_link_can_be_lit(net: NetinvApp, until: Any) -> None:
    async with net.run_test(size=SIZE) as pilot:
        await pilot.press("4")
        assert net.screen.query_one(Grid).go_to(6)
        await pilot.press("I")
        await until(pilot, lambda: net.lit is not None and page(net) == "TopologyScreen")
        assert net.lit is not None
        assert net.lit.failed == frozenset()
        assert {"xavantruc2-r1", "xaxuanhoa2-r1"} <= net.lit.cut
        await pilot.press("5", "tab", "I")
        assert not net.lit


async def test_a_site_without_devices_says_why_it_is_not_lit(net: NetinvApp, until: Any) -> None:
    with sqlite3.connect(net.settings.db) as connection:
        connection.execute("INSERT INTO site SELECT 999, '09999', name, level, kind, parent_id, lat, lon, status,"
                           " connected_since, '2024-01-01', valid_to, search FROM site WHERE id = 101")  # fmt: skip
    async with net.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: any(view.row.id == 999 for view in net.snapshot.tree))
        await pilot.press("7")
        assert net.screen.query_one(SiteMap).go_to(999)
        await pilot.press("I")
        await until(pilot, lambda: net._notifications)
        assert "has no devices of its own" in next(iter(net._notifications)).message


async def test_what_is_lit_follows_the_network(net: NetinvApp, until: Any) -> None:
    from tests.interface.tui.test_live import write

    async with net.run_test(size=SIZE) as pilot:
        await pilot.press("2")
        assert net.screen.query_one(Grid).go_to(9)
        await pilot.press("I")
        await until(pilot, lambda: net.lit is not None)
        assert net.lit is not None
        assert len(net.lit.cut) == 2
        await until(pilot, lambda: tree(net).cursor == ("device", 9))
        await pilot.press("up")
        cursor = tree(net).cursor
        write(net.settings.db, "UPDATE link SET b_device_id = 12 WHERE id = 7")
        write(net.settings.db, "UPDATE problem SET closed_at = 5")
        await until(pilot, lambda: net.lit and net.lit.cut == {"xavantruc2-r1", "xahailuu2-r1"})
        assert tree(net).cursor == cursor
