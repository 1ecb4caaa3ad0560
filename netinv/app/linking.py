"""Keeps the stored links in step with claims, declarations and ports: after a sweep, and after an import."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from netinv.store import links as stored
from topology.aging import age
from topology.resolve import resolve
from topology.values import Claim, Declared, Device, Evidence, Link, Port

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection

DECLARED = "declared"


class LinkChange(NamedTuple):
    """A link whose state is another than before; None: it was not there."""

    link: Link
    old: str | None


def refresh(
    connection: Connection, at_ms: int, states: Mapping[str, str] | None = None, answered: set[str] | None = None
) -> tuple[list[Link], list[LinkChange]]:
    """Resolve the links anew and store what changed.

    Args:
        connection: Within a write transaction.
        at_ms: Now.
        states: The devices' states by name, where newer ones than the stored are known.
        answered: The devices this sweep heard; None: there was no sweep.

    Returns:
        All links as they hold now, and those whose state changed.
    """
    rows = stored.devices(connection, states or {})
    names = {row.id: row.name for row in rows}
    ids = {name: device_id for device_id, name in names.items()}
    claims = [Claim._make(row) for row in stored.claims(connection)]
    declared = [Declared._make(row) for row in stored.declared(connection)]
    before = stored.current(connection)
    if not (claims or declared or before):
        return [], []
    ports = [Port._make(row) for row in stored.ports(connection, ids.values())]
    devices = known_devices(connection, rows)
    old = [_link(link, names) for link in before]
    found = resolve(devices, ports, claims, declared).links
    heard = {device.name for device in devices if device.state in ("up", "degraded")} if answered is None else answered
    links = age(old, found, heard, ports)
    _store(connection, at_ms, links, set(found), ids)
    known = {link.name: link.state for link in old}
    return links, [LinkChange(link, known.get(link.name)) for link in links if known.get(link.name) != link.state]


def current(connection: Connection) -> list[Link]:
    """The links as stored."""
    names = {row.id: row.name for row in stored.devices(connection, {})}
    return [_link(link, names) for link in stored.current(connection)]


def known_devices(connection: Connection, rows: Iterable[stored.DeviceRow]) -> list[Device]:
    """The devices with all that a neighbour may know them by."""
    chassis: dict[str, set[str]] = {}
    addresses: dict[str, set[str]] = {}
    for name, mac in stored.owners_of_macs(connection):
        chassis.setdefault(name, set()).add(mac)
    for name, address in stored.addresses(connection):
        addresses.setdefault(name, set()).add(address)
    return [
        Device(
            name=row.name,
            site=row.site,
            address=row.address,
            state=row.state,
            sys_name=row.sys_name,
            chassis_ids=frozenset(chassis.get(row.name, set()) | ({row.chassis_id} if row.chassis_id else set())),
            addresses=frozenset(addresses.get(row.name, ())),
        )
        for row in rows
    ]


def _link(link: stored.StoredLink, names: dict[int, str]) -> Link:
    """A stored link as topology has it. Who claimed it is not kept: one-sided claims count as both ends'."""
    a, a_port, b, b_port = link.ends
    sources = tuple(link.held.sources.split(","))
    evidence = tuple(Evidence(source, "declared", "") for source in sources if source == DECLARED)
    held = link.held
    facts = (held.state, sources, held.confidence, held.medium, held.carrier, held.circuit, held.capacity_bps, evidence)
    return Link._make((names[a], a_port or None, names[b], b_port or None, *facts))


def _store(connection: Connection, at_ms: int, links: list[Link], claimed: set[Link], ids: dict[str, int]) -> None:
    wanted: dict[stored.Ends, stored.LinkState] = {}
    now: set[stored.Ends] = set()
    for link in links:
        ends = (ids[link.a_device], link.a_interface or "", ids[link.b_device], link.b_interface or "")
        wanted[ends] = stored.LinkState(link.state, ",".join(link.sources), *link[6:11])
        if link in claimed:
            now.add(ends)
    stored.write(connection, at_ms, wanted, now)
