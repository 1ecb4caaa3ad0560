"""Devices that exist as text only: what we wrote down of each platform's command line, and how it behaves."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_RECORDINGS = Path(__file__).parent / "recordings"
_COMMAND = ">>> "


def recorded(platform: str) -> dict[str, str]:
    """What the device of that platform prints, by command."""
    answers: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in (_RECORDINGS / f"{platform}.txt").read_text("utf-8").splitlines():
        if line.startswith(_COMMAND):
            lines = answers.setdefault(line.removeprefix(_COMMAND), [])
        else:
            lines.append(line)
    return {command: "\n".join(text) + "\n" for command, text in answers.items()}


@dataclass(frozen=True, slots=True)
class Script:
    """A device's command line.

    ``pager`` is what it prints after each screen until ``unpaged`` was typed; ``key`` is asked for before the prompt.
    ``prompts`` are commands that change the prompt. ``forbidden`` ones change the device: they fail the test.
    """

    platform: str
    prompt: str
    unknown: str
    greeting: str = "SSH-2.0-OpenSSH_8.4"
    key: str = ""
    pager: str = ""
    unpaged: str = ""
    prompts: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    forbidden: tuple[str, ...] = ("configure", "conf t", "config system", "system-view", "set output", "write")
    interactive: bool = False

    def says(self, command: str) -> str:
        """The answer to a line."""
        return self.answers.get(command, "" if command in ("", self.unpaged) else self.unknown)


_IOS = "            ^\n% Invalid input detected at '^' marker.\n"
_MORE = " --More-- "


def _width(text: str) -> dict[str, str]:
    return {"terminal width 511": text}


SCRIPTS = {
    script.platform: script
    for script in (
        Script("cisco_xe", "cat1#", _IOS, "SSH-2.0-Cisco-1.25", "", _MORE, "terminal length 0", {}, _width("")),
        Script(
            "cisco_nxos",
            "dc-nx1# ",
            "% Invalid command at '^' marker.\n",
            pager="--More--",
            unpaged="terminal length 0",
            answers=_width(""),
        ),
        Script(
            "cisco_xr",
            "RP/0/RP0/CPU0:pe1#",
            _IOS,
            "SSH-2.0-Cisco-2.0",
            "",
            _MORE,
            "terminal length 0",
            {},
            _width(""),
        ),
        Script(
            "cisco_asa",
            "fw1> ",
            "ERROR: % Invalid input detected at '^' marker.\n",
            "SSH-2.0-Cisco-1.25",
            pager="<--- More --->",
            unpaged="terminal pager 0",
            answers={"show curpriv": "Username : ops\nCurrent privilege level : 1\n", "terminal length 0": _IOS},
        ),
        Script(
            "juniper_junos",
            "ops@mx1> ",
            "                 ^\nunknown command.\n",
            pager="---(more)---",
            unpaged="set cli screen-length 0",
            answers={
                "set cli screen-width 511": "Screen width set to 511\n",
                "set cli complete-on-space off": "Disabling complete-on-space\n",
                "set cli screen-length 0": "Screen length set to 0\n",
            },
        ),
        Script(
            "fortinet",
            "fw-hue # ",
            "Unknown action 0\n\nCommand fail. Return code -1\n",
            "SSH-2.0-x7Y1",
            pager="--More-- ",
        ),
        Script(
            "hp_comware",
            "<acc-h3c>",
            "           ^\n % Unrecognized command found at '^' position.\n",
            "SSH-2.0-Comware-7.1.070",
            pager="---- More ----",
            unpaged="screen-length disable",
        ),
        Script(
            "hp_procurve",
            "agg-hp> ",
            "Invalid input: version\n",
            "SSH-2.0-Mocana SSH 6.3",
            key="Copyright (C) 1991-2016 Hewlett Packard Enterprise Development LP\n\nPress any key to continue",
            pager="-- MORE --, next page: Space, next line: Enter, quit: Control-C",
            answers={
                "show version": "Image stamp:    /ws/swbuildm/rel_yakima/code/build/lakes(swbuildm_rel)\n"
                "                YA.16.02.0012\nBoot Image:     Primary\n",
            },
        ),
        Script(
            "aruba_aoscx",
            "cx1# ",
            "Invalid input: nonsense\n",
            pager="-- MORE --, next page: Space, next line: Enter, quit: q",
            unpaged="no page",
            answers={
                "show version": "-----------------------------------------\nArubaOS-CX\n"
                "(c) Copyright 2017-2021 Hewlett Packard Enterprise Development LP\nVersion      : FL.10.09.1020\n"
            },
        ),
        Script(
            "arista_eos",
            "agg2>",
            "% Invalid input (at token 0: 'uname')\n",
            pager=_MORE,
            unpaged="terminal length 0",
            answers={
                "terminal width 511": "Width set to 511 columns.\n",
                "terminal length 0": "Pagination disabled.\n",
            },
        ),
        Script(
            "paloalto_panos",
            "ops@pa1(active)> ",
            "Unknown command\n",
            pager="lines 1-23 ",
            unpaged="set cli pager off",
            answers={"set cli scripting-mode on": "scripting mode on\n", "show version": "Invalid syntax.\n"},
            interactive=True,
        ),
    )
}
"""By netmiko's name of the platform."""
