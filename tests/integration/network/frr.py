"""FRR on a node: its daemons talk to their peers over all cables, and tell snmpd what they see (AgentX).

Zebra installs nothing in the kernel, so the plan's own routes stay: what is tested is who claims whom.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.integration.network.plan import Node, Plan

DAEMONS = Path("/usr/lib/frr")
_AS = 65000
_NO_ROUTES = "ip protocol ospf route-map nothing\nip protocol bgp route-map nothing\nroute-map nothing deny 10\n"


def missing() -> str | None:
    """What keeps FRR from running here; None: nothing."""
    found = (DAEMONS / "ospfd").exists() and any(Path("/usr/lib").glob("*/frr/modules/ospfd_snmp.so"))
    return None if found else "not installed: frr, frr-snmp (apt-get install frr frr-snmp)"


def files(plan: Plan, node: Node) -> dict[str, str]:
    """The configuration of its daemons, by their place under the node's folder."""
    if not node.routing:
        return {}
    made = {"etc/frr/zebra.conf": _NO_ROUTES, "etc/snmp/frr.conf": "agentXSocket /run/agentx.sock\n"}
    if "ospfd" in node.routing:
        made["etc/frr/ospfd.conf"] = _ospf(plan, node)
    if "bgpd" in node.routing:
        made["etc/frr/bgpd.conf"] = _bgp(plan, node)
    return made


def boot(node: Node) -> list[str]:
    """The lines that start it once snmpd is there."""
    if not node.routing:
        return []
    lines = ["chown -R frr:frr /run/frr /etc/frr", f"{DAEMONS}/zebra -d -A 127.0.0.1"]
    return [*lines, *(f"{DAEMONS}/{daemon} -d -A 127.0.0.1 -M snmp" for daemon in node.routing)]


def _ospf(plan: Plan, node: Node) -> str:
    ports = plan.ports[node.name]
    lines = ["agentx"]
    for port in ports:
        lines += [f"interface {port.device}", " ip ospf network point-to-point"]
        lines += [" ip ospf hello-interval 1", " ip ospf dead-interval 4"]
    lines += ["router ospf", f" ospf router-id {node.address}", f" network {node.address}/32 area 0"]
    lines += [f" network {port.address}/30 area 0" for port in ports]
    return "\n".join(lines) + "\n"


def _bgp(plan: Plan, node: Node) -> str:
    """eBGP over each cable, and one session from loopback to loopback with every other router."""
    numbers = {each.name: _AS + number for number, each in enumerate(plan.nodes)}
    lines = ["agentx", f"router bgp {numbers[node.name]}", f" bgp router-id {node.address}"]
    lines += [" no bgp ebgp-requires-policy", " timers bgp 1 3"]
    for port in plan.ports[node.name]:
        if "bgpd" in plan.by_name[port.peer].routing:
            lines.append(f" neighbor {port.peer_address} remote-as {numbers[port.peer]}")
    for other in plan.nodes:
        if other.name != node.name and "bgpd" in other.routing:
            lines.append(f" neighbor {other.address} remote-as {numbers[other.name]}")
            lines += [f" neighbor {other.address} ebgp-multihop", f" neighbor {other.address} update-source lo"]
    return "\n".join(lines) + "\n"
