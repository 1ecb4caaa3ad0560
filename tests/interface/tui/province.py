"""A swept province of 28 devices as rows: what each test of a screen looks at."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from netinv.model import COUNTER_NAMES, Counters
from netinv.text import fold

if TYPE_CHECKING:
    from sqlalchemy import Connection


NOW_MS = 1_700_000_000_000  # 2023-11-14 22:13:20 UTC
SWEPT_MS = NOW_MS - 120_000
HOUR_MS = 3_600_000
HOUR_MBIT = {hour: 0 if hour < -20 else 10 * (21 + hour) for hour in range(-25, 1)}
"""What device 1 took in over the hour that ended so long before the sweep, in Mb/s."""
UNASKED = (-10, -9, -8)
DISTRICTS = ["Thành phố Vĩnh Yên", "Huyện Lập Thạch", "Huyện Tam Đảo", "Huyện Sông Lô"]
COMMUNES = ["Xã Vân Trục", "Xã Xuân Hòa", "Xã Hải Lựu", "Xã Đồng Ích", "Xã Bồ Lý"]
# core1 and core2 are the vantage; districts 3 and 9 hang on both; 10 on 9, 11 on 10; 4 on 3 by a broken link.
LINKS = [(1, 2, "up"), (1, 3, "up"), (2, 3, "up"), (1, 9, "up"), (2, 9, "down"), (9, 10, "up"), (10, 11, "up")]
LINKS += [(3, 4, "down"), (20, 21, "up")]


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
