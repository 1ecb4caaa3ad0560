"""What a Linux-like shell prints of a simulated device: enough to log in and to read the facts."""

from __future__ import annotations

import fnmatch
import json
import shlex
from typing import TYPE_CHECKING, Any

from netinv.lab import mib_interfaces
from netinv.lab.mib_device import addresses
from netinv.lab.mib_neighbors import port_id

if TYPE_CHECKING:
    from collections.abc import Callable

    from netinv.lab.makers import Port
    from netinv.lab.network import Device

_LOOPBACK = 24
_NOT_FOUND = 127
_SUBTYPES = {5: "ifname", 7: "local"}


def prompt(device: Device) -> str:
    """The prompt of a plain user."""
    return f"ops@{device.name}:~$ "


def run(device: Device, line: str, now_s: float) -> tuple[str, int]:
    """What a line prints, and its exit status. Knows lists (``;``, ``&&``, ``||``); a pipe passes all through."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars=";&|")
    lexer.whitespace_split = True
    try:
        words = list(lexer)
    except ValueError:
        return "bash: syntax error: unexpected end of file\n", 2
    printed, status, operator = "", 0, ";"
    while words or operator == ";":
        end = next((n for n, word in enumerate(words) if word in (";", "&&", "||", "|")), len(words))
        command, following = words[:end], words[end : end + 1]
        words = words[end + 1 :]
        if operator == ";" or (operator == "&&" and status == 0) or (operator == "||" and status != 0):
            text, status = _run_one(device, command, now_s)
            printed += text
        operator = following[0] if following else ""
    return printed, status


def _run_one(device: Device, words: list[str], now_s: float) -> tuple[str, int]:
    words = [word for word in words if not word.startswith(("2>", ">", "<"))]
    while words and "=" in words[0].split("/")[0]:  # a variable for this one command
        words.pop(0)
    if not words or words[0] in ("export", "stty", "unset", "terminal"):
        return "", 0
    command = _COMMANDS.get(words[0].rsplit("/", 1)[-1])
    if command is None:
        return f"bash: {words[0]}: command not found\n", _NOT_FOUND
    return command(device, words[1:], now_s)


def _uname(device: Device, words: list[str], _now_s: float) -> tuple[str, int]:
    version = device.maker.version
    said = {"s": "Linux", "n": device.name, "r": version, "v": "#1 SMP Debian 5.10.46-4 (2021-08-03)", "m": "x86_64"}
    letters = "".join(words).replace("-", "") or "s"
    chosen = [said[letter] for letter in said if letter in letters or "a" in letters]
    return " ".join([*chosen, *(["GNU/Linux"] if "a" in letters else [])]) + "\n", 0


def _files(device: Device, now_s: float) -> dict[str, str]:
    up_s = device.uptime_s(now_s)
    mbit = {port.name: port.speed_bps // 10**6 for port in device.ports if port.if_type != _LOOPBACK}
    return {
        "/proc/uptime": f"{up_s:.2f} {up_s * 3:.2f}",
        "/proc/sys/kernel/hostname": device.name,
        "/etc/hostname": device.name,
        "/etc/os-release": 'PRETTY_NAME="Debian GNU/Linux 11 (bullseye)"\nID=debian\nVERSION_ID="11"',
        "/sys/class/dmi/id/sys_vendor": device.maker.name,
        "/sys/class/dmi/id/product_name": device.maker.model,
        "/sys/class/dmi/id/product_serial": device.serial,
    } | {f"/sys/class/net/{name}/speed": str(speed) for name, speed in mbit.items()}


def _cat(device: Device, words: list[str], now_s: float) -> tuple[str, int]:
    files = _files(device, now_s)
    found = [name for word in words for name in fnmatch.filter(files, word)]
    return "".join(f"{files[name]}\n" for name in found), 0 if found else 1


def _grep(device: Device, words: list[str], now_s: float) -> tuple[str, int]:
    """``grep -s . FILE…``: every line, with the file's name before it where there are several."""
    names = [word for word in words if not word.startswith("-")][1:]
    files = _files(device, now_s)
    found = [name for word in names for name in fnmatch.filter(files, word)]
    head = len(names) > 1 or any("*" in name for name in names)
    lines = [f"{name}:{line}" if head else line for name in found for line in files[name].splitlines()]
    return "".join(f"{line}\n" for line in lines), 0 if lines else 1


def _hostname(device: Device, _words: list[str], _now_s: float) -> tuple[str, int]:
    return f"{device.name}\n", 0


def _id(_device: Device, _words: list[str], _now_s: float) -> tuple[str, int]:
    return "uid=1000(ops) gid=1000(ops) groups=1000(ops)\n", 0


def _echo(_device: Device, words: list[str], _now_s: float) -> tuple[str, int]:
    return " ".join(words) + "\n", 0


