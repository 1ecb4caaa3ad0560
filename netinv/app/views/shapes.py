"""The JSON shapes that the commands promise, from the rows of the store. Keys are stable, absent values are null."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netinv.app.words.if_types import if_type_name
from netinv.app.words.sentences import iso, of_cause
from netinv.events import IF_STATUS
from netinv.store.reading.views import EvidenceRow
from topology.values import Evidence

if TYPE_CHECKING:
    from netinv.app.views.planned_work import Planned
    from netinv.app.views.standing import Standing
    from netinv.app.views.viewing import SiteView
    from netinv.app.words.sentences import Places
    from netinv.model import Interface, Neighbor
    from netinv.store.reading.views import DeviceRow, EventRow, InterfaceRow, LinkRow, NeighborRow, ServiceRow
    from topology.values import Cause, Link

Shape = dict[str, Any]

_SAID = ("sys_descr", "sys_object_id")


def device(row: DeviceRow) -> Shape:
    """A device as ``list devices`` and ``show`` give it."""
    return {
        "name": row.name,
        "site": row.site,
        "address": row.address,
        "role": row.role,
        "state": row.state,
        "state_since": iso(row.state_since),
        "cause": row.cause,
        "reach": {"icmp": row.icmp, "snmp": row.snmp, "ssh": row.ssh},
        "vendor": row.vendor,
        "model": row.model,
        "serial": row.serial,
        "os": row.os,
        "os_version": row.os_version,
        "sys_name": row.sys_name,
        "sys_object_id": row.sys_object_id,
        "location": row.location,
        "uptime_s": None if row.uptime_ticks is None else row.uptime_ticks // 100,
        "last_seen": iso(row.last_seen),
        "interfaces_total": row.interfaces_total,
        "interfaces_up": row.interfaces_up,
    }


def cause(found: Cause, since_ms: int, now_ms: int, places: Places) -> Shape:
    """Why something is cut off, with its sentence in the language in use."""
    return {
        "kind": found.kind,
        "name": found.name,
        "members": list(found.members),
        "alternative": found.alternative,
        "state": str(found.state),
        "since": iso(since_ms),
        "affected_devices": list(found.affected_devices),
        "affected_sites": list(found.affected_sites),
        "confidence": found.confidence,
        "sentence": of_cause(found, since_ms, now_ms, places),
    }


DUPLEX = {2: "half", 3: "full"}
"""dot3StatsDuplexStatus in words; what is unknown has none."""


def problem(found: Standing, now_ms: int, places: Places) -> Shape:
    """A problem that no cause explains, as JSON."""
    row = found.row
    return {
        "kind": row.kind,
        "name": row.name,
        "state": row.state,
        "since": iso(row.began),
        "site": row.site,
        "sentence": found.sentence(now_ms, places),
    }


def interface(port: InterfaceRow | Interface) -> Shape:
    """A port: a stored one, or one that was found now, of whose device and rates nothing is known."""
    device, in_bps, out_bps = (getattr(port, key, None) for key in ("device", "in_bps", "out_bps"))
    return {
        "device": device,
        # Found now, as the device says it: two ports of one name are told apart by their index here.
        "name": port.name if device else port.name.removesuffix(f"#{port.if_index}"),
        "index": port.if_index,
        "description": port.descr,
        "alias": port.alias,
        "type": if_type_name(port.type),
        "mac": port.mac,
        "admin_status": if_status(port.admin_status),
        "oper_status": if_status(port.oper_status),
        "speed_bps": port.speed_bps,
        "mtu": port.mtu,
        "aggregate": port.aggregate,
        "duplex": DUPLEX.get(port.duplex or 0),
        "in_bps": in_bps,
        "out_bps": out_bps,
    }


def link(one: LinkRow | Link) -> Shape:
    """A link: a stored one, or one that was found now and has not been seen before."""
    first_seen, last_seen = (iso(getattr(one, key, None)) for key in ("first_seen", "last_seen"))
    return {
        "a": {"device": one.a_device, "interface": one.a_interface},
        "b": {"device": one.b_device, "interface": one.b_interface},
        "state": str(one.state),
        "sources": list(one.sources),
        "confidence": one.confidence,
        "medium": one.medium,
        "carrier": one.carrier,
        "circuit": one.circuit,
        "capacity_bps": one.capacity_bps,
        "first_seen": first_seen,
        "last_seen": last_seen,
        "evidence": [evidence(reason, one) for reason in one.evidence],
    }


def evidence(reason: EvidenceRow | Evidence, link: LinkRow | Link) -> Shape:
    """One reason to believe a link: a stored one, or one that was found now."""
    if isinstance(reason, Evidence):
        device = {"a": link.a_device, "b": link.b_device}.get(reason.end)
        reason = EvidenceRow(reason.source, device, reason.text, None, None, holds=True)
    return {
        "source": reason.source,
        "device": reason.device,
        "claim": reason.said,
        "current": reason.holds,
        "first_seen": iso(reason.first_seen),
        "last_seen": iso(reason.last_seen),
    }


def site(view: SiteView, code_of: dict[int, str]) -> Shape:
    """A site with its state and its devices per state, all beneath it included."""
    row = view.row
    return {
        "code": row.code,
        "name": row.name,
        "level": row.level,
        "kind": row.kind,
        "parent": code_of.get(row.parent_id or 0),
        "lat": row.lat,
        "lon": row.lon,
        "status": row.status,
        "state": view.state,
        "devices": dict(sorted(view.counts.items())),
    }


def sources(told: str | None) -> dict[str, str]:
    """Where the facts of identification stood: an OID, ``sys_descr`` or ``sys_object_id``, or a command over SSH."""
    parts = (part.partition("=") for part in (told or "").split())
    return {fact: place if place in _SAID else place.replace("_", " ") for fact, _equals, place in parts}


def neighbor(row: NeighborRow | Neighbor) -> Shape:
    """A neighbour claim."""
    return {
        "protocol": row.protocol,
        "local_port": row.local_port,
        "remote_name": row.remote_name,
        "remote_port": row.remote_port,
        "remote_address": row.remote_address,
        "remote_chassis": row.remote_chassis,
        "remote_platform": row.remote_platform,
    }


def service(row: ServiceRow) -> Shape:
    """A service with what its checks found. ``status`` is HTTP's code, or a word for why it failed."""
    return {
        "name": row.name,
        "site": row.site,
        "url": row.url,
        "device": row.device,
        "state": row.state,
        "state_since": iso(row.state_since),
        "cause": row.cause,
        "latency_ms": None if row.latency_us is None else row.latency_us / 1000,
        "status": int(row.status) if row.status and row.status.isdigit() else row.status,
        "tls_days_left": row.tls_days_left,
        "last_checked": iso(row.checked_at),
    }


