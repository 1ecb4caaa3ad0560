"""The neighbourhood of a device drawn: each key, what is told, the way back; and a site shown on the map."""

from __future__ import annotations

import sqlite3
import time
from statistics import median
from typing import TYPE_CHECKING, Any

import pytest
from textual import events

from netinv import i18n
from netinv.app.views.neighborhood import Near, Neighborhood
from netinv.tui.screens.around import AroundScreen
from netinv.tui.widgets.around import Around
from netinv.tui.widgets.bars import KeyLine, TitleBar
from netinv.tui.widgets.grid import Grid
from netinv.tui.widgets.site_map import SiteMap
from tests.interface.tui.looking import page, text
from tests.interface.tui.province import SWEPT_MS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from netinv.tui.app import NetinvApp

SIZE = (120, 36)
SIZES = [(80, 24), (120, 36), (240, 60)]


def name(app: NetinvApp) -> str:
    """The device under the cursor."""
    return app.subject.name if app.subject else ""


def drawn(app: NetinvApp) -> str:
    shown = app.screen.query_one(Around)
    return "\n".join(shown.render_line(y).text.rstrip() for y in range(shown.size.height))


@pytest.fixture
def ring(province: Path) -> Path:
    """core1 with six neighbours; core2 by two links, one of them broken."""
    with sqlite3.connect(province) as connection:
        for ident, (other, state) in enumerate(((2, "down"), (10, "up"), (20, "up")), 20):
            connection.execute(
                "INSERT INTO link (id, a_device_id, a_interface, b_device_id, b_interface, first_seen)"
                " VALUES (?, 1, ?, ?, 'GE0/0/9', ?)",
                (ident, f"GE0/0/{ident}", other, SWEPT_MS),
            )
            connection.execute(
                "INSERT INTO link_state (link_id, valid_from, state, sources, confidence)"
                " VALUES (?, ?, ?, 'lldp', 'both')",
                (ident, SWEPT_MS, state),
            )
    return province


@pytest.fixture
def net(make_app: Callable[[Path], NetinvApp], ring: Path) -> NetinvApp:
    """The application over it."""
    return make_app(ring)


async def test_the_device_in_the_middle_and_its_neighbours_around(net: NetinvApp) -> None:
    async with net.run_test(size=SIZE) as pilot:
        await pilot.press("2", "N")
        assert page(net) == "AroundScreen"
        assert text(net, TitleBar).startswith("core1 · 6 neighbours")
        assert name(net) == "core2"
        seen = drawn(net)
        assert "● core1 " in seen
        assert "×2 ✖ down" in seen  # of two links the worse
        assert "╌" in seen
        assert "GE0/0/20" in seen
        assert "VP-0002" in seen
        told = text(net, "#under").split("\n")
        assert told[0].startswith("● up  core2  Tỉnh Vĩnh Phúc 192.0.2.2")
        assert told[1].strip().startswith("● up  GE0/0/1 – GE0/0/0  VNPT VP-0001 fibre 1 Gb/s  declared, lldp")
        assert told[2].strip().startswith("✖ down  GE0/0/20 – GE0/0/9")


async def test_the_cursor_goes_from_neighbour_to_neighbour(net: NetinvApp) -> None:
    async with net.run_test(size=SIZE) as pilot:
        await pilot.press("2", "N", "up")
        assert name(net) == "core2"
        await pilot.press("down")
        assert name(net) == "thanhphovinhyen-r1"
        await pilot.press("right")
        right = name(net)
        assert right not in ("core2", "thanhphovinhyen-r1")
        await pilot.press("right")
        assert name(net) == right
        await pilot.press("left")
        assert name(net) == "thanhphovinhyen-r1"
        await pilot.press("G")
        last = name(net)
        await pilot.press("j", "pagedown")
        assert name(net) == last
        await pilot.press("g", "k", "pageup")
        assert name(net) == "core2"


