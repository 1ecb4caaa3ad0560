"""The platforms that can be asked over SSH, by netmiko's name of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from probes.ssh.cisco_ios import CISCO_IOS
from probes.ssh.huawei_vrp import HUAWEI_VRP
from probes.ssh.mikrotik_routeros import MIKROTIK_ROUTEROS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from probes.ssh.questions import Platform

LINUX = "linux"

PLATFORMS: Mapping[str, Platform] = {
    "cisco_ios": CISCO_IOS,
    "cisco_xe": replace(CISCO_IOS, os="IOS XE"),
    "huawei_vrp": HUAWEI_VRP,
    "huawei": HUAWEI_VRP,
    "mikrotik_routeros": MIKROTIK_ROUTEROS,
}
"""By netmiko's name. Linux prints JSON and has a module of its own: :mod:`probes.ssh.linux`."""


def refuses(platform: str, text: str) -> bool:
    """Whether the device's answer says that it does not know the command, or has that function switched off."""
    known = PLATFORMS.get(platform)
    return bool(known and known.refusals.search(text[:1000]))


def template_name(platform: str) -> str:
    """The name under which the template library has this platform."""
    known = PLATFORMS.get(platform)
    return known.templates if known else platform


def runs_without_terminal(platform: str) -> bool:
    """Whether commands run in channels of their own (RFC 4254 section 6.5), so that no prompt has to be guessed."""
    return platform == LINUX
