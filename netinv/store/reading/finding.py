"""What people look for by a part of it: circuits, carriers, hardware addresses, IP addresses, ports by their words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from netinv.store.reading import queries, views
from netinv.store.reading.event_query import FOLDED
from netinv.store.reading.queries import bare_link, holds
from netinv.text import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Query = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]


class FoundPort(NamedTuple):
    """A port, without its rates, and the address that it was found by."""

    port: views.InterfaceRow
    address: str


class Finding:
    """Looks in what holds now, or held at a time. Words are compared without marks and case, and all must be there."""

    def __init__(self, query: Query, at: int | None) -> None:
        """``query`` runs on a connection that knows the function :data:`FOLDED`."""
        self._query = query
        self._at = at

    def circuits(self) -> list[tuple[int, str | None, str | None]]:
        """Of each link its number, circuit and carrier."""
        sql = f"SELECT s.link_id, s.circuit, s.carrier FROM link_state s WHERE {holds('s', self._at)}"
        return [(number, circuit, carrier) for number, circuit, carrier in self._query(f"{sql} ORDER BY 1", ())]

    def links(self, named: Sequence[tuple[str, Sequence[int]]], limit: int) -> list[views.LinkRow]:
        """Links that have all words, at least one in circuit or carrier, the others also in the names of the devices.

        Args:
            named: Each word, with the numbers of the links whose circuit or carrier has it.
            limit: So many at most.
        """
        over = [f"l.id IN ({','.join(map(str, numbers))})" for _word, numbers in named]
        sql = f"{queries.LINKS.format(state_holds=holds('s', self._at))} WHERE ({' OR '.join(over)})"
        words = [word for word, _numbers in named] if len(named) > 1 else []
        for condition in over if words else ():
            sql += f" AND ({condition} OR instr({_plain('a.name')} || ' ' || {_plain('b.name')}, ?))"
        sql += f" ORDER BY a.name, l.a_interface, b.name LIMIT {int(limit)}"
        return list(map(bare_link(), self._query(sql, words)))

    def ports_with_mac(self, digits: str, limit: int) -> list[FoundPort]:
        """The ports whose hardware address holds these hexadecimal digits."""
        sql = f"{self._ports()} AND instr(replace(i.mac, ':', ''), ?) LIMIT {int(limit)}"
        found = [_port(row) for row in self._query(sql, (digits,))]
        return [FoundPort(port, port.mac or "") for port in found]

    def ports_with_ip(self, part: str, limit: int) -> list[FoundPort]:
        """The ports one of whose IP addresses holds that part; not of that by which the device itself is asked."""
        sql = f"""SELECT x.address, x.device_id, x.interface FROM address x JOIN device d ON d.id = x.device_id
                  WHERE {holds("x", self._at)} AND instr(x.address, ?) AND x.address <> d.address LIMIT {int(limit)}"""
        one = f"{self._ports()} AND i.device_id = ? AND i.name = ?"
        found = self._query(sql, (part,))
        return [FoundPort(_port(row), address) for address, *end in found for row in self._query(one, end)]

    def ports_called(self, text: str, limit: int) -> list[FoundPort]:
        """The ports of which name, alias and device have all words, name or alias at least one."""
        words = fold(text).split()
        own = f"{_plain('i.name')} || ' ' || {_plain('i.alias')}"
        any_word = " OR ".join([f"instr({own}, ?)"] * len(words))
        every = "".join([f" AND instr({own} || ' ' || {_plain('d.name')}, ?)"] * len(words))
        sql = f"{self._ports()} AND ({any_word}){every} LIMIT {int(limit)}"
        return [FoundPort(_port(row), "") for row in self._query(sql, (*words, *words))]

    def _ports(self) -> str:
        return queries.INTERFACES.format(holds=holds("i", self._at))


def _plain(column: str) -> str:
    """A text folded. Most are ASCII, which SQLite alone can fold: there are as many octets as characters in it."""
    return (
        f"CASE WHEN {column} IS NULL THEN '' WHEN length({column}) = length(CAST({column} AS BLOB))"
        f" THEN lower({column}) ELSE {FOLDED}({column}) END"
    )


def _port(row: Sequence[Any]) -> views.InterfaceRow:
    return views.InterfaceRow._make((*row[:13], None, None, *row[13:]))
