"""The log of a sweep: each event belongs to the problem that it opens, goes on with or ends. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.events import NewEvent
from netinv.model import Severity, State

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from netinv.problems import Course, OpenProblem
    from topology.values import Link


def tell(
    events: Iterable[NewEvent],
    course: Course,
    numbers: Mapping[tuple[str, str], int],
    worked_on: Collection[int] = (),
) -> list[NewEvent]:
    """The events with the numbers of their problems; what opens or ends without an event of its own gets one.

    Args:
        events: What changed in this sweep.
        course: What became of the problems.
        numbers: Of the open problems, by kind and name.
        worked_on: The numbers of the problems that end because of planned work.
    """
    owners = _owners(course, numbers)
    told = [_numbered(event, owners) for event in events]
    for trouble in course.opened:
        names = {trouble.name, *trouble.members}
        number = numbers[trouble.key]
        at = _opening(told, trouble.kind, number, names)
        if at is None:
            told.append(NewEvent(trouble.kind, trouble.name, None, None, trouble.state, trouble.severity, None, number))
        else:
            told[at] = told[at]._replace(severity=trouble.severity)
    mended = {event.problem_id for event in told if event.new in (State.UP, State.MAINTENANCE) or _is_calm(event)}
    told += [
        NewEvent(problem.kind, problem.name, None, None, _end(problem, worked_on), Severity.INFO, None, problem.id)
        for problem in course.closed
        if problem.id not in mended
    ]
    return told


def gathered(
    events: Sequence[NewEvent], links: Iterable[Link], course: Course, numbers: Mapping[tuple[str, str], int]
) -> list[NewEvent]:
    """The events; those of broken links and of links to a failed device, and of the ports at their ends, belong to it.

    They neither open nor end a problem, and matter as much as before.
    """
    loose = {event.subject for event in events if _is_loose(event)}
    found: dict[str, int] = {}
    if loose:
        owners, failed = _owners(course, numbers), _failed(course, numbers)
        for link in links:
            own = (owners.get(name) for name in (link.name, link.pair, link.circuit or ""))
            number = next(filter(None, [*own, failed.get(link.a_device), failed.get(link.b_device)]), None)
            if number is not None:
                ends = (f"{device}:{port}" for device, port in (link[0:2], link[2:4]))
                found.update(dict.fromkeys(loose.intersection((link.name, *ends)), number))
    return [event._replace(problem_id=found.get(event.subject)) if _is_loose(event) else event for event in events]


def weight(event: NewEvent) -> tuple[bool, bool]:
    """What matters most is written last: then it is the newest of its sweep, and seen first."""
    return event.severity == Severity.ERROR, event.kind in ("device", "group", "poller", "service")


def _failed(course: Course, numbers: Mapping[tuple[str, str], int]) -> dict[str, int]:
    """The problem of each device that is silent for itself, or was."""
    failed: dict[str, int] = {}
    for problem in course.closed:
        if problem.kind == "device" and problem.silenced:
            failed.update(dict.fromkeys((problem.name, *problem.members), problem.id))
    for trouble in (*(trouble for _, trouble in course.continued), *course.opened):
        if trouble.kind == "device" and trouble.silenced:
            failed.update(dict.fromkeys((trouble.name, *trouble.members), numbers[trouble.key]))
    return failed


def _is_loose(event: NewEvent) -> bool:
    """Whether it is of a link or a port, and of no problem yet."""
    return event.kind in ("link", "oper_status") and event.problem_id is None


def _is_calm(event: NewEvent) -> bool:
    """Whether it tells the end of flapping: of what is well then, that is the end of the problem."""
    return event.kind == "flapping" and event.new is None


def _end(problem: OpenProblem, worked_on: Collection[int]) -> State:
    return State.MAINTENANCE if problem.id in worked_on else State.UP


def _owners(course: Course, numbers: Mapping[tuple[str, str], int]) -> dict[int | str, int]:
    """The problem of each device it silences (by id) and of each thing it is (by name); what is open goes first.

    A service may have the name of a device: its events are numbered where they are made, and come last here.
    """
    owners: dict[int | str, int] = {}
    services: dict[int | str, int] = {}
    for problem in course.closed:
        own = services if problem.kind == "service" else owners
        own.update(dict.fromkeys((*problem.silenced, problem.name, *problem.members), problem.id))
    for problem, _ in course.continued:
        owners.update(dict.fromkeys(problem.silenced, problem.id))
    for trouble in (*(trouble for _, trouble in course.continued), *course.opened):
        own = services if trouble.kind == "service" else owners
        own.update(dict.fromkeys((*trouble.silenced, trouble.name, *trouble.members), numbers[trouble.key]))
    return services | owners


def _numbered(event: NewEvent, owners: Mapping[int | str, int]) -> NewEvent:
    if event.kind in ("flapping", "oper_status"):
        return event._replace(problem_id=owners.get(event.subject))
    if event.kind not in ("device", "link"):
        return event
    by_device = owners.get(event.device_id) if event.device_id is not None else None
    number = by_device or owners.get(event.subject) or owners.get(event.cause or "")
    return event._replace(problem_id=number)


def _opening(events: Sequence[NewEvent], kind: str, number: int, names: set[str]) -> int | None:
    """The place of the event that tells the problem's opening."""
    for at, event in enumerate(events):
        told = event.kind in (kind, "flapping") and event.problem_id == number and event.subject in names
        if told and event.new not in (None, State.UP):
            return at
    return None
