"""Checks of services: whether their settings can be used, and certificates near their end; for ``netinv doctor``."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from netinv.app.doctor.findings import Finding
from netinv.app.sweeps.checking_services import check_settings
from netinv.errors import ConfigError
from netinv.i18n import _, plural
from netinv.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from netinv.config import Settings
    from netinv.store.reading.views import ServiceRow


def service_findings(services: Iterable[ServiceRow], settings: Settings) -> Iterator[Finding]:
    """What keeps checks from working, and the certificates that are near their end or past it, as last seen."""
    try:
        check_settings(settings)
    except ConfigError as error:
        yield Finding("services", ok=False, found=_("cannot be checked"), mend=str(error))
    for service in services:
        left = service.tls_days_left
        if left is None or service.tls_not_after is None or left > settings.certificate_days:
            continue
        day = datetime.fromtimestamp(service.tls_not_after / 1000, UTC).date().isoformat()
        found = plural("ends {day}, {n} day left", "ends {day}, {n} days left", left).format(day=day, n=left)
        found = found if left >= 0 else _("ended {day}").format(day=day)
        mend = _("renew the certificate of {url}").format(url=one_line(service.url))
        yield Finding(f"certificate {service.name}", ok=False, found=found, mend=mend)
