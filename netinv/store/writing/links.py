"""Links in the store: what they are resolved from, and writing what came out as intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from netinv.store.writing.facts import insert_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection

Ends = tuple[int, str, int, str]
"""Device id and port at either end; an empty port is not known."""


_ENDS = ("a_device_id", "a_interface", "b_device_id", "b_interface")


class LinkState(NamedTuple):
    """What holds for a link, as the table has it. ``judged``: what it is taken for, if not for its state."""

    state: str
    sources: str
    confidence: str
    medium: str | None = None
    carrier: str | None = None
    circuit: str | None = None
    capacity_bps: int | None = None
    judged: str | None = None


class StoredLink(NamedTuple):
    """A link with what holds for it, and when it was last claimed if it is not any more."""

    id: int
    ends: Ends
    held: LinkState
    last_seen: int | None


def rows(connection: Connection, sql: str, *parameters: object) -> Sequence[tuple[Any, ...]]:
    """All rows of a query of ours."""
    return connection.exec_driver_sql(sql, tuple(parameters)).all()


def current(connection: Connection) -> list[StoredLink]:
    """The links as they hold now."""
    held = ", ".join(LinkState._fields)
    sql = f"""SELECT l.id, l.a_device_id, l.a_interface, l.b_device_id, l.b_interface, s.last_seen, {held}
              FROM link l JOIN link_state s ON s.link_id = l.id AND s.valid_to IS NULL"""
    return [StoredLink(row[0], row[1:5], LinkState._make(row[6:]), row[5]) for row in rows(connection, sql)]


def long_gone(connection: Connection, before_ms: int) -> set[Ends]:
    """The links that are gone since before that time and that nobody declared: they are not expected any more."""
    sql = """SELECT l.a_device_id, l.a_interface, l.b_device_id, l.b_interface FROM link l JOIN link_state s
             ON s.link_id = l.id AND s.valid_to IS NULL
             WHERE s.state = 'gone' AND s.valid_from < ? AND instr(s.sources, 'declared') = 0"""
    return {(row[0], row[1], row[2], row[3]) for row in rows(connection, sql, before_ms)}


def broken_since(connection: Connection, ends: Iterable[Ends]) -> dict[Ends, int]:
    """Since when each of those links that do not work has not, without a break."""
    ids = _ids(connection)
    few = {ids[each]: each for each in ends if each in ids}
    sql = f"""SELECT link_id, coalesce(max(CASE WHEN state NOT IN ('down', 'gone') THEN valid_to END), min(valid_from))
              FROM link_state WHERE link_id IN ({",".join(map(str, few))}) GROUP BY link_id
              HAVING sum(valid_to IS NULL AND state IN ('down', 'gone')) > 0"""
    return {few[link_id]: since for link_id, since in rows(connection, sql)}


def claims(connection: Connection) -> Sequence[tuple[Any, ...]]:
    """Neighbour claims that hold, as (device, protocol, local port, the remote's words)."""
    return rows(
        connection,
        """SELECT d.name, n.protocol, n.local_port, n.remote_chassis, n.remote_port, n.remote_port_description,
           n.remote_name, n.remote_address, n.remote_platform
           FROM neighbor n JOIN device d ON d.id = n.device_id WHERE n.valid_to IS NULL""",
    )


def declared(connection: Connection) -> Sequence[tuple[Any, ...]]:
    """Declared links as (device, port, device, port, medium, carrier, circuit, capacity)."""
    return rows(
        connection,
        """SELECT a.name, nullif(l.a_interface, ''), b.name, nullif(l.b_interface, ''), l.medium, l.carrier, l.circuit,
           l.capacity_bps FROM declared_link l JOIN device a ON a.id = l.a_device_id
           JOIN device b ON b.id = l.b_device_id""",
    )


class DeviceRow(NamedTuple):
    """A device with what others may know it by."""

    id: int
    name: str
    site: str
    address: str
    state: str
    sys_name: str | None
    chassis_id: str | None


def devices(connection: Connection, states: Mapping[str, str]) -> list[DeviceRow]:
    """All devices; ``states`` are newer ones than the stored."""
    found = rows(
        connection,
        """SELECT d.id, d.name, t.code, d.address, coalesce(s.state, 'unknown'), y.sys_name, y.chassis_id
           FROM device d JOIN site t ON t.id = d.site_id
           LEFT JOIN device_state s ON s.device_id = d.id AND s.valid_to IS NULL
           LEFT JOIN system y ON y.device_id = d.id AND y.valid_to IS NULL""",
    )
    return [row._replace(state=states.get(row.name, row.state)) for row in map(DeviceRow._make, found)]


def addresses(connection: Connection) -> Sequence[tuple[Any, ...]]:
    """Addresses that devices were seen to have, as (device, address, prefix length, port)."""
    return rows(
        connection,
        """SELECT d.name, a.address, a.prefix_length, a.interface FROM address a JOIN device d ON d.id = a.device_id
           WHERE a.valid_to IS NULL""",
    )


def owners_of_macs(connection: Connection) -> Sequence[tuple[Any, ...]]:
    """Which devices have a port with the MAC that somebody claims as a chassis, as (device, MAC)."""
    return rows(
        connection,
        """SELECT DISTINCT d.name, i.mac FROM interface i JOIN device d ON d.id = i.device_id WHERE i.valid_to IS NULL
           AND i.mac IN (SELECT remote_chassis FROM neighbor WHERE valid_to IS NULL)""",
    )


def ports(connection: Connection, device_ids: Iterable[int]) -> Sequence[tuple[Any, ...]]:
    """The ports of those devices, as :class:`topology.values.Port` has them."""
    few = ",".join(str(int(device_id)) for device_id in device_ids)
    return rows(
        connection,
        f"""SELECT d.name, i.name, i.if_index, i.descr, i.alias, i.mac, i.admin_status, i.oper_status, i.speed_bps,
            i.type, i.aggregate FROM interface i JOIN device d ON d.id = i.device_id
            WHERE i.valid_to IS NULL AND i.device_id IN ({few})""",
    )


def write(
    connection: Connection, at_ms: int, wanted: dict[Ends, LinkState], last_seen: Mapping[Ends, int]
) -> dict[Ends, int]:
    """Make what holds be ``wanted``; gives the ids of those links.

    ``last_seen`` has those that no device claims now, with the time when one last did.
    """
    held = {link.ends: link for link in current(connection)}
    ended = [link for ends, link in held.items() if wanted.get(ends) != link.held]
    begun = [ends for ends, state in wanted.items() if ends not in held or held[ends].held != state]
    if ended:
        sql = "UPDATE link_state SET valid_to = ? WHERE link_id = ? AND valid_to IS NULL"
        connection.exec_driver_sql(sql, [(at_ms, link.id) for link in ended])
    known = _ids(connection)
    new = [(*ends, at_ms) for ends in begun if ends not in known]
    if new:
        insert_rows(connection, "link", (*_ENDS, "first_seen"), new)
        known = _ids(connection)
    insert_rows(
        connection,
        "link_state",
        ("link_id", "valid_from", *LinkState._fields, "last_seen"),
        [(known[ends], at_ms, *wanted[ends], _last_seen(held.get(ends), last_seen.get(ends))) for ends in begun],
    )
    return {ends: known[ends] for ends in wanted}


def rename(connection: Connection, ends: Iterable[tuple[Ends, Ends]]) -> None:
    """Give links other ports, with all their past, where no link had those yet."""
    pairs = list(ends)
    known = _ids(connection) if pairs else {}
    sql = "UPDATE link SET a_interface = ?, b_interface = ? WHERE id = ?"
    for old, new in pairs:
        if old in known and new not in known:
            connection.exec_driver_sql(sql, (new[1], new[3], known[old]))


def _ids(connection: Connection) -> dict[Ends, int]:
    return {row[1:]: row[0] for row in rows(connection, f"SELECT id, {', '.join(_ENDS)} FROM link")}


def _last_seen(before: StoredLink | None, last_claimed: int | None) -> int | None:
    """When a link that nobody claims was last claimed; None for one that is claimed now, or never was."""
    if last_claimed is None or before is None or set(before.held.sources.split(",")) == {"declared"}:
        return None
    return before.last_seen or last_claimed
