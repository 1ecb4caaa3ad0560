"""Storing what checks of services found, within the transaction of a sweep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.app.sweeps import judging_services as judging
from netinv.model import State
from netinv.store.writing import services as stored

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from netinv.app.sweeps.covering import Work
    from netinv.app.sweeps.gathering import Gathered
    from netinv.app.sweeps.judging_services import ServiceVerdict
    from netinv.app.sweeps.planning import Plan
    from netinv.events import NewEvent
    from netinv.problems import Course, OpenProblem, Trouble
    from netinv.store.writing.engine import Connection


class ServiceRecorder:
    """The services' part of a recording: first what is wrong with them, then, with its course, what is written."""

    def __init__(self, connection: Connection, plan: Plan, gathered: Gathered, at_ms: int, work: Work) -> None:
        self._connection = connection
        self._plan = plan
        self._work = work
        self._answers = gathered.answers
        self._at_ms = at_ms
        self._held = stored.states(connection)
        self.verdicts: Mapping[int, ServiceVerdict] = {}

    def judge(
        self, devices: Mapping[str, tuple[str, str | None]] | None, open_before: Sequence[OpenProblem]
    ) -> list[Trouble]:
        """What is wrong with services, those that this sweep did not check among them.

        Args:
            devices: State and cause of all devices by name; None: the poller has lost sight.
            open_before: The problems that are open.
        """
        self.verdicts = judging.judge(self._plan, self._answers, devices, self._work)
        states = judging.states_of(self.verdicts, self._held)
        names = {problem.name for problem in open_before if problem.kind == judging.KIND}
        return judging.troubles(self._plan.services, states, names)

    def states(self) -> dict[str, str]:
        """The states of those that were checked, by name."""
        verdicts = ((service.name, self.verdicts.get(service.id)) for service in self._plan.services)
        return {name: str(verdict.state) for name, verdict in verdicts if verdict is not None}

    def worked_on(self) -> frozenset[str]:
        """The services that planned work excuses."""
        return frozenset(name for name, state in self.states().items() if state == State.MAINTENANCE)

    def write(self, course: Course, numbers: Mapping[tuple[str, str], int], days: int) -> list[NewEvent]:
        """Write states that changed and the last checks; gives what the log is to say.

        Args:
            course: What became of the problems.
            numbers: Of the open problems, by kind and name.
            days: Before the end of a certificate, from which on it is told.
        """
        checks = stored.checks(self._connection)
        told = judging.state_events(self._plan, self.verdicts, self._held, course, numbers)
        told += judging.certificate_events(self._plan, self.verdicts, self._held, checks, self._at_ms, days)
        changed, checked = {}, []
        for ident, verdict in self.verdicts.items():
            held, answer = self._held.get(ident), verdict.answer
            # A check that did not get as far as the certificate says nothing of it.
            not_after = answer.not_after or (held and held.not_after)
            row = stored.StateRow(verdict.state, verdict.cause, answer.status, not_after)
            if row != held:
                changed[ident] = row
            latency_us = None if answer.latency_s is None else round(answer.latency_s * 1e6)
            checked.append(stored.CheckRow(ident, self._at_ms, latency_us))
        stored.write_states(self._connection, self._at_ms, changed)
        stored.write_checks(self._connection, checked)
        return told
