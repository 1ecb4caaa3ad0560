"""What a vendor's file says, once read: who it is for, how systems are told apart, where each fact stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from netinv.patterns import SCANNED, compiled

if TYPE_CHECKING:
    import re
    from collections.abc import Mapping

    from probes.vendors.neighbor_tables import NeighborTable

SYS_DESCR = "sys_descr"
SYS_OBJECT_ID = "sys_object_id"
RELATIVE = f"{SYS_OBJECT_ID}["
STANDARD = "standard"
ENTITY = "entity."
ENTITY_FIELDS = ("descr", "name", "hardware", "firmware", "software", "serial", "manufacturer", "model", "asset")
"""The texts of a chassis in ENTITY-MIB that a rule may name, as ``entity.model``."""

FACTS = ("version", "model", "serial")
"""The facts that a rule looks for; each has its ordered list of sources."""


class Pattern:
    """A pattern of a file, compiled at its first use: a sweep of one vendor's devices needs only that vendor's."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The pattern to search with.

        Raises:
            PatternError: it is not fit for use.
        """
        return compiled(self.text)

    def search(self, text: str | None) -> re.Match[str] | None:
        """The first place where the pattern matches the beginning of the text."""
        return self.compiled.search(text[:SCANNED]) if text else None


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value may stand, and what to cut out of it.

    Attributes:
        place: an OID, an OID ending in ``.*`` (the first row of a column), ``sys_object_id[N].REST`` (an OID below the
            first N numbers of the device's own), ``sys_descr``, ``sys_object_id`` or ``entity.FIELD``.
        pattern: what to take: its group of the fact's name, else its first group, else all that it matches.
    """

    place: str
    pattern: Pattern | None = None

    @property
    def is_column(self) -> bool:
        """Whether only a walk finds the value."""
        return self.place.endswith(".*")

    def object(self, sys_object_id: str | None) -> str | None:
        """The OID to GET the value from, on a device with this sysObjectID; None where another way leads to it."""
        if self.place[:1].isdigit():
            return None if self.is_column else self.place
        if not self.place.startswith(RELATIVE):
            return None
        length, _bracket, rest = self.place.removeprefix(RELATIVE).partition("].")
        arcs = (sys_object_id or "").split(".")[: int(length)]
        return f"{'.'.join(arcs)}.{rest}" if len(arcs) == int(length) else None


Sources = tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class OperatingSystem:
    """One system of a vendor: how it is known, and where its facts stand if elsewhere than the vendor's."""

    name: str | None
    vendor: str | None
    sys_descr: Pattern | None
    sys_object_ids: tuple[str, ...]
    anywhere: bool
    sources: Mapping[str, Sources]


@dataclass(frozen=True, slots=True)
class Vendor:
    """One file. ``generic`` marks agents that run on anybody's devices: their number says nothing of the maker."""

    name: str
    prefixes: tuple[str, ...]
    generic: bool
    os: str | None
    systems: tuple[OperatingSystem, ...]
    sources: Mapping[str, Sources]
    vendor_sources: Sources
    signs: Sources
    models: Mapping[str, str]
    ignored_ports: tuple[Pattern, ...]
    neighbor_tables: tuple[NeighborTable, ...]


@dataclass(frozen=True)
class Rulebook:
    """All vendors, found by the longest prefix of a sysObjectID."""

    vendors: tuple[Vendor, ...]
    fallback: Vendor
    names: Mapping[int, str] = field(default_factory=dict)

    @cached_property
    def by_prefix(self) -> dict[str, Vendor]:
        """Each prefix of a sysObjectID, with its vendor."""
        return {prefix: vendor for vendor in self.vendors for prefix in vendor.prefixes}

    @cached_property
    def anywhere(self) -> tuple[tuple[Vendor, OperatingSystem], ...]:
        """The systems that their sysDescr alone gives away, under whatever sysObjectID."""
        return tuple((vendor, system) for vendor in self.vendors for system in vendor.systems if system.anywhere)

    @cached_property
    def signs(self) -> tuple[tuple[Source, Vendor], ...]:
        """Objects that only one vendor's devices have."""
        return tuple((sign, vendor) for vendor in self.vendors for sign in vendor.signs)

    @cached_property
    def standard_objects(self) -> tuple[str, ...]:
        """The objects of standard MIBs that any device may have: they go with the question for the system group."""
        standard = self.fallback
        sources = (source for each in (standard.vendor_sources, *standard.sources.values()) for source in each)
        return tuple(filter(None, (source.object(None) for source in sources)))

    def vendor_of(self, sys_object_id: str | None) -> Vendor | None:
        """The vendor with the longest prefix of this sysObjectID."""
        prefix = sys_object_id or ""
        while prefix:
            if prefix in self.by_prefix:
                return self.by_prefix[prefix]
            prefix = prefix.rpartition(".")[0]
        return None
