"""The platforms that can be asked over SSH, by netmiko's name of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from probes.ssh.arista_eos import ARISTA_EOS
from probes.ssh.aruba_aoscx import ARUBA_AOSCX
from probes.ssh.cisco_asa import CISCO_ASA
from probes.ssh.cisco_ios import CISCO_IOS
from probes.ssh.cisco_nxos import CISCO_NXOS
from probes.ssh.cisco_xr import CISCO_XR
from probes.ssh.fortinet import FORTINET
from probes.ssh.hp_comware import HP_COMWARE
from probes.ssh.hp_procurve import HP_PROCURVE
from probes.ssh.huawei_vrp import HUAWEI_VRP
from probes.ssh.juniper_junos import JUNIPER_JUNOS
from probes.ssh.mikrotik_routeros import MIKROTIK_ROUTEROS
from probes.ssh.paloalto_panos import PALOALTO_PANOS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from probes.ssh.questions import Platform

LINUX = "linux"

PLATFORMS: Mapping[str, Platform] = {
    "arista_eos": ARISTA_EOS,
    "aruba_aoscx": ARUBA_AOSCX,
    "aruba_osswitch": HP_PROCURVE,
    "aruba_procurve": HP_PROCURVE,
    "cisco_asa": CISCO_ASA,
    "cisco_ios": CISCO_IOS,
    "cisco_nxos": CISCO_NXOS,
    "cisco_xe": replace(CISCO_IOS, os="IOS XE"),
    "cisco_xr": CISCO_XR,
    "fortinet": FORTINET,
    "h3c_comware": HP_COMWARE,
    "hp_comware": HP_COMWARE,
    "hp_procurve": HP_PROCURVE,
    "huawei": HUAWEI_VRP,
    "huawei_vrp": HUAWEI_VRP,
    "huawei_vrpv8": HUAWEI_VRP,
    "juniper": JUNIPER_JUNOS,
    "juniper_junos": JUNIPER_JUNOS,
    "mikrotik_routeros": MIKROTIK_ROUTEROS,
    "paloalto_panos": PALOALTO_PANOS,
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
