"""What is wrong, said in a sentence."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from netinv.i18n import _, plural

if TYPE_CHECKING:
    from collections.abc import Mapping

    from topology.values import Cause


def clock(at_ms: int, now_ms: int) -> str:
    """A time as people say it: the hour today, with the day before that; local time."""
    at = datetime.fromtimestamp(at_ms / 1000, UTC).astimezone()
    today = datetime.fromtimestamp(now_ms / 1000, UTC).astimezone().date()
    return at.strftime("%H:%M" if at.date() == today else "%Y-%m-%d %H:%M")


def iso(at_ms: int | None) -> str | None:
    """A time as ISO 8601 in UTC."""
    if at_ms is None:
        return None
    return datetime.fromtimestamp(at_ms / 1000, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def of_cause(cause: Cause, since_ms: int, now_ms: int, sites: Mapping[str, str]) -> str:
    """``15 sites cut off since 07:42: the link A--B is down``. ``sites`` gives the names of codes."""
    what = {
        "device": _("{name} does not answer"),
        "link": _("the link {name} is down"),
        "group": _("the links over {name} are down"),
    }[cause.kind].format(name=cause.name)
    if cause.alternative:
        what = _("{what} (or the link {alternative} is cut)").format(what=what, alternative=cause.alternative)
    if cause.confidence != "sure":
        what = _("probably {what}").format(what=what)
    since = clock(since_ms, now_ms)
    count = len(cause.affected_devices)
    if not count:
        return _("{what} since {since}").format(what=what, since=since)
    where = len(cause.affected_sites)
    if where == 1:
        name = sites.get(cause.affected_sites[0], cause.affected_sites[0])
        return _("{name} cut off since {since}: {what}").format(name=name, since=since, what=what)
    if where:
        head = plural("{n} site cut off since {since}: {what}", "{n} sites cut off since {since}: {what}", where)
        return head.format(n=where, since=since, what=what)
    head = plural("{n} device cut off since {since}: {what}", "{n} devices cut off since {since}: {what}", count)
    return head.format(n=count, since=since, what=what)


def local(at_ms: int) -> str:
    """A time in local time with its offset."""
    return datetime.fromtimestamp(at_ms / 1000, UTC).astimezone().strftime("%Y-%m-%d %H:%M:%S%z")
