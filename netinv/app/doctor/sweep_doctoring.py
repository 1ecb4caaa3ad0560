"""Whether sweeps are run, and come to their end; for ``netinv doctor``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.app.doctor.findings import Finding
from netinv.app.words.durations import duration
from netinv.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from netinv.store.reading.views import SweepRow

WATCHED = 3
"""So many sweeps in turn that were cut short are no accident."""


def sweep_findings(newest: Sequence[SweepRow], age_s: float, stale_after_s: float) -> Iterator[Finding]:
    """Of the newest sweeps that were stored, the newest first; ``age_s`` is that one's."""
    if not newest:
        yield Finding("sweep", ok=False, found=_("none yet"), mend=_("run netinv sweep, and give it to cron"))
        return
    late = age_s > stale_after_s
    advice = _("look at the cron job or timer that runs netinv sweep") if late else None
    yield Finding("sweep", not late, _("{age} ago").format(age=duration(max(0, age_s))), advice)
    if len(newest) >= WATCHED and all(sweep.status == "partial" for sweep in newest[:WATCHED]):
        found = _("each of the last {n} was cut short by its deadline or a signal").format(n=WATCHED)
        mend = _("raise deadline_s up to the beat of the sweeps, or lower timeout_s; look who ends them")
        yield Finding("sweep", ok=False, found=found, mend=mend)