async def test_enter_goes_on_and_back_comes_back(net: NetinvApp) -> None:
    async with net.run_test(size=SIZE) as pilot:
        await pilot.press("2", "N", "down", "enter")
        assert text(net, TitleBar).startswith("thanhphovinhyen-r1 · 1 neighbour")
        assert name(net) == "core1"
        await pilot.press("enter")
        assert text(net, TitleBar).startswith("core1 ·")
        assert name(net) == "thanhphovinhyen-r1"  # where one came from
        await pilot.press("escape", "escape")
        assert text(net, TitleBar).startswith("core1 ·")
        await pilot.press("escape")
        assert page(net) == "DevicesScreen"
        await pilot.press("alt+right")
        assert page(net) == "AroundScreen"


async def test_the_page_of_the_device_and_other_deeds(net: NetinvApp, until: Any) -> None:
    async with net.run_test(size=SIZE) as pilot:
        await pilot.press("2", "N", "down", "d")
        await until(pilot, lambda: page(net) == "DeviceScreen")
        assert "thanhphovinhyen-r1" in text(net, TitleBar)
        await pilot.press("escape", "i")
        await until(pilot, lambda: page(net) == "ImpactScreen")


async def test_a_device_without_links_says_so_and_one_that_is_gone_closes(net: NetinvApp, until: Any) -> None:
    from tests.interface.tui.test_live import write

    async with net.run_test(size=SIZE) as pilot:
        await pilot.press("2")
        net.screen.query_one(Grid).go_to(25)
        await pilot.press("N")
        assert "No link of this device is known." in drawn(net)
        assert net.subject is not None
        assert net.subject.ident == 25
        await pilot.press("up", "down", "left", "right", "enter", "G", "pagedown")
        write(net.settings.db, "DELETE FROM device WHERE id = 25")
        await until(pilot, lambda: page(net) == "DevicesScreen")


async def test_a_click_goes_and_a_double_click_goes_on(net: NetinvApp) -> None:
    async with net.run_test(size=SIZE) as pilot:
        await pilot.press("2", "N")
        lines = drawn(net).split("\n")
        y = next(y for y, line in enumerate(lines) if "thanhphovinhyen" in line)
        await pilot.click(Around, offset=(4, y))
        assert name(net) == "thanhphovinhyen-r1"
        await pilot.click(Around, offset=(4, y), times=2)
        assert text(net, TitleBar).startswith("thanhphovinhyen-r1 ·")


async def test_only_the_neighbours_that_are_not_well(net: NetinvApp, until: Any) -> None:
    from tests.interface.tui.test_live import write

    async with net.run_test(size=SIZE) as pilot:
        await pilot.press("2", "N")
        assert text(net, TitleBar).startswith("core1 · 6 neighbours · ✖1 ")
        assert "thanhphovinhyen-r1" in drawn(net)
        await pilot.press("!")
        assert text(net, TitleBar).startswith("core1 · 6 neighbours · ✖1, only problems")
        seen = drawn(net)
        assert "✖ xavantruc2-r1" in seen  # it is down itself
        assert "● core2" in seen  # one of two links to it is
        assert "thanhphovinhyen-r1" not in seen
        write(net.settings.db, "UPDATE device_state SET state = 'up'")
        write(net.settings.db, "UPDATE link_state SET state = 'up'")
        await until(pilot, lambda: "All neighbours are well." in drawn(net))
        assert name(net) == "core1"
        await pilot.press("!")
        assert "thanhphovinhyen-r1" in drawn(net)


async def test_the_wheel_goes_down_and_up(net: NetinvApp) -> None:
    async with net.run_test(size=SIZE) as pilot:
        await pilot.press("2", "N")
        shown = net.screen.query_one(Around)
        shown.post_message(events.MouseScrollDown(shown, 5, 5, 0, 0, 0, shift=False, meta=False, ctrl=False))
        await pilot.pause()
        assert name(net) == "thanhphovinhyen-r1"
        shown.post_message(events.MouseScrollUp(shown, 5, 5, 0, 0, 0, shift=False, meta=False, ctrl=False))
        await pilot.pause()
        assert name(net) == "core2"


@pytest.mark.parametrize("height", [9, 24, 25, 26])
async def test_a_single_neighbour_stands_beside_the_device_at_the_end_of_a_straight_wire(
    net: NetinvApp, height: int
) -> None:
    async with net.run_test(size=(120, height)) as pilot:
        await pilot.press("2", "N", "down", "enter")
        (line,) = [line for line in drawn(net).split("\n") if "├" in line]
        here, wire, there = line.partition("├")
        assert here.strip("│ ") == "● thanhphovinhyen-r1"
        assert "● up" in wire + there
        assert "┤ ● core1  Tỉnh Vĩnh Phúc │" in there


