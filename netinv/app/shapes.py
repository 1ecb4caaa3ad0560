"""The JSON shapes that the commands promise, from the rows of the store. Keys are stable, absent values are null."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netinv.app.if_types import if_type_name
from netinv.app.sentences import iso
from netinv.events import IF_STATUS

if TYPE_CHECKING:
    from netinv.app.viewing import SiteView
    from netinv.store.views import DeviceRow, EventRow, InterfaceRow, LinkRow, NeighborRow, ServiceRow
    from topology.values import Link

Shape = dict[str, Any]


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


def interface(row: InterfaceRow) -> Shape:
    """A port."""
    return {
        "device": row.device,
        "name": row.name,
        "index": row.if_index,
        "description": row.descr,
        "alias": row.alias,
        "type": if_type_name(row.type),
        "mac": row.mac,
        "admin_status": if_status(row.admin_status),
        "oper_status": if_status(row.oper_status),
        "speed_bps": row.speed_bps,
        "mtu": row.mtu,
        "in_bps": row.in_bps,
        "out_bps": row.out_bps,
    }


def link(row: LinkRow) -> Shape:
    """A link."""
    return {
        "a": {"device": row.a_device, "interface": row.a_interface},
        "b": {"device": row.b_device, "interface": row.b_interface},
        "state": row.state,
        "sources": list(row.sources),
        "confidence": row.confidence,
        "medium": row.medium,
        "carrier": row.carrier,
        "circuit": row.circuit,
        "capacity_bps": row.capacity_bps,
        "first_seen": iso(row.first_seen),
        "last_seen": iso(row.last_seen),
    }


def found_link(link: Link) -> Shape:
    """A link that was found now and is stored nowhere."""
    return {
        "a": {"device": link.a_device, "interface": link.a_interface},
        "b": {"device": link.b_device, "interface": link.b_interface},
        "state": str(link.state),
        "sources": list(link.sources),
        "confidence": link.confidence,
        "medium": link.medium,
        "carrier": link.carrier,
        "circuit": link.circuit,
        "capacity_bps": link.capacity_bps,
        "first_seen": None,
        "last_seen": None,
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


def neighbor(row: NeighborRow) -> Shape:
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
    """A declared service. It is not checked yet, so its state is not known."""
    return {
        "name": row.name,
        "site": row.site,
        "url": row.url,
        "device": row.device,
        "state": "unknown",
        "state_since": None,
        "cause": None,
        "latency_ms": None,
        "status": None,
        "tls_days_left": None,
        "last_checked": None,
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
    }


def if_status(number: int | None) -> str | None:
    """An ifAdminStatus or ifOperStatus in IF-MIB's word."""
    return None if number is None else IF_STATUS.get(number, "unknown")
