"""What a sweep came to: the promised JSON, and the exit code it earned. Pure."""

from __future__ import annotations

from collections import Counter
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from netinv.app.sweeps.covering import Parted
from netinv.app.sweeps.damping import Damped
from netinv.app.views import shapes
from netinv.app.views.standing import ends
from netinv.app.words import sentences
from netinv.app.words.states import WELL
from netinv.health import answers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from netinv.app.sweeps.gathering import Gathered
    from netinv.app.sweeps.judging import Verdict
    from netinv.app.sweeps.planning import Plan
    from netinv.problems import Course, Trouble
    from topology.values import Cause


class Swept(NamedTuple):
    """A sweep's JSON report and the exit code it earned."""

    report: dict[str, Any]
    exit_code: int


class Judged(NamedTuple):
    """What was found out: the state of each asked device, why some are silent, and what becomes of the problems.

    ``planned`` are the causes that are planned work, ``damped`` is what flaps, ``began`` when causes began that are not
    new, by kind and name; ``services`` are the states of those that were checked, by name.
    """

    verdicts: Mapping[str, Verdict]
    causes: Sequence[Cause]
    course: Course
    changes: int
    lost_sight: bool
    planned: Parted = Parted([], [])
    damped: Damped = Damped([])
    began: Mapping[tuple[str, str], int] = MappingProxyType({})
    services: Mapping[str, str] = MappingProxyType({})


def exit_code(report: dict[str, Any], judged: Judged) -> int:
    """0: nothing wrong; 1: problems were found, or it was overdue; 3: the poller itself is cut off."""
    if judged.lost_sight:
        return 3
    asked = judged.verdicts.keys()
    wrong = (*judged.course.opened, *(trouble for _, trouble in judged.course.continued))
    broken = any(_is_of(trouble, asked, judged.services) for trouble in wrong)
    unwell = any(verdict.state not in WELL and not verdict.planned for verdict in judged.verdicts.values())
    return 1 if broken or report["causes"] or report["ended"] != "done" or unwell else 0


def _is_of(trouble: Trouble, devices: AbstractSet[str], services: Mapping[str, str]) -> bool:
    if trouble.kind == "service":
        return trouble.name in services
    return any(ends(member) & devices for member in (trouble.name, *trouble.members))


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
    return {
        "started_at": sentences.iso(plan.started_at_ms),
        "finished_at": sentences.iso(at_ms),
        "duration_s": round((at_ms - plan.started_at_ms) / 1000, 3),
        "ended": outcome.ended,
        "cut_off": judged.lost_sight,
        "targets": len(plan.targets),
        "answered": sum(answers(verdict.reach) for verdict in judged.verdicts.values()),
        "states": dict(sorted(counts.items())),
        "services": dict(sorted(Counter(judged.services.values()).items())),
        "changes": judged.changes,
        "causes": _causes(plan, judged, judged.causes, at_ms),
        "planned": _causes(plan, judged, judged.planned.planned, at_ms),
        "errors": sorted(errors, key=lambda error: (error["device"] or "", error["what"])),
    }


def _causes(plan: Plan, judged: Judged, causes: Iterable[Cause], at_ms: int) -> list[dict[str, Any]]:
    """A sweep of some devices speaks of them alone: what else is wrong, ``netinv status`` says."""
    asked = judged.verdicts.keys()
    opened = {trouble.key: problem.opened_at for problem, trouble in judged.course.continued} | dict(judged.began)
    places = sentences.Places({site.code: site for site in plan.sites})
    return [
        shapes.cause(cause, opened.get((cause.kind, cause.name), at_ms), at_ms, places)
        for cause in causes
        if {*cause.members, *cause.affected_devices}.union(*map(ends, cause.members)) & asked
    ]
