"""What inventory files declare, between their reader and the store: rows of values, and which unit a code means.

A row holds only the columns that its file has: an absent column leaves what is stored, None clears it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Kind = Literal["sites", "devices", "links", "services", "indicators"]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""The kinds of inventory file, in the order in which one refers to another."""

Value = str | int | float | None


class Row(NamedTuple):
    """One row of a file. ``line`` counts from 1; ``values`` are checked and normalised, by column."""

    file: str
    line: int
    values: dict[str, Value]

    def text(self, column: str) -> str:
        """A value as text; empty where it is cleared or its column absent."""
        return str(self.values.get(column) or "")


@dataclass(frozen=True, slots=True)
class Inventory:
    """The rows of all files of one import."""

    sites: tuple[Row, ...] = ()
    devices: tuple[Row, ...] = ()
    links: tuple[Row, ...] = ()
    services: tuple[Row, ...] = ()
    indicators: tuple[Row, ...] = ()

    def rows(self, kind: Kind) -> tuple[Row, ...]:
        """The rows of one kind."""
        rows: tuple[Row, ...] = getattr(self, kind)
        return rows


class SiteKey(NamedTuple):
    """What a row of ``sites.csv`` is known by: a code is used again for other units, later."""

    code: str
    valid_from: str = ""


class KnownSite(NamedTuple):
    """A unit that the store has. It is valid from ``valid_from`` until the day before ``valid_to`` (ISO dates).

    ``succeeded``: a reorganisation ended it, so its end is not a file's to clear.
    """

    key: SiteKey
    valid_to: str | None = None
    parent: SiteKey | None = None
    succeeded: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What the store has that rows of a file may refer to."""

    sites: tuple[KnownSite, ...] = ()
    devices: frozenset[str] = frozenset()
    indicators: Mapping[str, bool] = field(default_factory=dict)
    """For each indicator that there is, whether it is a ratio."""


class Change(NamedTuple):
    """What an import did to one thing: ``values`` are (column, before, after); all before are None for a new one."""

    kind: Kind
    name: str
    added: bool
    values: tuple[tuple[str, Value, Value], ...] = ()


@dataclass(slots=True)
class ImportCounts:
    """How many things of each kind an import added, updated and found as they were."""

    added: dict[Kind, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))
    updated: dict[Kind, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))
    unchanged: dict[Kind, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))
    changes: list[Change] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        """The shape that ``netinv import --json`` promises."""
        counts = {"added": self.added, "updated": self.updated, "unchanged": self.unchanged}
        # Figures stand there only if there were some: they came later than the others.
        seen = [kind for kind in KINDS if kind != "indicators" or any(found[kind] for found in counts.values())]
        return {word: {kind: found[kind] for kind in seen} for word, found in counts.items()} | {"errors": []}


class SiteIndex:
    """Finds units by code and day: those that the store has, and those that an import adds."""

    def __init__(self, known: Iterable[tuple[SiteKey, str | None]] = ()) -> None:
        self._valid_to: dict[str, dict[str, str | None]] = {}
        for key, valid_to in known:
            self.add(key, valid_to)

    def add(self, key: SiteKey, valid_to: str | None) -> None:
        """Add a unit, or give a known one another end."""
        self._valid_to.setdefault(key.code, {})[key.valid_from] = valid_to

    def intervals(self, code: str) -> list[tuple[str, str | None]]:
        """When the code was in use: (from, to), oldest first."""
        return sorted(self._valid_to.get(code, {}).items())

    def codes(self) -> list[str]:
        """All codes."""
        return list(self._valid_to)

    def key_of(self, values: Mapping[str, Value]) -> SiteKey:
        """The unit that a row of ``sites.csv`` speaks of; without a ``valid_from`` column the only one of that code."""
        code = str(values["code"])
        if "valid_from" in values:
            return SiteKey(code, str(values["valid_from"] or ""))
        known = self._valid_to.get(code, {})
        return SiteKey(code, next(iter(known)) if len(known) == 1 else "")

    def valid_to(self, key: SiteKey) -> str | None:
        """The day from which a unit is valid no more."""
        return self._valid_to.get(key.code, {}).get(key.valid_from)

    def find(self, code: str, day: str) -> SiteKey | None:
        """The unit that a code means on a day: the one valid then, else the newest."""
        known = self._valid_to.get(code)
        if not known:
            return None
        for valid_from, valid_to in known.items():
            if valid_from <= day and (valid_to is None or day < valid_to):
                return SiteKey(code, valid_from)
        return SiteKey(code, max(known))

    def find_parent(self, code: str, child: SiteKey, today: str) -> SiteKey | None:
        """The unit that a code means as a parent: a unit of the past or the future hangs under one of its own time."""
        valid_to = self.valid_to(child)
        if child.valid_from > today:
            day = child.valid_from
        elif valid_to is not None and valid_to <= today:
            day = (date.fromisoformat(valid_to) - timedelta(days=1)).isoformat()
        else:
            day = today
        return self.find(code, day)


def day_of(now_ms: int) -> str:
    """The ISO date, where this machine stands, of a time in epoch milliseconds: units are valid by whole days there."""
    return datetime.fromtimestamp(now_ms / 1000, UTC).astimezone().date().isoformat()


def merged(known: Iterable[tuple[SiteKey, str | None]], rows: Sequence[Row]) -> tuple[SiteIndex, list[SiteKey]]:
    """The units after an import, and the key of each of its rows."""
    stored = SiteIndex(known)
    keys = [stored.key_of(row.values) for row in rows]
    for key, row in zip(keys, rows, strict=True):
        stored.add(key, str(row.values["valid_to"] or "") or None if "valid_to" in row.values else stored.valid_to(key))
    return stored, keys


def keeping_ends(inventory: Inventory, known: Known) -> Inventory:
    """The inventory without empty ends for units that a reorganisation ended: a file from before it changes nothing."""
    succeeded = {site.key for site in known.sites if site.succeeded}
    if not succeeded:
        return inventory
    index = SiteIndex((site.key, site.valid_to) for site in known.sites)

    def kept(row: Row) -> Row:
        if row.values.get("valid_to", "") is not None or index.key_of(row.values) not in succeeded:
            return row
        return row._replace(values={column: value for column, value in row.values.items() if column != "valid_to"})

    return replace(inventory, sites=tuple(map(kept, inventory.sites)))
