"""What keeps alerts from getting out: for ``netinv doctor``."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from netinv.alerts.message import ChannelError
from netinv.app.doctor.findings import Finding
from netinv.app.words.durations import ago
from netinv.errors import NetinvError
from netinv.i18n import _, plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netinv.config import Settings


def alert_findings(settings: Settings) -> Iterator[Finding]:
    """Channels that cannot be opened, rules that fit nothing, alerts that are not delivered."""
    from netinv.app.alerts.sending import check_channel

    for channel in settings.channels:
        try:
            check_channel(settings, channel)
        except ChannelError as error:
            yield Finding(f"channel {channel.name}", ok=False, found=_("cannot be used"), mend=str(error))
    try:
        yield from _sites(settings)
        yield from _undelivered(settings)
    except NetinvError:
        return  # the database has a finding of its own


def _sites(settings: Settings) -> Iterator[Finding]:
    from netinv.store.reading.reader import Reader

    named = {site for rule in settings.alerts for site in rule.sites}
    if named:
        with Reader(settings.db) as reader:
            unknown = sorted(named - {site.code for site in reader.sites()})
        if unknown:
            mend = _("name codes of sites that are there under [[alerts]] in {config}").format(config=settings.config)
            yield Finding("alerts", ok=False, found=", ".join(unknown), mend=mend)


def _undelivered(settings: Settings) -> Iterator[Finding]:
    from netinv.app.alerts.undelivered import undelivered

    waiting = undelivered(settings) if settings.channels or settings.db.exists() else []
    stuck = [one for one in waiting if one.status != "pending"]
    if not stuck:
        if settings.channels:
            yield Finding(
                "alerts", ok=True, found=_("all are delivered") if not waiting else _("some are on their way")
            )
        return
    found = plural(
        "{n} alert is not delivered, the oldest from {age}",
        "{n} alerts are not delivered, the oldest from {age}",
        len(stuck),
    )
    oldest = ago(round(time.time() * 1000), stuck[0].row.created_at)
    mend = _("look at netinv alerts; when the channel is mended: netinv alerts send")
    yield Finding("alerts", ok=False, found=found.format(n=len(stuck), age=oldest), mend=mend)
