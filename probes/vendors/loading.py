"""Vendor files are read here, and checked: an error names the file, the key and what to write instead.

The form of a file is described in ``docs/vendors.md``.
"""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any, NoReturn

from netinv.errors import UsageError
from netinv.i18n import _
from netinv.patterns import PatternError
from probes.vendors.neighbor_tables import COLUMNS, NeighborTable
from probes.vendors.rules import (
    ENTITY,
    ENTITY_FIELDS,
    FACTS,
    STANDARD,
    SYS_DESCR,
    SYS_OBJECT_ID,
    OperatingSystem,
    Pattern,
    Rulebook,
    Source,
    Sources,
    Vendor,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from importlib.resources.abc import Traversable
    from pathlib import Path

FALLBACK = "standard.toml"
"""The file of rules for devices whose vendor has none."""
NAMES = "names.toml"
"""The file of vendors without rules: only the number and the name."""

_ENTERPRISES = "1.3.6.1.4.1"
_OID = re.compile(r"\d+(\.\d+)*(\.\*)?")
_RELATIVE_OID = re.compile(r"sys_object_id\[[1-9]\d?\](\.\d+)+")
_STANDARD_SOURCES: dict[str, Sources] = {
    "version": (Source(SYS_DESCR), Source("entity.software"), Source("entity.firmware")),
    "model": (Source("entity.model"), Source(SYS_DESCR), Source(SYS_OBJECT_ID)),
    "serial": (Source("entity.serial"), Source(SYS_DESCR)),
}
_FILE_KEYS = {
    "vendor",
    "vendor_from",
    "enterprises",
    "sys_object_ids",
    "generic",
    "os",
    "systems",
    "signs",
    "models",
    "ignored_ports",
    "neighbor_tables",
}
_SYSTEM_KEYS = {"name", "vendor", "sys_descr", "sys_object_ids", "anywhere", *FACTS}


class RuleError(UsageError):
    """A vendor file that cannot be used."""


def load(places: Iterable[Traversable | Path], *, check: bool = False) -> Rulebook:
    """All vendors of these files; a later one takes the place of an earlier one of that name.

    Args:
        places: folders where ``*.toml`` files are, or such files.
        check: compile every pattern now, to find the bad ones; else each is checked at its first use.

    Raises:
        RuleError: a file is no TOML, has an unknown key, a wrong type, a bad pattern, or claims another's prefix.
    """
    found = {file.name: file for place in places for file in _files(place)}
    names = _names(found.pop(NAMES)) if NAMES in found else {}
    standard = _vendor(found.pop(FALLBACK), {}, check=check) if FALLBACK in found else _empty()
    vendors = {name: _vendor(file, standard.sources, check=check) for name, file in sorted(found.items())}
    claimed: dict[str, str] = {}
    for name, vendor in vendors.items():
        for prefix in vendor.prefixes:
            if prefix in claimed:
                _refuse(
                    name,
                    "enterprises",
                    _("{oid} is claimed by {other} already: keep it in one of them, or call yours {other} as well"),
                    oid=prefix,
                    other=claimed[prefix],
                )
            claimed[prefix] = name
    return Rulebook(tuple(vendors.values()), standard, names)


def _files(place: Traversable | Path) -> list[Traversable | Path]:
    if place.is_file():
        return [place]
    try:
        return [file for file in place.iterdir() if file.name.endswith(".toml")]
    except OSError as error:
        message = _("{place} cannot be read: {reason}. Give a vendor file, or a folder of them")
        raise RuleError(message.format(place=place, reason=error.strerror)) from None


def _empty() -> Vendor:
    return Vendor("", (), False, None, (), _STANDARD_SOURCES, (), (), {}, (), ())  # noqa: FBT003  # the fields in their order


def _refuse(file: str, key: str, message: str, **words: object) -> NoReturn:
    raise RuleError(f"{file}: {key}: {message.format(**words)}")


def _table(file: Traversable | Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise RuleError(_("{file}: no TOML: {error}").format(file=file.name, error=error)) from None
    except (OSError, UnicodeDecodeError) as error:
        raise RuleError(_("{file}: cannot be read: {error}").format(file=file.name, error=error)) from None


def _names(file: Traversable | Path) -> dict[int, str]:
    names = {}
    for number, name in _table(file).items():
        if not number.isdigit() or not isinstance(name, str):
            _refuse(file.name, number, _('write it as NUMBER = "vendor"'))
        names[int(number)] = name
    return names


def _vendor(file: Traversable | Path, standard: Mapping[str, Sources], *, check: bool) -> Vendor:
    table = _table(file)
    reader = _Reader(file.name, standard, check=check)
    reader.check_keys("", table, _FILE_KEYS | set(FACTS))
    enterprises = reader.typed("", table, "enterprises", list, [])
    if not all(type(number) is int and number > 0 for number in enterprises):
        _refuse(file.name, "enterprises", _("a list of IANA enterprise numbers is expected, like [9]"))
    sources = {fact: reader.sources(fact, table.get(fact), None) for fact in FACTS}
    systems = reader.typed("", table, "systems", list, [])
    return Vendor(
        name=reader.typed("", table, "vendor", str, None),
        prefixes=(*(f"{_ENTERPRISES}.{number}" for number in enterprises), *reader.oids("", table, "sys_object_ids")),
        generic=reader.typed("", table, "generic", bool, False),  # noqa: FBT003  # what holds where the key is absent
        os=reader.typed("", table, "os", str, "") or None,
        systems=tuple(reader.system(f"systems[{place}]", entry, sources) for place, entry in enumerate(systems, 1)),
        sources=sources,
        vendor_sources=reader.sources("vendor_from", table.get("vendor_from", []), None),
        signs=reader.sources("signs", table.get("signs", []), None),
        models=reader.models(table),
        ignored_ports=tuple(
            reader.pattern("ignored_ports", text) for text in reader.typed("", table, "ignored_ports", list, [])
        ),
        neighbor_tables=tuple(
            reader.neighbor_table(f"neighbor_tables[{place}]", entry)
            for place, entry in enumerate(reader.typed("", table, "neighbor_tables", list, []), 1)
        ),
    )


class _Reader:
    """One file's values, checked one by one."""

    def __init__(self, file: str, standard: Mapping[str, Sources], *, check: bool) -> None:
        self._file = file
        self._standard = standard
        self._check = check

    def check_keys(self, place: str, table: Any, known: set[str]) -> None:
        if not isinstance(table, dict):
            _refuse(self._file, place, _("a table is expected"))
        for key in table:
            if key not in known:
                _refuse(
                    self._file, _under(place, key), _("unknown key; known are: {keys}"), keys=", ".join(sorted(known))
                )

    def typed(self, place: str, table: dict[str, Any], key: str, kind: type, default: Any) -> Any:
        value = table.get(key, default)
        if type(value) is not kind:
            what = {
                str: _("a text"),
                list: _("a list"),
                bool: _("true or false"),
                int: _("a whole number"),
                dict: _("a table"),
            }[kind]
            _refuse(self._file, _under(place, key), _("{what} is expected"), what=what)
        return value

    def oids(self, place: str, table: dict[str, Any], key: str) -> tuple[str, ...]:
        values = self.typed(place, table, key, list, [])
        for value in values:
            if not isinstance(value, str) or not _OID.fullmatch(value) or value.endswith("*"):
                _refuse(
                    self._file,
                    _under(place, key),
                    _("{value!r} is no OID: write numbers with dots, no leading dot"),
                    value=value,
                )
        return tuple(values)

    def models(self, table: dict[str, Any]) -> dict[str, str]:
        models = self.typed("", table, "models", dict, {})
        for oid, model in models.items():
            if not _OID.fullmatch(oid) or not isinstance(model, str):
                _refuse(self._file, f"models.{oid}", _('write it as "sysObjectID" = "model"'))
        return dict(models)

    def pattern(self, place: str, text: Any) -> Pattern:
        if not isinstance(text, str):
            _refuse(self._file, place, _("a pattern in quotes is expected"))
        pattern = Pattern(text)
        if self._check:
            try:
                pattern.compiled  # noqa: B018  # compiling is the check
            except PatternError as error:
                _refuse(self._file, place, "{error}: {text}", error=error, text=text)
        return pattern

    def system(self, place: str, entry: Any, inherited: dict[str, Sources]) -> OperatingSystem:
        self.check_keys(place, entry, _SYSTEM_KEYS)
        text = self.typed(place, entry, "sys_descr", str, "")
        prefixes = self.oids(place, entry, "sys_object_ids")
        if not text and not prefixes:
            _refuse(self._file, place, _("sys_descr or sys_object_ids is missing: how is this system known?"))
        return OperatingSystem(
            name=self.typed(place, entry, "name", str, "") or None,
            vendor=self.typed(place, entry, "vendor", str, "") or None,
            sys_descr=self.pattern(f"{place}.sys_descr", text) if text else None,
            sys_object_ids=prefixes,
            anywhere=self.typed(place, entry, "anywhere", bool, False),  # noqa: FBT003  # what holds where it is absent
            sources={
                fact: self.sources(f"{place}.{fact}", entry.get(fact), inherited[fact], fact=fact) for fact in FACTS
            },
        )

    def neighbor_table(self, place: str, entry: Any) -> NeighborTable:
        self.check_keys(place, entry, {"protocol", "entry", "local_port", "local_slot", "index_mac", *COLUMNS})
        columns = {name: self.typed(place, entry, name, int, 0) for name in COLUMNS if name in entry}
        local_port = self.typed(place, entry, "local_port", int, 0)
        (oid,) = self.oids(place, {"entry": [entry.get("entry")]}, "entry")
        if bool(local_port) == ("if_index" in columns):
            _refuse(self._file, place, _("either local_port (a place in the index) or if_index (a column) is expected"))
        local_slot = self.typed(place, entry, "local_slot", int, 0)
        index_mac = self.typed(place, entry, "index_mac", bool, False)  # noqa: FBT003  # what holds where it is absent
        protocol = self.typed(place, entry, "protocol", str, None)
        return NeighborTable(protocol, oid, local_port, columns, local_slot, index_mac)

    def sources(self, place: str, values: Any, inherited: Sources | None, *, fact: str = "") -> Sources:
        fact = fact or place
        if values is None and inherited is not None:
            return inherited
        if values is not None and not isinstance(values, list):
            _refuse(self._file, place, _("{what} is expected"), what=_("a list"))
        found: list[Source] = []
        for value in [STANDARD] if values is None else values:
            if value == STANDARD and fact in FACTS:
                found += _STANDARD_SOURCES[fact]
            else:
                found.append(self._source(place, value))
        # What any device may tell stands in for what the vendor's places do not; an empty list means: nowhere.
        return tuple(dict.fromkeys((*found, *self._standard.get(fact, ())))) if found else ()

    def _source(self, place: str, value: Any) -> Source:
        pattern = None
        if isinstance(value, dict):
            self.check_keys(place, value, {"from", "pattern"})
            if "pattern" in value:
                pattern = self.pattern(f"{place}.pattern", value["pattern"])
            value = value.get("from")
        words = (SYS_DESCR, SYS_OBJECT_ID, *(f"{ENTITY}{name}" for name in ENTITY_FIELDS))
        if not isinstance(value, str) or not (
            value in words or _OID.fullmatch(value) or _RELATIVE_OID.fullmatch(value)
        ):
            _refuse(
                self._file,
                place,
                _("{value!r} is no source: an OID (.* for the first row), {relative}, or one of {words}"),
                value=value,
                relative="sys_object_id[N].REST",
                words=", ".join((STANDARD, *words)),
            )
        return Source(value, pattern)


def _under(place: str, key: str) -> str:
    return f"{place}.{key}" if place else key
