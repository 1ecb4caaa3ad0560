"""Which port of a device is meant: ports are named by name, description, alias, MAC or a number of the device's own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from topology.identify import mac_key

if TYPE_CHECKING:
    from topology.values import Port

_PARTS = re.compile(r"(\d{2,3}g[ie]+|[a-z][a-z _.-]*?)[ _-]?(\d[\d/.:_-]*)")
Index = Mapping[str, str | set[str]]
_NOBODY: frozenset[str] = frozenset()
_FAMILIES = {
    "e": "eth", "et": "eth", "eth": "eth", "ethernet": "eth",
    "fa": "fa", "fas": "fa", "fastethernet": "fa",
    "ge": "gi", "gi": "gi", "gig": "gi", "gige": "gi", "gigabit": "gi", "gigabitethernet": "gi",
    "te": "te", "ten": "te", "tengige": "te", "tengigabitethernet": "te", "xe": "te", "xge": "te",
    "xgigabitethernet": "te", "10ge": "te", "10gige": "te",
    "twe": "25g", "twentyfivegige": "25g", "25ge": "25g", "25gige": "25g",
    "fo": "40g", "fge": "40g", "fortygige": "40g", "fortygigabitethernet": "40g", "40ge": "40g",
    "hu": "100g", "hge": "100g", "hundredgige": "100g", "hundredgigabitethernet": "100g", "100ge": "100g",
    "po": "po", "portchannel": "po", "bagg": "bagg", "bridgeaggregation": "bagg",
    "vl": "vlan", "vlan": "vlan", "vlanif": "vlan",
}  # fmt: skip


@lru_cache(maxsize=16384)
def canonical(text: str) -> str:
    """A port's name with its family abbreviated one way: ``Gi0/1``, ``GE0/1`` and ``GigabitEthernet0/1`` are one."""
    folded = text.strip().casefold()
    match = _PARTS.fullmatch(folded)
    if not match:
        return folded
    family = re.sub("[ _.-]", "", match[1])
    return _FAMILIES.get(family, family) + match[2]


class PortMatch(NamedTuple):
    """The port's name; ``weak`` where a better clue from the other end may correct it."""

    name: str
    weak: bool


class PortIndex:
    """Finds ports of one device. What is rarely needed is indexed when it is first asked for."""

    def __init__(self, ports: Iterable[Port] = ()) -> None:
        self.by_name: dict[str, Port] = {port.name: port for port in ports}

    def find(self, port: str | None, description: str | None = None) -> PortMatch | None:
        """The port meant by an identifier and, where that is not enough, by its description; None if not certain."""
        if port in self.by_name:
            return PortMatch(port, weak=False)
        named = self._named(port)
        described = self._named(description)
        certain = named if len(named) == 1 else named & described
        if len(certain) == 1:
            return PortMatch(min(certain), weak=False)
        numbered = self._numbered(port)
        agreed = numbered & described
        for found in (agreed, described, numbered):
            if len(found) == 1:
                return PortMatch(min(found), weak=not agreed)
        return None

    def _named(self, text: str | None) -> AbstractSet[str]:
        if not text or not text.strip() or not text.isprintable() or "\ufffd" in text:
            return _NOBODY
        found = _get(self._by_canonical, canonical(text)) or _get(self._by_alias, text.strip().casefold())
        if len(found) == 1:
            return found
        # Several ports whose names differ only in how their family is written: the very text decides.
        folded = text.strip().casefold()
        ports = [self.by_name[name] for name in found]
        by_name = {port.name for port in ports if port.name.casefold() == folded}
        return by_name or {port.name for port in ports if (port.descr or "").strip().casefold() == folded} or found

    def _numbered(self, text: str | None) -> AbstractSet[str]:
        """By MAC, which a port often shares with others, or by ifIndex, which a device's own number need not be."""
        if not text:
            return _NOBODY
        if text.isascii() and text.isdecimal() and len(text) <= 10:  # ifIndex has 31 bits
            return _get(self._by_index, str(int(text)))
        return _get(self._by_mac, mac_key(text))

    @cached_property
    def members(self) -> dict[str, frozenset[str]]:
        """The members of each aggregated port that is there."""
        found: dict[str, set[str]] = {}
        for port in self.by_name.values():
            if port.aggregate and port.aggregate != port.name and port.aggregate in self.by_name:
                found.setdefault(port.aggregate, set()).add(port.name)
        return {name: frozenset(members) for name, members in found.items()}

    @cached_property
    def _by_canonical(self) -> Index:
        return _index((canonical(text), port.name) for port in self.by_name.values() for text in _texts(port))

    @cached_property
    def _by_alias(self) -> Index:
        return _index(((port.alias or "").strip().casefold(), port.name) for port in self.by_name.values())

    @cached_property
    def _by_mac(self) -> Index:
        return _index((mac_key(port.mac), port.name) for port in self.by_name.values())

    @cached_property
    def _by_index(self) -> Index:
        return _index((port.if_index and str(port.if_index), port.name) for port in self.by_name.values())


def _texts(port: Port) -> tuple[str, ...]:
    return (port.name, port.descr) if port.descr and port.descr != port.name else (port.name,)


def _index(entries: Iterable[tuple[str | int | None, str]]) -> Index:
    """Most keys mean one port: a bare name there spares a large network half a million sets."""
    found: dict[str, str | set[str]] = {}
    for key, name in entries:
        if isinstance(key, str) and key:
            known = found.setdefault(key, name)
            if known != name:
                found[key] = {name, known} if isinstance(known, str) else known | {name}
    return found


def _get(index: Index, key: str | None) -> AbstractSet[str]:
    found = index.get(key) if key else None
    return _NOBODY if found is None else {found} if isinstance(found, str) else found
