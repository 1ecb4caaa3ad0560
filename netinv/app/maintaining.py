"""Planned work: saying beforehand what will be worked on, looking at it, ending it early.

The commands and the terminal interface call the same functions; texts of times are those of :mod:`netinv.app.times`.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from netinv.app import analysing, covering
from netinv.app.acknowledging import user
from netinv.app.naming import Meant, find_link
from netinv.app.times import Span, span
from netinv.app.viewing import find
from netinv.errors import UsageError
from netinv.i18n import _
from netinv.maintenance import Occurrence, Window, coming, during, recurrence, zone_of
from netinv.store.reader import Reader
from netinv.store.views import SiteRow
from netinv.text import fold, one_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from netinv.app.analysing import Impact, Known
    from netinv.config import Settings


class Subject(NamedTuple):
    """What is worked on: as windows name it, and the devices or links that it holds."""

    kind: str
    name: str
    site_id: int | None
    parts: tuple[Meant, ...]


class Planned(NamedTuple):
    """A window as of a time: the time of it that goes on (``now``), and the one that begins next."""

    window: Window
    now: Occurrence | None
    next: Occurrence | None

    @property
    def state(self) -> str:
        """``active``, ``planned`` (it will be), ``ended`` (by somebody), ``over``."""
        if self.now is not None:
            return "active"
        if self.next is not None:
            return "planned"
        return "over" if self.window.ended_at is None else "ended"


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
        return analysing.without(reader, net, subject(name, net).parts)


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
        begins: When, as :func:`netinv.app.times.span` has it.
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
    times = span(begins, ends, zone, datetime.fromtimestamp(at_ms / 1000, UTC))
    rule = _checked(times, repeat, at_ms)
    with Reader(settings.db) as reader:
        net = analysing.known(reader, settings)
        wanted = subject(name, net)
        impact = analysing.without(reader, net, wanted.parts)
        others = [one for one in reader.windows() if (one.kind, one.name) == (wanted.kind, wanted.name)]
    window = _keep(settings, _window(wanted, times, rule, one_line(note) if note else None, at_ms))
    overlaps = tuple(plan(one, at_ms) for one in others if _meet(one, window, at_ms))
    return Added(plan(window, at_ms), impact, overlaps)


def windows(reader: Reader, now_ms: int, *, past: bool = False) -> list[Planned]:
    """The windows that go on or will, those first that go on or begin first; with ``past`` the others after them."""
    found = [plan(window, now_ms) for window in reader.windows()]
    shown = [one for one in found if past or one.state in ("active", "planned")]
    return sorted(shown, key=lambda one: (_begins(one), one.window.id))


def end(settings: Settings, window_id: int, now_ms: int | None = None) -> Planned:
    """End a window now, one that recurs for good.

    Raises:
        UsageError: there is no such window, or it is over.
        StoreBusy: a sweep is storing.
    """
    from netinv.store import windows as stored
    from netinv.store.engine import Store

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


def plan(window: Window, now_ms: int) -> Planned:
    """A window as of a time."""
    return Planned(window, during(window, now_ms, now_ms), coming(window, now_ms))


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


def _checked(times: Span, repeat: str | None, now_ms: int) -> str | None:
    """The rule as it is kept, if the times can be planned."""
    begins, ends = times.begins, times.ends
    shown = {"begins": f"{begins:%Y-%m-%d %H:%M}", "ends": f"{ends:%Y-%m-%d %H:%M}"}
    if ends.timestamp() <= begins.timestamp():
        message = _("--to {ends} is not after --from {begins}: a window must end after it begins")
        raise UsageError(message.format(**shown))
    zone = begins.tzinfo
    assert zone is not None
    if repeat is not None:
        return recurrence(repeat, begins.replace(tzinfo=None, fold=0), zone)
    if ends.timestamp() * 1000 <= now_ms:
        message = _("--to {ends} is past already: give the day as well, as --from “2026-11-28 22:00”")
        raise UsageError(message.format(**shown))
    return None


def _window(wanted: Subject, times: Span, rule: str | None, note: str | None, at_ms: int) -> Window:
    begins, ends = (at.replace(tzinfo=None, fold=0).isoformat() for at in (times.begins, times.ends))
    from_ms, to_ms = (round(at.timestamp() * 1000) for at in (times.begins, times.ends))
    return Window(
        0, wanted.kind, wanted.name, wanted.site_id, from_ms, to_ms, times.zone, begins, ends, rule, note, user(), at_ms
    )


def _keep(settings: Settings, window: Window) -> Window:
    from netinv.store import windows as stored
    from netinv.store.engine import Store

    with Store(settings.db).write() as connection:
        return stored.add(connection, window)


def _meet(one: Window, other: Window, now_ms: int) -> bool:
    """Whether the next times of two windows have a moment in common."""
    return any(
        time_of is not None and during(against, max(now_ms, time_of.starts_at), time_of.ends_at - 1) is not None
        for window, against in ((one, other), (other, one))
        for time_of in (during(window, now_ms, now_ms), coming(window, now_ms))
    )


def _begins(one: Planned) -> tuple[int, int]:
    """Those that go on, those that will, then what is past, the latest first."""
    if one.now is not None:
        return (0, one.now.starts_at)
    if one.next is not None:
        return (1, one.next.starts_at)
    return (2, -one.window.starts_at)


def shown(one: Planned) -> Occurrence:
    """The time of a window that people ask for: the one that goes on, else the next, else the first."""
    return one.now or one.next or Occurrence(one.window.starts_at, one.window.ends_at)


def local(window: Window, at_ms: int) -> str:
    """A time on the window's own clock."""
    return f"{datetime.fromtimestamp(at_ms / 1000, zone_of(window.zone)):%Y-%m-%d %H:%M}"


def clock_changes(window: Window) -> bool:
    """Whether the clock is set forward or back within the first time of a window."""
    times = (datetime.fromtimestamp(ms / 1000, zone_of(window.zone)) for ms in (window.starts_at, window.ends_at))
    return len({at.utcoffset() for at in times}) > 1


def kind_word(kind: str) -> str:
    """What is worked on, in the language in use."""
    return {"site": _("site"), "device": _("device"), "link": _("link"), "circuit": _("circuit")}.get(kind, kind)


def sentence(one: Planned) -> str:
    """``planned work on device core2 until 02:00: new power supply``."""
    window, ends = one.window, shown(one).ends_at
    line = _("planned work on {kind} {name} until {time}")
    line = line.format(kind=kind_word(window.kind), name=window.name, time=local(window, ends))
    return f"{line}: {window.note}" if window.note else line


def concerning(planned: Sequence[Planned], devices: AbstractSet[str], codes: AbstractSet[str]) -> list[Planned]:
    """Those of the windows that speak of some devices or sites; one of a circuit speaks of everybody."""
    found = []
    for one in planned:
        kind, name = one.window.kind, one.window.name
        ends = {end.split(":", 1)[0] for end in name.split("--")}
        if kind == "circuit" or (kind == "site" and name in codes) or (kind != "site" and ends & devices):
            found.append(one)
    return found
