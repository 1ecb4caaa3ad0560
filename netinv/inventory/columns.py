"""The inventory files as data: which columns each has, and of what type (``docs`` and the reader follow this table)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netinv.declaration import Kind


class Type(StrEnum):
    """What a cell may hold."""

    TEXT = "text"
    """One line of text."""
    PARAGRAPH = "paragraph"
    """Text that may have several lines."""
    CHOICE = "choice"
    INTEGER = "integer"
    NUMBER = "number"
    DATE = "date"
    """ISO 8601, as 2024-12-31."""
    ADDRESS = "address"
    """IPv4, IPv6 or a host name, with or without a UDP port; gives the values ``address`` and ``port``."""
    URL = "url"
    """Where a service is reached."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column. ``bounds`` are the least and the greatest number."""

    name: str
    type: Type = Type.TEXT
    required: bool = False
    choices: tuple[str, ...] = ()
    bounds: tuple[float, float] = (float("-inf"), float("inf"))


LEVELS = ("province", "district", "commune", "agency")
STATUSES = ("planned", "connecting", "connected", "disconnected")
ROLES = ("router", "switch", "firewall", "server", "ap", "ups", "other")
MEDIA = ("fibre", "copper", "radio", "leased", "vpn")
SERVICE_SCHEMES = ("https", "http", "tcp", "tls", "dns")
DEFAULT_SNMP_PORT = 161

COLUMNS: dict[Kind, tuple[Column, ...]] = {
    "sites": (
        Column("code", required=True),
        Column("name", required=True),
        Column("level", Type.CHOICE, required=True, choices=LEVELS),
        Column("parent"),
        Column("kind"),
        Column("lat", Type.NUMBER, bounds=(-90, 90)),
        Column("lon", Type.NUMBER, bounds=(-180, 180)),
        Column("status", Type.CHOICE, choices=STATUSES),
        Column("connected_since", Type.DATE),
        Column("valid_from", Type.DATE),
        Column("valid_to", Type.DATE),
    ),
    "devices": (
        Column("name", required=True),
        Column("site", required=True),
        Column("address", Type.ADDRESS, required=True),
        Column("role", Type.CHOICE, choices=ROLES),
        Column("snmp"),
        Column("ssh"),
        Column("ssh_port", Type.INTEGER, bounds=(1, 65_535)),
        Column("platform"),
        Column("timeout_s", Type.NUMBER, bounds=(0.05, 60)),
        Column("max_repetitions", Type.INTEGER, bounds=(1, 100)),
        Column("notes", Type.PARAGRAPH),
    ),
    "links": (
        Column("a_device", required=True),
        Column("a_interface"),
        Column("b_device", required=True),
        Column("b_interface"),
        Column("medium", Type.CHOICE, choices=MEDIA),
        Column("carrier"),
        Column("circuit"),
        Column("capacity_bps", Type.INTEGER, bounds=(1, 10**15)),
    ),
    "services": (
        Column("name", required=True),
        Column("site", required=True),
        Column("url", Type.URL, required=True),
        Column("expect"),
        Column("device"),
    ),
    "indicators": (
        Column("site", required=True),
        Column("indicator", required=True),
        Column("value", Type.NUMBER, required=True, bounds=(0, 1e12)),
        Column("total", Type.NUMBER, bounds=(0, 1e12)),
        Column("date", Type.DATE, required=True),
        Column("source"),
    ),
}

FILE_NAMES: dict[str, Kind] = {f"{kind}.csv": kind for kind in COLUMNS}
