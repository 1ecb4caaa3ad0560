"""Labels and values of a device, a site, a link, a problem: what stands above their tables and beside the lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.app.words.durations import age, duration, local_time, rate
from netinv.app.words.states import WORST_FIRST, look, reach_word
from netinv.i18n import _
from netinv.text import one_line
from netinv.tui.rows import Cell, Column
from netinv.tui.tables import taken_on
from netinv.tui.trends import trend_facts
from netinv.vocabulary import level_word, status_word

if TYPE_CHECKING:
    from netinv.app.views.pages import DevicePage, Problem, Snapshot
    from netinv.app.views.trends import Trends
    from netinv.app.views.viewing import SiteView
    from netinv.store.reading.views import DeviceRow, LinkRow

_TICKS_PER_S = 100  # sysUpTime (RFC 3418)
_REACH_STYLE = {"ok": "up", None: "dim"}
_REACH_GLYPH = {"ok": "●", None: "–"}


def device_facts(device: DeviceRow, site: str, now_ms: int, trends: Trends | None = None) -> list[tuple[str, Cell]]:
    """What stands above the tables, labels and values; empty ones are left out by the widget."""
    because = " " + _("(because of {cause})").format(cause=one_line(device.cause)) if device.cause else ""
    uptime = "" if device.uptime_ticks is None else duration(device.uptime_ticks / _TICKS_PER_S)
    plain = [
        (_("Site"), site),
        (_("Address"), device.address if device.port == 161 else f"{device.address} :{device.port}"),
        (_("Role"), device.role),
        (_("Vendor"), device.vendor),
        (_("Model"), device.model),
        (_("Serial number"), device.serial),
        (_("System"), " ".join(part for part in (device.os, device.os_version) if part)),
        (_("System name"), device.sys_name),
        (_("Location"), device.location),
        (_("Contact"), device.contact),
        (_("Running for"), uptime),
        (_("Last answer"), "" if device.last_seen is None else local_time(device.last_seen)),
        (_("Notes"), device.notes),
    ]
    facts = [(_("State"), Cell(_since(device.state, now_ms, device.state_since) + because, device.state))]
    for name, reached in (("ICMP", device.icmp), ("SNMP", device.snmp), ("SSH", device.ssh)):
        mark = _REACH_GLYPH.get(reached, "✖")
        facts.append((name, Cell(f"{mark} {reach_word(reached)}", _REACH_STYLE.get(reached, "down"))))
    facts += trend_facts(trends)
    return facts + [(label, Cell(one_line(value or ""))) for label, value in plain]


def identity_columns() -> list[Column]:
    """The table of what a device said of itself."""
    return [
        Column(_("What"), 16),
        Column(_("Value"), 20, grow=1, most=80),
        Column(_("Read from"), 24, grow=2, most=60, drop=1, by_end=True),
    ]


def identity_facts(page: DevicePage) -> list[tuple[str, str, str]]:
    """What it is, the value, and where that was read: an OID, a text, a command."""
    device = page.device
    known = [
        ("vendor", _("Vendor"), device.vendor),
        ("model", _("Model"), device.model),
        ("serial", _("Serial number"), device.serial),
        ("os", _("System"), device.os),
        ("os_version", _("Version"), device.os_version),
        ("sys_name", _("System name"), device.sys_name),
        ("sys_object_id", _("Object ID"), device.sys_object_id),
        ("sys_descr", _("Description"), device.sys_descr),
        ("location", _("Location"), device.location),
        ("contact", _("Contact"), device.contact),
    ]
    told = {"sys_name": "sysName", "sys_object_id": "sysObjectID", "sys_descr": "sysDescr"}
    told |= {"location": "sysLocation", "contact": "sysContact"}  # SNMPv2-MIB (RFC 3418)
    said = {**(told if device.snmp_credential else {}), **page.sources}
    return [(label, one_line(value), _source(said.get(name, ""), told)) for name, label, value in known if value]


def _source(said: str, told: dict[str, str]) -> str:
    """What was read, as its MIB calls it."""
    return one_line(told.get(said, said))


def link_facts(link: LinkRow, now_ms: int) -> list[tuple[str, Cell]]:
    """Its ends, its carrier, and how it is known."""
    plain = [
        (_("From"), f"{link.a_device} {link.a_interface or ''}"),
        (_("To"), f"{link.b_device} {link.b_interface or ''}"),
        (_("Carrier"), link.carrier),
        (_("Circuit"), link.circuit),
        (_("Medium"), link.medium),
        (_("Capacity"), rate(link.capacity_bps)),
        (_("Seen by"), ", ".join(link.sources)),
        (_("Certainty"), confidence_word(link.confidence)),
        (_("First seen"), local_time(link.first_seen)),
    ]
    state = Cell(_since(link.state, now_ms, link.since), link.state)
    return [(_("State"), state), *((label, Cell(one_line(value or "").strip())) for label, value in plain)]


def confidence_word(confidence: str) -> str:
    """How sure a link is, in the language in use."""
    words = {"both": _("both ends name each other"), "one": _("one end tells of it"), "declared": _("declared only")}
    return words.get(confidence, confidence)


def site_facts(view: SiteView, snapshot: Snapshot) -> list[tuple[str, Cell]]:
    """What stands above the tables."""
    row, seen = view.row, look(view.state)
    counts = "  ".join(f"{look(state).glyph} {view.counts[state]}" for state in WORST_FIRST if view.counts.get(state))
    parent = next((other.row.name for other in snapshot.tree if other.row.id == row.parent_id), "")
    place = f"{row.lat:.5f}, {row.lon:.5f}" if row.lat is not None and row.lon is not None else ""
    return [
        (_("State"), Cell(f"{seen.glyph} {seen.word}", view.state)),
        (_("Devices"), Cell(counts)),
        (_("Code"), Cell(one_line(row.code))),
        (_("Level"), Cell(level_word(row.level))),
        (_("Kind"), Cell(one_line(row.kind or ""))),
        (_("Parent"), Cell(one_line(parent))),
        (_("Status"), Cell(status_word(row.status))),
        (_("Connected since"), Cell(_day(row.connected_since))),
        (_("Place"), Cell(place)),
    ]


def _day(text: str | None) -> str:
    from netinv.reports.model import Kind
    from netinv.reports.values import shown

    return "" if text is None else shown(text, Kind.DATE)


def _since(state: str, now_ms: int, since_ms: int | None) -> str:
    """A state with its shape, and for how long it holds."""
    seen = look(state)
    word = f"{seen.glyph} {seen.word}"
    if since_ms is None:
        return word
    return _("{state}, for {duration}").format(state=word, duration=duration(age(now_ms, since_ms)))


def problem_facts(problem: Problem, site_names: dict[str, str]) -> list[tuple[str, Cell]]:
    """Labels and values of a problem, but its sentence. One that has ended is no state, and nobody need take it on."""
    is_over, seen = problem.closed_ms is not None, look(problem.state)
    state = Cell(f"✓ {_('ended')}", "dim") if is_over else Cell(f"{seen.glyph} {seen.word}", problem.state)
    sites = ", ".join(site_names.get(code, code) for code in problem.sites)
    taken = one_line(problem.acked_by) if problem.acked_by else "" if is_over else _("nobody yet")
    return [
        (_("Problem"), Cell(str(problem.id))),
        (_("State"), state),
        (_("Since"), Cell(local_time(problem.since_ms))),
        (_("Ended"), Cell("" if problem.closed_ms is None else local_time(problem.closed_ms))),
        (_("Taken on by"), Cell(taken, "" if problem.acked_by else "degraded")),
        (_("Words"), Cell(one_line(problem.note or ""))),
        (_("It was, as told"), Cell(_told(problem))),
        (_("Or it is"), Cell(one_line(problem.alternative or ""))),
        (_("Cuts off"), Cell(one_line(sites))),
        (_("Devices"), Cell(one_line(", ".join(problem.affected)))),
    ]


def sentences_of(problem: Problem) -> list[Cell]:
    """What is wrong, whole, and who took it on with which words."""
    style = problem.state if problem.closed_ms is None else "dim"
    return [Cell(one_line(problem.sentence), style), *taken_on(problem.acked_by, problem.note)]


def _told(problem: Problem) -> str:
    from netinv.app.reports.availability_tables import cause_word

    own = {"device": "own_device"}  # to a problem it is the device; to what is down by it, its own
    return cause_word(own.get(problem.told_cause, problem.told_cause)) if problem.told_cause else ""
