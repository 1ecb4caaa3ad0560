"""The longer questions of the reader, whose columns are those of the rows in :mod:`netinv.store.reading.views`."""

from __future__ import annotations

from netinv.store.reading import views

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
