"""Sweep of the example province on real agents: 171 devices, each its own snmpd, lldpd or sshd in a network namespace.

Run as root: ``python -m tests.bench.real_agents``. Everything is the example's own (names, addresses, links, names of
credentials), but that the devices asked over SSH alone are Linux here: real shells of other makers are not to be had.
The agents share the machine with netinv, and each has as many ports as the example has links at it.
"""

from __future__ import annotations

import csv
import json
import resource
import secrets
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tests.bench.measure import Figure
from tests.integration.network import inventory
from tests.integration.network.network import Network
from tests.integration.network.plan import Cable, Credential, Node, Plan
from tests.integration.network.poller import Poller
from tests.integration.network.requirements import missing

if TYPE_CHECKING:
    from collections.abc import Iterator

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "vinh-phuc"
BOUND_S = 15.0
_SWEEPS = 3
_LLDP_WITHIN_S = 90.0
_KERNEL_NAME_BYTES = 15


class Timing(NamedTuple):
    """One sweep: its wall time and the CPU time of the whole netinv process, in seconds, and its report."""

    wall_s: float
    cpu_s: float
    report: dict[str, object]


class Example(NamedTuple):
    """Rows of the example's devices.csv and links.csv, made fit for this network."""

    devices: list[dict[str, str]]
    links: list[dict[str, str]]


def example() -> Example:
    """The example, with the devices asked over SSH alone as Linux, their ports named as its kernel can."""
    devices, links = _rows("devices.csv"), _rows("links.csv")
    over_ssh = {row["name"] for row in devices if row["ssh"] and not row["snmp"]}
    devices = [row | {"platform": "linux"} if row["name"] in over_ssh else row for row in devices]
    for link in links:
        for end in "ab":
            if link[f"{end}_device"] in over_ssh:
                link[f"{end}_interface"] = link[f"{end}_interface"].replace("/", "-")
    return Example(devices, links)


def province(rows: Example) -> Plan:
    """The example province as a network to build, with secrets made up for this run."""
    devices, links = rows
    ports = [(link[f"{end}_device"], link[f"{end}_interface"]) for link in links for end in "ab"]
    long_names = {device for device, port in ports if "/" in port or len(port) > _KERNEL_NAME_BYTES}
    nodes = tuple(
        Node(
            row["name"],
            row["site"],
            row["address"],
            snmp=row["snmp"] or None,
            ssh=row["ssh"] or None,
            port_id="local" if row["name"] in long_names else "ifname",
            location=f"Vĩnh Phúc, {row['site']}",
            serial=f"S-{number:04}" if row["snmp"] else None,
        )
        for number, row in enumerate(devices)
    )
    cables = [Cable("poller", "eth0", "core1", "poller0")]
    cables += [
        Cable(
            link["a_device"],
            link["a_interface"],
            link["b_device"],
            link["b_interface"],
            capacity_bps=int(link["capacity_bps"] or 0) or None,
        )
        for link in links
    ]
    auth, privacy, community, password = (secrets.token_urlsafe(12) for _ in range(4))
    user = (("user", "giamsat"), ("auth_protocol", "SHA-256"), ("auth_password", auth))
    privacy_fields = (("priv_protocol", "AES-128"), ("priv_password", privacy))
    credentials = (
        Credential("core-v3", "snmp-v3", user + privacy_fields),
        Credential("campus", "snmp-v2c", (("community", community),)),
        Credential("ops", "ssh", (("username", "vanhanh"), ("password", password))),
    )
    return Plan(nodes, tuple(cables), credentials, Node("poller", "26", "10.26.255.1", lldp=False))


def prepare(plan: Plan, rows: Example, folder: Path) -> None:
    """The example's inventory, with the rows that the network was built from."""
    for path in EXAMPLE.glob("*.csv"):
        shutil.copy(path, folder)
    for name, table in rows._asdict().items():
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(table[0]))
            writer.writeheader()
            writer.writerows(table)
    inventory.secrets(plan, folder)
    (folder / "netinv.toml").write_text('vantage = ["core1"]\n')


def sweep(poller: Poller) -> Timing:
    """One sweep, timed from outside: start-up and all writes are in it."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = poller.netinv("sweep", "--json", expect=None)
    wall_s, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Timing(wall_s, cpu_s, json.loads(done.stdout))


def measure(plan: Plan, rows: Example, folder: Path) -> Iterator[Timing]:
    """Bring the network up, import, sweep a few times, take it down; says on stderr how long each took.

    Raises:
        AssertionError: the links found are not the plan's.
    """
    prepare(plan, rows, folder)
    start = time.monotonic()
    with Network(plan) as network:
        _note(f"up: {time.monotonic() - start:.1f} s, {len(network.running())} processes")
        _note(f"LLDP complete: {network.wait_for_lldp(_LLDP_WITHIN_S):.1f} s later")
        poller = Poller(network, folder)
        poller.netinv("import", ".")
        for _ in range(_SWEEPS):
            timing = sweep(poller)
            report = timing.report
            _note(
                f"sweep: {timing.wall_s:.2f} s wall, {timing.cpu_s:.2f} s CPU, {report['states']}, {report['errors']}"
            )
            yield timing
        links = {ends: link["confidence"] for ends, link in poller.links().items()}
        wanted = {cable.ends: "both" for cable in plan.device_cables}
        wrong = sorted((sorted(ends), seen) for ends, seen in links.items() ^ wanted.items())
        assert not wrong, f"{len(wrong)} links found or missing, among them {wrong[:6]}"
        start = time.monotonic()
    _note(f"down: {time.monotonic() - start:.1f} s")


def bench_real_agents() -> Iterator[Figure]:
    """The figure: the slowest of a few sweeps."""
    rows = example()
    plan = province(rows)
    over_ssh = sum(node.snmp is None for node in plan.nodes)
    what = f"sweep of {len(plan.nodes)} real agents ({over_ssh} only by SSH), wall"
    reason = missing()
    if reason is not None:
        yield Figure(what, None, BOUND_S, "s", reason)
        return
    with tempfile.TemporaryDirectory() as folder:
        timings = list(measure(plan, rows, Path(folder)))
    whole = all(timing.report["states"] == {"up": len(plan.nodes)} for timing in timings)
    slowest = max(timing.wall_s for timing in timings)
    yield Figure(what, slowest if whole else None, BOUND_S, "s", "" if whole else "not every device was up")


BENCHES = (bench_real_agents,)


def _rows(name: str) -> list[dict[str, str]]:
    with (EXAMPLE / name).open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def _note(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    for figure in bench_real_agents():
        print(figure)
