"""Who made a device and what runs on it: one data file per vendor, applied to what the standard MIBs said."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from probes.snmp import oids

if TYPE_CHECKING:
    from netinv.model import System

_ENTERPRISES = "1.3.6.1.4.1."
_SCANNED = 512
"""A sysDescr is matched in its first characters only, so that no pattern can take long on a hostile one."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One operating system of a vendor: how its sysDescr begins or reads, and what it tells."""

    os: str
    vendor: str
    pattern: re.Pattern[str]


@cache
def rules() -> tuple[dict[int, str], tuple[Rule, ...]]:
    """Vendors by IANA enterprise number, and the operating systems' rules in the order of their files."""
    enterprises: dict[int, str] = {}
    found: list[Rule] = []
    for file in sorted(files("probes.vendors").iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".toml"):
            table = tomllib.loads(file.read_text("utf-8"))
            enterprises |= dict.fromkeys(table["enterprises"], table["vendor"])
            vendor = table["vendor"]
            found += [Rule(rule["name"], vendor, re.compile(rule["sys_descr"], re.S)) for rule in table.get("os", [])]
    return enterprises, tuple(found)


def identify(system: System, chassis: dict[str, str]) -> System:
    """Add vendor, OS, version, model and serial. What is not sure stays empty."""
    enterprises, patterns = rules()
    number = (system.sys_object_id or "").removeprefix(_ENTERPRISES).partition(".")[0]
    vendor = enterprises.get(int(number)) if number.isdigit() else None
    matched = None
    for rule in patterns:
        matched = rule.pattern.search((system.sys_descr or "")[:_SCANNED])
        if matched and (vendor in (None, rule.vendor) or number == "8072"):
            return _with_chassis(
                system._replace(vendor=rule.vendor or vendor, os=rule.os), matched.groupdict(), chassis
            )
    return _with_chassis(system._replace(vendor=vendor or chassis.get(oids.ENT_PHYSICAL_MFG_NAME)), {}, chassis)


def _with_chassis(system: System, said: dict[str, str | None], chassis: dict[str, str]) -> System:
    """The chassis knows model and serial best; sysDescr knows the running version best."""
    return system._replace(
        os_version=said.get("version") or chassis.get(oids.ENT_PHYSICAL_SOFTWARE_REV),
        model=chassis.get(oids.ENT_PHYSICAL_MODEL_NAME) or said.get("model"),
        serial=chassis.get(oids.ENT_PHYSICAL_SERIAL_NUM),
    )
