"""From what a device says to vendor, system, version, model and serial. What is not sure stays empty."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from probes.snmp import oids
from probes.snmp.session import GET_LIMIT
from probes.values import text
from probes.vendors.junk import meaningful, model, serial_number, version
from probes.vendors.rules import ENTITY, FACTS, SYS_DESCR, SYS_OBJECT_ID

if TYPE_CHECKING:
    import re

    from netinv.model import System
    from probes.chassis import Entity
    from probes.snmp.engine import Value
    from probes.snmp.session import SnmpSession
    from probes.vendors.rules import OperatingSystem, Rulebook, Source, Sources, Vendor

_ENTERPRISES = "1.3.6.1.4.1."
_FIELDS = {"vendor": "vendor", "version": "os_version", "model": "model", "serial": "serial"}
_FIT = {"vendor": meaningful, "version": version, "model": model, "serial": serial_number}


@dataclass(slots=True)
class Guess:
    """Whose rules hold for a device, and how that is known. ``standard`` are the rules that hold for everybody."""

    vendor: Vendor
    standard: Vendor
    system: OperatingSystem | None = None
    match: re.Match[str] | None = None
    vendor_name: str | None = None
    told_by: str = SYS_OBJECT_ID

    def sources(self, fact: str) -> Sources:
        """Where this fact may stand on this device."""
        if fact == "vendor":
            return () if self.vendor_name else self.standard.vendor_sources
        return (self.system or self.vendor).sources[fact]

    def objects(self, sys_object_id: str | None) -> list[str]:
        """What to ask in one GET."""
        objects = (source.object(sys_object_id) for fact in FACTS for source in self.sources(fact))
        return list(dict.fromkeys(filter(None, objects)))

    def group(self, name: str) -> str | None:
        """A named part of sysDescr."""
        return self.match.groupdict().get(name) if self.match else None


async def identify(
    session: SnmpSession, system: System, entity: Entity, book: Rulebook, known: dict[str, Value]
) -> tuple[System, Guess]:
    """Add vendor, OS, version, model and serial to what the system group said, each with where it stood.

    Args:
        session: the device.
        system: what its system group says.
        entity: its chassis.
        book: the rules.
        known: the values of :attr:`Rulebook.standard_objects` that the device has.

    Raises:
        ProbeError: the device fell silent at the vendor's questions.
    """
    guess, values = await _guess(session, system, entity, book, known)
    values |= known
    asked = {*book.standard_objects, *values}
    missing = [oid for oid in guess.objects(system.sys_object_id) if oid not in asked]
    if missing:
        values |= await _get(session, missing, known)
    search = _Search(session, guess, system, entity, values)
    found: dict[str, str | None] = {}
    if guess.vendor_name:
        found["vendor"] = guess.vendor_name
        search.told["vendor"] = guess.told_by
    os = (guess.system.name if guess.system else None) or guess.vendor.os
    if os:
        found["os"] = guess.group("os") or os
        search.told["os"] = SYS_DESCR if guess.match else guess.told_by
    for fact, field_name in _FIELDS.items():
        found[field_name] = await search.first(fact) or found.get(field_name)
    told = " ".join(f"{name}={place}" for name, place in search.told.items())
    return system._replace(**found, sources=told or None), guess


async def _get(session: SnmpSession, objects: list[str], known: dict[str, Value]) -> dict[str, Value]:
    """The values, in as few questions as they need.

    Each question asks for one object more that the device is known to have: to an answer with nothing in it the
    session would ask for each object alone, as if a single one had spoilt the list.
    """
    anchors = [oid for oid in (oids.SYS_UPTIME, oids.SYS_OBJECT_ID, oids.SYS_DESCR) if oid in known][:1]
    values: dict[str, Value] = {}
    for start in range(0, len(objects), GET_LIMIT - 1):
        values |= await session.get([*anchors, *objects[start : start + GET_LIMIT - 1]])
    return values


async def _guess(
    session: SnmpSession, system: System, entity: Entity, book: Rulebook, known: dict[str, Value]
) -> tuple[Guess, dict[str, Value]]:
    vendor = book.vendor_of(system.sys_object_id)
    if vendor and not vendor.generic:
        return _within(book, vendor, system), {}
    named = None if vendor else book.names.get(_number(system.sys_object_id))
    guess = _anywhere(book, system, named)
    values: dict[str, Value] = {}
    if guess is None and named is None:
        guess, values = await _by_signs(session, book, system, known)
    if guess is None:
        guess = _within(book, vendor or book.fallback, system)
        guess.vendor_name = guess.vendor_name or meaningful(guess.group("vendor")) or named
        if not guess.vendor_name and vendor and "manufacturer" in entity:
            # Only behind a number that is nobody's: elsewhere the one who soldered it is named as often as the brand.
            guess.vendor_name, guess.told_by = entity["manufacturer"]
    return guess, values


def _number(sys_object_id: str | None) -> int:
    number = (sys_object_id or "").removeprefix(_ENTERPRISES).partition(".")[0]
    return int(number) if number.isdigit() and len(number) < 12 else -1


def _within(book: Rulebook, vendor: Vendor, system: System) -> Guess:
    """The vendor's first system that fits."""
    for rule in vendor.systems:
        matched = rule.sys_descr.search(_bare(system.sys_descr)) if rule.sys_descr else None
        if (matched or not rule.sys_descr) and (
            not rule.sys_object_ids or _below(system.sys_object_id, rule.sys_object_ids)
        ):
            return Guess(vendor, book.fallback, rule, matched, rule.vendor or vendor.name or None)
    return Guess(vendor, book.fallback, vendor_name=vendor.name or None)


