"""From what services answered to what it means: states, problems, events. Reads and writes nothing."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from netinv.events import NewEvent
from netinv.model import Severity, State
from netinv.problems import Trouble

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from netinv.app.sweeps.covering import Work
    from netinv.app.sweeps.planning import Plan
    from netinv.problems import Course
    from netinv.store.reading.views import ServiceRow
    from netinv.store.writing.services import CheckRow, StateRow
    from probes.services.values import Answer

KIND = "service"
_DAY_MS = 86_400_000
_SILENT = frozenset({State.DOWN, State.UNREACHABLE, State.MAINTENANCE})
_UNWELL = frozenset({State.DOWN, State.UNREACHABLE})
_OVER = frozenset({State.UP, State.MAINTENANCE})


class ServiceVerdict(NamedTuple):
    """What a service is taken for, the name of what cuts it off, and how its check ended."""

    state: State
    cause: str | None
    answer: Answer


def judge(
    plan: Plan, answers: Mapping[int, Answer], devices: Mapping[str, tuple[str, str | None]] | None, work: Work
) -> dict[int, ServiceVerdict]:
    """The verdict on each service that was checked, by its id.

    Args:
        plan: The inventory.
        answers: How each check ended.
        devices: State and cause of the devices that were ever asked, by name; None: the poller has lost sight, so that
            silence means nothing.
        work: What is worked on.
    """
    at_site: dict[str, list[str]] = defaultdict(list)
    for device in plan.devices:
        at_site[device.site].append(device.name)
    found = {}
    for service in plan.services:
        if service.id in answers:
            names = [service.device] if service.device else at_site[service.site]
            behind = [(name, *devices[name]) for name in names if name in devices] if devices is not None else []
            answer = answers[service.id]
            blind = devices is None and not answer.ok
            state, cause = (State.UNKNOWN, None) if blind else _state(answer, behind)
            if state in _UNWELL and work.behind(service):
                state, cause = State.MAINTENANCE, cause or service.device
            found[service.id] = ServiceVerdict(state, cause, answer)
    return found


def _state(answer: Answer, behind: Sequence[tuple[str, str, str | None]]) -> tuple[State, str | None]:
    """What answers is up. Silence is put down to the devices before it where all of those are silent, too."""
    if answer.ok:
        return State.UP, None
    if behind and all(state == State.MAINTENANCE for _name, state, _cause in behind):
        return State.MAINTENANCE, behind[0][0]
    if answer.silent and behind and all(state in _SILENT for _name, state, _cause in behind):
        name, _device_state, cause = behind[0]
        return State.UNREACHABLE, cause or name
    return State.DOWN, None


def states_of(verdicts: Mapping[int, ServiceVerdict], held: Mapping[int, StateRow]) -> dict[int, str]:
    """The state of every service: this sweep's, else what it was."""
    return {ident: row.state for ident, row in held.items()} | {ident: one.state for ident, one in verdicts.items()}


def troubles(services: Sequence[ServiceRow], states: Mapping[int, str], open_names: Collection[str]) -> list[Trouble]:
    """The services that are down by themselves. One that was, and is cut off now, has not recovered.

    ``open_names``: the services with an open problem.
    """
    found = []
    for service in services:
        state = states.get(service.id, State.UNKNOWN)
        if state == State.DOWN or (service.name in open_names and state not in _OVER):
            severity = Severity.ERROR
            found.append(Trouble(KIND, service.name, False, state, severity, site=service.site))  # noqa: FBT003
    return found


def state_events(
    plan: Plan,
    verdicts: Mapping[int, ServiceVerdict],
    held: Mapping[int, StateRow],
    course: Course,
    numbers: Mapping[tuple[str, str], int],
) -> list[NewEvent]:
    """A line for each change of a state, with the number of its problem."""
    closed = {problem.name: problem.id for problem in course.closed if problem.kind == KIND}
    found = []
    for service in plan.services:
        verdict, before = verdicts.get(service.id), held.get(service.id)
        if verdict is None or verdict.state == (before and before.state):
            continue
        down = verdict.state is State.DOWN
        found.append(
            _event(plan, service, before and before.state, verdict.state)._replace(
                severity=Severity.WARNING if down else Severity.INFO,
                cause=verdict.cause,
                problem_id=numbers.get((KIND, service.name), closed.get(service.name)),
            )
        )
    return found


def certificate_events(
    plan: Plan,
    verdicts: Mapping[int, ServiceVerdict],
    held: Mapping[int, StateRow],
    checks: Mapping[int, CheckRow],
    at_ms: int,
    days: int,
) -> Iterator[NewEvent]:
    """Certificates that have come near their end since the last check, and those that were renewed before it."""
    for service in plan.services:
        verdict = verdicts.get(service.id)
        end = verdict and verdict.answer.not_after
        if end is None:
            continue
        row, check = held.get(service.id), checks.get(service.id)
        before = row and row.not_after
        near = end - at_ms <= days * _DAY_MS
        was_near = before is not None and check is not None and before - check.checked_at <= days * _DAY_MS
        if near and (not was_near or end != before):
            event = _event(plan, service, None, _day(end), "certificate")
            yield event._replace(severity=Severity.WARNING)
        elif was_near and not near and before is not None:
            yield _event(plan, service, _day(before), _day(end), "certificate")


def _day(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000, UTC).date().isoformat()


def _event(plan: Plan, service: ServiceRow, old: str | None, new: str, kind: str = KIND) -> NewEvent:
    device = next((device.id for device in plan.devices if device.name == service.device), None)
    site = next((site.id for site in plan.sites if site.code == service.site), None)
    return NewEvent(kind, service.name, device, old, new, site_id=site)
