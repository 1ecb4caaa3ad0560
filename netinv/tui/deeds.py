"""What is done to the network or with what is seen: each asks a use case, in a module that is imported when needed."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netinv.tui.net import Net

_WHERE = {
    "sweep_here": ("sweeping", "sweep_here"),
    "sweep_all": ("sweeping", "sweep_all"),
    "stop_sweep": ("sweeping", "stop"),
    "ping": ("visiting", "ping"),
    "traceroute": ("visiting", "traceroute"),
    "login": ("visiting", "login"),
    "impact": ("visiting", "impact"),
    "light": ("showing", "light"),
    "acknowledge": ("taking_on", "acknowledge"),
    "carrier": ("taking_on", "carrier"),
    "events_of": ("visiting", "events_of"),
    "plan": ("planning", "plan"),
    "windows": ("planning", "windows"),
    "end_work": ("planning", "end"),
    "around": ("showing", "around"),
    "on_map": ("showing", "on_map"),
    "copy": ("taking", "copy"),
    "export": ("taking", "export"),
}
"""Module and function of each action that Textual knows as ``app.do('name')``."""


def begin(net: Net, name: str) -> object:
    """Do it; the functions are told the application, which knows what the cursor is on."""
    module, function = _WHERE[name]
    return getattr(import_module(f"netinv.tui.{module}"), function)(net)
