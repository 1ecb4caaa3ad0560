"""Planned work as it is shown: the windows as of a time, and how each is said."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from netinv.app.words.durations import day_and_time, duration
from netinv.i18n import _
from netinv.maintenance import Occurrence, Window, coming, during, zone_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from netinv.store.reading.reader import Reader


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


def windows(reader: Reader, now_ms: int, *, past: bool = False) -> list[Planned]:
    """The windows that go on or will, those first that go on or begin first; with ``past`` the others after them."""
    found = [plan(window, now_ms) for window in reader.windows()]
    shown = [one for one in found if past or one.state in ("active", "planned")]
    return sorted(shown, key=lambda one: (_begins(one), one.window.id))


def plan(window: Window, now_ms: int) -> Planned:
    """A window as of a time."""
    return Planned(window, during(window, now_ms, now_ms), coming(window, now_ms))


def concerning(
    planned: Sequence[Planned],
    devices: AbstractSet[str],
    codes: AbstractSet[str],
    circuits: AbstractSet[str | None] | None = None,
) -> list[Planned]:
    """Those of the windows that speak of some devices, sites or circuits; where none are given, of any circuit."""
    found = []
    for one in planned:
        kind, name = one.window.kind, one.window.name
        if kind == "circuit":
            concerned = circuits is None or name in circuits
        elif kind == "site":
            concerned = name in codes
        else:
            concerned = bool({end.split(":", 1)[0] for end in name.split("--")} & devices)
        if concerned:
            found.append(one)
    return found


def called(window: Window, site_names: Mapping[str, str]) -> str:
    """What people call what is worked on: a site by its name, where that is known by its code."""
    return site_names.get(window.name, window.name) if window.kind == "site" else window.name


def sentence(one: Planned, site_names: Mapping[str, str] | None = None) -> str:
    """``planned work on device core2 until 02:00: new power supply``; of what is to come, from when as well."""
    window, times = one.window, shown(one)
    said = _("planned work on {kind} {name} until {time}")
    if one.now is None:
        said = _("planned work on {kind} {name} from {begins} until {time}")
    said = said.format(
        kind=kind_word(window.kind),
        name=called(window, site_names or {}),
        begins=local(window, times.starts_at),
        time=local(window, times.ends_at),
    )
    return f"{said}: {window.note}" if window.note else said


def state_word(state: str) -> str:
    """The state of a window, in the language in use."""
    return {
        "active": _("goes on"),
        "planned": _("planned"),
        "ended": _("ended"),
        "over": _("over"),
    }.get(state, state)


def line(one: Planned) -> str:
    """A window whole: ``window 3: device core2, 2026-11-28 22:00 to 2026-11-29 02:00 (Asia/Ho_Chi_Minh), 4 h``."""
    window, times = one.window, shown(one)
    said = _("window {number}: {kind} {name}, {begins} to {ends} ({zone}), {duration}").format(
        number=window.id,
        kind=kind_word(window.kind),
        name=window.name,
        begins=local(window, times.starts_at),
        ends=local(window, times.ends_at),
        zone=window.zone,
        duration=duration((times.ends_at - times.starts_at) / 1000),
    )
    return said if window.repeat is None else _("{window}; again: {rule}").format(window=said, rule=window.repeat)


def warnings(one: Planned, overlaps: Sequence[Planned]) -> list[str]:
    """What whoever plans should know."""
    found = []
    if clock_changes(one.window):
        found.append(_("the clock of {zone} is changed within the window").format(zone=one.window.zone))
    for other in overlaps:
        message = _("it overlaps window {number} on the same: both count, until the later one ends")
        found.append(message.format(number=other.window.id))
    return found


def kind_word(kind: str) -> str:
    """What is worked on, in the language in use."""
    return {"site": _("site"), "device": _("device"), "link": _("link"), "circuit": _("circuit")}.get(kind, kind)


def shown(one: Planned) -> Occurrence:
    """The time of a window that people ask for: the one that goes on, else the next, else the first."""
    return one.now or one.next or Occurrence(one.window.starts_at, one.window.ends_at)


def local(window: Window, at_ms: int) -> str:
    """A time on the window's own clock."""
    return day_and_time(datetime.fromtimestamp(at_ms / 1000, zone_of(window.zone)))


def clock_changes(window: Window) -> bool:
    """Whether the clock is set forward or back within the first time of a window."""
    times = (datetime.fromtimestamp(ms / 1000, zone_of(window.zone)) for ms in (window.starts_at, window.ends_at))
    return len({at.utcoffset() for at in times}) > 1


def _begins(one: Planned) -> tuple[int, int]:
    """Those that go on, those that will, then what is past, the latest first."""
    if one.now is not None:
        return (0, one.now.starts_at)
    if one.next is not None:
        return (1, one.next.starts_at)
    return (2, -one.window.starts_at)
