"""The network as a tree, and what is lit up on it and on the map."""

from __future__ import annotations

import re
import sqlite3
import time
from statistics import median
from typing import TYPE_CHECKING, Any

import pytest

from netinv import i18n
from netinv.app.network.network_tree import NetworkTree, Node, network_tree
from netinv.tui.widgets.bars import KeyLine, TitleBar
from netinv.tui.widgets.grid import Grid
from netinv.tui.widgets.network_tree import broadest
from tests.interface.tui.looking import page, rows, text, tree

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from netinv.store.reading.views import DeviceRow
    from netinv.tui.app import NetinvApp

SIZE = (120, 36)
SIZES = [(80, 24), (120, 36), (240, 60)]


async def test_devices_hang_under_each_other_and_redundant_links_are_marked(net: NetinvApp, until: Any) -> None:
    async with net.run_test(size=(200, 40)) as pilot:
        await pilot.press("6")
        await until(pilot, lambda: len(rows(net)) > 1)
        assert text(net, TitleBar).startswith("Network from core1 + core2: 28 · ✖1 ◐1 ○1")
        seen = rows(net)
        assert seen[0] == "▾ ● core1  ● up  4/6  Tỉnh Vĩnh Phúc"
        assert "  ▸ ● huyenlapthach-r1  ● up  1/3  ● up  GE0/0/4 – GE0/0/0  VP-004  Huyện Lập Thạch" in seen
        assert "    ⇄ core2  redundant  ● up  GE0/0/1 – GE0/0/0  VP-001" in seen
        assert seen[-1] == "▸ ? no known way"
        await pilot.press("x")
        seen = rows(net)
        assert any(row.lstrip().startswith("⇄ core2  redundant  ✖ down") for row in seen)
        below = next(n for n, row in enumerate(seen) if "xavantruc1-r1" in row)
        assert "✖ down  GE0/0/8 – GE0/0/0" in seen[below]
        assert len([row for row in seen if "⇄" not in row]) == 29  # all devices, and the row of those apart
        await pilot.press("x")
        assert len(rows(net)) < 15


async def test_the_footer_offers_what_works_on_the_row_that_the_cursor_goes_to(net: NetinvApp, until: Any) -> None:
    async with net.run_test(size=(240, 40)) as pilot:
        await pilot.press("6")
        await until(pilot, lambda: len(rows(net)) > 1)
        place = next(n for n, row in enumerate(rows(net)) if "⇄" in row)
        assert "s SSH" in text(net, KeyLine)
        await pilot.press(*["down"] * place)
        assert "s SSH" not in text(net, KeyLine)
        assert "m plan work" in text(net, KeyLine)
        await pilot.press("up")
        assert "s SSH" in text(net, KeyLine)


async def test_only_what_is_not_well_with_what_it_hangs_on(net: NetinvApp, until: Any) -> None:
    async with net.run_test(size=(200, 40)) as pilot:
        await pilot.press("6")
        await until(pilot, lambda: len(rows(net)) > 1)
        before = rows(net)
        await pilot.press("!")
        assert [row.split("  ")[0] for row in map(str.lstrip, rows(net))] == [
            "▾ ● core1",
            "▾ ● huyenlapthach-r1",
            "⇄ core2",
            "▾ ✖ xavantruc2-r1",
            "○ xaxuanhoa2-r1",
            "▾ ● thanhphovinhyen-r1",
            "● xavantruc1-r1",
            "▾ ● core2",
            "⇄ huyenlapthach-r1",
            "▾ ? no known way",
            "◐ soyte-r1",
        ]
        assert text(net, TitleBar).startswith("Network from core1 + core2, only problems: 3 · ✖1 ◐1 ○1")
        await pilot.press("2")
        assert net.screen.query_one(Grid).go_to(2)
        await pilot.press("6", "!")
        assert rows(net) == before


