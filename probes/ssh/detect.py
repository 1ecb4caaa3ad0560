"""Which platform is it? Tables of what servers greet with and of what a first command shows."""

from __future__ import annotations

import re

_BY_GREETING = (
    (r"ROSSSH", "mikrotik_routeros"),
    (r"Cisco-1\.", "cisco_ios"),
    (r"Cisco-2\.", "cisco_xr"),
    (r"HUAWEI", "huawei_vrp"),
    (r"^SSH-[\d.]+--", "huawei_vrp"),
    (r"Comware", "hp_comware"),
)

PROBING_COMMANDS = ("show version", "display version")
"""What is asked where the greeting does not decide; harmless on every platform."""

_BY_OUTPUT = (
    (r"Cisco IOS[ -]XE|IOS-XE Software", "cisco_xe"),
    (r"Cisco Nexus|NX-OS", "cisco_nxos"),
    (r"Cisco IOS XR", "cisco_xr"),
    (r"Cisco Adaptive Security", "cisco_asa"),
    (r"Cisco IOS Software|Cisco Internetwork Operating System", "cisco_ios"),
    (r"Huawei Versatile Routing Platform|VRP \(R\)", "huawei_vrp"),
    (r"Comware", "hp_comware"),
    (r"Arista|vEOS", "arista_eos"),
    (r"JUNOS", "juniper_junos"),
    (r"\bFRRouting\b", "cisco_ios"),
    (r"\bLinux\b", "linux"),
)


def by_greeting(greeting: str) -> str | None:
    """The platform that a version line gives away, or None."""
    return _first(_BY_GREETING, greeting)


def by_output(text: str) -> str | None:
    """The platform that the answer to one of :data:`PROBING_COMMANDS`, or to ``uname``, gives away, or None."""
    return _first(_BY_OUTPUT, text)


def _first(table: tuple[tuple[str, str], ...], text: str) -> str | None:
    return next((platform for pattern, platform in table if re.search(pattern, text)), None)
