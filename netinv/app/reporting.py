"""What a sweep came to: the promised JSON, and the exit code it earned. Pure."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from netinv.app import judging, sentences
from netinv.model import State

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from netinv.app.gathering import Gathered
    from netinv.app.judging import Verdict
    from netinv.app.planning import Plan
    from topology.values import Cause, Link

_GOOD = frozenset({State.UP, State.PLANNED, State.MAINTENANCE})
_BROKEN = frozenset({State.DOWN, State.GONE})


class Swept(NamedTuple):
    """A sweep's JSON report and the exit code it earned."""

    report: dict[str, Any]
    exit_code: int


class Judged(NamedTuple):
    """What was found out. ``since`` has the state that held before, and from when (epoch ms), by device."""

    verdicts: Mapping[str, Verdict]
    causes: Sequence[Cause]
    links: Sequence[Link]
    since: Mapping[str, tuple[str, int]]
    changes: int
    lost_sight: bool


def exit_code(report: dict[str, Any], judged: Judged) -> int:
    """0: nothing wrong; 1: problems were found, or it was overdue; 3: the poller itself is cut off."""
    if judged.lost_sight:
        return 3
    asked = judged.verdicts.keys()
    broken = any(link.state in _BROKEN for link in judged.links if {link.a_device, link.b_device} & asked)
    return 1 if broken or report["causes"] or report["ended"] != "done" or set(report["states"]) - _GOOD else 0


def report(plan: Plan, gathered: Gathered, judged: Judged, at_ms: int) -> dict[str, Any]:
    """The JSON that ``netinv sweep`` promises, all but the sweep's number."""
    names = {device.id: device.name for device in plan.devices}
    counts = Counter(verdict.state.value for verdict in judged.verdicts.values())
    outcome = gathered.outcome
    errors: list[dict[str, str | None]] = [
        {"device": names[visit.device_id], "what": failure.what, "error": failure.error}
        for visit in gathered.visits
        for failure in visit.failures
    ]
    errors += [{"device": None, "what": failure.what, "error": failure.error} for failure in outcome.failures]
    sites = {site.code: site.name for site in plan.sites}
    return {
        "started_at": sentences.iso(plan.started_at_ms),
        "finished_at": sentences.iso(at_ms),
        "duration_s": round((at_ms - plan.started_at_ms) / 1000, 3),
        "ended": outcome.ended,
        "cut_off": judged.lost_sight,
        "targets": len(plan.targets),
        "answered": sum(judging.answers(verdict.reach) for verdict in judged.verdicts.values()),
        "states": dict(sorted(counts.items())),
        "changes": judged.changes,
        "causes": [_cause(cause, judged, at_ms, sites) for cause in judged.causes],
        "errors": sorted(errors, key=lambda error: (error["device"] or "", error["what"])),
    }


def _cause(cause: Cause, judged: Judged, at_ms: int, sites: Mapping[str, str]) -> dict[str, Any]:
    state, from_ms = judged.since.get(cause.name, (None, at_ms))
    since = from_ms if state == cause.state else at_ms
    return {
        "kind": cause.kind,
        "name": cause.name,
        "members": list(cause.members),
        "alternative": cause.alternative,
        "state": str(cause.state),
        "since": sentences.iso(since),
        "affected_devices": list(cause.affected_devices),
        "affected_sites": list(cause.affected_sites),
        "confidence": cause.confidence,
        "sentence": sentences.of_cause(cause, since, at_ms, sites),
    }
