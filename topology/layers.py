"""Which ports lie over which: a subinterface over its parent, an aggregate over its members, a VLAN over some.

A cable ends in a physical port, but addresses and aggregates stand on logical ones (ifStackTable, RFC 2863).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from topology.ports import PortIndex

_LOOPBACK = 24
# IANAifType: loopback, propVirtual, tunnel, l2vlan, l3ipvlan, mplsTunnel, ieee8023adLag, mpls, bridge.
_LOGICAL_TYPES = frozenset({_LOOPBACK, 53, 131, 135, 136, 150, 161, 166, 209})
# Linux and many others call all of them Ethernet: then their names tell.
_LOGICAL_NAME = re.compile(
    r"(?:ae|agg|bagg|bdi|bond|br|bridge|bridge-aggregation|bundle-ether|bvi|dialer|eth-?trunk|gre|irb|lag|lo|loopback"
    r"|po|port-?channel|reth|route-aggregation|team|trk|tun|tunnel|vlan|vlan-?if|vl|vlan-interface|vti|vxlan|wg)"
    r"[ _.-]?\d[\d./:_]*",
    re.IGNORECASE,
)


@lru_cache(maxsize=16384)
def _named_logical(name: str) -> bool:
    return _LOGICAL_NAME.fullmatch(name.strip()) is not None


def beneath(index: PortIndex, name: str) -> frozenset[str] | None:
    """The ports that a port runs over: itself where it is physical; None where they are some, and not known which."""
    if members := index.members.get(name):
        return members
    parent, dot, unit = name.rpartition(".")
    if dot and unit.isdecimal() and parent in index.by_name:
        return beneath(index, parent)
    port = index.by_name.get(name)
    logical = (port is not None and port.type in _LOGICAL_TYPES) or _named_logical(name)
    return None if logical else frozenset({name})


def agreement(index: PortIndex, one: str | None, other: str | None) -> int | None:
    """1 where both ports are, or run over, the same; 0 where that cannot be told; None where they do not."""
    if one is None or other is None:
        return 0
    if one == other:
        return 1
    lower, other_lower = beneath(index, one), beneath(index, other)
    if lower is None or other_lower is None:
        return 0
    return 1 if lower & other_lower else None


def is_loopback(index: PortIndex, name: str | None) -> bool:
    """Whether no cable can end in the port."""
    port = index.by_name.get(name or "")
    return port is not None and port.type == _LOOPBACK