def _uptime(device: Device, _words: list[str], now_s: float) -> tuple[str, int]:
    minutes = int(device.uptime_s(now_s)) // 60
    days, hours = minutes // 1440, minutes // 60 % 24
    return f" 08:00:00 up {days} days, {hours:2d}:{minutes % 60:02d},  1 user,  load average: 0.00, 0.01, 0.05\n", 0


def links(device: Device, now_s: float) -> list[dict[str, Any]]:
    """The ports as ``ip -j address`` has them."""
    alias = mib_interfaces.aliases(device)
    owned: dict[int, list[dict[str, Any]]] = {}
    for address, prefix_length, if_index in addresses(device):
        info = {"family": "inet", "local": ".".join(map(str, address)), "prefixlen": prefix_length, "scope": "global"}
        owned.setdefault(if_index, []).append(info)
    found = []
    for port in device.ports:
        entry = _link(device, port, now_s) | {"addr_info": owned.get(port.if_index, [])}
        if port.if_index in alias:
            entry["ifalias"] = alias[port.if_index].decode("utf-8", "replace")
        found.append(entry)
    return found


def _link(device: Device, port: Port, now_s: float) -> dict[str, Any]:
    loopback = port.if_type == _LOOPBACK
    enabled = mib_interfaces.admin_status(port) == 1
    carrier = mib_interfaces.oper_status(device, port, now_s) == 1
    flags = ["LOOPBACK"] if loopback else ["BROADCAST", "MULTICAST"]
    flags += ["UP"] * enabled + ["LOWER_UP" if carrier else "NO-CARRIER"]
    return {
        "ifindex": port.if_index,
        "ifname": port.name,
        "flags": flags,
        "mtu": 65_536 if loopback else 1_500,
        "qdisc": "noqueue" if loopback else "mq",
        "operstate": "UNKNOWN" if loopback else "UP" if carrier and enabled else "DOWN",
        "group": "default",
        "txqlen": 1000,
        "link_type": "loopback" if loopback else "ether",
        "address": "00:00:00:00:00:00" if loopback else device.port_mac(port.if_index).hex(":"),
        "broadcast": "00:00:00:00:00:00" if loopback else "ff:ff:ff:ff:ff:ff",
    }


def _ip(device: Device, words: list[str], now_s: float) -> tuple[str, int]:
    options = [word for word in words if word.startswith("-")]
    words = [word for word in words if not word.startswith("-")]
    found = links(device, now_s)
    if not words or not ("address".startswith(words[0]) or "link".startswith(words[0])):
        return 'Object "?" is unknown, try "ip help".\n', 1
    with_addresses = "address".startswith(words[0])
    if not with_addresses:
        for entry in found:
            entry.pop("addr_info")
    if {"-j", "-json"} & set(options):
        return json.dumps(found) + "\n", 0
    return "".join(_as_text(entry) for entry in found), 0


def _as_text(entry: dict[str, Any]) -> str:
    flags, name = ",".join(entry["flags"]), entry["ifname"]
    state = f"qdisc {entry['qdisc']} state {entry['operstate']} group {entry['group']} qlen {entry['txqlen']}"
    lines = [f"{entry['ifindex']}: {name}: <{flags}> mtu {entry['mtu']} {state}"]
    lines.append(f"    link/{entry['link_type']} {entry['address']} brd {entry['broadcast']}")
    for info in entry.get("addr_info", ()):
        lines.append(f"    inet {info['local']}/{info['prefixlen']} scope {info['scope']} {name}")  # noqa: PERF401  # reads better
    return "".join(f"{line}\n" for line in lines)


def _lldpcli(device: Device, words: list[str], now_s: float) -> tuple[str, int]:
    if "neighbors" not in words and "neighbor" not in words:
        return "unknown command from argument 1\n", 1
    claims = [
        {
            "name": end.port.name,
            "via": "LLDP",
            "rid": str(end.order + 1),
            "chassis": [
                {
                    "id": [{"type": "mac", "value": end.far.mac.hex(":")}],
                    "name": [{"value": end.far.name}],
                    "descr": [{"value": end.far.maker.sys_descr()}],
                    "mgmt-ip": [{"value": end.far.address}],
                }
            ],
            "port": [{"id": [{"type": _SUBTYPES[kind], "value": name}], "descr": [{"value": descr}]}],
        }
        for end in device.ends()
        if end.link.is_up(now_s)
        for kind, name, descr in (port_id(end.far, end.far_port),)
    ]
    if "json0" in words:
        return json.dumps({"lldp": [{"interface": claims}]}) + "\n", 0
    lines = [f"Interface: {claim['name']}, via: LLDP\n" for claim in claims]
    return "".join(lines), 0


_COMMANDS: dict[str, Callable[[Device, list[str], float], tuple[str, int]]] = {
    "uname": _uname,
    "cat": _cat,
    "grep": _grep,
    "hostname": _hostname,
    "id": _id,
    "echo": _echo,
    "uptime": _uptime,
    "ip": _ip,
    "lldpcli": _lldpcli,
}
