"""What each test of a screen needs: the application over a swept province, in English, with the clock of Hanoi."""

from __future__ import annotations

import shutil
import sqlite3
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from netinv import i18n
from netinv.config import Settings
from tests.interface.tui.province import LINKS, NOW_MS, SWEPT_MS, build
from tests.interface.tui.settling import settle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.pilot import Pilot

    from netinv.tui.app import NetinvApp


@pytest.fixture(scope="session")
def _template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("province") / "inventory.db"
    build(path)
    return path


@pytest.fixture
def province(_template: Path, tmp_path: Path) -> Path:
    """The swept province, a copy for each test."""
    return Path(shutil.copy(_template, tmp_path / "inventory.db"))


@pytest.fixture
def located(province: Path) -> Path:
    """The province with coordinates: districts about their capital, communes about their district, agencies without."""
    with sqlite3.connect(province) as connection:
        connection.execute("UPDATE site SET lat = 21.30, lon = 105.60 WHERE id = 1")
        for d, (lat, lon) in enumerate(((21.31, 105.62), (21.43, 105.45), (21.46, 105.60), (21.48, 105.35))):
            connection.execute("UPDATE site SET lat = ?, lon = ? WHERE id = ?", (lat, lon, 10 + d))
            for c, (north, east) in enumerate(((0.02, 0.0), (0.0, 0.06), (-0.03, 0.01), (0.01, -0.05), (-0.02, -0.03))):
                place = lat + north, lon + east, 100 + 10 * d + c
                connection.execute("UPDATE site SET lat = ?, lon = ? WHERE id = ?", place)
    return province


@pytest.fixture
def swept_twice(located: Path) -> Path:
    """With coordinates, and a sweep before that found all of it up."""
    with sqlite3.connect(located) as connection:
        connection.execute("UPDATE sweep SET id = 2")
        connection.execute(
            "INSERT INTO sweep (id, status, started_at, finished_at, deadline_at, pid, process_started, host, whole,"
            " targets, answered, changes, report) VALUES (1, 'done', ?, ?, ?, 1, '', 'h', 1, 28, 28, 0, '{}')",
            (SWEPT_MS - 9000, SWEPT_MS - 8000, SWEPT_MS),
        )
        connection.execute(
            "INSERT INTO device_state (device_id, valid_from, valid_to, state) SELECT device_id, ?, ?, 'up'"
            " FROM device_state",
            (SWEPT_MS - 8000, SWEPT_MS),
        )
    return located


@pytest.fixture
def linked(located: Path) -> Path:
    """The province with coordinates and a network with rings, a broken link and an island."""
    with sqlite3.connect(located) as connection:
        connection.execute("DELETE FROM link_state")
        connection.execute("DELETE FROM link")
        for place, (a, b, state) in enumerate(LINKS, 1):
            connection.execute(
                "INSERT INTO link (id, a_device_id, a_interface, b_device_id, b_interface, first_seen)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (place, a, f"GE0/0/{place}", b, "GE0/0/0", SWEPT_MS),
            )
            connection.execute(
                "INSERT INTO link_state (link_id, valid_from, state, sources, confidence, carrier, circuit)"
                " VALUES (?, ?, ?, 'lldp', 'both', 'VNPT', ?)",
                (place, SWEPT_MS, state, f"VP-{place:03}"),
            )
    return located


@pytest.fixture
def settings(province: Path) -> Settings:
    """Settings with that database."""
    return Settings(db=province)


@pytest.fixture(autouse=True)
def _surroundings(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """English, and the clock of Hanoi."""
    monkeypatch.setenv("TZ", "Asia/Ho_Chi_Minh")
    time.tzset()
    i18n.use("en")
    yield
    i18n.use("en")
    monkeypatch.undo()
    time.tzset()


@pytest.fixture(autouse=True)
def _unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys and pauses of Textual's pilot wait by our rule."""
    for module in ("app", "pilot"):
        monkeypatch.setattr(f"textual.{module}.wait_for_idle", settle)


@pytest.fixture
def make_app() -> Callable[[Path], NetinvApp]:
    """The application over a database, at a fixed time, looking for changes at once."""
    from netinv.app.views.pages import Views
    from netinv.tui.app import NetinvApp

    def make(path: Path) -> NetinvApp:
        views = Views(path)
        return NetinvApp(Settings(db=path), views, views.snapshot(NOW_MS), clock=lambda: NOW_MS, look_every_s=0.05)

    return make


@pytest.fixture
def app(make_app: Callable[[Path], NetinvApp], province: Path) -> NetinvApp:
    """The application over the swept province."""
    return make_app(province)


@pytest.fixture
def net(make_app: Callable[[Path], NetinvApp], linked: Path) -> NetinvApp:
    """The application over it."""
    return make_app(linked)


@pytest.fixture
def until() -> Callable[..., Any]:
    """Wait for something that another thread brings about."""

    async def wait(pilot: Pilot[None], condition: Callable[[], object], limit_s: float = 90.0) -> None:
        deadline = time.monotonic() + limit_s
        while not condition():
            assert time.monotonic() < deadline, "it did not come about"
            await pilot.pause(0.02)
        await pilot.pause()

    return wait
