"""How far each unit is on a day: connected, or what is said of it; and whether it has ever answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from netinv.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from netinv.app.reports.scope import Scope
    from netinv.store.views import SiteRow


class Stand(NamedTuple):
    """How far a unit is on a day. ``answered``: a device of its own has, by then."""

    site: SiteRow
    status: str | None
    """``connected`` by that day; else what is said of it: planned, connecting, disconnected; None: nothing."""
    answered: bool

    @property
    def connected(self) -> bool:
        """Whether it is declared to be."""
        return self.status == "connected"

    @property
    def silent(self) -> bool:
        """Declared connected, but never answered."""
        return self.connected and not self.answered


def stands(scope: Scope, day: str, answered: set[int]) -> list[Stand]:
    """The units of the scope on a day; ``answered`` are the devices that have, by then."""
    seen = {device.site_id for device in scope.devices if device.id in answered} if answered else set()
    return [Stand(site, _status(site, day), site.id in seen) for site in scope.shown()]


def answered_by(first_answers: Mapping[int, int], at_ms: int) -> set[int]:
    """The devices that had answered by a moment."""
    return {device_id for device_id, first in first_answers.items() if first <= at_ms}


def _status(site: SiteRow, day: str) -> str | None:
    """A unit that says since when it is connected was not before; one that does not say when, is."""
    if site.status == "connected" and site.connected_since is not None and site.connected_since > day:
        return "planned"
    return site.status


def status_word(status: str | None) -> str:
    """A status in the language in use."""
    return {
        "planned": _("planned"),
        "connecting": _("connecting"),
        "connected": _("connected"),
        "disconnected": _("disconnected"),
    }.get(status or "", _("nothing said"))
