"""What is asked of each platform and where in the answer the facts stand: data, not code.

A :class:`Question` is one command. ``fields`` maps our field to the names that the platform's TextFSM template may
have for it, the first that is not empty counts; ``patterns`` finds fields in the raw text where no template does.
The rules that are the same everywhere (how a MAC address or an uptime is written) stand in :mod:`probes.ssh.values`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Mapping

    from probes.ssh.templates import Row

UP, DOWN, NOT_PRESENT = 1, 2, 6  # ifAdminStatus and ifOperStatus of IF-MIB (RFC 2863)
ETHERNET, PPP, LOOPBACK, VIRTUAL, TUNNEL, L2VLAN, LAG, BRIDGE = 6, 23, 24, 53, 131, 135, 161, 209  # IANAifType


@dataclass(frozen=True, slots=True)
class Question:
    """One command and where the fields stand in its answer."""

    command: str
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    patterns: Mapping[str, str] = field(default_factory=dict)
    records: Callable[[str], list[Row]] | None = None
    """Reads the answer in place of a template."""


@dataclass(frozen=True, slots=True)
class Platform:
    """How a platform is asked. ``refusals`` is what it prints to a command that it does not know or has switched off.

    ``admin_status`` and ``oper_status`` are rules over the ``state`` fields of an interface, joined by a slash: the
    first pattern that is found decides. ``types`` maps the start of an interface's name to IANAifType's number.
    ``brief_neighbors`` is the command that names our ports where the detailed one does not (old releases).
    ``short_names`` makes ifName's form of the long names that the command line prints.
    """

    templates: str
    vendor: str
    os: str
    refusals: re.Pattern[str]
    system: tuple[Question, ...]
    interfaces: Question
    addresses: tuple[Question, ...]
    neighbors: Mapping[str, Question]
    state: tuple[str, ...]
    admin_status: tuple[tuple[str, int], ...]
    oper_status: tuple[tuple[str, int], ...]
    types: tuple[tuple[str, int], ...] = ()
    short_names: Mapping[str, str] = field(default_factory=dict)
    speed_unit_bps: int = 1
    brief_neighbors: Mapping[str, str] = field(default_factory=dict)
