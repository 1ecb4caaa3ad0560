"""The inventory files of a simulated province as rows, made larger or smaller than the example."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

Row = dict[str, str]

SITE_COLUMNS = ("code", "name", "level", "parent", "kind", "lat", "lon", "status", "connected_since", "valid_from")
DEVICE_COLUMNS = ("name", "site", "address", "role", "snmp", "ssh", "ssh_port", "platform", "max_repetitions", "notes")
LINK_COLUMNS = ("a_device", "a_interface", "b_device", "b_interface", "medium", "carrier", "circuit", "capacity_bps")
SERVICE_COLUMNS = ("name", "site", "url", "expect", "device")

_COMMUNES_PER_DISTRICT = 15
_GIGABIT = 10**9


@dataclass(slots=True)
class Tables:
    """Rows of ``sites.csv``, ``devices.csv``, ``links.csv`` and ``services.csv``."""

    sites: list[Row]
    devices: list[Row]
    links: list[Row]
    services: list[Row]

    def units(self) -> list[Row]:
        """The sites below the province."""
        return [site for site in self.sites if site["level"] != "province"]


def read(folder: Path) -> Tables:
    """The files of an example.

    Raises:
        OSError: one of them cannot be read.
    """
    return Tables(*(_read(folder / f"{name}.csv") for name in ("sites", "devices", "links", "services")))


def _read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(tables: Tables, folder: Path) -> None:
    """Write the four files into a folder that exists."""
    for name, columns, rows in (
        ("sites", SITE_COLUMNS, tables.sites),
        ("devices", DEVICE_COLUMNS, tables.devices),
        ("links", LINK_COLUMNS, tables.links),
        ("services", SERVICE_COLUMNS, tables.services),
    ):
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, restval="", extrasaction="ignore", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


def resize(tables: Tables, units: int) -> Tables:
    """The same province with that many units below it: cut in proportion, or grown by made-up districts."""
    present = len(tables.units())
    if units < present:
        return _cut(tables, units)
    for number in range(1, (units - present + _COMMUNES_PER_DISTRICT) // (_COMMUNES_PER_DISTRICT + 1) + 1):
        left = units - len(tables.units())
        _add_district(tables, number, min(left - 1, _COMMUNES_PER_DISTRICT))
    return tables


def _cut(tables: Tables, units: int) -> Tables:
    """Keep the first units of each level, as many of each as is its share, and never one without what is above it."""
    by_level: dict[str, list[Row]] = {}
    for site in tables.units():
        by_level.setdefault(site["level"], []).append(site)
    ranked = sorted(
        ((n + 0.5) / len(sites), site["code"]) for sites in by_level.values() for n, site in enumerate(sites)
    )
    upstream = _upstream(tables)
    kept: dict[str, None] = {}
    for _share, code in ranked:
        chain = [code]
        while chain[-1] in upstream and upstream[chain[-1]] not in kept:
            chain.append(upstream[chain[-1]])
        if len(kept) + len(chain) <= units:
            kept.update(dict.fromkeys(reversed(chain)))
    codes = set(kept) | {site["code"] for site in tables.sites if site["level"] == "province"}
    devices = [device for device in tables.devices if device["site"] in codes]
    names = {device["name"] for device in devices}
    return Tables(
        [site for site in tables.sites if site["code"] in codes],
        devices,
        [link for link in tables.links if {link["a_device"], link["b_device"]} <= names],
        [service for service in tables.services if service["site"] in codes and service["device"] in names],
    )


def _upstream(tables: Tables) -> dict[str, str]:
    """By which unit each commune is reached; what hangs on the province itself is not in it."""
    site_of = {device["name"]: device["site"] for device in tables.devices}
    below = {site["code"] for site in tables.units()}
    level = {site["code"]: site["level"] for site in tables.sites}
    return {
        site_of[link["a_device"]]: site_of[link["b_device"]]
        for link in tables.links
        if level[site_of[link["a_device"]]] == "commune" and site_of[link["b_device"]] in below
    }


def _add_district(tables: Tables, number: int, communes: int) -> None:
    province = next(site["code"] for site in tables.sites if site["level"] == "province")
    code, router = f"D{number:04d}", f"sim{number:04d}-r1"
    tables.sites.append(_site(code, f"Huyện Mô phỏng {number}", "district", province, "huyện"))
    tables.devices.append(_device(router, code, "huawei_vrp"))
    cores = [device["name"] for device in tables.devices if device["site"] == province]
    for port, core in enumerate(cores, 1):
        taken = sum(core in (link["a_device"], link["b_device"]) for link in tables.links)
        platform = next(device["platform"] for device in tables.devices if device["name"] == core)
        far_port = f"Gi0/0/{taken}" if platform == "cisco_ios" else f"GigabitEthernet0/0/{taken + 1}"
        tables.links.append(_link(router, f"GigabitEthernet0/0/{port}", core, far_port, f"SIM-{number}-{port}"))
    for below in range(1, communes + 1):
        place, device = f"{code}-{below:02d}", f"sim{number:04d}-{below:02d}-r1"
        tables.sites.append(_site(place, f"Xã Mô phỏng {number}.{below}", "commune", code, "xã"))
        tables.devices.append(_device(device, place, "mikrotik_routeros"))
        far_port = f"GigabitEthernet0/0/{len(cores) + below}"
        tables.links.append(_link(device, "ether1", router, far_port, f"SIM-{number}-C{below}"))


def _site(code: str, name: str, level: str, parent: str, kind: str) -> Row:
    return {"code": code, "name": name, "level": level, "parent": parent, "kind": kind, "status": "connected"}


def _device(name: str, site: str, platform: str) -> Row:
    row = {"name": name, "site": site, "address": "", "role": "router", "snmp": "campus", "ssh": ""}
    return row | {"platform": platform, "notes": "Simulated"}


def _link(a: str, a_port: str, b: str, b_port: str, circuit: str) -> Row:
    ends = {"a_device": a, "a_interface": a_port, "b_device": b, "b_interface": b_port}
    return ends | {"medium": "fibre", "carrier": "SIM", "circuit": circuit, "capacity_bps": str(_GIGABIT)}
