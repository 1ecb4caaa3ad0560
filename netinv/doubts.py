"""Whom a sweep asks again before it believes what it heard. Pure.

A device beside a silent one may have failed since it answered: it is the one to blame then. One that comes back must
answer twice before it counts. What was silent behind one that came back may only have been asked too early.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    from netinv.model import Target


@dataclass(frozen=True, slots=True)
class Doubts:
    """What was known before the sweep, by device id.

    ``near`` are the neighbours by the links as last known, ``silent`` those that did not answer the sweep before,
    ``vantage`` the devices that the poller is attached to.
    """

    near: Mapping[int, AbstractSet[int]] = field(default_factory=dict)
    silent: frozenset[int] = frozenset()
    vantage: tuple[Target, ...] = ()

    def about(self, answers: Mapping[int, bool], settled: AbstractSet[int]) -> set[int]:
        """The devices to ask again.

        Args:
            answers: Each device of the sweep, and whether it answered when it was last asked.
            settled: Those that were asked twice already.
        """
        again = set()
        for device, answered in answers.items():
            neighbors = self.near.get(device, frozenset())
            if answered:
                doubtful = device in self.silent or any(answers.get(other) is False for other in neighbors)
            else:
                doubtful = any(other in self.silent and answers.get(other) for other in neighbors)
            if doubtful and device not in settled:
                again.add(device)
        return again
