"""Keeps the stored links in step with claims, declarations and ports: after a sweep, and after an import."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from netinv.store.writing import evidence as reasons
from netinv.store.writing import links as stored
from topology.adjacency import may_be_of_two
from topology.aging import age, renamed
from topology.resolve import resolve
from topology.values import Claim, Declared, Device, Evidence, Link, Port, PortAddress

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from netinv.store.writing.engine import Connection


class LinkChange(NamedTuple):
    """A link that is taken for another than before (``old``; None: it was not there)."""

    link: Link
    old: str | None
    new: str


Judge = Callable[[Link], str | None]
"""What a link is taken for, where that is another than its state."""


def refresh(
    connection: Connection,
    at_ms: int,
    states: Mapping[str, str] | None = None,
    answered: set[str] | None = None,
    judge: Judge | None = None,
) -> tuple[list[Link], list[LinkChange]]:
    """Resolve the links anew and store what changed.

    Args:
        connection: Within a write transaction.
        at_ms: Now.
        states: The devices' states by name, where newer ones than the stored are known.
        answered: The devices this sweep heard; None: there was no sweep.
        judge: What links are taken for; None: what they were.

    Returns:
        All links as they hold now, and those that are taken for another than before.
    """
    rows = stored.devices(connection, states or {})
    names = {row.id: row.name for row in rows}
    ids = {name: device_id for device_id, name in names.items()}
    claims = [Claim._make(row) for row in stored.claims(connection)]
    declared = [Declared._make(row) for row in stored.declared(connection)]
    before = stored.current(connection)
    addresses = addresses_of(connection)
    if not (claims or declared or before or any(map(may_be_of_two, addresses))):
        return [], []
    ports = [Port._make(row) for row in stored.ports(connection, ids.values())]
    devices = known_devices(connection, rows, addresses)
    old = _links(before, names, reasons.current(connection))
    found = resolve(devices, ports, claims, declared, addresses).links
    heard = {device.name for device in devices if device.state in ("up", "degraded")} if answered is None else answered
    links = age(old, found, heard, ports)
    held = {link.name: row.held for link, row in zip(old, before, strict=True)}
    for was, link in (better := renamed(old, links)):
        held[link.name] = held[was.name]
    stored.rename(connection, [(ends_of(was, ids), ends_of(link, ids)) for was, link in better])
    judged = {link.name: _judged(link, held.get(link.name), judge) for link in links}
    _store(connection, at_ms, links, judged, set(found), ids)
    known = {name: row.judged or row.state for name, row in held.items()}
    now = ((link, known.get(link.name), judged[link.name] or link.state) for link in links)
    return links, [LinkChange(link, was, state) for link, was, state in now if was != state]


def _judged(link: Link, held: stored.LinkState | None, judge: Judge | None) -> str | None:
    if judge is not None:
        return judge(link)
    return held.judged if held is not None and held.state == link.state else None


def addresses_of(connection: Connection) -> list[PortAddress]:
    """The addresses that devices were seen to have."""
    return [PortAddress._make(row) for row in stored.addresses(connection)]


def known_devices(
    connection: Connection, rows: Iterable[stored.DeviceRow], placed: Iterable[PortAddress]
) -> list[Device]:
    """The devices with all that a neighbour may know them by."""
    chassis: dict[str, set[str]] = {}
    addresses: dict[str, set[str]] = {}
    for name, mac in stored.owners_of_macs(connection):
        chassis.setdefault(name, set()).add(mac)
    for one in placed:
        addresses.setdefault(one.device, set()).add(one.address)
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


def _links(
    rows: Iterable[stored.StoredLink], names: Mapping[int, str], given: Mapping[int, Iterable[reasons.Given]]
) -> list[Link]:
    """Stored links as topology has them, with why they were believed."""
    links = []
    for row in rows:
        a, a_port, b, b_port = row.ends
        held = row.held
        facts = (held.state, tuple(held.sources.split(",")), *held[2:7])
        evidence = tuple(sorted(map(Evidence._make, given.get(row.id, ()))))
        links.append(Link._make((names[a], a_port or None, names[b], b_port or None, *facts, evidence)))
    return links


def expected(connection: Connection, links: Iterable[Link], ids: Mapping[str, int], before_ms: int) -> list[Link]:
    """The links that should work: one that is gone since before that time, undeclared, is missed no more."""
    left = stored.long_gone(connection, before_ms)
    return [link for link in links if ends_of(link, ids) not in left]


def ends_of(link: Link, ids: Mapping[str, int]) -> stored.Ends:
    """The ends of a link by the ids of its devices, as the store has them."""
    return ids[link.a_device], link.a_interface or "", ids[link.b_device], link.b_interface or ""


def _store(
    connection: Connection,
    at_ms: int,
    links: list[Link],
    judged: Mapping[str, str | None],
    claimed: set[Link],
    ids: dict[str, int],
) -> None:
    """Write what holds for the links, and why."""
    read_at = reasons.read_times(connection)
    wanted: dict[stored.Ends, stored.LinkState] = {}
    given: dict[stored.Ends, tuple[Evidence, ...]] = {}
    last_seen: dict[stored.Ends, int] = {}
    for link in links:
        ends = ends_of(link, ids)
        wanted[ends] = stored.LinkState(link.state, ",".join(link.sources), *link[6:11], judged[link.name])
        given[ends] = link.evidence
        if link not in claimed:
            last_seen[ends] = max(read_at.get(end, at_ms) for end in (ends[0], ends[2]))
    link_ids = stored.write(connection, at_ms, wanted, last_seen)
    # What silent devices once said goes on while it held; only what is said now begins.
    new = {link_ids[ends]: reason for ends, reason in given.items() if ends not in last_seen}
    old = {link_ids[ends]: reason for ends, reason in given.items() if ends in last_seen}
    reasons.write(connection, at_ms, new, old, read_at)
