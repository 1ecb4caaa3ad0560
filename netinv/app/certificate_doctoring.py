"""Certificates of services that are near their end: for ``netinv doctor``."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from netinv.app.findings import Finding
from netinv.i18n import _, plural
from netinv.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from netinv.store.views import ServiceRow


def certificate_findings(services: Iterable[ServiceRow], days: int) -> Iterator[Finding]:
    """Those with at most so many days left, or none, as they were when they were last seen."""
    for service in services:
        left = service.tls_days_left
        if left is None or service.tls_not_after is None or left > days:
            continue
        day = datetime.fromtimestamp(service.tls_not_after / 1000, UTC).date().isoformat()
        found = plural("ends {day}, {n} day left", "ends {day}, {n} days left", left).format(day=day, n=left)
        found = found if left >= 0 else _("ended {day}").format(day=day)
        mend = _("renew the certificate of {url}").format(url=one_line(service.url))
        yield Finding(f"certificate {service.name}", ok=False, found=found, mend=mend)