def _bare(sys_descr: str | None) -> str | None:
    """Some agents put their description in quotes or behind spaces."""
    return sys_descr.strip("\"' \t\r\n") if sys_descr else None


def _below(oid: str | None, prefixes: tuple[str, ...]) -> bool:
    return oid is not None and any(oid == prefix or oid.startswith(f"{prefix}.") for prefix in prefixes)


def _anywhere(book: Rulebook, system: System, named: str | None) -> Guess | None:
    for vendor, rule in book.anywhere:
        matched = rule.sys_descr.search(_bare(system.sys_descr)) if rule.sys_descr else None
        if matched:
            return Guess(vendor, book.fallback, rule, matched, rule.vendor or vendor.name or named, SYS_DESCR)
    return None


async def _by_signs(
    session: SnmpSession, book: Rulebook, system: System, known: dict[str, Value]
) -> tuple[Guess | None, dict[str, Value]]:
    """Behind a number that says nothing: the objects that only one vendor's devices have."""
    values = await _get(session, list(dict.fromkeys(sign.place for sign, _vendor in book.signs)), known)
    for sign, vendor in book.signs:
        said = text_of(values.get(sign.place))
        if said and (sign.pattern is None or sign.pattern.search(said)):
            guess = _within(book, vendor, system)
            guess.told_by = sign.place
            return guess, values
    return None, values


def text_of(value: Value | None) -> str | None:
    """A value as text; numbers in digits."""
    return str(value) if isinstance(value, int) else text(value)


@dataclass(slots=True)
class _Search:
    """The sources of a fact, one after another, until one says something."""

    session: SnmpSession
    guess: Guess
    system: System
    entity: Entity
    values: dict[str, Value]
    told: dict[str, str] = field(default_factory=dict)

    async def first(self, fact: str) -> str | None:
        for source in self.guess.sources(fact):
            said, place = await self._said(source, fact)
            fit = _FIT[fact](_cut(source, said, fact) if said and source.pattern else said)
            if fit:
                self.told[_FIELDS[fact]] = place
                return fit
        return None

    async def _said(self, source: Source, fact: str) -> tuple[str | None, str]:
        place = source.place
        if place == SYS_DESCR:
            return (self.system.sys_descr if source.pattern else self.guess.group(fact)), place
        if place == SYS_OBJECT_ID:
            oid = self.system.sys_object_id or ""
            return (oid if source.pattern else self.guess.vendor.models.get(oid)), place
        if place.startswith(ENTITY):
            said, oid = self.entity.get(place.removeprefix(ENTITY), (None, place))
            return said, oid
        if source.is_column:
            return await self._first_row(place.removesuffix(".*"), place)
        asked = source.object(self.system.sys_object_id) or ""
        return text_of(self.values.get(asked)), asked

    async def _first_row(self, column: str, place: str) -> tuple[str | None, str]:
        for index, value in (await self.session.column(column)).items():
            said = text_of(value)
            if meaningful(said):
                return said, f"{column}.{index}"
        return None, place


def _cut(source: Source, said: str, fact: str) -> str | None:
    matched = source.pattern.search(said) if source.pattern else None
    if not matched:
        return None
    groups = matched.groupdict()
    return groups[fact] if fact in groups else matched.group(1 if matched.re.groups else 0)