async def test_names_that_are_deep_in_the_tree_have_room_and_ports_are_abbreviated(
    make_app: Callable[[Path], NetinvApp], linked: Path, until: Any
) -> None:
    with sqlite3.connect(linked) as connection:
        connection.execute("UPDATE link SET a_interface = 'GigabitEthernet0/0/11' WHERE id = 7")
    app = make_app(linked)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("6")
        await until(pilot, lambda: page(app) == "TopologyScreen" and len(rows(app)) > 1)
        await pilot.press("x")
        seen = [tree(app).render_line(y).text for y in range(tree(app).size.height)]
        assert any("○ xaxuanhoa2-r1 " in line and " Gi0/0/11 – GE0/0/0 " in line for line in seen)
        assert any("⇄ huyenlapthach-r1    redundant " in line for line in seen)
        assert any("● huyenlapthach-r1 " in line and "Huyện Lập T" in line for line in seen)


def test_the_names_are_measured_with_all_open(net: NetinvApp) -> None:
    found = network_tree(net.snapshot, net.settings)
    assert broadest(found) == len("  ▸ ● thanhphovinhyen-r1")
    assert broadest(NetworkTree({}, {})) == 0
    chain = many_in_a_row(net.snapshot.devices[0], 5000)
    assert broadest(chain) == len("  " * 10 + "+4989 " + "▸ ○ d04999")


@pytest.mark.parametrize("size", [(40, 10), (80, 24), (240, 60)])
async def test_a_name_is_seen_however_deep_it_stands(net: NetinvApp, until: Any, size: tuple[int, int]) -> None:
    chain = many_in_a_row(net.snapshot.devices[0], 300)
    async with net.run_test(size=size) as pilot:
        await pilot.press("6")
        await until(pilot, lambda: len(rows(net)) > 1)
        tree(net).show_tree(chain, {}, broadest(chain))
        await pilot.press("x", "end")
        last = tree(net).render_line(min(tree(net).size.height - 1, 300)).text
        assert re.search(r"\+\d+   ● d00299 ", last)


async def test_the_keys_of_the_tree(net: NetinvApp, until: Any) -> None:
    async with net.run_test(size=SIZE) as pilot:
        await pilot.press("6")
        await until(pilot, lambda: len(rows(net)) > 1)
        n = len(rows(net))
        await pilot.press("left")
        assert len(rows(net)) < n
        await pilot.press("right", "right")
        assert tree(net).cursor == ("link", 1, 1)
        assert net.subject is not None
        assert net.subject.kind == "link"
        await pilot.press("enter")
        await until(pilot, lambda: "core2" in text(net, TitleBar))
        await pilot.press("escape", "down")
        assert page(net) == "TopologyScreen"
        assert net.subject is not None
        assert net.subject.kind == "device"
        await pilot.press("end", "enter")
        assert text(net, KeyLine) == "Space shows what is below this row."
        await pilot.press("space", "down", "enter")
        await until(pilot, lambda: page(net) == "DeviceScreen")


async def test_a_device_says_which_service_behind_it_is_down(
    make_app: Callable[[Path], NetinvApp], linked: Path, until: Any
) -> None:
    with sqlite3.connect(linked) as connection:
        connection.execute("UPDATE service SET device_id = 1 WHERE name IN ('portal', 'dns')")
        connection.execute("UPDATE service_state SET state = 'down' WHERE service_id = 1")
    connection.close()
    app = make_app(linked)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("6")
        await until(pilot, lambda: page(app) == "TopologyScreen" and bool(rows(app)))
        (core,) = [row for row in rows(app) if "core1" in row and "redundant" not in row]
        assert "● core1  ✖ portal" in core
        assert "dns" not in core


