"""The longer questions of the reader, whose columns are those of the rows in :mod:`netinv.store.reading.views`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netinv.store.reading import views

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

DEVICES = """
SELECT d.id, d.name, d.site_id, t.code, d.address, d.port, d.role, d.snmp, d.ssh, d.ssh_port,
       coalesce(d.platform, p.platform), d.timeout_s, d.max_repetitions, d.notes,
       coalesce(s.state, 'unknown'), s.valid_from, s.cause, s.icmp, s.snmp, s.ssh, coalesce(s.last_seen, p.last_seen),
       y.vendor, y.model, y.serial, y.os, y.os_version, y.sys_name, y.sys_descr, y.sys_object_id, y.location, y.contact,
       p.uptime_ticks, p.rtt_us, p.interfaces_total, p.interfaces_up, d.search
FROM device d JOIN site t ON t.id = d.site_id LEFT JOIN poll p ON p.device_id = d.id
LEFT JOIN device_state s ON s.device_id = d.id AND {state_holds}
LEFT JOIN system y ON y.device_id = d.id AND {system_holds}
"""
SHARED = [
    views.DeviceRow._fields.index(name)  # what many devices have in common
    for name in (
        *("role", "snmp_credential", "ssh_credential", "platform", "state", "cause", "icmp", "snmp", "ssh"),
        *("vendor", "model", "os", "os_version", "sys_descr", "sys_object_id", "contact"),
        *("port", "notes", "state_since", "last_seen"),
    )
]
SHARED_OF_SITES = [
    views.SiteRow._fields.index(name)
    for name in ("level", "kind", "parent_id", "status", "connected_since", "valid_from", "valid_to")
]
LINKS = """
SELECT l.id, a.id, a.name, nullif(l.a_interface, ''), b.id, b.name, nullif(l.b_interface, ''),
       coalesce(s.judged, s.state), s.valid_from, s.sources, s.confidence, s.medium, s.carrier, s.circuit,
       s.capacity_bps, l.first_seen, s.last_seen
FROM link l JOIN device a ON a.id = l.a_device_id JOIN device b ON b.id = l.b_device_id
JOIN link_state s ON s.link_id = l.id AND {state_holds}
"""
SERVICES = """
SELECT v.id, v.name, t.code, v.url, v.expect, d.name, coalesce(s.state, 'unknown'), s.valid_from, s.cause, s.status,
       s.not_after, c.latency_us, c.checked_at
FROM service v JOIN site t ON t.id = v.site_id LEFT JOIN device d ON d.id = v.device_id
LEFT JOIN service_state s ON s.service_id = v.id AND {state_holds}
LEFT JOIN service_check c ON c.service_id = v.id ORDER BY v.name
"""
INTERFACES = """
SELECT i.device_id, d.name, i.name, i.if_index, i.descr, i.alias, i.type, i.mac, i.admin_status, i.oper_status,
       i.speed_bps, i.mtu, i.valid_from, i.aggregate, i.duplex
FROM interface i JOIN device d ON d.id = i.device_id WHERE {holds}
"""


def holds(table: str, at: int | None) -> str:
    """The condition that an interval row holds, now or at a time. The time is a number, so it may stand in the text."""
    if at is None:
        return f"{table}.valid_to IS NULL"
    return f"{table}.valid_from <= {int(at)} AND ({table}.valid_to IS NULL OR {table}.valid_to > {int(at)})"


def once(places: Iterable[int]) -> Callable[[tuple[Any, ...]], list[Any]]:
    """Makes rows hold one object for what stands in those columns of many rows: less to remember."""
    keep = dict[Any, Any]().setdefault

    def once(row: tuple[Any, ...]) -> list[Any]:
        values = list(row)
        for place in places:
            values[place] = keep(values[place], values[place])
        return values

    return once


def bare_link() -> Callable[[tuple[Any, ...]], views.LinkRow]:
    """Makes links of rows of :data:`LINKS`, without their evidence."""
    kept, sources = once((2, 3, 6, 7, 10, 11, 12)), dict[str, tuple[str, ...]]()

    def make(row: tuple[Any, ...]) -> views.LinkRow:
        values = kept(row)
        values[9] = sources.setdefault(row[9], tuple(row[9].split(",")))
        return views.LinkRow._make((*values, ()))

    return make