def event(row: EventRow) -> Shape:
    """A line of the log."""
    return {
        "id": row.id,
        "time": iso(row.time),
        "kind": row.kind,
        "subject": row.subject,
        "site": row.site,
        "old": row.old,
        "new": row.new,
        "severity": row.severity,
        "cause": row.cause,
        "acked_by": row.acked_by,
        "acked_at": iso(row.acked_at),
        "note": row.note,
        "problem": row.problem_id,
    }


def window(planned: Planned) -> Shape:
    """A window of planned work: the time of it that goes on, else the next, else its first."""
    row = planned.window
    time_of = planned.now or planned.next
    return {
        "id": row.id,
        "kind": row.kind,
        "name": row.name,
        "state": planned.state,
        "from": iso(time_of.starts_at if time_of else row.starts_at),
        "to": iso(time_of.ends_at if time_of else row.ends_at),
        "zone": row.zone,
        "repeat": row.repeat,
        "next": iso(planned.next.starts_at) if planned.next else None,
        "note": row.note,
        "added_by": row.added_by,
        "added_at": iso(row.added_at),
        "ended_by": row.ended_by,
        "ended_at": iso(row.ended_at),
    }


def if_status(number: int | None) -> str | None:
    """An ifAdminStatus or ifOperStatus in IF-MIB's word."""
    return None if number is None else IF_STATUS.get(number, "unknown")
