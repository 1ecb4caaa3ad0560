"""Keeping what the visits of a sweep read: facts as changes, the last poll, counters; and measuring what rules ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from netinv import events, health
from netinv.app.sweeps import measuring
from netinv.app.words.sentences import iso
from netinv.model import Severity
from netinv.reconcile import reconcile
from netinv.store.reading import growth
from netinv.store.writing import breaches, facts, polls

if TYPE_CHECKING:
    from collections.abc import Mapping

    from netinv.app.sweeps.gathering import Gathered, PackedVisit
    from netinv.app.sweeps.measuring import Limits
    from netinv.events import NewEvent
    from netinv.model import Counters, Reach
    from netinv.reconcile import Facts
    from netinv.rules import Key, Measured
    from netinv.store.writing.engine import Connection


class Kept(NamedTuple):
    """What the visits came to."""

    events: list[NewEvent]
    changes: int
    polls: list[polls.PollRow]
    measured: list[Measured]
    clocks_off_s: dict[str, float]


class Keeper:
    """Goes through the visits in the order of device ids, on one connection and at one moment."""

    def __init__(
        self,
        connection: Connection,
        at_ms: int,
        names: Mapping[int, str],
        before: Mapping[int, polls.PollRow],
        broken: Mapping[Key, Measured],
        limits: Limits,
    ) -> None:
        self._connection = connection
        self._at_ms = at_ms
        self._names = names
        self._before = before
        self._broken: dict[int | None, dict[Key, Measured]] = {}
        for key, one in broken.items():
            self._broken.setdefault(one.device_id, {})[key] = one
        self._limits = limits
        self._uplinks = breaches.linked_ports(connection)
        self._counters = polls.CounterWriter(connection, at_ms)

    def keep(self, gathered: Gathered, reaches: Mapping[str, Reach]) -> Kept:
        """Write facts and counters; the polls are left to be written at the end."""
        known = facts.Known(self._connection, [visit.device_id for visit in gathered.visits])
        changes = facts.ChangeWriter(self._connection, self._at_ms)
        kept = Kept([], 0, [], [], {})
        count = 0
        for visit in gathered.visits:
            name, read = self._names[visit.device_id], visit.unpack()
            changed = reconcile(known.of(visit.device_id), read, visit.covered)
            count += len(changed)
            changes.add(visit.device_id, changed)
            kept.events.extend(events.of_facts(visit.device_id, name, changed))
            before = self._before.get(visit.device_id, polls.PollRow(visit.device_id, self._at_ms))
            if self._rebooted(visit, before):
                kept.events.append(self._restart(visit, name))
            rtt_s = gathered.outcome.icmp.get(visit.device_id, (None, None))[1]
            poll = self._poll(visit, before, rtt_s, answered=health.answers(reaches[name]))
            gauges, packed = polls.Gauges(poll.rtt_us, *visit.load), visit.unpack_counters()
            if packed is None:
                self._counters.add_gauges(visit.device_id, gauges)
            else:
                keyframe_at, keyframe = self._counters.add(visit.device_id, packed, before.keyframe_at, gauges)
                poll = poll._replace(counters_at=self._at_ms, keyframe_at=keyframe_at)
                if keyframe is not None and before.counters_at is not None:
                    kept.measured.extend(self._measure(visit.device_id, packed, keyframe, before, read))
            kept.polls.append(poll)
            if visit.clock_off_s is not None:
                kept.clocks_off_s[name] = visit.clock_off_s
        changes.flush()
        self._counters.flush()
        return kept._replace(changes=count)

    def _poll(self, visit: PackedVisit, before: polls.PollRow, rtt_s: float | None, *, answered: bool) -> polls.PollRow:
        poll = before._replace(asked_at=self._at_ms, rtt_us=None if rtt_s is None else round(rtt_s * 1e6))
        if answered:
            poll = poll._replace(last_seen=self._at_ms)
        for field in ("uptime_ticks", "max_repetitions", "platform", "interfaces_total", "interfaces_up"):
            value = getattr(visit, field)
            if value is not None:
                poll = poll._replace(**{field: value})
        return poll

    def _rebooted(self, visit: PackedVisit, before: polls.PollRow) -> bool:
        if visit.uptime_ticks is None or before.uptime_ticks is None or before.last_seen is None:
            return False
        elapsed_s = (self._at_ms - before.last_seen) / 1000
        return health.rebooted(before.uptime_ticks, visit.uptime_ticks, elapsed_s)

    def _restart(self, visit: PackedVisit, name: str) -> events.NewEvent:
        """It tells since when the device runs."""
        since = iso(self._at_ms - (visit.uptime_ticks or 0) * 10)
        return events.NewEvent("reboot", name, visit.device_id, None, since, Severity.WARNING)

    def _measure(
        self, device_id: int, counters: Counters, keyframe: growth.Keyframe, before: polls.PollRow, read: Facts
    ) -> list[Measured]:
        """The levels of the device's ports; most devices without links have neither errors nor a broken rule."""
        uplinks = self._uplinks.get(device_id, {})
        wanted = uplinks or device_id in self._broken or growth.has_trouble(keyframe, counters)
        if not wanted or before.counters_at is None or before.keyframe_at is None:
            return []
        grown = growth.growth(
            self._connection, device_id, counters, keyframe, before.keyframe_at, before.counters_at, self._at_ms
        )
        if grown is None:
            return []
        port_of = measuring.Ports(device_id, self._names[device_id], uplinks, measuring.interfaces(read))
        return list(measuring.of_ports(port_of, grown, self._broken.get(device_id, {}), self._limits))
