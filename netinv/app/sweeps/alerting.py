"""Alerts of a sweep: decided and put into the outbox within the transaction that stores it."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from netinv import i18n
from netinv.alerts.decide import Told, Wrong, notices, with_all_above
from netinv.app.alerts import alert_texts
from netinv.app.sweeps.endings import endings
from netinv.app.views.standing import devices_of, standing
from netinv.app.words.sentences import Places
from netinv.problems import OVER
from netinv.store.reading.reader import Reader
from netinv.store.writing import outbox

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from netinv.alerts.decide import Notice
    from netinv.app.sweeps.planning import Plan
    from netinv.app.sweeps.reporting import Judged
    from netinv.app.views.standing import Standing
    from netinv.config import Settings
    from netinv.store.reading.views import ProblemRow
    from netinv.store.writing.engine import Connection
    from netinv.store.writing.outbox import NewAlert, StandingRow


def enqueue(connection: Connection, settings: Settings, plan: Plan, judged: Judged, at_ms: int) -> None:
    """Put what channels are to be told now into the outbox; nothing is written where there is nothing to tell."""
    if not settings.channels:
        return
    reader, known = Reader.within(connection, settings.db), {channel.name for channel in settings.channels}
    problems = reader.problems()
    before = [row for row in outbox.standing(connection) if row.channel in known]
    if problems or before:
        places = _Geography.of(plan)
        due = notices(
            settings.alerts,
            [_wrong(row, places) for row in _believed(problems)],
            [_told(row, places) for row in before],
            at_ms,
            datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(),
        )
        if due:
            outbox.put(connection, at_ms, _alerts(connection, reader, plan, judged, due, before, at_ms))
    outbox.forget(connection, at_ms, settings.keep_alerts_days)


def _believed(problems: Sequence[ProblemRow]) -> Sequence[ProblemRow]:
    """A poller that has lost sight knows of nothing else: what was wrong before is told no further until it sees."""
    blind = [row for row in problems if row.kind == "poller"]
    return blind or problems


class _Geography(NamedTuple):
    """Where devices stand and sites lie, by name and code."""

    site_of: Mapping[str, str]
    parents: Mapping[str, str | None]

    @classmethod
    def of(cls, plan: Plan) -> _Geography:
        codes = {site.id: site.code for site in plan.sites}
        return cls(
            {device.name: device.site for device in plan.devices},
            {site.code: codes.get(site.parent_id or 0) for site in plan.sites},
        )

    def concerned(self, site: str | None, affected: Iterable[str], names: Iterable[str]) -> frozenset[str]:
        """The sites that a problem concerns, with all that they lie in."""
        ends = (self.site_of.get(device) for name in names for device in devices_of(name))
        return with_all_above({*affected, *filter(None, (site, *ends))}, self.parents)


def _wrong(row: ProblemRow, places: _Geography) -> Wrong:
    affected = frozenset(json.loads(row.affected_sites))
    concerned = places.concerned(row.site, affected, (row.name, *json.loads(row.members)))
    acknowledged = row.acked_at is not None
    facts = (row.id, row.kind, row.name, row.severity, row.opened_at, acknowledged, affected, concerned)
    return Wrong(*facts, flapping=row.flaps is not None)


def _told(row: StandingRow, places: _Geography) -> Told:
    body = row.body
    return Told(
        row.id,
        row.channel,
        row.problem_id,
        body["kind"],
        body["name"],
        row.worst,
        row.sites,
        places.concerned(body["site"], row.sites, (body["name"], *body["members"])),
        row.created_at,
        row.lang,
        row.closed_at is not None,
        body.get("flaps") is not None,
    )


def _alerts(
    connection: Connection,
    reader: Reader,
    plan: Plan,
    judged: Judged,
    due: Sequence[Notice],
    before: Sequence[StandingRow],
    at_ms: int,
) -> list[NewAlert]:
    """The messages themselves. Sentences are made once for each language."""
    last = {row.id: row for row in before}
    events = outbox.opening_events(connection, {notice.problem_id for notice in due})
    ended = endings(judged, plan.devices)
    places = Places({site.code: site for site in plan.sites})
    open_now = _standing(reader) if any(notice.action != "end" for notice in due) else {}
    made = []
    for notice in due:
        with i18n.spoken(notice.lang):
            if notice.action == "end":
                assert notice.before is not None
                row = last[notice.before.row_id]
                body = alert_texts.over(row.body, row.closed_at or at_ms, at_ms, ended.get(row.problem_id, OVER))
            else:
                told = last[notice.before.row_id].body if notice.before is not None else None
                found = open_now[notice.problem_id]
                body = alert_texts.wrong(notice.action, found, events.get(notice.problem_id), told, at_ms, places)
            made.append(_new(notice, body))
    return made


def _standing(reader: Reader) -> dict[int, Standing]:
    return {one.row.id: one for one in standing(reader, reader.devices(), reader.links())}


def _new(notice: Notice, body: dict[str, Any]) -> NewAlert:
    uid = uuid.uuid4().hex
    body |= {"id": uid, "lang": i18n.language()}
    return outbox.NewAlert(
        uid,
        notice.channel,
        notice.problem_id,
        notice.action,
        body["severity"],
        i18n.language(),
        body["title"],
        body["text"],
        body,
        notice.before and notice.before.row_id,
    )
