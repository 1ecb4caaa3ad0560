"""How problems end: well, or only as alarms of their own, because work on them began or a larger cause took them in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.app.views.standing import devices_of
from netinv.problems import Ending

if TYPE_CHECKING:
    from collections.abc import Iterable

    from netinv.app.sweeps.reporting import Judged
    from netinv.problems import OpenProblem
    from netinv.store.reading.views import DeviceRow


def endings(judged: Judged, devices: Iterable[DeviceRow]) -> dict[int, Ending]:
    """The problems that ended and are not over, by number."""
    ids = {device.name: device.id for device in devices}
    course = judged.course
    causes: dict[int, str] = {}
    for trouble in (*(trouble for _, trouble in course.continued), *course.opened):
        causes.update(dict.fromkeys(trouble.silenced, trouble.name))
    found = {}
    for problem in course.closed:
        into = next((causes[one] for one in sorted(_concerned(problem, ids)) if one in causes), None)
        if judged.planned.ends(problem.kind, problem.name):
            found[problem.id] = Ending(planned=True)
        elif into is not None:
            found[problem.id] = Ending(into=into)
    return found


def _concerned(problem: OpenProblem, ids: dict[str, int]) -> set[int]:
    """The devices it silenced, and those it speaks of; a service is none, even by the name of one."""
    if problem.kind == "service":
        return set()
    named = (device for name in (problem.name, *problem.members) for device in devices_of(name))
    return {*problem.silenced, *(ids[device] for device in named if device in ids)}
