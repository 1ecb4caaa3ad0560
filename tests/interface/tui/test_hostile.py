"""Whatever devices and people wrote: no control, no hidden character reaches the terminal, on any screen."""

from __future__ import annotations

import re
import sqlite3
from typing import TYPE_CHECKING, Any

import pytest
from textual.events import Paste

from netinv.tui.widgets.search_box import SearchBox
from tests.interface.tui.looking import page
from tests.interface.tui.province import NOW_MS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from netinv.tui.app import NetinvApp

_EVIL = "\x1b]0;owned\x07\x1b[31m\x9b2J\u202eabc\u2066\u061c\u200b\u2060\ufeff\x00\x7f\r\n[b]世界🇻🇳e\u0301"
HARMFUL = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
_SAID_BY_DEVICES = {
    "site": ("name", "code", "kind", "connected_since"),
    "device": ("name", "role", "notes", "platform", "address"),
    "system": (
        *("sys_name", "sys_descr", "sys_object_id", "location", "contact", "vendor", "os", "os_version", "model"),
        "serial",
    ),
    "interface": ("alias", "descr", "mac", "type"),
    "neighbor": (
        *("local_port", "remote_name", "remote_port", "remote_port_description", "remote_address"),
        *("remote_platform", "remote_chassis"),
    ),
    "link_state": ("carrier", "circuit", "medium", "sources"),
    "event": ("old", "new", "cause", "acked_by", "note", "subject", "kind"),
    "problem": ("acked_by", "note", "alternative"),
    "service": ("name", "url", "expect"),
    "service_state": ("status", "cause"),
    "device_state": ("cause",),
    "maintenance": ("name", "note", "added_by", "ended_by"),
    "declared_figure": ("source",),
}
_WINDOWS = [
    ("device", "core1", None, NOW_MS - 3_600_000, NOW_MS + 3_600_000, "2023-11-15T06:13:20", None),
    ("site", "241", 11, NOW_MS - 3_600_000, NOW_MS + 3_600_000, "2023-11-15T06:13:20", None),
    ("circuit", "VP-0001", None, NOW_MS - 3_600_000, NOW_MS + 3_600_000, "2023-11-15T06:13:20", NOW_MS - 60_000),
]
_WAYS = [
    *([key] for key in "123456789"),
    *(["2", "enter"], ["tab"], ["tab"], ["tab"], ["tab"], ["tab"]),
    *(["1", "enter"], ["tab"], ["tab"], ["tab"], ["tab"], ["tab"], ["tab"]),
    *(["6", "x", "down"], ["i"], ["6", "I"], ["7"], ["I"]),
    *(["8", "enter"], ["tab"], ["tab"], ["8", "c"], ["2", "N"], ["2", "E"]),
    *(["2", "m"], [*"22:00 +2h night"], ["escape"], ["4", "m"], ["escape"], ["8", "m"], ["escape"]),
    *(["W"], ["down"], ["D"], ["escape"], ["enter"], ["W", "!"]),
    *(["b", "down", "down", "down"], ["enter"], ["escape", "tab"], ["enter"], ["escape", "tab"], ["enter"]),
    *(["escape", "L"], ["tab"], ["escape"]),
    *(["1", "slash", "r", "1"], ["escape", "2", "y"], ["n"], ["8", "a"], ["escape"]),
]
_OURS = ("HelpScreen", "ReportsScreen")  # they need not show what others wrote
_ALL = {
    *("OverviewScreen", "DevicesScreen", "InterfacesScreen", "LinksScreen", "EventsScreen", "TopologyScreen"),
    *("MapScreen", "ProblemsScreen", "ServicesScreen", "DeviceScreen", "SiteScreen", "ImpactScreen"),
    *("ProblemScreen", "PaperScreen", "AroundScreen", "SearchScreen", "Menu", "Prompt"),
    *("PlanScreen", "WindowsScreen", "ReportsScreen", "UnitsScreen"),
}


