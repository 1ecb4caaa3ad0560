"""Clocks that are far off, this machine's and the devices'; for ``netinv doctor``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.app.doctor import kernel_clock
from netinv.app.doctor.findings import Finding, shown
from netinv.app.sweeps.measuring import THIS_MACHINE
from netinv.i18n import _
from netinv.text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from netinv.store.reading.views import BreachRow


def time_service(is_kept: Callable[[], bool | None] = kernel_clock.is_kept) -> Iterator[Finding]:
    """Whether anything keeps this machine's clock: all times of the database are its."""
    kept = is_kept()
    if kept is None:
        return
    found = _("keeps this machine's clock") if kept else _("nothing keeps this machine's clock")
    mend = (
        None if kept else _("turn NTP on (timedatectl set-ntp true, or install chrony), with a server that it reaches")
    )
    yield Finding("time service", kept, found, mend)


def clock_findings(broken: Iterable[BreachRow], last_sweep_age_s: float) -> Iterator[Finding]:
    """By the last sweep: the clocks of devices, and this machine's own against most of them and against that sweep."""
    found = {row.subject: one_line(f"{row.subject} {row.said}") for row in broken if row.rule == "clock"}
    own = found.pop(THIS_MACHINE, None)
    if own is not None:
        mend = _("set this machine's clock, best by NTP: most devices show another time")
        yield Finding("clock", ok=False, found=own, mend=mend)
    if found:
        mend = _("set their clocks, best by NTP")
        yield Finding("clocks", ok=False, found=shown(list(found.values())), mend=mend)
    if last_sweep_age_s < 0:
        future = _("the last sweep lies in the future")
        yield Finding("clock", ok=False, found=future, mend=_("set this machine's clock"))
