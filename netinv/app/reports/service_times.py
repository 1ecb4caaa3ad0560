"""How available services were, as their own checks found them, and what they were down for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from netinv.app.reports.device_times import excused
from netinv.reports.availability import CauseSpan, available
from netinv.reports.intervals import common, merged

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from netinv.app.reports.device_times import DeviceTimes
    from netinv.app.reports.scope import Scope
    from netinv.reports.availability import Availability
    from netinv.reports.intervals import Intervals
    from netinv.store.reading.history import DeviceSpan, History
    from netinv.store.reading.views import ServiceRow


class ServiceTimes(NamedTuple):
    """A service with its figures; None: it was never checked in the period."""

    name: str
    site: str
    device: str | None
    found: Availability | None


def of_services(rows: Iterable[ServiceRow], scope: Scope, history: History, times: DeviceTimes) -> list[ServiceTimes]:
    """Each service of the scope; from its first check on, if that was within the period."""
    codes, states = {site.code for site in scope.sites.values()}, history.service_states(*times.period)
    restarted = {name: times.restarted.get(ident, []) for name, ident in history.device_names().items()}
    return [
        ServiceTimes(row.name, row.site, row.device, _of(states.get(row.id, ()), times, restarted))
        for row in rows
        if row.site in codes
    ]


def _of(states: Sequence[DeviceSpan], times: DeviceTimes, restarted: Mapping[str, Intervals]) -> Availability | None:
    end = times.period.end
    own = [part for state in states for part in excused(state, times.work, end)]
    if not own:
        return None
    causes = [CauseSpan(state.start, state.end, _cause(state, restarted)) for state in states]
    without_power = merged(
        part
        for state in states
        for part in common(
            [(state.start, end if state.end is None else state.end)], restarted.get(state.cause or "", [])
        )
    )
    return available(own, causes, times.unseen, (max(times.period.start, min(own).start), end), without_power)


def _cause(state: DeviceSpan, devices: Mapping[str, Intervals]) -> str:
    """What a state is put down to: the service itself, or what was named as the cause of the silence."""
    if state.state != "unreachable":
        return "own_service"
    if state.cause is None:
        return "unexplained"
    return "link" if "--" in state.cause else "other_device" if state.cause in devices else "carrier"
