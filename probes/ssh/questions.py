"""What is asked of each platform and where in the answer the facts stand: data, not code.

A :class:`Question` is one command. ``fields`` maps our field to the names that the platform's TextFSM template may
have for it, the first that is not empty counts; the names that templates share stand in :mod:`probes.ssh.fields`.
``patterns`` finds fields in the raw text, and wins over the template. Where no template reads an answer well,
``records`` does (:mod:`probes.ssh.blocks`). How values are written stands in :mod:`probes.ssh.values`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Mapping

    from probes.ssh.templates import Row

UP, DOWN, UNKNOWN, NOT_PRESENT = 1, 2, 4, 6  # ifAdminStatus and ifOperStatus of IF-MIB (RFC 2863)
ETHERNET, PPP, LOOPBACK, VIRTUAL, TUNNEL, L2VLAN, LAG, BRIDGE = 6, 23, 24, 53, 131, 135, 161, 209  # IANAifType


@dataclass(frozen=True, slots=True)
class Question:
    """One command and where the fields stand in its answer."""

    command: str
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    patterns: Mapping[str, str] = field(default_factory=dict)
    """By our field: the first group that took part in the match is the value."""
    records: Callable[[str], list[Row]] | None = None
    """Reads the answer in place of a template."""
    pick: tuple[str, str] | None = None
    """A field of the rows and a pattern for it: only the first row that fits tells of the device."""


@dataclass(frozen=True, slots=True)
class Platform:
    """How a platform is asked. ``refusals`` is what it prints to a command that it does not know or has switched off.

    ``system``, ``interfaces`` and ``addresses`` are all asked, and what later questions say of the same thing is added
    (for ``system``: replaces). ``neighbors`` are alternatives by protocol: the first that the device knows counts, and
    the last names our ports where the first does not (old releases).

    ``admin_status`` and ``oper_status`` are rules over the ``state`` fields of an interface, joined by a slash: the
    first pattern that is found decides. ``types`` maps the start of an interface's name to IANAifType's number.
    ``unit_type`` is that of ports in a port, such as ``Gi0/1.20``.
    ``port_names`` makes ifName's form of the letters that a port's name starts with on the command line.
    ``brands`` is for platforms sold under several names: the word that stands for the vendor, then vendor and OS.
    """

    templates: str
    vendor: str
    os: str
    refusals: re.Pattern[str]
    system: tuple[Question, ...]
    interfaces: tuple[Question, ...]
    addresses: tuple[Question, ...]
    neighbors: Mapping[str, tuple[Question, ...]]
    state: tuple[str, ...]
    admin_status: tuple[tuple[str, int], ...]
    oper_status: tuple[tuple[str, int], ...]
    types: tuple[tuple[str, int], ...] = ()
    port_names: Mapping[str, str] = field(default_factory=dict)
    unit_type: int = L2VLAN
    speed_unit_bps: int = 1
    brands: Mapping[str, tuple[str, str]] = field(default_factory=dict)
