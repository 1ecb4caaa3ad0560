"""A small made-up province in a database, swept once: what the terminal interface is tested on."""

from __future__ import annotations

import json
import shutil
import sqlite3
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from netinv import i18n
from netinv.config import Settings
from netinv.model import COUNTER_NAMES, Counters
from netinv.text import fold
from tests.interface.tui.settling import settle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection
    from textual.pilot import Pilot

    from netinv.tui.app import NetinvApp

NOW_MS = 1_700_000_000_000  # 2023-11-14 22:13:20 UTC
SWEPT_MS = NOW_MS - 120_000
HOUR_MS = 3_600_000
HOUR_MBIT = {hour: 0 if hour < -20 else 10 * (21 + hour) for hour in range(-25, 1)}
"""What device 1 took in over the hour that ended so long before the sweep, in Mb/s."""
UNASKED = (-10, -9, -8)
DISTRICTS = ["Thành phố Vĩnh Yên", "Huyện Lập Thạch", "Huyện Tam Đảo", "Huyện Sông Lô"]
COMMUNES = ["Xã Vân Trục", "Xã Xuân Hòa", "Xã Hải Lựu", "Xã Đồng Ích", "Xã Bồ Lý"]


def _problem(
    ident: int, kind: str, name: str, state: str, *, explains: bool, sites: tuple[str, ...] = ()
) -> dict[str, Any]:
    return {
        "id": ident,
        "kind": kind,
        "name": name,
        "explains": explains,
        "state": state,
        "severity": "error" if explains else "warning",
        "members": json.dumps([name]),
        "affected_sites": json.dumps(sites),
        "opened_at": NOW_MS - 120_000,
    }


PROBLEMS = [
    _problem(1, "device", "xavantruc2-r1", "down", explains=True, sites=("010", "011")),
    _problem(2, "link", "core1--xaxuanhoa1-r1", "down", explains=False),
    _problem(3, "device", "soyte-r1", "degraded", explains=False),
]
SILENCED = [
    {"problem_id": 1, "device_id": 10, "valid_from": SWEPT_MS, "failed": True},
    {"problem_id": 1, "device_id": 11, "valid_from": SWEPT_MS, "failed": False},
]


def _service(ident: int, name: str, site_id: int, url: str, device_id: int | None = None) -> dict[str, Any]:
    return {"id": ident, "name": name, "site_id": site_id, "url": url, "expect": None, "device_id": device_id}


SERVICES = [
    _service(1, "portal", 50, "https://portal.example/", 27),
    _service(2, "one-stop", 11, "http://one-stop.example/", 11),
    _service(3, "dns", 1, "dns://portal.example"),
]
SERVICE_STATES: list[dict[str, Any]] = [
    {"service_id": 1, "valid_from": SWEPT_MS, "state": "up", "cause": None, "status": "200"}
    | {"not_after": NOW_MS + 12 * 86_400_000 + 1},
    {"service_id": 2, "valid_from": SWEPT_MS, "state": "unreachable", "cause": "xavantruc2-r1", "status": "timeout"}
    | {"not_after": None},
]
SERVICE_CHECKS: list[dict[str, Any]] = [
    {"service_id": 1, "checked_at": SWEPT_MS, "latency_us": 12_345},
    {"service_id": 2, "checked_at": SWEPT_MS, "latency_us": None},
]


def _sites() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [_site(1, "26", "Tỉnh Vĩnh Phúc", "province", None)]
    for d, district in enumerate(DISTRICTS):
        rows.append(_site(10 + d, f"24{d}", district, "district", 1))
        rows += [
            _site(100 + 10 * d + c, f"0{d}{c}", f"{name} {d + 1}", "commune", 10 + d) for c, name in enumerate(COMMUNES)
        ]
    rows.append(_site(50, "26-A1", "Sở Y tế", "agency", 1))
    rows.append(_site(51, "26-A2", "Sở Tài chính", "agency", 1))
    return rows


def _site(ident: int, code: str, name: str, level: str, parent: int | None) -> dict[str, Any]:
    return {
        "id": ident,
        "code": code,
        "name": name,
        "level": level,
        "parent_id": parent,
        "status": "connected",
        "connected_since": "2014-06-08",
        "valid_from": "",
        "search": fold(f"{code} {name}"),
    }


