"""What the figure of coverage and the list of the units that fail are both made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netinv.app.views.pages import Views
    from netinv.config import Settings
    from netinv.reports.model import Report


def told(views: Views, settings: Settings, now_ms: int) -> Report:
    """The report of ``netinv report coverage``, of a moment."""
    from netinv.app.reports.coverage import Moment, coverage
    from netinv.app.reports.indicators import known
    from netinv.app.reports.scope import Wanted
    from netinv.declaration import day_of

    with views.reading() as reader:
        return coverage(reader, Moment(day_of(now_ms), now_ms), Wanted(), known(reader, settings))
