"""Planned work: saying beforehand what will be worked on, and ending it early.

The commands and the terminal interface call the same functions; :mod:`netinv.app.words.times` reads times.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from netinv.app.maintenance.acknowledging import user
from netinv.app.network import analysing
from netinv.app.sweeps import covering
from netinv.app.views.naming import Meant, find_link
from netinv.app.views.planned_work import plan
from netinv.app.views.viewing import find, site_tree, subtree
from netinv.app.words.durations import day_and_time
from netinv.app.words.times import Called, Span, span
from netinv.errors import UsageError
from netinv.i18n import _
from netinv.maintenance import Window, coming, during, recurrence
from netinv.store.reading.reader import Reader
from netinv.store.reading.views import SiteRow
from netinv.text import fold, one_line

if TYPE_CHECKING:
    from netinv.app.network.analysing import Impact, Known
    from netinv.app.views.planned_work import Planned
    from netinv.config import Settings


class Subject(NamedTuple):
    """What is worked on: as windows name it, and the devices or links that it holds."""

    kind: str
    name: str
    site_id: int | None
    parts: tuple[Meant, ...]


class Added(NamedTuple):
    """A window that was added: whom it will cut off, and the windows on the same thing that it overlaps."""

    planned: Planned
    impact: Impact
    overlaps: tuple[Planned, ...]


def preview(settings: Settings, name: str) -> Impact:
    """Whom work on a site, device, link or circuit will cut off, before a window is added.

    Raises:
        UsageError: nothing has that name.
    """
    with Reader(settings.db) as reader:
        net = analysing.known(reader, settings)
        return _impact(reader, net, subject(name, net))


def add(
    settings: Settings,
    name: str,
    begins: str,
    ends: str,
    *,
    note: str | None = None,
    repeat: str | None = None,
    zone: str | None = None,
    now_ms: int | None = None,
) -> Added:
    """Plan work on a site (with all beneath it), a device, a link or a circuit.

    Args:
        settings: Where the database is.
        name: A code or name of a site, a device, ``A--B``, ``A:PORT--B:PORT``, or a circuit.
        begins: When, as :func:`netinv.app.words.times.span` has it.
        ends: Likewise; ``02:00`` is the first after the beginning.
        note: Words for others.
        repeat: A rule of recurrence (RFC 5545); None: once.
        zone: Whose clock is meant; None: this machine's.
        now_ms: Now; None: by the clock.

    Raises:
        UsageError: nothing has that name, or there is no such time, or it is no time to plan.
        StoreBusy: a sweep is storing.
    """
    at_ms = round(time.time() * 1000) if now_ms is None else now_ms
    times, rule = when(begins, ends, repeat, zone, at_ms)
    with Reader(settings.db) as reader:
        net = analysing.known(reader, settings)
        wanted = subject(name, net)
        impact = _impact(reader, net, wanted)
        others = [one for one in reader.windows() if (one.kind, one.name) == (wanted.kind, wanted.name)]
    window = _keep(settings, _window(wanted, times, rule, one_line(note) if note else None, at_ms))
    overlaps = tuple(plan(one, at_ms) for one in others if _meet(one, window, at_ms))
    return Added(plan(window, at_ms), impact, overlaps)


def _impact(reader: Reader, net: Known, wanted: Subject) -> Impact:
    """Whom the work cuts off. The services of a site may be away, too, where it has no device that could be."""
    found = analysing.without(reader, net, wanted.parts)
    if wanted.site_id is None:
        return found
    sites = {view.row.code for view in subtree(site_tree(net.sites, ()), wanted.site_id)}
    services = {*found.shape["cut_services"], *(row.name for row in reader.services() if row.site in sites)}
    return found._replace(shape={**found.shape, "cut_services": sorted(services)})


def end(settings: Settings, window_id: int, now_ms: int | None = None) -> Planned:
    """End a window now, one that recurs for good.

    Raises:
        UsageError: there is no such window, or it is over.
        StoreBusy: a sweep is storing.
    """
    from netinv.store.writing import windows as stored
    from netinv.store.writing.engine import Store

    at_ms = round(time.time() * 1000) if now_ms is None else now_ms
    with Reader(settings.db) as reader:
        before = next((one for one in reader.windows() if one.id == window_id), None)
    if before is None:
        message = _("no window has the number {number}: netinv maintenance list shows them")
        raise UsageError(message.format(number=window_id))
    if plan(before, at_ms).state in ("ended", "over"):
        raise UsageError(_("window {number} is over already").format(number=window_id))
    with Store(settings.db).write() as connection:
        ended = stored.end(connection, window_id, user(), at_ms)
    return plan(ended or before, at_ms)


def subject(name: str, net: Known) -> Subject:
    """What a name means.

    Raises:
        UsageError: nothing has it, with what is nearest.
    """
    wanted = name.strip()
    own = {row.name for row in net.devices} | {row.code for row in net.sites} | {row.name for row in net.sites}
    circuits = {link.circuit for link in net.links if link.circuit and fold(link.circuit) == fold(wanted)}
    if wanted not in own and len(circuits) == 1:
        circuit = circuits.pop()
        links = tuple(link for link in net.links if link.circuit == circuit)
        return Subject("circuit", circuit, None, tuple(Meant(link.name, (), (link,)) for link in links))
    linked = None if wanted in own else find_link(wanted, net.sites, net.devices, net.links)
    if linked is not None:
        return Subject("link", linked.name, None, (linked,))
    found = find(wanted, net.sites, net.devices)
    if isinstance(found, SiteRow):
        devices = covering.beneath(found.id, net.sites, net.devices)
        return Subject("site", found.code, found.id, tuple(Meant(row.name, (row.name,)) for row in devices))
    return Subject("device", found.name, None, (Meant(found.name, (found.name,)),))


def when(
    begins: str,
    ends: str,
    repeat: str | None,
    zone: str | None,
    now_ms: int,
    called: Called = Called(),  # noqa: B008  # it is frozen
) -> tuple[Span, str | None]:
    """The times, and the rule as it is kept, if work can be planned then; ``called`` is what messages call them.

    Raises:
        UsageError: there is no such time, or it is past.
    """
    times = span(begins, ends, zone, datetime.fromtimestamp(now_ms / 1000, UTC), called)
    shown = {"begins": day_and_time(times.begins), "ends": day_and_time(times.ends)}
    words = {"from": called.begins, "to": called.ends, **shown}
    if times.ends.timestamp() <= times.begins.timestamp():
        message = _("{to} {ends} is not after {from} {begins}: a window must end after it begins")
        raise UsageError(message.format(**words))
    here = times.begins.tzinfo
    assert here is not None
    if repeat is not None:
        return times, recurrence(repeat, times.begins.replace(tzinfo=None, fold=0), here, called.repeat)
    if times.ends.timestamp() * 1000 <= now_ms:
        message = _("{to} {ends} is past already: give the day as well, as {from} “2026-11-28 22:00”")
        raise UsageError(message.format(**words))
    return times, None


def _window(wanted: Subject, times: Span, rule: str | None, note: str | None, at_ms: int) -> Window:
    begins, ends = (at.replace(tzinfo=None, fold=0).isoformat() for at in (times.begins, times.ends))
    from_ms, to_ms = (round(at.timestamp() * 1000) for at in (times.begins, times.ends))
    return Window(
        0, wanted.kind, wanted.name, wanted.site_id, from_ms, to_ms, times.zone, begins, ends, rule, note, user(), at_ms
    )


def _keep(settings: Settings, window: Window) -> Window:
    from netinv.store.writing import windows as stored
    from netinv.store.writing.engine import Store

    with Store(settings.db).write() as connection:
        return stored.add(connection, window)


def _meet(one: Window, other: Window, now_ms: int) -> bool:
    """Whether the next times of two windows have a moment in common."""
    return any(
        time_of is not None and during(against, max(now_ms, time_of.starts_at), time_of.ends_at - 1) is not None
        for window, against in ((one, other), (other, one))
        for time_of in (during(window, now_ms, now_ms), coming(window, now_ms))
    )