def _device(ident: int, name: str, site_id: int) -> dict[str, Any]:
    return {
        "id": ident,
        "name": name,
        "site_id": site_id,
        "address": f"192.0.2.{ident % 250}",
        "port": 161,
        "role": "router",
        "snmp": "campus",
        "ssh_port": 22,
        "added_at": SWEPT_MS - 86_400_000,
        "search": name,
    }


def _devices(sites: list[dict[str, Any]]) -> list[dict[str, Any]]:
    rows = [_device(1, "core1", 1), _device(2, "core2", 1)]
    for site in sites[1:]:
        rows.append(_device(len(rows) + 1, fold(site["name"]).replace(" ", "") + "-r1", site["id"]))
    return rows


def _state(device_id: int) -> tuple[str, str | None]:
    """Xã Vân Trục 2 is down and cuts off Xã Xuân Hòa 2; Sở Y tế is degraded."""
    return {10: ("down", None), 11: ("unreachable", "xavantruc2-r1"), 27: ("degraded", None)}.get(
        device_id, ("up", None)
    )


def build(path: Path, *, swept: bool = True) -> None:
    """Write the province; ``swept``: with what one sweep would have left."""
    from netinv.store.tables import devices as of_devices
    from netinv.store.tables import inventory, links, problems, services
    from netinv.store.tables import sweeps as of_sweeps
    from netinv.store.writing.engine import Store

    sites = _sites()
    devices = _devices(sites)
    with Store(path).write() as connection:
        connection.execute(_insert(inventory.Site), sites)
        connection.execute(_insert(inventory.Device), devices)
        if not swept:
            return
        connection.execute(_insert(of_sweeps.Sweep), [_sweep(1, "done", SWEPT_MS - 3000, SWEPT_MS)])
        for device in devices:
            state, cause = _state(device["id"])
            reach = "ok" if state in ("up", "degraded") else "timeout"
            row = {"state": state, "cause": cause, "icmp": reach, "snmp": "timeout" if state == "degraded" else reach}
            connection.execute(
                _insert(of_devices.DeviceState), [{"device_id": device["id"], "valid_from": SWEPT_MS, **row}]
            )
        connection.execute(_insert(of_devices.System), [_system(device) for device in devices])
        connection.execute(_insert(of_sweeps.Poll), [_poll(device["id"]) for device in devices])
        connection.execute(_insert(of_devices.Interface), [port for device in devices for port in _ports(device["id"])])
        connection.execute(_insert(links.Link), [_link(place) for place in range(1, 5)])
        connection.execute(_insert(links.LinkState), [_link_state(place) for place in range(1, 5)])
        connection.execute(_insert(inventory.Service), SERVICES)
        connection.execute(_insert(services.ServiceState), SERVICE_STATES)
        connection.execute(_insert(services.ServiceCheck), SERVICE_CHECKS)
        connection.execute(_insert(of_devices.Neighbor), [_neighbor(1, "core2"), _neighbor(1, "stranger")])
        connection.execute(_insert(problems.Problem), PROBLEMS)
        connection.execute(_insert(problems.ProblemDevice), SILENCED)
        connection.execute(_insert(problems.Event), [_event(1, "xavantruc2-r1", 10, "error", "down")])
        connection.execute(_insert(problems.Event), [_event(2, "soyte-r1", 27, "warning", "degraded")])
        _measure(connection)


