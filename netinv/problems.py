"""The life of problems: which of what is wrong now goes on from before, what opens, what has ended. Pure.

A problem is one from its opening to its confirmed end. It may turn out to be another thing meanwhile (a dead device
that proves to be a cut link), grow, shrink and flip: as long as it shares what it silences, it is the same.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


class Trouble(NamedTuple):
    """Something that is wrong now: a cause of silence (``explains``), or a problem that no cause explains.

    ``silenced`` are the ids of the devices that are silent because of it, ``failed`` those of them that are it.
    ``site`` is the code of the site it stands at, where it stands at one. What flaps has the number of its changes in
    ``flaps``, and their beginning in ``since``; in state ``up`` it is well just now.
    """

    kind: str
    name: str
    explains: bool
    state: str
    severity: str
    confidence: str = "sure"
    alternative: str | None = None
    members: tuple[str, ...] = ()
    affected_sites: tuple[str, ...] = ()
    site: str | None = None
    silenced: frozenset[int] = frozenset()
    failed: frozenset[int] = frozenset()
    flaps: int | None = None
    since: int | None = None

    @property
    def key(self) -> tuple[str, str]:
        """Kind and name: what it is called now."""
        return (self.kind, self.name)


class OpenProblem(NamedTuple):
    """A problem that has not ended. ``silenced``: the ids of the devices it keeps silent; ``state`` as it was last."""

    id: int
    kind: str
    name: str
    opened_at: int
    members: tuple[str, ...]
    affected_sites: tuple[str, ...]
    silenced: frozenset[int]
    state: str = "down"


class Ending(NamedTuple):
    """Why a problem ended that is not over: work on it is ``planned``, or it belongs ``into`` a cause of that name."""

    planned: bool = False
    into: str | None = None


OVER = Ending()


class Course(NamedTuple):
    """What becomes of the problems: opened, gone on with, closed."""

    opened: tuple[Trouble, ...]
    continued: tuple[tuple[OpenProblem, Trouble], ...]
    closed: tuple[OpenProblem, ...]


def course(before: Sequence[OpenProblem], now: Iterable[Trouble]) -> Course:
    """Match what is wrong now with what was: by kind and name, else by the most shared silent devices, oldest first."""
    waiting = {trouble.key: trouble for trouble in now}
    continued: list[tuple[OpenProblem, Trouble]] = []
    unmatched = []
    for problem in before:
        same = waiting.pop((problem.kind, problem.name), None)
        if same is not None:
            continued.append((problem, same))
        else:
            unmatched.append(problem)
    closed = []
    for problem, heir in _heirs(unmatched, waiting):
        if heir is not None:
            continued.append((problem, waiting.pop(heir)))
        else:
            closed.append(problem)
    return Course(tuple(waiting.values()), tuple(continued), tuple(closed))


def _heirs(
    problems: Iterable[OpenProblem], waiting: Mapping[tuple[str, str], Trouble]
) -> list[tuple[OpenProblem, tuple[str, str] | None]]:
    """For each problem the trouble that shares most of its silent devices, no trouble twice."""
    owners: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for key, trouble in waiting.items():
        for device_id in trouble.silenced:
            owners[device_id].append(key)
    taken: set[tuple[str, str]] = set()
    found = []
    for problem in problems:
        shared = Counter(key for device_id in problem.silenced for key in owners[device_id] if key not in taken)
        heir = min(shared, key=lambda key: (-shared[key], key), default=None)
        if heir is not None:
            taken.add(heir)
        found.append((problem, heir))
    return found
