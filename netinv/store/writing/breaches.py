"""Broken rules in the store, as intervals. Within a write transaction; a row is written when one begins or ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.rules import Key, Measured
from netinv.store.writing.facts import insert_rows

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from netinv.rules import Judgement


def current(connection: Connection) -> dict[Key, Measured]:
    """The rules that are broken."""
    sql = "SELECT rule, subject, device_id, said FROM breach WHERE valid_to IS NULL"
    rows = connection.exec_driver_sql(sql)
    return {(rule, subject): Measured(rule, subject, device_id, 1.0, said) for rule, subject, device_id, said in rows}


def write(connection: Connection, at_ms: int, found: Judgement) -> None:
    """End and begin what changed."""
    ended = [(at_ms, *one.key) for one in found.ended]
    if ended:
        sql = "UPDATE breach SET valid_to = ? WHERE rule = ? AND subject = ? AND valid_to IS NULL"
        connection.exec_driver_sql(sql, ended)
    begun = [(*one.key, at_ms, one.device_id, one.said) for one in found.begun]
    insert_rows(connection, "breach", ("rule", "subject", "valid_from", "device_id", "said"), begun)


def mismatched(connection: Connection) -> list[tuple[object, ...]]:
    """The links whose two ports are up and run at different speeds, or one of them in half duplex.

    Each as device, port, device, port, sources, speeds and duplexes. Where a carrier's equipment stands between, each
    port has another one before it, so they may differ.
    """
    sql = """SELECT x.name, a.name, y.name, b.name, s.sources, a.speed_bps, b.speed_bps, a.duplex, b.duplex
             FROM link l JOIN link_state s ON s.link_id = l.id AND s.valid_to IS NULL AND s.state = 'up'
             JOIN interface a ON a.device_id = l.a_device_id AND a.name = l.a_interface AND a.valid_to IS NULL
             JOIN interface b ON b.device_id = l.b_device_id AND b.name = l.b_interface AND b.valid_to IS NULL
             JOIN device x ON x.id = l.a_device_id JOIN device y ON y.id = l.b_device_id
             WHERE (a.speed_bps <> b.speed_bps OR a.duplex <> b.duplex) AND a.oper_status = 1 AND b.oper_status = 1
             AND s.carrier IS NULL AND s.circuit IS NULL AND coalesce(s.medium, '') NOT IN ('leased', 'vpn', 'radio')
             ORDER BY 1, 2, 3, 4"""
    return [tuple(row) for row in connection.exec_driver_sql(sql)]


def linked_ports(connection: Connection) -> dict[int, dict[str, int | None]]:
    """The ports that links end on, by device, with what the link carries where somebody declared it."""
    sql = """SELECT l.a_device_id, l.a_interface, l.b_device_id, l.b_interface, s.capacity_bps
             FROM link l JOIN link_state s ON s.link_id = l.id AND s.valid_to IS NULL AND s.state = 'up'"""
    found: dict[int, dict[str, int | None]] = {}
    for a, a_port, b, b_port, capacity in connection.exec_driver_sql(sql):
        for device, port in ((a, a_port), (b, b_port)):
            if port:
                found.setdefault(device, {})[port] = capacity
    return found