def _measure(connection: Connection) -> None:
    """Device 1 over the day before, each hour: busier and busier, its way back longer; for three hours nobody asked."""
    from netinv.store.writing import polls

    keyframe_at, octets = None, 0
    for hour in range(-25, 1):
        octets += round(HOUR_MBIT[hour] * 1e6 * 3600 / 8)
        if hour in UNASKED:
            continue
        at_ms = SWEPT_MS + hour * HOUR_MS
        columns = [(octets, 0, 0), (octets // 10, 0, 0), *((0, 0, 0) for _name in COUNTER_NAMES[2:])]
        counters = Counters(8_640_000_0 + hour * 360_000, ("GE0/0/0", "GE0/0/1", "GE0/0/2"), tuple(columns))
        writer = polls.CounterWriter(connection, at_ms)
        gauges = polls.Gauges(1000 + 100 * (hour + 25), cpu=125, memory=None)
        keyframe_at, _keyframe = writer.add(1, counters, keyframe_at, gauges)
        writer.flush()
    values = {"id": 1, "at": SWEPT_MS, "keyframe": keyframe_at}
    sql = "UPDATE poll SET counters_at = :at, keyframe_at = :keyframe WHERE device_id = :id"
    connection.exec_driver_sql(sql, values)


def _insert(table: Any) -> Any:
    from sqlalchemy import insert

    return insert(table)


def _sweep(ident: int, status: str, started_at: int, finished_at: int | None) -> dict[str, Any]:
    return {
        "id": ident,
        "status": status,
        "started_at": started_at,
        "finished_at": finished_at,
        "deadline_at": started_at + 240_000,
        "pid": 1,
        "process_started": "",
        "host": "poller",
        "whole": True,
        "targets": 28,
        "answered": 26,
        "changes": 2,
        "report": json.dumps({"causes": []}),
    }


def _system(device: dict[str, Any]) -> dict[str, Any]:
    return {
        "device_id": device["id"],
        "valid_from": SWEPT_MS,
        "sys_name": device["name"],
        "vendor": "Huawei",
        "model": "AR6120",
        "serial": f"SN{device['id']:08}",
        "os": "VRP",
        "os_version": "V300R022",
        "location": "Phòng máy \x1b[31m",
    }


def _poll(device_id: int) -> dict[str, Any]:
    return {
        "device_id": device_id,
        "asked_at": SWEPT_MS,
        "last_seen": SWEPT_MS,
        "uptime_ticks": 8_640_000_0,
        "interfaces_total": 3,
        "interfaces_up": 1,
    }


def _ports(device_id: int) -> list[dict[str, Any]]:
    ports = [("GE0/0/0", 1, 1, 1), ("GE0/0/1", 2, 1, 2), ("GE0/0/2", 3, 2, 2)]
    return [
        {
            "device_id": device_id,
            "name": name,
            "valid_from": SWEPT_MS,
            "if_index": index,
            "alias": f"port {index} of {device_id}",
            "admin_status": admin,
            "oper_status": oper,
            "speed_bps": 10**9,
            "mtu": 1500,
            "mac": f"02:00:00:00:{device_id:02x}:{index:02x}",
        }
        for name, index, admin, oper in ports
    ]


def _link(place: int) -> dict[str, Any]:
    return {
        "id": place,
        "a_device_id": 1,
        "a_interface": f"GE0/0/{place}",
        "b_device_id": place + 1,
        "b_interface": "GE0/0/0",
        "first_seen": SWEPT_MS,
    }


def _link_state(place: int) -> dict[str, Any]:
    return {
        "link_id": place,
        "valid_from": SWEPT_MS,
        "state": "down" if place == 4 else "up",
        "sources": "declared,lldp",
        "confidence": "both",
        "medium": "fibre",
        "carrier": "VNPT",
        "circuit": f"VP-000{place}",
        "capacity_bps": 10**9,
    }


def _neighbor(device_id: int, name: str) -> dict[str, Any]:
    return {
        "device_id": device_id,
        "valid_from": SWEPT_MS,
        "protocol": "lldp",
        "local_port": f"GE0/0/{len(name)}",
        "remote_port": "GE0/0/0",
        "remote_name": name,
    }


def _event(ident: int, subject: str, device_id: int, severity: str, new: str) -> dict[str, Any]:
    return {
        "id": ident,
        "time": SWEPT_MS + ident,
        "kind": "device",
        "subject": subject,
        "device_id": device_id,
        "site_id": 1,
        "old": "up",
        "new": new,
        "severity": severity,
    }


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
def until() -> Callable[..., Any]:
    """Wait for something that another thread brings about."""

    async def wait(pilot: Pilot[None], condition: Callable[[], object], limit_s: float = 90.0) -> None:
        deadline = time.monotonic() + limit_s
        while not condition():
            assert time.monotonic() < deadline, "it did not come about"
            await pilot.pause(0.02)
        await pilot.pause()

    return wait
