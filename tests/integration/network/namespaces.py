"""Network namespaces and the cables between them, made with ``ip -batch``.

A cable is two veth pairs and a bridge of two ports in a namespace of its own: a plain veth pair loses carrier only when
its other end is *admin* down, which is no fibre cut. ``group_fwd_mask`` 16384 lets LLDP (01:80:c2:00:00:0e) through.
"""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.integration.network.plan import Plan
    from tests.integration.network.routing import Table

CABLES = "cables"
_LLDP_FORWARDED = 1 << 14


def batch(lines: Iterable[str], namespace: str | None = None, *, force: bool = False) -> None:
    """Run lines of ``ip``; with ``force`` a line that fails does not end the batch.

    Raises:
        RuntimeError: a line failed, with ip's words.
    """
    text = "\n".join(lines)
    if not text:
        return
    command = ["ip", *(["-n", namespace] if namespace else []), *(["-force"] if force else []), "-batch", "-"]
    done = subprocess.run(command, input=text, text=True, capture_output=True, check=False, timeout=60)
    if done.returncode and not force:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr.strip()[:500]}")


def make(plan: Plan, prefix: str) -> None:
    """Make the namespaces and the cables, all still down at the nodes' side."""
    names = [CABLES, *(node.name for node in plan.everything)]
    batch(f"netns add {prefix}{name}" for name in names)
    cables = f"{prefix}{CABLES}"
    quiet = "echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6; echo 1 > /proc/sys/net/ipv6/conf/default/disable_ipv6"
    subprocess.run(["ip", "netns", "exec", cables, "sh", "-c", quiet], check=True, timeout=10)
    links, bridges = [], []
    for number, cable in enumerate(plan.cables):
        bridges.append(f"link add c{number} type bridge stp_state 0 mcast_snooping 0 group_fwd_mask {_LLDP_FORWARDED}")
        for node, end in ((cable.a, "a"), (cable.b, "b")):
            port = next(port for port in plan.ports[node] if port.cable == number)
            links.append(
                f"link add {port.device} index {port.if_index} address {port.mac} netns {prefix}{node}"
                f" type veth peer name c{number}{end} netns {cables}"
            )
            bridges.append(f"link set c{number}{end} master c{number} up")
        bridges.append(f"link set c{number} up")
    batch(links)
    batch(bridges, cables)


def carry(prefix: str, states: dict[int, bool]) -> None:
    """Let cables carry or not: both nodes see the carrier come or go."""
    lines = [
        f"link set c{number}{end} {'up' if carries else 'down'}" for number, carries in states.items() for end in "ab"
    ]
    batch(lines, f"{prefix}{CABLES}")


def mute(prefix: str, number: int, *, muted: bool) -> None:
    """A silent failure: nothing passes the cable any more, while both ends keep their carrier."""
    batch([f"link set c{number}b {'nomaster' if muted else f'master c{number}'}"], f"{prefix}{CABLES}")


def route(namespace: str, source: str, old: Table, new: Table) -> None:
    """Bring a node's routes from one table to another."""
    lines = [f"route del {destination}" for destination in old.keys() - new.keys()]
    lines += [
        f"route replace {destination} via {hop.via} dev {hop.device} src {source}"
        for destination, hop in new.items()
        if old.get(destination) != hop
    ]
    batch(lines, namespace, force=True)


def existing(prefix: str) -> list[str]:
    """The namespaces whose names start so."""
    done = subprocess.run(["ip", "netns", "list"], text=True, capture_output=True, check=True, timeout=10)
    return [line.split()[0] for line in done.stdout.splitlines() if line.startswith(prefix)]


def remove(names: Iterable[str]) -> None:
    """Take namespaces away, and with them all that is in them."""
    batch((f"netns del {name}" for name in names), force=True)
