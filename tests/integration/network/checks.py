"""What the tests on the small province ask again and again."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tests.integration.network.province import PLAN

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.integration.network.network import Network
    from tests.integration.network.poller import Poller

SILENCE_S = 20.0
"""The longest sweep with silent devices, on a busy machine, too: far below what one device may take in all."""
_AGENT_CACHE_S = 60.0
"""An agent looks at its ports anew every few seconds; how long that may take on a busy machine."""


def eventually(true: Callable[[], bool], within_s: float = _AGENT_CACHE_S) -> None:
    """Wait for what an agent says only after its own cache has run out."""
    give_up_at = time.monotonic() + within_s
    while not true():
        assert time.monotonic() < give_up_at, f"not within {within_s} s"
        time.sleep(0.2)


def oper_status(network: Network, node: str, peer: str) -> str:
    """ifOperStatus of a node's port towards a peer, as net-snmp's own tool reads it."""
    port = next(port for port in PLAN.ports[node] if port.peer == peer)
    credential = PLAN.credential(PLAN.by_name[node].snmp or "")
    oid = f".1.3.6.1.2.1.2.2.1.8.{port.if_index}"
    command = ["snmpget", "-v2c", "-c", credential["community"], "-Oqv", PLAN.by_name[node].address, oid]
    return network.run(command).stdout.strip()


def whole(network: Network) -> bool:
    """Whether every agent that can be asked so says of all its cables that they are up: each looks at its own time."""
    return all(_all_up(network, node.name) for node in PLAN.nodes if _community(node.name))


def _all_up(network: Network, node: str) -> bool:
    oids = [f".1.3.6.1.2.1.2.2.1.8.{port.if_index}" for port in PLAN.ports[node]]
    command = ["snmpget", "-v2c", "-c", str(_community(node)), "-Oqv", PLAN.by_name[node].address, *oids]
    return network.run(command).stdout.split() == ["1"] * len(oids)


def _community(node: str) -> str | None:
    snmp = PLAN.by_name[node].snmp
    return dict(PLAN.credential(snmp).fields).get("community") if snmp else None


def not_up(poller: Poller) -> dict[str, str]:
    """The devices that are not up, with their states."""
    return {name: device["state"] for name, device in poller.devices().items() if device["state"] != "up"}
