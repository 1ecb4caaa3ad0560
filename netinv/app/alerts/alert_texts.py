"""What an alert says, in the language in use: the JSON of schema ``alert``, its title and its text among it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from netinv.app.words.durations import age, duration
from netinv.app.words.sentences import clock, iso
from netinv.i18n import _, plural
from netinv.problems import OVER
from netinv.text import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netinv.app.views.standing import Standing
    from netinv.app.words.sentences import Places
    from netinv.problems import Ending

_NAMES_SHOWN = 20
Body = dict[str, Any]


def wrong(action: str, found: Standing, event: int | None, told: Body | None, at_ms: int, places: Places) -> Body:
    """An alert of an open problem: that it opened, grew, or still stands."""
    row, cause = found.row, found.cause
    sentence = one_line(found.sentence(at_ms, places))
    body = {
        "id": "",
        "time": iso(at_ms),
        "action": action,
        "problem": row.id,
        "event": event,
        "kind": row.kind,
        "name": row.name,
        "state": row.state,
        "severity": row.severity,
        "confidence": row.confidence,
        "site": row.site,
        "since": iso(row.began),
        "ended": None,
        "flaps": row.flaps,
        "planned": False,
        "part_of": None,
        "members": list(cause.members),
        "affected_devices": list(cause.affected_devices),
        "affected_sites": list(cause.affected_sites),
        "acked_by": row.acked_by,
        "sentence": sentence,
        "title": _title(action).format(sentence=sentence),
        "lang": "",
    }
    return body | {"text": "\n".join(map(one_line, _lines(body, told, places)))}


def over(told: Body, ended_ms: int, at_ms: int, ending: Ending) -> Body:
    """An alert that a problem has ended, in the words that it was told with, and how it did."""
    since_ms = round(datetime.fromisoformat(told["since"]).timestamp() * 1000)
    text = _("over since {time}, after {duration}: {sentence}").format(
        time=clock(ended_ms, at_ms), duration=duration(age(ended_ms, since_ms)), sentence=told["sentence"]
    )
    title = _("over: {sentence}")
    if ending.planned:
        title = text = _("planned work now: {sentence}")
    elif ending.into is not None:
        title = text = _("part of the failure of {name} now: {sentence}")
    words = {"sentence": told["sentence"], "name": one_line(ending.into or "")}
    said = {"title": title.format(**words), "text": text if ending is OVER else text.format(**words)}
    ended = {"time": iso(at_ms), "ended": iso(ended_ms), "planned": ending.planned, "part_of": ending.into}
    return told | {"action": "end"} | ended | said


def trial(channel: str, at_ms: int, uid: str, lang: str) -> Body:
    """An alert that means nothing but that the channel works."""
    sentence = _("a test of the channel {channel}: nothing is wrong").format(channel=channel)
    lists: dict[str, list[str]] = {"members": [], "affected_devices": [], "affected_sites": []}
    nothing = dict.fromkeys(("problem", "event", "site", "since", "ended", "flaps", "part_of", "acked_by"))
    words = {"sentence": sentence, "title": sentence, "text": sentence, "lang": lang}
    said: Body = {
        "action": "test",
        "kind": "test",
        "name": channel,
        "state": "up",
        "severity": "info",
        "confidence": "sure",
    }
    said["planned"] = False
    return {"id": uid, "time": iso(at_ms), **said, **nothing, **lists, **words}


def _title(action: str) -> str:
    return {"update": _("update: {sentence}"), "repeat": _("still: {sentence}")}.get(action, "{sentence}")


def _lines(body: Body, told: Body | None, places: Places) -> list[str]:
    lines = [body["title"]]
    known = set(told["affected_sites"]) if told else set()
    new = [code for code in body["affected_sites"] if code not in known]
    if new and known:
        lines.append(_("sites added: {names}").format(names=_names(new, places)))
    if len(body["affected_sites"]) > 1:
        lines.append(_("sites: {names}").format(names=_names(body["affected_sites"], places)))
    n = len(body["affected_devices"])
    if n > 1:
        lines.append(plural("{n} device cut off", "{n} devices cut off", n).format(n=n))
    if body["acked_by"]:
        lines.append(_("taken on by {name}").format(name=body["acked_by"]))
    elif body["event"] is not None:
        lines.append(_("take it on: netinv ack {event}").format(event=body["event"]))
    return lines


def _names(codes: Sequence[str], places: Places) -> str:
    names = ", ".join(places.name(code) for code in codes[:_NAMES_SHOWN])
    more = len(codes) - _NAMES_SHOWN
    return _("{names} and {n} more").format(names=names, n=more) if more > 0 else names
