"""Who made a device, what runs on it, which model and serial number it is: one data file per vendor.

The files' form is described in ``docs/vendors.md``; ``standard.toml`` has the rules for vendors without a file.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from probes.vendors.loading import RuleError, load

if TYPE_CHECKING:
    from pathlib import Path

    from probes.vendors.rules import Rulebook

_own: list[Path] = []


@cache
def rulebook() -> Rulebook:
    """The rules that come with netinv and the user's own, read once."""
    return load([files("probes.vendors"), *_own])


def use_own(place: Path) -> None:
    """Add the user's own vendor files: a folder of them, or one; it takes the place of netinv's of that name.

    Raises:
        RuleError: it is not there, or a file of it cannot be used: every pattern is looked at.
    """
    if place in _own:
        return
    load([place], check=True)
    _own.append(place)
    rulebook.cache_clear()
    try:
        rulebook()
    except RuleError:
        _own.remove(place)
        raise
