"""What a reorganisation works on, and what it comes to: units, what stands at them, who follows whom."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from netinv.units.boundaries import Boundaries, Place


class Unit(NamedTuple):
    """A unit as the store has it."""

    id: int
    code: str
    name: str
    level: str
    kind: str | None
    parent_id: int | None
    lat: float | None
    lon: float | None
    status: str | None
    connected_since: str | None
    valid_from: str
    valid_to: str | None

    @property
    def place(self) -> Place:
        """Its identity and time."""
        return Place(self.id, self.code, self.parent_id, self.valid_from, self.valid_to)

    @property
    def called(self) -> str:
        """Code and name, as messages and listings call it."""
        return f"{self.code} {self.name}"


class Subject(NamedTuple):
    """What stands at a unit: a device or a service. ``moved_on``: the day it last came where it is, if it moved."""

    kind: Literal["device", "service"]
    id: int
    name: str
    unit_id: int
    moved_on: str = ""


class Succession(NamedTuple):
    """That what stood at one unit stands at another from a day on."""

    old_id: int
    new_id: int
    date: str
    action: str
    basis: str


class Relocation(NamedTuple):
    """A device or service that stands at another unit from a day on."""

    subject: Subject
    date: str
    from_id: int
    to_id: int


class Step(NamedTuple):
    """One day of a reorganisation: how many units of each level there were before, and are from that day on."""

    date: str
    before: dict[str, int]
    after: dict[str, int]


@dataclass
class World:
    """All units, in all their times, and what stands at them now. A plan changes it day by day."""

    units: dict[int, Unit]
    successions: list[tuple[int, int]]
    subjects: list[Subject]
    declared_on: dict[int, str] = field(default_factory=dict)
    """The latest day of which figures of a unit were declared."""
    ended: list[int] = field(default_factory=list)
    born: list[int] = field(default_factory=list)
    new_successions: list[Succession] = field(default_factory=list)
    relocations: list[Relocation] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)

    def valid(self, day: str) -> dict[str, Unit]:
        """The units of a day by code."""
        return {unit.code: unit for unit in self.units.values() if unit.place.valid_on(day)}

    def boundaries(self, day: str) -> Boundaries:
        """The same with who follows whom."""
        return Boundaries((unit.place for unit in self.units.values()), self.successions, day)

    def end(self, unit_id: int, day: str) -> None:
        """The unit is none from that day on."""
        self.units[unit_id] = self.units[unit_id]._replace(valid_to=day)
        self.ended.append(unit_id)

    def bear(self, unit: Unit) -> Unit:
        """A unit that was not there, under a number of its own."""
        unit = unit._replace(id=max(self.units, default=0) + 1)
        self.units[unit.id] = unit
        self.born.append(unit.id)
        return unit

    def follow(self, succession: Succession) -> None:
        """Note who follows whom."""
        self.successions.append((succession.old_id, succession.new_id))
        self.new_successions.append(succession)

    def relocate(self, place: int, unit_id: int, day: str) -> None:
        """Have the subject at that place of the list stand at another unit."""
        subject = self.subjects[place]
        self.relocations.append(Relocation(subject, day, subject.unit_id, unit_id))
        self.subjects[place] = subject._replace(unit_id=unit_id, moved_on=day)

    def levels(self, day: str) -> dict[str, int]:
        """How many units of each level there are on a day."""
        return dict(sorted(Counter(unit.level for unit in self.valid(day).values()).items()))
