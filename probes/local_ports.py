"""From the number that LLDP gives a port to the port's name."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from probes.values import PORT, identifier, text

if TYPE_CHECKING:
    from netinv.model import Interface
    from probes.snmp.engine import Value
    from probes.snmp.session import Column

Table = dict[str, dict[int, "Value"]]


class LocalPorts:
    """A lldpLocPortNum is a bridge port on bridges, else an ifIndex (LLDP-MIB); agents keep that as they like.

    So the words of lldpLocPortTable count first: they name the port as ifTable does.

    Attributes:
        bridge_ports: dot1dBasePortIfIndex (RFC 4188) by bridge port, where the words did not help.
    """

    def __init__(self, interfaces: list[Interface], local: Table) -> None:
        self._local = local
        self._by_index = {str(interface.if_index): interface.name for interface in interfaces}
        self._by_word = _words(interfaces)
        self.bridge_ports: Column = {}

    def is_known(self, number: str) -> bool:
        """Whether words name the port."""
        return self._worded(number) is not None

    def name(self, number: str) -> str:
        """The port behind a lldpLocPortNum."""
        port_id, _description = self._said(number)
        if worded := self._worded(number):
            return worded
        bridged = self._by_index.get(str(self.bridge_ports.get(number, "")))
        return bridged or self._by_index.get(port_id or "") or self._by_index.get(number) or port_id or number

    def _said(self, number: str) -> tuple[str | None, str | None]:
        row = self._local.get(number, {})
        return identifier(row.get(2), row.get(3), PORT), text(row.get(4))

    def _worded(self, number: str) -> str | None:
        return next((self._by_word[word] for word in self._said(number) if word and word in self._by_word), None)


class SlotPorts:
    """From a slot and a port's number in it to the port: its name, or what describes it, ends in these two."""

    def __init__(self, interfaces: list[Interface]) -> None:
        self._by_numbers: dict[str, str] = {}
        for said in ("descr", "name"):  # the name is looked at last, and counts
            ends = [("/".join(re.findall(r"\d+", getattr(each, said) or "")[-2:]), each.name) for each in interfaces]
            times = Counter(end for end, _name in ends)
            self._by_numbers |= {end: name for end, name in ends if times[end] == 1 and "/" in end}

    def name(self, slot_and_port: str) -> str:
        """The port behind ``SLOT/PORT``; where none is sure, that itself."""
        return self._by_numbers.get(slot_and_port, slot_and_port)


def _words(interfaces: list[Interface]) -> dict[str, str]:
    """Port names by what may stand for a port: its name before its description, alias and hardware address.

    An alias or hardware address that several ports have stands for none of them.
    """
    aliases = Counter(interface.alias for interface in interfaces)
    macs = Counter(interface.mac for interface in interfaces)
    words: dict[str, str] = {}
    words |= {each.mac: each.name for each in interfaces if each.mac and macs[each.mac] == 1}
    words |= {each.alias: each.name for each in interfaces if each.alias and aliases[each.alias] == 1}
    words |= {each.descr: each.name for each in reversed(interfaces) if each.descr}
    return words | {each.name: each.name for each in reversed(interfaces)}
