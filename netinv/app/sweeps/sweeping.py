"""The health sweep: mark it, ask, judge, store in one transaction, report."""

from __future__ import annotations

import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from netinv.app.sweeps import weakness
from netinv.app.sweeps.interrupting import interruptible
from netinv.app.sweeps.planning import plan
from netinv.app.sweeps.vendor_files import use_vendor_files
from netinv.credentials import Credentials
from netinv.errors import NetinvError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from netinv.app.sweeps.reporting import Swept
    from netinv.config import Settings


def sweep(settings: Settings, *, only: str | None, progress: Callable[[int, int], None]) -> Swept:
    """Run one sweep on the database of the settings.

    Args:
        settings: All settings.
        only: A device, or a site with all beneath it; None: everything.
        progress: Called with the devices done and all there are.

    Raises:
        SweepRunning: another one is.
        StoreError: the database cannot be used.
        UsageError: no device is there, or nothing of that name.
        ConfigError: the settings for checks of services cannot be used.
    """
    from netinv.app.sweeps.checking_services import check_settings
    from netinv.app.sweeps.gathering import gather

    credentials = Credentials.load(settings.secrets)
    use_vendor_files(settings)
    check_settings(settings)
    _make_ready(settings)
    planned = plan(settings, only)
    named = {target.snmp for target in planned.targets if target.snmp}
    planned = planned._replace(measured=tuple(weakness.measure(named, credentials, settings.oldest_snmp)))
    total = len(planned.targets)
    with interruptible() as interruption, _marked(settings) as sweep_id:
        gathered = gather(
            planned.targets,
            settings,
            credentials,
            planned.host_keys,
            planned.doubts,
            interruption,
            lambda done: progress(done, total),
            planned.checks,
        )
        from netinv.app.sweeps import recording

        swept = recording.record(settings, sweep_id, planned, gathered)
        return swept if interruption.exit_code is None else swept._replace(exit_code=interruption.exit_code)


def _make_ready(settings: Settings) -> None:
    """A database of this version. What makes and migrates one is only loaded where it is needed."""
    from netinv.store.file.connection import is_current

    if not is_current(settings.db):
        from netinv.store.writing.engine import Store

        Store(settings.db)


@contextmanager
def _marked(settings: Settings) -> Iterator[int]:
    """The mark of a running sweep; one that fails is closed as abandoned."""
    from netinv.store.writing import sweeps

    now_ms = round(time.time() * 1000)
    sweep_id = sweeps.begin(settings.db, now_ms, now_ms + round(settings.deadline_s * 1000))
    try:
        yield sweep_id
    except BaseException:
        # Where even this cannot be written (a full disk), the next sweep sees that our process is gone.
        with suppress(NetinvError):
            sweeps.abandon(settings.db, sweep_id, round(time.time() * 1000))
        raise