@pytest.fixture
def hostile(located: Path) -> Path:
    """The province in which every text ends in what a terminal would obey; names that must differ still do."""
    with sqlite3.connect(located) as connection:
        connection.execute("UPDATE link SET a_interface = ?, b_interface = ? WHERE id = 2", (_EVIL, _EVIL))
        connection.executemany(
            "INSERT INTO maintenance (kind, name, site_id, starts_at, ends_at, zone, local_from, local_to, added_by,"
            " added_at, ended_at) VALUES (?, ?, ?, ?, ?, 'Asia/Ho_Chi_Minh', '2023-11-15T04:13:20', ?, 'an', 1, ?)",
            _WINDOWS,
        )
        connection.executemany(
            "INSERT INTO declared_figure (site_id, indicator, value, date, source) VALUES (?, ?, ?, '2023-01-01', '3')",
            [(10, "firewall", 1), (11, "firewall", 0), (100, "computers_per_official", 8)],
        )
        for table, columns in _SAID_BY_DEVICES.items():
            there = {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}
            assert there.issuperset(columns), (table, set(columns) - there)
            given = ", ".join(f"{column} = coalesce({column}, '') || ?" for column in columns)
            connection.execute(f"UPDATE {table} SET {given}", [_EVIL] * len(columns))
        connection.execute("UPDATE problem SET name = name || ?, members = json_array(name || ?)", (_EVIL, _EVIL))
        connection.execute(
            "UPDATE problem SET affected_sites = (SELECT json_group_array(code) FROM site LIMIT 3) WHERE explains"
        )
    return located


def drawn(app: NetinvApp) -> str:
    """All that the terminal is given to draw, toasts among it."""
    return "\n".join("".join(part.text for part in strip) for strip in app.screen._compositor.render_strips())


async def test_no_screen_draws_it(make_app: Callable[[Path], NetinvApp], hostile: Path, until: Any) -> None:
    app = make_app(hostile)
    seen: dict[str, str] = {}

    async with app.run_test(size=(200, 50)) as pilot:
        for step, keys in enumerate(_WAYS):
            await pilot.press(*keys)
            await until(pilot, lambda: app.feed._questions.empty())
            seen[f"{step}: {page(app)} after {' '.join(keys)}"] = drawn(app)
    visited = {where.split()[1] for where in seen}
    assert visited >= _ALL, _ALL - visited
    for where, text in seen.items():
        assert not HARMFUL.findall(text.replace("\n", "")), (where, _around(text))
        assert "\ufffd" in text or where.split()[1] in _OURS, f"{where}: it was nowhere to be seen"


async def test_what_is_said_and_what_is_pasted(app: NetinvApp) -> None:
    async with app.run_test(size=(120, 36), notifications=True) as pilot:
        app.notify(f"Copied: {_EVIL}")
        app.say(_EVIL)
        app.trouble = _EVIL
        app.update_bars()
        await pilot.pause()
        assert "Copied: " in drawn(app)
        assert not HARMFUL.findall(drawn(app).replace("\n", "")), _around(drawn(app))
        await pilot.press("slash")
        app.screen.post_message(Paste("vinh\x1b[31m\u202e yen"))
        app.screen.query_one(SearchBox).post_message(Paste("vinh\x1b[31m\u202e yen"))
        await pilot.pause()
        assert "vinh\ufffd[31m\ufffd yen" in drawn(app)
        assert not HARMFUL.findall(drawn(app).replace("\n", ""))


@pytest.mark.parametrize(("screen", "form"), [("2", "c"), ("2", "j"), ("4", "c"), ("8", "j"), ("5", "c")])
async def test_exports_hold_nothing_harmful(
    make_app: Callable[[Path], NetinvApp],
    hostile: Path,
    until: Any,
    monkeypatch: pytest.MonkeyPatch,
    screen: str,
    form: str,
) -> None:
    monkeypatch.chdir(hostile.parent)
    app = make_app(hostile)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press(screen, "e", form)
        await until(pilot, lambda: list(hostile.parent.glob("netinv-*")))
        await until(pilot, lambda: app._notifications)
    (written,) = hostile.parent.glob("netinv-*")
    text = written.read_text(encoding="utf-8-sig")
    assert "世界" in text
    assert not HARMFUL.findall(text.replace("\n", "")), _around(text)


def _around(text: str) -> list[str]:
    flat = text.replace("\n", "¶")
    return [flat[max(0, hit.start() - 40) : hit.end() + 20] for hit in HARMFUL.finditer(flat)][:5]
