"""Ports and their counters: ifTable and ifXTable (IF-MIB, RFC 2863), column by column."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from netinv.errors import ProbeError, Timeout
from netinv.model import Counters, Failure, Interface, Kind, Reading
from probes.aggregates import with_aggregates
from probes.base import Probe, failure
from probes.snmp import oids
from probes.snmp.session import BrokenWalk
from probes.values import mac_text, number, text

if TYPE_CHECKING:
    from probes.base import Seen
    from probes.snmp.session import Column, SnmpSession
    from probes.vendors.rules import Pattern

_FACTS = (
    oids.IF_DESCR,
    oids.IF_NAME,
    oids.IF_ALIAS,
    oids.IF_TYPE,
    oids.IF_PHYS_ADDRESS,
    oids.IF_ADMIN_STATUS,
    oids.IF_OPER_STATUS,
    oids.IF_SPEED,
    oids.IF_HIGH_SPEED,
    oids.IF_MTU,
)
_COUNTERS = (
    (oids.IF_HC_IN_OCTETS, oids.IF_IN_OCTETS),
    (oids.IF_HC_OUT_OCTETS, oids.IF_OUT_OCTETS),
    (oids.IF_IN_ERRORS, None),
    (oids.IF_OUT_ERRORS, None),
    (oids.IF_IN_DISCARDS, None),
    (oids.IF_OUT_DISCARDS, None),
)
"""In the order of ``COUNTER_NAMES``: the 64-bit column, and the 32-bit one for devices without it."""

_NAMELESS = (oids.IF_OPER_STATUS, oids.IF_TYPE)
"""What tells of the ports where the agent names none."""

_DUPLEX = (2, 3)
"""Half and full; the third is unknown."""

_SPEED_IS_HIGH = 4_294_967_295
"""ifSpeed's largest value: look at ifHighSpeed (RFC 2863 section 3.1.2)."""


async def read(session: SnmpSession, seen: Seen) -> Reading:
    """All ports. A table that is empty may as well be refused (engines cannot tell), so it covers nothing."""
    columns: dict[str, Column] = {}
    trouble = await _read_columns(session, _FACTS, columns)
    seen.interfaces = _interfaces(columns, seen.ignored_ports)
    if not trouble:
        trouble = await _read_more(session, seen)
    facts: list[Interface | Counters] = [*seen.interfaces]
    if seen.interfaces and not trouble:
        trouble = await _read_counters(session, seen, columns)
        if seen.counters:
            facts.append(seen.counters)
    return Reading("interfaces", tuple(facts), (Kind.INTERFACE,) if seen.interfaces and not trouble else (), trouble)


async def _read_columns(session: SnmpSession, wanted: tuple[str, ...], columns: dict[str, Column]) -> Failure | None:
    """Fill ``columns``; what was read before a fault stays."""
    for oid in wanted:
        try:
            columns[oid] = await session.column(oid)
        except BrokenWalk as broken:
            columns[oid] = dict(broken.rows)
            return failure("interfaces", broken)
        except ProbeError as error:
            return failure("interfaces", error)
    return None


async def _read_more(session: SnmpSession, seen: Seen) -> Failure | None:
    """What other tables say of the ports: members of aggregates, and duplex.

    An agent that only chokes on such a table is known without it; one that fell silent is not known any more.
    """
    for ask in (with_aggregates, _with_duplex):
        try:
            seen.interfaces = await ask(session, seen.interfaces)
        except ProbeError as error:
            if isinstance(getattr(error, "cause", error), Timeout):
                return failure("interfaces", error)
    return None


async def _with_duplex(session: SnmpSession, interfaces: list[Interface]) -> list[Interface]:
    known = await session.column(oids.DOT3_STATS_DUPLEX_STATUS) if interfaces else {}
    if not known:
        return interfaces
    duplex = {index: value for index, value in known.items() if value in _DUPLEX}
    return [each._replace(duplex=number(duplex.get(str(each.if_index)))) for each in interfaces]


async def _read_counters(session: SnmpSession, seen: Seen, columns: dict[str, Column]) -> Failure | None:
    read_columns: list[Column] = []
    for wide, narrow in _COUNTERS:
        trouble = await _read_columns(session, (wide,), columns)
        if not trouble and narrow and not columns[wide]:
            trouble = await _read_columns(session, (narrow,), columns)
            wide = narrow  # noqa: PLW2901  # the device has no 64-bit counters
        if trouble:
            return trouble
        read_columns.append(columns[wide])
    trouble = await _read_columns(session, (oids.IF_COUNTER_DISCONTINUITY_TIME,), columns)
    indexes = [str(interface.if_index) for interface in seen.interfaces]
    discontinuity = columns[oids.IF_COUNTER_DISCONTINUITY_TIME]
    seen.counters = Counters(
        seen.uptime_ticks or 0,
        tuple(interface.name for interface in seen.interfaces),
        tuple(tuple(_count(column.get(index)) for index in indexes) for column in read_columns),
        tuple(number(discontinuity.get(index)) or 0 for index in indexes) if discontinuity else (),
    )
    return trouble


def _count(value: object) -> int:
    return value if isinstance(value, int) else -1


def _interfaces(columns: dict[str, Column], ignored: tuple[Pattern, ...]) -> list[Interface]:
    """One fact per ifIndex that has a name (or a status, where none has), but those the vendor's file ignores."""
    descrs, names = columns.get(oids.IF_DESCR, {}), columns.get(oids.IF_NAME, {})
    listed = next((each for each in ({**descrs, **names}, *(columns.get(oid, {}) for oid in _NAMELESS)) if each), {})
    indexes = [index for index in listed if index.isdigit()]
    ports = [(index, text(names.get(index)), text(descrs.get(index))) for index in indexes]
    if ignored:
        ports = [port for port in ports if not any(rule.search(port[1] or port[2]) for rule in ignored)]
    labels = _labels(ports)
    none: Column = {}
    alias, kind, mac, admin, oper, speed, high, mtu = (columns.get(oid, none) for oid in _FACTS[2:])
    return [
        Interface(
            label,
            int(index),
            text(descrs.get(index)),
            text(alias.get(index)),
            number(kind.get(index)),
            mac_text(mac.get(index)),
            number(admin.get(index)),
            number(oper.get(index)),
            _speed_bps(number(speed.get(index)), number(high.get(index))),
            number(mtu.get(index)),
        )
        for index, label in labels
    ]


def _labels(ports: list[tuple[str, str | None, str | None]]) -> list[tuple[str, str]]:
    """A name for each port that no other port of the device has: ifName, else ifDescr, else either with its ifIndex.

    A nameless port is called after its ifIndex.
    """
    names = Counter(name for _index, name, _descr in ports if name)
    descrs = Counter(descr for _index, _name, descr in ports if descr)
    labels, taken = [], set()
    for index, name, descr in ports:
        unique = next((label for label, count in ((name, names), (descr, descrs)) if label and count[label] == 1), None)
        label = (
            unique
            if unique and unique not in taken
            else (f"{name or descr}#{index}" if name or descr else f"port {index}")
        )
        taken.add(label)
        labels.append((index, label))
    return labels


def _speed_bps(speed: int | None, high_mbps: int | None) -> int | None:
    if high_mbps and (not speed or speed >= _SPEED_IS_HIGH or high_mbps > _SPEED_IS_HIGH // 1_000_000):
        return high_mbps * 1_000_000
    return speed


PROBE = Probe("interfaces", read)
