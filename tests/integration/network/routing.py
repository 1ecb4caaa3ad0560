"""Which way each node sends packets for each management address: what a converged routing protocol would say."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection

    from tests.integration.network.plan import Plan, Port


class Hop(NamedTuple):
    """A next hop: over which port, to which address."""

    device: str
    via: str


Table = dict[str, Hop]
"""Destination (an address, or ``default``) to next hop."""


def routes(plan: Plan, broken: Collection[int]) -> dict[str, Table]:
    """The tables of all nodes with the cables of ``broken`` not carrying; fewest hops, the plan's order on a tie.

    A node with one cable has only a default route; the others have one for each address they can reach.
    """
    tables: dict[str, Table] = {node.name: {} for node in plan.everything}
    for node in plan.everything:
        for reached, port in _towards(plan, node.name, broken).items():
            if len(plan.ports[reached]) == 1:
                tables[reached]["default"] = Hop(port.device, port.peer_address)
            else:
                tables[reached][f"{node.address}/32"] = Hop(port.device, port.peer_address)
    return tables


def _towards(plan: Plan, destination: str, broken: Collection[int]) -> dict[str, Port]:
    """For each node that can reach the destination, the port it goes out by."""
    found: dict[str, Port] = {}
    queue = deque([destination])
    seen = {destination}
    while queue:
        for port in plan.ports[queue.popleft()]:
            if port.cable in broken or port.peer in seen:
                continue
            seen.add(port.peer)
            found[port.peer] = next(back for back in plan.ports[port.peer] if back.cable == port.cable)
            queue.append(port.peer)
    return found
