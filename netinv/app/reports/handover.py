"""``netinv report handover``: what whoever comes next must know, on one page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.app.views import listing_problems, planned_work
from netinv.app.views.viewing import site_ids
from netinv.app.words.event_words import change
from netinv.declaration import day_of
from netinv.i18n import _
from netinv.reports.model import Column, Kind, Report, Table
from netinv.store.reading.event_query import EventQuery
from netinv.vocabulary import state_word

if TYPE_CHECKING:
    from netinv.app.reports.period import Period
    from netinv.app.views.listing_problems import Listed
    from netinv.reports.model import Value
    from netinv.store.reading.reader import Reader
    from netinv.store.reading.views import EventRow

_MOST_EVENTS = 500


def handover(reader: Reader, shift: Period, site: str | None, ahead_ms: int) -> Report:
    """The shift's page; planned work as far ahead as is asked.

    Raises:
        UsageError: no such site.
    """
    problems = listing_problems.listed(reader, shift.end, site, shift.start)
    is_open = [one for one in problems if one.standing.row.closed_at is None]
    ended = [one for one in problems if one.standing.row.closed_at is not None]
    return Report(
        "handover",
        _("Handover of the shift"),
        (
            ("from", _("from"), shift.start, Kind.TIME),
            ("to", _("to"), shift.end, Kind.TIME),
            ("boundaries", _("units as of"), reader.boundaries or day_of(shift.end - 1), Kind.DATE),
            ("site", _("site"), site, Kind.TEXT),
            ("open_total", _("open problems"), len(is_open), Kind.NUMBER),
            ("ended_total", _("ended in the shift"), len(ended), Kind.NUMBER),
        ),
        (
            _problems("open", _("Open problems"), is_open),
            _problems("ended", _("Ended in the shift"), ended),
            _planned(reader, shift.end, ahead_ms),
            _events(reader, shift, site),
        ),
        upright=True,
    )


def _problems(key: str, title: str, found: list[Listed]) -> Table:
    columns = (
        Column("id", _("number"), Kind.NUMBER),
        Column("since", _("since"), Kind.TIME),
        Column("ended", _("ended"), Kind.TIME),
        Column("sentence", _("what")),
        Column("devices", _("devices"), Kind.NUMBER),
        Column("acked_by", _("taken on by")),
        Column("note", _("note")),
    )
    return Table(key, title, columns, tuple(map(_problem, found)))


def _problem(one: Listed) -> tuple[Value, ...]:
    row = one.standing.row
    cut_off = len(one.standing.cause.affected_devices)
    return row.id, row.began, row.closed_at, one.sentence, cut_off, row.acked_by, row.note


def _planned(reader: Reader, now_ms: int, ahead_ms: int) -> Table:
    columns = (
        Column("id", _("number"), Kind.NUMBER),
        Column("kind", _("kind")),
        Column("name", _("name")),
        Column("from", _("from"), Kind.TIME),
        Column("to", _("to"), Kind.TIME),
        Column("note", _("note")),
    )
    rows = []
    for one in planned_work.windows(reader, now_ms):
        times, window = planned_work.shown(one), one.window
        if times.starts_at <= now_ms + ahead_ms:
            kind = planned_work.kind_word(window.kind)
            rows.append((window.id, kind, window.name, times.starts_at, times.ends_at, window.note))
    return Table("planned", _("Planned work"), columns, tuple(rows))


def _events(reader: Reader, shift: Period, site: str | None) -> Table:
    sites = None if site is None else site_ids(site, reader.sites())
    wanted = EventQuery(shift.start, shift.end, site_ids=sites, severities=("warning", "error"))
    found = reader.events(wanted, _MOST_EVENTS)
    columns = (
        Column("time", _("time"), Kind.TIME),
        Column("severity", _("severity"), technical=True),
        Column("kind", _("kind"), technical=True),
        Column("subject", _("subject")),
        Column("change", _("what")),
        Column("site", _("site")),
        Column("old", _("old"), technical=True),
        Column("new", _("new"), technical=True),
        Column("cause", _("cause"), technical=True),
        Column("acked_by", _("taken on by")),
    )
    note = (_("Only the newest {n} are shown.").format(n=_MOST_EVENTS),) if len(found) == _MOST_EVENTS else ()
    title = _("Events (warnings and errors), newest first")
    return Table("events", title, columns, tuple(map(_event, found)), note, fills=True)


def _event(row: EventRow) -> tuple[Value, ...]:
    old, new = (None if value is None else state_word(value) for value in (row.old, row.new))
    what = row.time, row.severity, row.kind, row.subject, change(row), row.site
    return *what, old, new, row.cause, row.acked_by
