"""The columns of each table and what stands in them. Text of devices is made safe here, where it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.cells import cell_len

from netinv.app.words.durations import age, clock_time, duration, number, rate
from netinv.app.words.event_words import change
from netinv.app.words.port_names import port_within
from netinv.app.words.states import WORST_FIRST, glyph, look
from netinv.i18n import _
from netinv.store.reading.views import InterfaceRow, SiteRow
from netinv.text import one_line
from netinv.tui.rows import Cell, Column, Drawn, Short
from netinv.vocabulary import state_word

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from netinv.app.views.pages import Problem
    from netinv.app.views.searching import Hit
    from netinv.store.reading.views import DeviceRow, EventRow, LinkRow, NeighborRow

_SEVERITY_GLYPHS = {"warning": "!", "error": "✖"}
_LEAST_OF_PORT = 3
_FAR_MS = 1 << 50
_UP, _DOWN = 1, 2  # ifAdminStatus and ifOperStatus of IF-MIB (RFC 2863)


def text_cell(value: object, style: str = "") -> Cell:
    """What a device or a file says, made safe."""
    return Cell("" if value is None else one_line(str(value)), style)


def state_column() -> Column:
    """Wide enough for glyph and longest word of the language; sorted, the worst is first."""
    wide = 2 + max(len(state_word(state)) for state in WORST_FIRST)
    return Column(_("State"), wide, by=lambda row: WORST_FIRST.index(row.state) if row.state in WORST_FIRST else None)


def age_column(since: Callable[[Any], int | None], drop: int) -> Column:
    """How long something holds; sorted, the longest is first."""
    return Column(_("For"), 12, right=True, drop=drop, by=lambda row: _minus(since(row)))


def _minus(value: int | None) -> int | None:
    return None if value is None else -value


def state_cell(state: str) -> Cell:
    """Glyph and word of a state."""
    seen = look(state)
    return Cell(f"{seen.glyph} {seen.word}", state)


def port_state(port: InterfaceRow) -> Cell:
    """A port that is on and has no carrier is no problem by itself, so it is not shown as one."""
    if port.oper_status == _UP:
        return state_cell("up")
    if port.admin_status == _DOWN:
        return Cell("– " + _("switched off"), "dim")
    if port.oper_status is None:
        return Cell(f"{glyph('unknown')} {state_word('unknown')}", "dim")
    return Cell("○ " + _("not connected"), "dim")


def for_how_long(since_ms: int | None, now_ms: int) -> Cell:
    """How long something holds."""
    return Cell("" if since_ms is None else duration(age(now_ms, since_ms)), "dim")


def device_columns() -> list[Column]:
    """The table of devices."""
    return [
        state_column(),
        Column(_("Device"), 12, grow=1, most=28),
        Column(_("Site"), 12, grow=1, most=40, drop=2),
        Column(_("Address"), 15, grow=2, most=39, drop=1),
        Column(_("Ports"), 7, right=True, drop=3, by=lambda row: row.interfaces_up),
        age_column(lambda row: row.state_since, drop=4),
        Column(_("Model"), 12, drop=6, grow=2, most=30),
        Column(_("Serial number"), 14, drop=7, grow=2, most=24, by_end=True),
        Column(_("Role"), 8, drop=5),
    ]


def device_cells(device: DeviceRow, site_names: Mapping[int, str], now_ms: int) -> Sequence[Cell]:
    """A row of it."""
    total = device.interfaces_total
    return (
        state_cell(device.state),
        text_cell(device.name),
        text_cell(site_names.get(device.site_id, device.site)),
        text_cell(device.address),
        Cell("" if total is None else f"{device.interfaces_up}/{total}", "dim"),
        for_how_long(device.state_since, now_ms),
        text_cell(device.model),
        text_cell(device.serial, "dim"),
        text_cell(device.role, "dim"),
    )


def link_columns() -> list[Column]:
    """The table of links."""
    return [
        state_column(),
        Column(_("From"), 10, grow=1, most=24),
        Column(_("Port"), 8, grow=2, most=24, drop=3, by_end=True),
        Column(_("To"), 10, grow=1, most=24),
        Column(_("Port"), 8, grow=2, most=24, drop=3, by_end=True),
        Column(_("Carrier"), 10, grow=2, most=20, drop=4),
        Column(_("Circuit"), 9, grow=2, most=20, drop=2),
        Column(_("Medium"), 7, drop=6),
        Column(_("Capacity"), 9, right=True, drop=5, by=lambda row: row.capacity_bps),
        Column(_("Seen by"), 14, grow=2, most=32, drop=7),
        age_column(lambda row: row.since, drop=8),
    ]


def link_cells(link: LinkRow, now_ms: int) -> Sequence[Cell]:
    """A row of it."""
    return (
        state_cell(link.state),
        text_cell(link.a_device),
        text_cell(link.a_interface, "dim"),
        text_cell(link.b_device),
        text_cell(link.b_interface, "dim"),
        text_cell(link.carrier),
        text_cell(link.circuit),
        text_cell(link.medium),
        Cell(rate(link.capacity_bps)),
        Cell(", ".join(link.sources), "dim"),
        for_how_long(link.since, now_ms),
    )


def neighbor_columns() -> list[Column]:
    """The table of what a device claims to see."""
    return [
        Column(_("Port"), 10, grow=1, most=24, by_end=True),
        Column(_("Protocol"), 8, drop=2),
        Column(_("Neighbour"), 14, grow=1, most=40),
        Column(_("Its port"), 10, grow=1, most=24, by_end=True),
        Column(_("Its address"), 15, grow=2, most=39, drop=1),
        Column(_("Its platform"), 14, grow=2, most=50, drop=3),
    ]


def neighbor_cells(neighbor: NeighborRow) -> Sequence[Cell]:
    """A row of it."""
    return (
        text_cell(neighbor.local_port),
        Cell(neighbor.protocol.upper(), "dim"),
        text_cell(neighbor.remote_name or neighbor.remote_chassis),
        text_cell(neighbor.remote_port_description or neighbor.remote_port),
        text_cell(neighbor.remote_address),
        text_cell(neighbor.remote_platform, "dim"),
    )


def subject_cell(subject: str, style: str = "", before: str = "") -> Cell:
    """What an event is of. Where there is no room, of a link its devices are left, of a port device and number."""
    text = before + one_line(subject)
    return Short(text, style, lambda width: _shortened(text, width))


def _shortened(text: str, width: int) -> str:
    """Port names begin alike, as ``GigabitEthernet1/0/2``, so that the middle can be missed best."""
    if "--" in text:
        return "--".join(end.split(":", 1)[0] for end in text.split("--"))
    device, colon, port = text.partition(":")
    room = width - cell_len(device) - 1
    return f"{device}:{port_within(port, room)}" if colon and room > _LEAST_OF_PORT else text


def event_columns() -> list[Column]:
    """The log."""
    return [
        Column(_("Time"), 11),
        Column(_("Severity"), 1, drop=3, head=Drawn(_("Severity"), lambda width: [Cell(" " * width)])),
        Column(_("What"), 14, grow=1, most=60),
        Column(_("Where"), 10, grow=1, most=32, drop=2),
        Column(_("Change"), 18, grow=1, most=64),
    ]


def event_cells(event: EventRow, site_names: Mapping[str, str], now_ms: int) -> Sequence[Cell]:
    """A row of it; a change of state is said in the words of the states."""
    style = event.severity if event.severity != "info" else ""
    return (
        Cell(clock_time(event.time, now_ms), "dim"),
        Cell(_SEVERITY_GLYPHS.get(event.severity, ""), style),
        subject_cell(event.subject, style),
        text_cell(site_names.get(event.site or "", event.site), "dim"),
        Cell(change(event), style),
    )


def problem_columns() -> list[Column]:
    """What is wrong now, each in a sentence with its glyph before it."""
    return [Column(_("Wrong now"), 20, grow=1), Column(_("Behind it"), 9, right=True, drop=1)]


def problem_cells(problem: Problem) -> Sequence[Cell]:
    """A row of it, with how many devices it cuts off."""
    behind = number(len(problem.affected)) if problem.affected else ""
    return (text_cell(f"{glyph(problem.state)} {problem.sentence}", problem.state), Cell(behind, "unreachable"))


def problem_row_columns() -> list[Column]:
    """The table of problems."""
    return [
        Column(_("No."), 5, right=True, drop=4),
        Column(_("What is wrong"), 42, grow=1),
        Column(_("Behind it"), 9, right=True, drop=3),
        Column(_("For"), 12, right=True, drop=2, by=_lasted),
        Column(_("Taken on by"), 12, drop=1),
    ]


def _lasted(problem: Problem) -> int:
    """Its length; of an open one counted to a day that is far off, so that those come before all that ended."""
    return (_FAR_MS if problem.closed_ms is None else problem.closed_ms) - problem.since_ms


def problem_row_cells(problem: Problem, now_ms: int) -> Sequence[Cell]:
    """A row of it; one that ended is dim and says how long it was."""
    ended = problem.closed_ms is not None
    text, behind = problem_cells(problem)
    lasted = duration(age(problem.closed_ms or now_ms, problem.since_ms))
    return (
        Cell(str(problem.id), "dim"),
        Cell(f"✓ {one_line(problem.sentence)}", "dim") if ended else text,
        behind,
        Cell(lasted, "dim"),
        text_cell(problem.acked_by, "dim"),
    )


def taken_on(by: str | None, words: str | None) -> list[Cell]:
    """``taken on by binh: VNPT rung``; nothing where nobody has."""
    if not by:
        return []
    said = _("taken on by {name}").format(name=one_line(by))
    return [Cell(f"{said}: {one_line(words)}" if words else said, "dim")]


def hit_columns() -> list[Column]:
    """What a search found."""
    return [
        state_column()._replace(drop=1),
        Column(_("Found"), 16, grow=1, most=60),
        Column(_("Within"), 14, grow=1, most=60),
        Column(_("Address"), 17, grow=2, most=39, drop=2),
    ]


def hit_cells(hit: Hit, site_states: Mapping[int, str]) -> Sequence[Cell]:
    """A row of it."""
    row = hit.row
    if isinstance(row, SiteRow):
        state = state_cell(site_states.get(row.id, "unknown"))
    elif isinstance(row, InterfaceRow):
        state = port_state(row)
    else:
        state = state_cell(row.state)
    address = hit.address or getattr(row, "address", None)
    return (state, subject_cell(hit.name), text_cell(hit.within, "dim"), text_cell(address))
