"""Whatever stands in the database, by whichever way it came there: no command brings a control to its reader."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from netinv.inventory.columns import COLUMNS
from tests.interface.running import Place
from tests.interface.tui.conftest import _template, located, province
from tests.interface.tui.test_hostile import HARMFUL, hostile
from topology.export import FORMATS, render
from topology.graph import build

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["_template", "hostile", "located", "province"]  # the fixtures of the terminal interface

COMMANDS = [
    *(["status"], ["status", "--json"], ["events"], ["events", "--json"], ["problems"], ["problems", "--json"]),
    *(["problems", "1"], ["problems", "1", "--carrier"], ["maintenance", "list"], ["maintenance", "list", "--json"]),
    *(["list", what, *more] for what in COLUMNS for more in ([], ["--csv"], ["--json"]) if what != "indicators"),
    *(["list", "interfaces", *more] for more in ([], ["--json"])),
    *(["report", what] for what in ("availability", "coverage", "inventory", "handover")),
    *(["report", "availability", "--format", form] for form in ("csv", "md", "html")),
    *(["report", "inventory", "--format", form] for form in ("json", "csv", "html")),
    *(["rollout"], ["metrics"], ["topology", "spof"], ["topology", "check"], ["topology", "check", "--json"]),
    *(["topology", "export", "--format", form] for form in FORMATS),
]


def test_no_command_brings_it(hostile: Path) -> None:
    place = Place(hostile.parent, {"TZ": "Asia/Ho_Chi_Minh"})
    own = HARMFUL.findall(re.sub("[\n\t]", "", render(build([], [], []), "html").decode()))
    told = 0
    for command in COMMANDS:
        ran = place.run(*command)
        assert ran.code in (0, 1), (command, ran.err)
        found = HARMFUL.findall(re.sub("[\n\t]", "", ran.out + ran.err))
        assert found == (own if "html" in command and "export" in command else []), command
        told += "\ufffd" in ran.out
    assert told > len(COMMANDS) * 3 / 4, "it was nowhere to be seen"
