"""Who made a device, what runs on it, which model and serial number it is: one data file per vendor.

The files' form is described in ``docs/vendors.md``; ``standard.toml`` has the rules for vendors without a file.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from probes.vendors.loading import load

if TYPE_CHECKING:
    from pathlib import Path

    from probes.vendors.rules import Rulebook

_own_folders: list[Path] = []


@cache
def rulebook() -> Rulebook:
    """The rules that come with netinv and those of the user's own folders, read once."""
    return load([files("probes.vendors"), *_own_folders])


def use_folder(folder: Path) -> None:
    """Add a folder of the user's own vendor files; a file there takes the place of netinv's of that name.

    Raises:
        RuleError: a file there cannot be used: every pattern is looked at.
    """
    load([folder], check=True)
    _own_folders.append(folder)
    rulebook.cache_clear()
    rulebook()
