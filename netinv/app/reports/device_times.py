"""What each device was in a period, from the stored history: the same for every report and every page."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from netinv.reports.availability import CauseSpan, Course, StateSpan
from netinv.reports.intervals import blind, common, merged, without
from netinv.reports.restarts import by_restart

if TYPE_CHECKING:
    from collections.abc import Mapping

    from netinv.app.reports.period import Period
    from netinv.reports.availability import Availability
    from netinv.reports.intervals import Interval, Intervals
    from netinv.reports.restarts import Restart
    from netinv.store.reading.history import DeviceSpan, Explanation, History


class DeviceTimes:
    """Reads the period once; then it needs no database."""

    def __init__(self, history: History, period: Period, stale_ms: int) -> None:
        """News older than ``stale_ms`` are none."""
        self.period = period
        self.unseen = blind(history.sweep_ends(*period), period, stale_ms)
        self.work = history.planned_work(*period)
        self._states, self._births = history.device_states(*period), history.births()
        self._restarts, self._boot_ms = history.restarts(period.start), stale_ms
        self._causes: dict[int, list[CauseSpan]] = defaultdict(list)
        self._told: dict[int, list[Interval]] = defaultdict(list)
        for one in history.explanations(*period):
            self._causes[one.device_id].append(CauseSpan(one.start, one.end, _cause(one)))
            if one.told is not None:
                self._told[one.device_id].append((one.start, period.end if one.end is None else one.end))

    def since(self, device_id: int) -> int:
        """From when on it was there within the period."""
        return max(self.period.start, self._births.get(device_id, self.period.start))

    def states(self, device_id: int) -> tuple[StateSpan, ...]:
        """Its states; what of them is silence behind planned work is planned, too."""
        found = self._states.get(device_id, ())
        return tuple(part for state in found for part in excused(state, self.work, self.period.end))

    def explained(self, device_id: int) -> bool:
        """Whether anything explained a silence of it."""
        return device_id in self._causes or device_id in self.restarted

    @cached_property
    def restarted(self) -> dict[int, Intervals]:
        """When each device lay silent for a loss of power or a restart of its own, as far as nobody told the cause."""
        return {device_id: self._restarted(device_id, all_of) for device_id, all_of in self._restarts.items()}

    def _restarted(self, device_id: int, restarts: list[Restart]) -> Intervals:
        states = [StateSpan(*one[:3]) for one in self._states.get(device_id, ())]
        return without(by_restart(states, restarts, self._boot_ms), merged(self._told.get(device_id, ())))

    def course(self, device_id: int) -> Course | None:
        """When it was up, down and in planned work; None: it came later."""
        since = self.since(device_id)
        if since >= self.period.end:
            return None
        return Course(self.states(device_id), self.unseen, (since, self.period.end))

    def whole(self, device_id: int, course: Course) -> Availability:
        """The figures of its course, its down time put down to what explained it."""
        return course.whole(self._causes.get(device_id, ()), self.restarted.get(device_id))


def excused(state: DeviceSpan, work: Mapping[str, list[tuple[int, int | None]]], end: int) -> list[StateSpan]:
    """A state; what of it is silence behind planned work is planned, too."""
    if state.state != "unreachable" or state.cause is None or state.cause not in work:
        return [StateSpan(*state[:3])]
    whole = [(state.start, end if state.end is None else state.end)]
    planned = merged((begun, end if ended is None else ended) for begun, ended in work[state.cause])
    excused = [StateSpan(*part, "maintenance") for part in common(whole, planned)]
    return [*excused, *(StateSpan(*part, state.state) for part in without(whole, planned))]


def _cause(one: Explanation) -> str:
    """What a problem is for a device that it silences; what somebody told goes before what was found."""
    kind = one.told or one.kind
    if kind == "device":
        return "own_device" if one.failed else "other_device"
    return {"link": "link", "group": "carrier", "carrier": "carrier", "power": "power"}.get(kind, "unexplained")
