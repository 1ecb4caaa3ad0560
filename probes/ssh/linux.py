"""Linux over SSH: iproute2 and lldpd print JSON, the rest stands in files. A plain user is enough."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from netinv.errors import ProtocolFault
from netinv.i18n import _
from netinv.model import Address, Interface, Neighbor, System
from netinv.text import one_line
from probes.ssh import values

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from probes.ssh.templates import Row

# Administrators' tools are outside a plain user's search path on some distributions.
_PATH = "PATH=$PATH:/usr/sbin:/sbin "
FILES = (
    "uname -a; grep -s . /proc/uptime /sys/class/dmi/id/sys_vendor /sys/class/dmi/id/product_name "
    "/sys/class/dmi/id/product_serial /tmp/sysinfo/model /sys/class/net/*/speed"
)
"""One line of uname, then files of one line each, before each its name. The serial is there for root alone."""
ADDRESSES = _PATH + "ip -j address"
ADDRESSES_AS_TEXT = "ip address show"
NEIGHBORS = _PATH + "lldpcli -f json0 show neighbors"

_UP_FLAG, _LOOPBACK_FLAG = "UP", "LOOPBACK"
_OPER_STATUS = {  # RFC 2863 section 3.1.14 and the kernel's operstates
    "UP": 1,
    "DOWN": 2,
    "TESTING": 3,
    "DORMANT": 5,
    "NOTPRESENT": 6,
    "LOWERLAYERDOWN": 7,
}
_TYPES = {"ether": 6, "loopback": 24, "ppp": 23, "sit": 131, "ipip": 131, "gre": 131, "tunnel6": 131, "none": 1}
_NO_ANSWERS = ("", "none", "default string", "to be filled by o.e.m.", "not specified", "system product name", "0")
_MEGABIT = 1_000_000


def system(text: str) -> tuple[System, int | None]:
    """The system, and the uptime in seconds, of the answer to :data:`FILES`.

    Raises:
        ProtocolFault: that is no Linux.
    """
    uname, _line, files = text.lstrip().partition("\n")
    words = uname.split()
    if len(words) < 3 or words[0] != "Linux":
        raise ProtocolFault(_("uname does not say Linux but “{text}”").format(text=one_line(uname)[:40]))
    said = _by_file(files)
    uptime_s = values.number(said.get("/proc/uptime", ""))
    return (
        System(
            sys_name=words[1],
            sys_descr=one_line(uname),
            vendor=_word(said.get("/sys/class/dmi/id/sys_vendor")),
            os="Linux",
            os_version=words[2],
            model=_word(said.get("/sys/class/dmi/id/product_name")) or _word(said.get("/tmp/sysinfo/model")),  # noqa: S108  # OpenWrt's place
            serial=_word(said.get("/sys/class/dmi/id/product_serial")),
        ),
        uptime_s,
    )


def interfaces(links: list[Mapping[str, Any]], files: str) -> list[Interface]:
    """The ports of ``ip -j address``, and their speeds of :data:`FILES` (in Mbit/s, -1 where the kernel knows none)."""
    speeds = {path: values.number(text) for path, text in _by_file(files).items()}
    found = []
    for link in links:
        name = link.get("ifname")
        if not isinstance(name, str):
            continue
        mbit = speeds.get(f"/sys/class/net/{name}/speed")
        found.append(
            Interface(
                name=one_line(name),
                if_index=_whole(link.get("ifindex")),
                descr=one_line(name),
                alias=_word(link.get("ifalias")),
                type=_TYPES.get(str(link.get("link_type"))),
                mac=values.mac(str(link.get("address"))),
                admin_status=1 if _UP_FLAG in _flags(link) else 2,
                oper_status=_oper_status(link),
                speed_bps=mbit * _MEGABIT if mbit else None,
                mtu=_whole(link.get("mtu")),
            )
        )
    return found


def addresses(links: list[Mapping[str, Any]]) -> list[Address]:
    """The addresses of ``ip -j address``."""
    found: dict[str, Address] = {}
    for link in links:
        for info in _dicts(link.get("addr_info")):
            parsed = values.ip_address(str(info.get("local")))
            if parsed is not None:
                name = link.get("ifname")
                found[parsed[0]] = Address(parsed[0], _whole(info.get("prefixlen")), one_line(name) if name else None)
    return list(found.values())


def links(text: str) -> list[Mapping[str, Any]]:
    """The answer to :data:`ADDRESSES`.

    Raises:
        ProtocolFault: no JSON list; an old iproute2 or busybox has no ``-j``.
    """
    try:
        parsed = json.loads(text)
    except ValueError:
        raise ProtocolFault(_("“ip -j address” does not print JSON")) from None
    return _dicts(parsed)


def links_of_rows(rows: Iterable[Row]) -> list[Mapping[str, Any]]:
    """The template's rows of :data:`ADDRESSES_AS_TEXT`, in the shape that ``ip -j address`` has."""
    return [
        {
            "ifname": str(row["interface"]).partition("@")[0],
            "ifindex": values.number(str(row["id"])),
            "flags": str(row["flags"]).split(","),
            "operstate": row["state"],
            "link_type": row["type"],
            "address": row["mac_address"],
            "mtu": values.number(str(row["mtu"])),
            "addr_info": [
                {"local": address, "prefixlen": values.number(length)}
                for kind in ("ip", "ipv6")
                for address, length in zip(_texts(row[f"{kind}_addresses"]), _texts(row[f"{kind}_masks"]), strict=False)
            ],
        }
        for row in rows
    ]


