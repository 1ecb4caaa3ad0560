"""The units of a day, and to which of them what stood at any unit belongs. Neither code nor name is an identity."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


class Place(NamedTuple):
    """A unit's identity and time: valid from ``valid_from`` until the day before ``valid_to`` (ISO dates)."""

    id: int
    code: str
    parent_id: int | None
    valid_from: str
    valid_to: str | None

    def valid_on(self, day: str) -> bool:
        """Whether it is a unit on that day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


class Boundaries:
    """The units of one day."""

    def __init__(self, places: Iterable[Place], successions: Iterable[tuple[int, int]], day: str) -> None:
        """``successions`` are pairs of ids: what stood at the first stands at the second after its end."""
        self.day = day
        self.places: Mapping[int, Place] = {place.id: place for place in places}
        self._after: dict[int, list[int]] = defaultdict(list)
        self._before: dict[int, list[int]] = defaultdict(list)
        for old, new in successions:
            self._after[old].append(new)
            self._before[new].append(old)
        self._found: dict[int, int | None] = {}
        self._codes = {place.code: place.id for place in self.places.values() if place.valid_on(day)}

    def valid(self, place_id: int) -> bool:
        """Whether it is a unit of the day."""
        place = self.places.get(place_id)
        return place is not None and place.valid_on(self.day)

    def heir(self, place_id: int) -> int:
        """The unit of the day that followed one, where a reorganisation says so; else itself."""
        found = self.of(place_id) if self._after[place_id] else None
        return place_id if found is None else found

    def of(self, place_id: int) -> int | None:
        """The unit of the day that has what stood at a unit of any time.

        Its successor, or the unit it came from; the nearest unit above them where it became or came from several; the
        unit above it where it is nobody's. None: there is none on that day.
        """
        if place_id not in self._found:
            self._found[place_id] = None  # a circle, which no import should let in, ends here
            self._found[place_id] = self._resolve(place_id)
        return self._found[place_id]

    def parent(self, place_id: int) -> int | None:
        """The unit of the day above a unit; None at a root."""
        above = self.places[place_id].parent_id
        found = None if above is None else self.of(above)
        return None if found == place_id else found

    def code_on(self, code: str) -> int | None:
        """The unit that a code means on the day."""
        return self._codes.get(code)

    def _resolve(self, place_id: int) -> int | None:
        place = self.places.get(place_id)
        if place is None or place.valid_on(self.day):
            return place_id if place else None
        ended = place.valid_to is not None and place.valid_to <= self.day
        heirs = (self._after if ended else self._before)[place_id]
        found = {heir for heir in map(self.of, heirs) if heir is not None}
        if len(found) == 1:
            return found.pop()
        if found:
            return self._above_all(found)
        return None if place.parent_id is None else self.of(place.parent_id)

    def _above_all(self, place_ids: Iterable[int]) -> int | None:
        """The lowest unit that is above all of them, or one of them that is above the others."""
        ways = [list(self._up(place_id)) for place_id in sorted(place_ids)]
        common = set(ways[0]).intersection(*ways[1:])
        return next((place_id for place_id in ways[0] if place_id in common), None)

    def _up(self, place_id: int) -> Iterator[int]:
        seen: set[int] = set()
        here: int | None = place_id
        while here is not None and here not in seen:
            seen.add(here)
            yield here
            here = self.parent(here)
