"""Which platform is it? Tables of what servers greet with, how they prompt, and what a first command shows."""

from __future__ import annotations

import re

_BY_GREETING = (
    (r"ROSSSH", "mikrotik_routeros"),
    (r"Cisco-1\.", "cisco_ios"),
    (r"Cisco-2\.", "cisco_xr"),
    (r"HUAWEI", "huawei_vrp"),
    (r"^SSH-[\d.]+--", "huawei_vrp"),
    (r"Comware|3Com OS", "hp_comware"),
    (r"Arista", "arista_eos"),
    (r"FortiSSH", "fortinet"),
)

SHARED_GREETINGS = ("cisco_ios",)
"""Platforms whose greeting others have as well: IOS XE and ASA greet as IOS does."""

PROBING_COMMANDS = ("show version", "display version", "show system info")
"""What is asked where the greeting does not decide; harmless on every platform."""

_BY_OUTPUT = (
    (r"Cisco IOS[ -]XE|IOS-XE Software|_LINUX_IOSD-", "cisco_xe"),
    (r"Cisco Nexus|NX-OS", "cisco_nxos"),
    (r"Cisco IOS XR", "cisco_xr"),
    (r"Cisco Adaptive Security", "cisco_asa"),
    (r"Cisco IOS Software|Cisco Internetwork Operating System", "cisco_ios"),
    (r"Huawei Versatile Routing Platform|VRP \(R\)", "huawei_vrp"),
    (r"Comware", "hp_comware"),
    (r"^(Aruba|A)?OS-CX", "aruba_aoscx"),
    (r"^Image stamp:|/code/build/", "hp_procurve"),
    (r"Arista|vEOS", "arista_eos"),
    (r"JUNOS|^Junos:", "juniper_junos"),
    (r"^sw-version:", "paloalto_panos"),
    (r"command parse error before|^Unknown action 0", "fortinet"),
    (r"\bFRRouting\b", "cisco_ios"),
    (r"\bLinux\b", "linux"),
)


def by_greeting(greeting: str) -> str | None:
    """The platform that a version line gives away, or None."""
    return _first(_BY_GREETING, greeting)


def probing_commands(prompt: str) -> tuple[str, ...]:
    """:data:`PROBING_COMMANDS`, the most promising first: ``<sw1>`` is how Huawei and H3C prompt."""
    if prompt.startswith("<"):
        return tuple(sorted(PROBING_COMMANDS, key=lambda command: not command.startswith("display")))
    return PROBING_COMMANDS


def by_output(text: str) -> str | None:
    """The platform that the answer to one of :data:`PROBING_COMMANDS`, or to ``uname``, gives away, or None."""
    return _first(_BY_OUTPUT, text)


def _first(table: tuple[tuple[str, str], ...], text: str) -> str | None:
    return next((platform for pattern, platform in table if re.search(pattern, text, re.M)), None)