def neighbors(text: str) -> list[Neighbor] | None:
    """The claims of ``lldpcli -f json0 show neighbors``; None where no lldpd answers that user."""
    try:
        parsed = json.loads(text)
    except ValueError:
        return None
    found: dict[tuple[str, str, str, str], Neighbor] = {}
    for lldp in _dicts(parsed.get("lldp") if isinstance(parsed, dict) else None):
        for claim in _dicts(lldp.get("interface")):
            neighbor = _neighbor(claim)
            if neighbor is not None:
                found[neighbor.key] = neighbor
    return list(found.values())


def _neighbor(claim: Mapping[str, Any]) -> Neighbor | None:
    chassis = next(iter(_dicts(claim.get("chassis"))), {})
    port = next(iter(_dicts(claim.get("port"))), {})
    local = _word(claim.get("name"))
    if local is None:
        return None
    management = values.ip_address(_value(chassis, "mgmt-ip") or "")
    chassis_id, port_id = _value(chassis, "id"), _value(port, "id")
    via = (_word(claim.get("via")) or "lldp").lower()
    return Neighbor(
        "cdp" if via.startswith("cdp") else via,
        local,
        (values.mac(chassis_id) or chassis_id) if chassis_id else None,
        (values.mac(port_id) or port_id) if port_id else None,
        _value(port, "descr"),
        _value(chassis, "name"),
        management[0] if management else None,
        _value(chassis, "descr"),
    )


def _value(table: Mapping[str, Any], key: str) -> str | None:
    """json0 writes every element as a list of objects with a ``value``."""
    entry = next(iter(_dicts(table.get(key))), {})
    return _word(entry.get("value"))


def _oper_status(link: Mapping[str, Any]) -> int:
    """Loopback and tunnels have no operational state of their own: with the carrier's flag they are up."""
    state = _OPER_STATUS.get(str(link.get("operstate")).upper())
    if state is not None:
        return state
    flags = _flags(link)
    if _LOOPBACK_FLAG in flags or "LOWER_UP" in flags:
        return 1 if _UP_FLAG in flags else 2
    return 4


def _flags(link: Mapping[str, Any]) -> list[str]:
    return _texts(link.get("flags"))


def _by_file(text: str) -> dict[str, str]:
    pairs = (line.partition(":") for line in text.splitlines())
    return {path: one_line(rest) for path, _colon, rest in pairs}


def _word(value: object) -> str | None:
    text = one_line(value) if isinstance(value, str) else ""
    return None if text.lower() in _NO_ANSWERS else text


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _texts(value: object) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _dicts(value: object) -> list[Mapping[str, Any]]:
    """What is an object in a list; lldpd's plain JSON writes a single one without the list."""
    if isinstance(value, dict):
        return [value]
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
