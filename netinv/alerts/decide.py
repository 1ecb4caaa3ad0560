"""Who is to be told what now: what is wrong against what was told before. Pure.

What was told is remembered for each channel and problem, so the answer follows from what is, not from what happened
since: hours that begin, a rule that is new, and a sweep that failed in between all lead to the right message.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from netinv.recipients import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from netinv.recipients import AlertRule


class Wrong(NamedTuple):
    """An open problem. ``affected``: the codes of the sites cut off; ``concerned``: these, its own, and all above."""

    id: int
    kind: str
    name: str
    severity: str
    opened_at: int
    acknowledged: bool
    affected: frozenset[str]
    concerned: frozenset[str]
    flapping: bool = False


class Told(NamedTuple):
    """The last message of a problem to a channel that has not been told its end. ``ended``: the problem has.

    ``severity`` and ``affected`` are the worst and all that it was told of: what flaps grows no more by coming back.
    """

    row_id: int
    channel: str
    problem_id: int
    kind: str
    name: str
    severity: str
    affected: frozenset[str]
    concerned: frozenset[str]
    told_at: int
    lang: str
    ended: bool
    flapping: bool = False


class Notice(NamedTuple):
    """A message to be made. ``before``: what this channel was told last of the problem."""

    channel: str
    problem_id: int
    action: str
    lang: str | None
    before: Told | None


def notices(
    rules: Sequence[AlertRule], wrongs: Iterable[Wrong], told: Iterable[Told], now_ms: int, local: datetime
) -> list[Notice]:
    """The messages that are due, ends first.

    Args:
        rules: In the order of the settings; the first that fits gives the language.
        wrongs: What is wrong now.
        told: What was told and not yet told to have ended.
        now_ms: The moment of the sweep.
        local: The same in local time, for days and hours.
    """
    before = {(one.channel, one.problem_id): one for one in told}
    found = [
        Notice(one.channel, one.problem_id, "end", one.lang, one)
        for one in before.values()
        if one.ended and _may_be_told(rules, one, local)
    ]
    for wrong in wrongs:
        fitting = [rule for rule in rules if _fits(rule, wrong) and rule.at_work(local)]
        for channel in dict.fromkeys(name for rule in fitting for name in rule.channels):
            its = [rule for rule in fitting if channel in rule.channels]
            notice = _notice(channel, its, wrong, before.get((channel, wrong.id)), now_ms)
            if notice is not None:
                found.append(notice)
    return found


def _notice(channel: str, rules: Sequence[AlertRule], wrong: Wrong, told: Told | None, now_ms: int) -> Notice | None:
    if told is None:
        age_s = (now_ms - wrong.opened_at) / 1000
        due = next((rule for rule in rules if age_s >= rule.after_s), None)
        if due is None or wrong.acknowledged:
            return None
        return Notice(channel, wrong.id, "open", due.lang, None)
    if _grown(told, wrong):
        return Notice(channel, wrong.id, "update", told.lang, told)
    silence_s = (now_ms - told.told_at) / 1000
    if not wrong.acknowledged and any(rule.repeat_s is not None and silence_s >= rule.repeat_s for rule in rules):
        return Notice(channel, wrong.id, "repeat", told.lang, told)
    return None


def _fits(rule: AlertRule, what: Wrong | Told) -> bool:
    return (
        (not rule.sites or not what.concerned.isdisjoint(rule.sites))
        and (not rule.severities or what.severity in rule.severities)
        and (not rule.kinds or what.kind in rule.kinds)
    )


def _may_be_told(rules: Iterable[AlertRule], told: Told, local: datetime) -> bool:
    """An end waits for the hours of its rules; one whose rules are gone from the settings is told at once."""
    its = [rule for rule in rules if told.channel in rule.channels and _fits(rule, told)]
    return not its or any(rule.at_work(local) for rule in its)


def _grown(told: Told, wrong: Wrong) -> bool:
    """Whether it cuts off more sites than were told of, is worse, flaps now, or has proved to be another thing."""
    worse = SEVERITIES.index(wrong.severity) < SEVERITIES.index(told.severity) or wrong.flapping > told.flapping
    return worse or not wrong.affected <= told.affected or (wrong.kind, wrong.name) != (told.kind, told.name)


def with_all_above(codes: Iterable[str], parents: Mapping[str, str | None]) -> frozenset[str]:
    """Sites with those they lie in: a rule for a district is one for its communes."""
    found: set[str] = set()
    for code in codes:
        at: str | None = code
        while at is not None and at not in found:
            found.add(at)
            at = parents.get(at)
    return frozenset(found)
