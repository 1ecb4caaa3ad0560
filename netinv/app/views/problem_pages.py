"""What the screens show of problems: those that ended, and one with its whole story."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from netinv.app.views.claiming import carrier_text, concerned
from netinv.app.views.listing_problems import listed
from netinv.app.views.pages import Problem, as_problem
from netinv.app.words.sentences import Places
from netinv.store.reading.event_query import EventQuery

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netinv.store.reading.reader import Reader
    from netinv.store.reading.views import DeviceRow, EventRow, LinkRow

_STORY = 1000


class ProblemPage(NamedTuple):
    """A problem with what belongs to it. ``devices`` are those that it cuts or cut off, itself among them."""

    problem: Problem
    events: Sequence[EventRow]
    devices: Sequence[DeviceRow]
    links: Sequence[LinkRow]


def ended(reader: Reader, now_ms: int, since_ms: int) -> list[Problem]:
    """The problems that ended since a time, the newest end first."""
    places = Places({site.code: site for site in reader.sites()})
    found = listed(reader, now_ms, since=since_ms)
    return [as_problem(one.standing, now_ms, places, one.sentence) for one in found if one.standing.row.closed_at]


def problem_page(reader: Reader, number: int, now_ms: int) -> ProblemPage | None:
    """The problem of that number, open or ended; None: there is none at the reader's time."""
    found = next(iter(listed(reader, now_ms, number=number)), None)
    if found is None:
        return None
    places = Places({site.code: site for site in reader.sites()})
    return ProblemPage(
        as_problem(found.standing, now_ms, places, found.sentence),
        reader.events(EventQuery(problem_id=number), _STORY),
        [device for device in reader.devices() if device.name in found.standing.concerns],
        concerned(found.standing, reader.bare_links()),
    )


def carrier_page(reader: Reader, number: int, now_ms: int) -> str | None:
    """The text for the carrier about that problem; None: there is none at the reader's time."""
    found = next(iter(listed(reader, now_ms, number=number)), None)
    return carrier_text(reader, found.standing, now_ms) if found else None