async def test_names_of_ports_are_abbreviated_and_told_whole(net: NetinvApp) -> None:
    with sqlite3.connect(net.settings.db) as connection:
        connection.execute("UPDATE link SET a_interface = 'GigabitEthernet0/0/11' WHERE id = 2")
    async with net.run_test(size=(80, 24)) as pilot:
        await pilot.press("2", "N", "down")
        assert "Gi0/0/11" in drawn(net)
        assert "GigabitEthernet0/0/11 – GE0/0/0" in text(net, "#under")


async def test_from_a_site_and_onto_the_map(make_app: Callable[[Path], NetinvApp], located: Path) -> None:
    app = make_app(located)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2")
        assert app.screen.query_one(Grid).go_to(10)
        await pilot.press("M")
        await pilot.pause()
        assert page(app) == "MapScreen"
        assert app.screen.query_one(SiteMap).cursor == 110
        await pilot.press("exclamation_mark", "1", "down", "M")
        await pilot.pause()
        assert app.screen.query_one(SiteMap).cursor == 10
        assert text(app, TitleBar).startswith("Map: 27")
        await pilot.press("N")
        assert page(app) == "AroundScreen"
        assert text(app, TitleBar).startswith("thanhphovinhyen-r1 ·")


async def test_a_site_without_a_place_or_a_device_says_so(net: NetinvApp, until: Any) -> None:
    with sqlite3.connect(net.settings.db) as connection:
        connection.execute("UPDATE site SET lat = 21.1, lon = 105.5 WHERE id = 10")
        connection.execute("DELETE FROM device WHERE site_id = 11")
    async with net.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: sum(net.snapshot.counts.values()) == 27)
        await pilot.press("down", "down", "N")
        assert text(net, KeyLine) == "No device stands at this site."
        await pilot.press("M")
        await pilot.pause()
        assert text(net, KeyLine) == "This site has no place on the map: give it lat and lon."


@pytest.mark.parametrize("size", [(40, 10), (20, 5), (3, 3)])
async def test_small_sizes_run(net: NetinvApp, size: tuple[int, int]) -> None:
    async with net.run_test(size=size) as pilot:
        await pilot.press("2", "N", "down", "down", "right", "enter")
        await pilot.resize_terminal(size[0] + 90, size[1] + 2)
        await pilot.press("left", "q")
    assert net.return_code == 0


@pytest.mark.parametrize("size", [*SIZES, (60, 16)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_how_it_looks(snap_compare: Any, net: NetinvApp, size: tuple[int, int]) -> None:
    assert snap_compare(net, press=["2", "N", "down"], terminal_size=size)


def test_how_it_looks_in_vietnamese(snap_compare: Any, make_app: Callable[[Path], NetinvApp], ring: Path) -> None:
    i18n.use("vi")
    assert snap_compare(make_app(ring), press=["2", "N"], terminal_size=(80, 24))


@pytest.mark.slow  # it makes a large network first
async def test_a_key_costs_the_same_with_many_neighbours(net: NetinvApp) -> None:
    row, link = net.snapshot.devices[0], net.snapshot.links[0]
    taken = {}
    async with net.run_test(size=SIZE) as pilot:
        await pilot.press("2", "N")
        assert isinstance(net.screen, AroundScreen)
        shown = net.screen.query_one(Around)
        for n in (169, 10_000):
            near = tuple(Near(row._replace(id=i, name=f"d{i:05}"), (link._replace(id=i),)) for i in range(2, n + 2))
            shown.show(Neighborhood(row, near), {})
            await pilot.press("g", *["down"] * 12)
            assert "▼" in drawn(net)
            assert "▲" in drawn(net)
            cost = []
            for key in ["down"] * 24:
                began = time.process_time()
                await pilot.press(key)
                cost.append(time.process_time() - began)
            taken[n] = median(cost)
    assert taken[10_000] < 2 * taken[169]
