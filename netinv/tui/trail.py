"""The pages one has been on, and which of them one is on: back and forward, each page as it was left."""

from __future__ import annotations

from typing import Generic, TypeVar

Place = TypeVar("Place")
_KEPT = 40


class Trail(Generic[Place]):
    """Where one has been. What falls out of it is given back, so that it can be thrown away."""

    def __init__(self, first: Place) -> None:
        self._places = [first]
        self._at = 0

    @property
    def here(self) -> Place:
        """The place one is at."""
        return self._places[self._at]

    def step(self, by: int) -> Place | None:
        """Go back (-1) or forward (1); None: there is nothing."""
        if not 0 <= self._at + by < len(self._places):
            return None
        self._at += by
        return self.here

    def can_step(self, by: int) -> bool:
        """Whether there is something before (-1) or after (1)."""
        return 0 <= self._at + by < len(self._places)

    def go(self, place: Place) -> list[Place]:
        """Go to a place that comes after this one; the places that are nowhere in the trail any more."""
        before = self._places
        self._places = [*before[: self._at + 1], place][-_KEPT:]
        self._at = len(self._places) - 1
        return self._gone(before)

    def forget(self, place: Place) -> list[Place]:
        """Take a place out wherever it stands; one is then at the one before it."""
        before, here = self._places, self._at
        left = [one for one in before if one is not place]
        if left:
            self._places = left
            self._at = max(0, sum(one is not place for one in before[: here + 1]) - 1)
        return self._gone(before)

    def _gone(self, before: list[Place]) -> list[Place]:
        kept = {id(place) for place in self._places}
        return list({id(place): place for place in before if id(place) not in kept}.values())
