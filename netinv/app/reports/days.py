"""How available some devices were on each of the last days, and their outages, for the pages of the screen."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from netinv.app.reports.device_times import DeviceTimes
from netinv.app.reports.period import Period
from netinv.app.views.listing_problems import listed
from netinv.app.views.pages import Problem, as_problem
from netinv.app.words.sentences import Places
from netinv.reports.availability import Days

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from netinv.reports.availability import Availability, StateSpan
    from netinv.reports.intervals import Interval
    from netinv.store.reading.reader import Reader

DAYS = 30
_OUTAGES_OF_MS = 90 * 86_400_000


class Record(NamedTuple):
    """The days, oldest first, the last one until now; and what went wrong in the last three months, open or ended."""

    days: Sequence[Availability]
    outages: Sequence[Problem]


def record(reader: Reader, device_ids: Collection[int], now_ms: int, stale_ms: int) -> Record:
    """The record of some devices, at the reader's time ``now_ms``; news older than ``stale_ms`` are none."""
    wanted = set(device_ids)
    return Record(_days(reader, wanted, now_ms, stale_ms), _outages(reader, wanted, now_ms))


def _days(reader: Reader, wanted: set[int], now_ms: int, stale_ms: int) -> list[Availability]:
    spans = local_days(now_ms, DAYS)
    times = DeviceTimes(reader.history(wanted), Period(spans[0][0], now_ms), stale_ms)
    alike: dict[tuple[int, tuple[StateSpan, ...]], Days] = {}
    sums = Days.none(DAYS)
    for device_id in wanted:
        same = times.since(device_id), times.states(device_id)
        if same not in alike:  # most devices are up all the time: their days are reckoned once
            course = times.course(device_id)
            alike[same] = Days.none(DAYS) if course is None else course.days(spans)
        sums = sums.with_more(alike[same])
    return sums.each()


def local_days(now_ms: int, count: int) -> list[Interval]:
    """The last days of the local clock, the last one until now: those on which it is changed are longer or shorter."""
    now = datetime.fromtimestamp(now_ms / 1000, UTC).astimezone()
    mornings = [
        round(datetime.combine(now.date() - timedelta(days=back), time()).astimezone().timestamp() * 1000)
        for back in reversed(range(count))
    ]
    return list(zip(mornings, [*mornings[1:], now_ms], strict=True))


def _outages(reader: Reader, wanted: set[int], now_ms: int) -> list[Problem]:
    names = {name for name, ident in reader.history().device_names().items() if ident in wanted}
    found = listed(reader, now_ms, since=now_ms - _OUTAGES_OF_MS)
    nowhere = Places({})  # the sentences are there already
    return [as_problem(one.standing, now_ms, nowhere, one.sentence) for one in found if one.standing.concerns & names]
