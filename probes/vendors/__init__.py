"""Who made a device, what runs on it, which model and serial number it is: one data file per vendor.

The files' form is described in ``docs/vendors.md``; ``standard.toml`` has the rules for vendors without a file.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from probes.vendors.loading import load

if TYPE_CHECKING:
    from probes.vendors.rules import Rulebook


@cache
def rulebook() -> Rulebook:
    """The rules that come with netinv, read once."""
    return load([files("probes.vendors")])
