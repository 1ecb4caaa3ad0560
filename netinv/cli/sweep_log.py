"""A sweep as structured records: its end, each cause, each device that could not be read, by the sweep's number."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from netinv.cli import logs
from netinv.i18n import _

if TYPE_CHECKING:
    from netinv.app.sweeps.reporting import Swept

_OF_THE_SWEEP = ("started_at", "finished_at", "duration_s", "ended", "cut_off", "targets", "answered", "changes")
_OF_A_CAUSE = ("kind", "name", "state", "since", "confidence", "affected_devices", "affected_sites")


def log_sweep(swept: Swept) -> None:
    """Tell a sweep to ``--log-format json``; what is wrong comes after the sweep itself."""
    report = swept.report
    number = {"sweep": report["sweep"]}
    text = _("sweep {sweep}: {answered} of {targets} devices answered").format(**report)
    told = {name: report[name] for name in _OF_THE_SWEEP} | {"states": report["states"], "exit_code": swept.exit_code}
    logs.tell(text, **number, **told)
    for cause in report["causes"]:
        logs.tell(cause["sentence"], logging.ERROR, **number, **_chosen(cause, _OF_A_CAUSE))
    for cause in report["planned"]:
        logs.tell(cause["sentence"], **number, **_chosen(cause, _OF_A_CAUSE), planned=True)
    for error in report["errors"]:
        where = f"{error['device']}: {error['what']}" if error["device"] else error["what"]
        logs.tell(
            f"{where}: {error['error']}", logging.WARNING, **number, **_chosen(error, ("device", "what", "error"))
        )


def _chosen(row: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: row[name] for name in names}
