"""Storing a sweep: one write transaction reads what was known, applies what changed and closes the sweep's mark."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

from netinv import events, health, rules
from netinv.app.sweeps import (
    alerting,
    covering,
    damping,
    dating,
    judging,
    linking,
    measuring,
    reporting,
    telling,
    troubles,
)
from netinv.app.sweeps.keeping import Keeper, Kept
from netinv.app.sweeps.recording_services import ServiceRecorder
from netinv.app.sweeps.reporting import Judged, Swept
from netinv.flapping import Damping
from netinv.model import Reach, Reached, State
from netinv.problems import course
from netinv.store.file import clock
from netinv.store.measured import ageing
from netinv.store.reading import doubles
from netinv.store.writing import breaches, flaps, log, polls, problems, sweeps, windows
from netinv.store.writing.engine import Store
from topology.redundancy import lost_redundancy
from topology.ways import BROKEN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from netinv.app.sweeps.gathering import Gathered, PackedVisit
    from netinv.app.sweeps.judging import Verdict
    from netinv.app.sweeps.planning import Plan
    from netinv.config import Settings
    from netinv.events import NewEvent
    from netinv.store.writing.engine import Connection
    from topology.values import Link

_MISSED_MS = 7 * 24 * 3600 * 1000
_SILENT = (State.DOWN, State.UNREACHABLE)


def record(settings: Settings, sweep_id: int, plan: Plan, gathered: Gathered) -> Swept:
    """Write the sweep and make its report."""
    with Store(settings.db).write() as connection:
        at_ms = clock.moment(connection, round(time.time() * 1000))
        recorder = _Recorder(connection, settings, plan, gathered, at_ms)
        judged = recorder.run()
        report = reporting.report(plan, gathered, judged, at_ms) | {"sweep": sweep_id}
        alerting.enqueue(connection, settings, plan, judged, at_ms)
        sweeps.finish(
            connection,
            sweep_id,
            "done" if gathered.outcome.ended == "done" else "partial",
            at_ms,
            targets=report["targets"],
            answered=report["answered"],
            changes=report["changes"],
            whole=plan.whole,
            report=json.dumps(report, ensure_ascii=False),
        )
    return Swept(report, reporting.exit_code(report, judged))


def _state_before(row: polls.StateRow) -> str:
    """What a device was before causes, planned work and lost redundancy were looked for."""
    if row.state != State.MAINTENANCE:
        return row.state
    return health.device_state(Reach(*(Reached(way) if way else None for way in row[2:])))


class _Recorder:
    """The steps of one recording, on one connection and at one moment."""

    def __init__(self, connection: Connection, settings: Settings, plan: Plan, gathered: Gathered, at_ms: int) -> None:
        self.connection = connection
        self.at_ms = at_ms
        self._settings = settings
        self._plan = plan
        self._gathered = gathered
        self._names = {device.id: device.name for device in plan.devices}
        self._held = polls.states(connection)
        self._polls = polls.polls(connection)
        self._work = covering.work(
            windows.standing(connection, at_ms), plan.sites, plan.devices, plan.started_at_ms, at_ms
        )
        self._broken = breaches.current(connection)
        self._faulty: set[str] = set()
        self._reaches = {self._names[visit.device_id]: self._reach(visit) for visit in gathered.visits}
        self._services = ServiceRecorder(connection, plan, gathered, at_ms, self._work)

    def run(self) -> Judged:
        """Facts, links, causes, states, problems, log."""
        doubled = set(doubles.current(self.connection))
        limits = measuring.Limits.of(self._settings)
        keeper = Keeper(self.connection, self.at_ms, self._names, self._polls, self._broken, limits)
        written = keeper.keep(self._gathered, self._reaches)
        doubled = set(doubles.current(self.connection)) - doubled
        known = {self._names[device_id]: _state_before(row) for device_id, (row, _since) in self._held.items()}
        found = judging.states(self._reaches, {**dict.fromkeys(self._names.values(), State.UNKNOWN), **known})
        judgement = rules.judge(self._broken, self._measure(written))
        breaches.write(self.connection, self.at_ms, judgement)
        self._faulty = {subject for rule, subject in judgement.holds if rule in rules.OF_LINKS}
        heard = {name for name, reach in self._reaches.items() if health.answers(reach)}
        links, link_changes = linking.refresh(self.connection, self.at_ms, found, heard, self._judged_link)
        linked = {f"{device}:{port}" for link in links for device, port in (link[0:2], link[2:4]) if port}
        ports = [event for event in written.events if event.kind == "oper_status" and event.subject not in linked]
        judged = self._judge(found, links, {event.subject for event in ports})
        state_events = self._write_states(judged.verdicts)
        link_events = [events.of_link(change.link.name, change.old, change.new) for change in link_changes]
        ids = {name: device_id for device_id, name in self._names.items()}
        began = dating.began(self.connection, self.at_ms, judged.course.opened, judged.planned.planned, links, ids)
        numbers = problems.write_course(self.connection, self.at_ms, judged.course, began)
        worked_on = {one.id for one in judged.course.closed if judged.planned.ends(one.kind, one.name)}
        damped = judged.damped
        flaps.write(self.connection, damped.spells)
        restless = [event for event in ports if (damping.PORT, event.subject) in damped.flapping]
        service_events = self._services.write(judged.course, numbers, self._settings.certificate_days)
        happened = [*state_events, *link_events, *service_events, *damped.events(ids), *restless]
        told = telling.tell(happened, judged.course, numbers, worked_on)
        told = damping.hushed(told, {numbers[key] for key in damped.flapping if key in numbers})
        settled = [event for event in written.events if event not in restless] + events.of_rules(judgement)
        double_events = [events.of_double(*double) for double in sorted(doubled)]
        all_links = [*links, *(change.link for change in link_changes)]
        fresh = sorted([*settled, *told], key=telling.weight)
        fresh = telling.gathered(fresh, all_links, judged.course, numbers)
        fresh = covering.hushed(fresh, links, self._names, self._work)
        logged = log.write_events(self.connection, self.at_ms, [*fresh, *double_events, *self._host_key_events()])
        polls.write_polls(self.connection, written.polls)
        log.trust_host_keys(self.connection, self.at_ms, self._plan.host_keys.newly_trusted)
        ageing.age(self.connection, self.at_ms, ageing.Keeping.of(self._settings))
        services = self._services.states()
        return judged._replace(changes=max(logged, written.changes), began=began, services=services)

    def _measure(self, kept: Kept) -> Iterator[rules.Measured]:
        """All that rules are held against. A credential that nobody names any more breaks none."""
        ids = {name: device_id for device_id, name in self._names.items()}
        yield from kept.measured
        yield from measuring.of_links(self.connection, self._broken)
        yield from measuring.of_clocks(kept.clocks_off_s, ids, self._broken, self._settings.clock_off_s)
        yield from self._plan.measured
        named = {one.subject for one in self._plan.measured}
        for rule, subject in self._broken if self._plan.whole else ():
            if rule == "community" and subject not in named:
                yield rules.Measured(rule, subject, None, 0.0, "")

    def _judged_link(self, link: Link) -> str | None:
        """What a link is taken for where that is another than its state."""
        faulty = link.state == State.UP and measuring.is_faulty(link, self._faulty)
        if (faulty or link.state in BROKEN) and self._work.on(link):
            return State.MAINTENANCE
        return State.DEGRADED if faulty else None

    def _judge(self, found: dict[str, str], links: list[Link], ports: set[str]) -> Judged:
        """States, causes and problems. A poller that has lost sight judges nothing but that."""
        plan, open_before = self._plan, problems.open_problems(self.connection)
        vantage = judging.vantage_devices(self._settings.vantage, plan.sites, plan.devices)
        if judging.cut_off(self._reaches, vantage, self._gathered.outcome.uplink):
            verdicts = {name: judging.Verdict(State.UNKNOWN, None, reach) for name, reach in self._reaches.items()}
            blind = [problem for problem in open_before if problem.kind == "poller"]
            self._services.judge(None, open_before)
            return Judged(verdicts, [], course(blind, [troubles.of_lost_sight(vantage)]), 0, lost_sight=True)
        causes = judging.causes_of(found, links, vantage, plan.sites, plan.devices)
        parted = covering.part(causes, links, self._work)
        ids = {name: device_id for device_id, name in self._names.items()}
        expected = linking.expected(self.connection, links, ids, self.at_ms - _MISSED_MS)
        verdicts = judging.verdicts(self._reaches, found, causes, lost_redundancy(found, expected, vantage))
        verdicts = covering.excused(verdicts, self._work, parted)
        states = {self._names[device_id]: row[:2] for device_id, (row, _since) in self._held.items()}
        states.update({name: verdict[:2] for name, verdict in verdicts.items()})
        degraded = {name for name, state in states.items() if state == (State.DEGRADED, None)}
        site_of = {device.name: device.site for device in plan.devices}
        wrong = troubles.of_network(parted.causes, found, degraded, expected, ids, site_of, self._work)
        faulty = [link for link in links if self._judged_link(link) == State.DEGRADED]
        wrong += troubles.of_faulty_links(faulty, {trouble.key for trouble in wrong})
        wrong += self._services.judge(states, open_before)
        parted = parted._replace(services=self._services.worked_on())
        site_of = {service.name: service.site for service in plan.services} | site_of
        decided = [problem for problem in open_before if problem.kind in troubles.KINDS]
        before = damping.Known(decided, flaps.spells(self.connection))
        damped = damping.damp(before, wrong, ports, self.at_ms, Damping.of(self._settings), parted.ends, site_of)
        found_course = course(decided, damped.troubles)
        return Judged(verdicts, parted.causes, found_course, 0, lost_sight=False, planned=parted, damped=damped)

    def _reach(self, visit: PackedVisit) -> Reach:
        """How the device was reached. A ping that a short sweep did not wait for says nothing new."""
        outcome = self._gathered.outcome
        if visit.device_id in outcome.icmp:
            return Reach(outcome.icmp[visit.device_id][0], visit.snmp, visit.ssh)
        held = self._held.get(visit.device_id)
        kept = held[0].icmp if held is not None and outcome.ended != "done" else None
        return Reach(Reached(kept) if kept else None, visit.snmp, visit.ssh)

    def _write_states(self, verdicts: Mapping[str, Verdict]) -> list[NewEvent]:
        """Begin new intervals where the state, its cause or a way of asking changed; log where the state did."""
        ids = {name: device_id for device_id, name in self._names.items()}
        changed: dict[int, tuple[polls.StateRow, int | None]] = {}
        happened = []
        for name, verdict in verdicts.items():
            device_id = ids[name]
            old = self._held.get(device_id)
            row = polls.StateRow(verdict.state, verdict.cause, *verdict.reach)
            if old is not None and old[0] == row:
                continue
            silent = verdict.state in _SILENT or not health.answers(verdict.reach)
            seen = self._polls[device_id].last_seen if silent and device_id in self._polls else None
            changed[device_id] = (row, seen)
            if old is None or old[0].state != verdict.state:
                before = old and old[0].state
                happened.append(
                    events.of_state(device_id, name, before, verdict.state, verdict.cause, planned=verdict.planned)
                )
        polls.write_states(self.connection, self.at_ms, changed)
        return happened

    def _host_key_events(self) -> list[NewEvent]:
        """A changed key is told once, not at each sweep that meets it again."""
        told = log.last_host_key_events(self.connection)
        return [
            events.NewEvent("host_key", self._names[visit.device_id], visit.device_id, None, failure.error, "warning")
            for visit in self._gathered.visits
            for failure in visit.failures
            if failure.what == "host_key" and told.get(visit.device_id) != failure.error
        ]