async def test_an_unknown_vantage_is_said(make_app: Callable[[Path], NetinvApp], linked: Path, until: Any) -> None:
    from dataclasses import replace

    app = make_app(linked)
    app.settings = replace(app.settings, vantage=("nowhere",))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("6")
        await until(pilot, lambda: app._notifications)
        assert "nowhere" in next(iter(app._notifications)).message


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", ["tree", "lit", "lit-map"])
def test_how_it_looks(snap_compare: Any, net: NetinvApp, until: Any, name: str, size: tuple[int, int]) -> None:
    async def steps(pilot: Any) -> None:
        if name == "tree":
            await pilot.press("6")
            await until(pilot, lambda: len(rows(net)) > 1)
            await pilot.press("x")
            return
        await pilot.press("2")
        net.screen.query_one(Grid).go_to(9)
        await pilot.press("I")
        await until(pilot, lambda: page(net) == "TopologyScreen" and tree(net).cursor == ("device", 9))
        await pilot.press("right")
        if name == "lit-map":
            await pilot.press("7")

    assert snap_compare(net, run_before=steps, terminal_size=size)


def test_how_it_looks_in_vietnamese(
    snap_compare: Any, make_app: Callable[[Path], NetinvApp], linked: Path, until: Any
) -> None:
    i18n.use("vi")
    app = make_app(linked)

    async def steps(pilot: Any) -> None:
        await pilot.press("6")
        await until(pilot, lambda: len(rows(app)) > 1)
        await pilot.press("x")

    assert snap_compare(app, run_before=steps, terminal_size=(80, 24))


async def test_titles_and_labels_in_vietnamese_are_not_cut_on_80_columns(
    make_app: Callable[[Path], NetinvApp], linked: Path, until: Any
) -> None:
    i18n.use("vi")
    app = make_app(linked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("6")
        await until(pilot, lambda: len(rows(app)) > 1)
        await pilot.press("!", "end")
        assert text(app, TitleBar).startswith("Mạng nhìn từ core1 + core2, chỉ sự cố: 3 ")
        assert any("? không rõ đường " in tree(app).render_line(y).text for y in range(tree(app).size.height))


@pytest.mark.parametrize("size", [(40, 10), (20, 5)])
async def test_small_sizes_run(net: NetinvApp, size: tuple[int, int]) -> None:
    async with net.run_test(size=size) as pilot:
        await pilot.press("6", "x", "down", "I", "7", "6")
        await pilot.resize_terminal(size[0] + 9, size[1] + 2)
        await pilot.press("q")
    assert net.return_code == 0


def many_in_a_row(row: DeviceRow, n: int) -> NetworkTree:
    """A chain of so many devices."""
    devices = [row._replace(id=ident, name=f"d{ident:05}") for ident in range(n)]
    nodes = {one.id: Node(one, one.id - 1 if one.id else None, None, (), {"up": 1}, False) for one in devices}
    return NetworkTree(nodes, {None: [0], **{ident: [ident + 1] for ident in range(n - 1)}})


def many(row: DeviceRow, n: int) -> NetworkTree:
    """So many devices, nine below each."""
    devices = [row._replace(id=ident, name=f"d{ident:05}") for ident in range(n)]
    nodes = {one.id: Node(one, (one.id - 1) // 9 if one.id else None, None, (), {"up": 1}, False) for one in devices}
    below: dict[int | None, list[int]] = {}
    for ident, node in nodes.items():
        below.setdefault(node.parent, []).append(ident)
    return NetworkTree(nodes, below)


@pytest.mark.slow  # it makes a large network first
async def test_a_key_costs_the_same_with_many_devices(
    make_app: Callable[[Path], NetinvApp], linked: Path, until: Any
) -> None:
    taken = {}
    for n in (169, 10_000):
        app = make_app(linked)
        async with app.run_test(size=SIZE) as pilot:
            await pilot.press("6")
            await until(pilot, lambda app=app: len(rows(app)) > 1)
            tree(app).show_tree(many(app.snapshot.devices[0], n), {}, 20)
            await pilot.press("x", "home")
            shown = tree(app).rows
            assert len(shown) == n
            cost = []
            for key in ["down"] * 24:
                began = time.process_time()
                await pilot.press(key)
                cost.append(time.process_time() - began)
            taken[n] = median(cost)
            assert tree(app).rows is shown  # nothing is made anew for a key
    assert taken[10_000] < 2 * taken[169]
