"""What is wrong, said in a sentence."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from netinv.app.words.durations import day_and_time
from netinv.app.words.states import check_word
from netinv.i18n import _, plural
from netinv.vocabulary import state_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from netinv.store.reading.views import BreachRow, ProblemRow, ServiceRow, SiteRow
    from topology.values import Cause

_NAMED = 3
"""So many links are named; more make no sentence that anyone reads."""


def clock(at_ms: int, now_ms: int) -> str:
    """A time as people say it: the hour today, with the day before that; local time."""
    at = datetime.fromtimestamp(at_ms / 1000, UTC).astimezone()
    today = datetime.fromtimestamp(now_ms / 1000, UTC).astimezone().date()
    return at.strftime("%H:%M") if at.date() == today else day_and_time(at)


def iso(at_ms: int | None) -> str | None:
    """A time as ISO 8601 in UTC."""
    if at_ms is None:
        return None
    return datetime.fromtimestamp(at_ms / 1000, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


class Places(NamedTuple):
    """The sites by code, for sentences that name or count them."""

    sites: Mapping[str, SiteRow]

    def name(self, code: str) -> str:
        """A site's name, or the code of one that is not known."""
        return self.sites[code].name if code in self.sites else code

    def counted(self, codes: Sequence[str]) -> str:
        """How many sites, by what they all are: ``15 communes``."""
        levels = {self.sites[code].level if code in self.sites else "" for code in codes}
        n = len(codes)
        return {
            "commune": plural("{n} commune", "{n} communes", n),
            "district": plural("{n} district", "{n} districts", n),
            "agency": plural("{n} agency", "{n} agencies", n),
        }.get(levels.pop() if len(levels) == 1 else "", plural("{n} site", "{n} sites", n)).format(n=n)


def of_cause(cause: Cause, since_ms: int, now_ms: int, places: Places) -> str:
    """``15 communes cut off since 07:42: the link A--B is down``."""
    what = {
        "device": _("{name} does not answer"),
        "link": _("the link {name} is down"),
        "group": _("the links over {name} are down"),
        "poller": _("this poller has lost sight: nothing answers, neither {name} where it is attached"),
    }[cause.kind].format(name=cause.name)
    if cause.alternative:
        n = cause.alternative.count(",") + 1
        what = _alternative(cause, n).format(what=what, alternative=cause.alternative, n=n)
    if cause.confidence != "sure":
        what = _("probably {what}").format(what=what)
    since = clock(since_ms, now_ms)
    count = len(cause.affected_devices)
    if not count:
        return _("{what} since {since}").format(what=what, since=since)
    where = len(cause.affected_sites)
    if where == 1:
        name = places.name(cause.affected_sites[0])
    elif where:
        name = places.counted(cause.affected_sites)
    else:
        name = plural("{n} device", "{n} devices", count).format(n=count)
    return _("{name} cut off since {since}: {what}").format(name=name, since=since, what=what)


def of_service(row: ProblemRow, service: ServiceRow | None, now_ms: int) -> str:
    """``the service portal is down since 07:42: refused``; why it is so is known of an open problem only."""
    said = _("the service {name} is {state} since {since}").format(
        name=row.name, state=state_word(row.state), since=clock(row.began, now_ms)
    )
    if row.closed_at is not None or service is None or service.status is None:
        return said
    return f"{said}: {check_word(service.status)}"


def of_flapping(said: str, row: ProblemRow, now_ms: int) -> str:
    """``core1--r1: flapping, 14 changes since 07:42, up just now``; with the sentence where it is not well."""
    n = row.flaps or 0
    line = plural(
        "{what}: flapping, {n} change since {since}", "{what}: flapping, {n} changes since {since}", n
    ).format(what=said, n=n, since=clock(row.began, now_ms))
    return line if row.state != "up" else _("{line}, up just now").format(line=line)


def of_rule(row: BreachRow) -> str:
    """What breaks a rule about links: ``errors on core1:Gi0/1: 12/s``."""
    return {
        "errors": _("errors on {subject}: {said}"),
        "discards": _("discards on {subject}: {said}"),
        "load": _("load of {subject}: {said}"),
        "duplex": _("duplex of its ends: {said}"),
        "speed": _("speeds of its ends: {said}"),
    }.get(row.rule, "{subject}: {said}").format(subject=row.subject, said=row.said)


def _alternative(cause: Cause, n: int) -> str:
    """What it may be as well: a device that went dark on all its links, or the ``n`` links to one that is silent."""
    if cause.kind == "group":
        return _("{what} (or {alternative} itself has failed)")
    if n > _NAMED:
        return _("{what} (or all its {n} links are cut)")
    if n > 1:
        return _("{what} (or the links {alternative} are cut)")
    return _("{what} (or the link {alternative} is cut)")


def of_impact(failed: Iterable[str], devices: int, sites: int, services: int, one_way: int) -> str:
    """``without A: 12 devices cut off, 11 sites dark``; ``one_way``: devices left with one way."""
    parts = (
        plural("{n} device cut off", "{n} devices cut off", devices).format(n=devices),
        plural("{n} site dark", "{n} sites dark", sites).format(n=sites),
        plural("{n} service lost", "{n} services lost", services).format(n=services),
        plural("{n} device left with one way", "{n} devices left with one way", one_way).format(n=one_way),
    )
    counts = devices, sites, services, one_way
    what = ", ".join(part for part, n in zip(parts, counts, strict=True) if n)
    if not what:
        return _("without {failed} nothing else is cut off").format(failed=", ".join(failed))
    return _("without {failed}: {what}").format(failed=", ".join(failed), what=what)


def local(at_ms: int) -> str:
    """A time in local time with its offset."""
    return datetime.fromtimestamp(at_ms / 1000, UTC).astimezone().strftime("%Y-%m-%d %H:%M:%S%z")
