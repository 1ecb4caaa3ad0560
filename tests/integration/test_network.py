"""The test network itself: however its process ends, nothing of it stays; and a failure is what its name says."""

from __future__ import annotations

import ipaddress
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.integration.network import namespaces, processes
from tests.integration.network.network import Network, clear
from tests.integration.network.plan import Cable, Credential, Node, Plan
from tests.integration.network.province import PLAN
from tests.integration.network.requirements import MARKS
from tests.integration.network.routing import routes

if TYPE_CHECKING:
    from collections.abc import Iterator

PAIR = Plan(
    nodes=(Node("left", "1", "10.0.0.1", snmp="read"), Node("right", "1", "10.0.0.2", snmp="read")),
    cables=(Cable("poller", "eth0", "left", "eth0"), Cable("left", "eth1", "right", "Gi0/1")),
    credentials=(Credential("read", "snmp-v2c", (("community", "r"),)),),
    poller=Node("poller", "1", "10.0.0.9", lldp=False),
)
_CHILD = """
import time
from tests.integration.network.network import Network
from tests.integration.test_network import PAIR
with Network(PAIR) as network:
    print(network.prefix, network.folder, flush=True)
    time.sleep(600)
"""


@pytest.fixture
def child() -> Iterator[tuple[subprocess.Popen[str], str, Path]]:
    """Another process with a network up: the process, the prefix of its namespaces and its folder."""
    root = Path(__file__).resolve().parents[2]
    with subprocess.Popen([sys.executable, "-c", _CHILD], cwd=root, text=True, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        prefix, folder = process.stdout.readline().split()
        yield process, prefix, Path(folder)
        process.kill()
    clear()


def _names() -> list[str]:
    """Of the plan's namespaces, in no order that matters."""
    return sorted([*PAIR.by_name, namespaces.CABLES])


class TestEnds:
    pytestmark = MARKS

    def test_killed_its_leavings_go_with_the_next_run(self, child: tuple[subprocess.Popen[str], str, Path]) -> None:
        process, prefix, folder = child
        assert sorted(name.removeprefix(prefix) for name in namespaces.existing(prefix)) == _names()
        inodes = processes.inodes(namespaces.existing(prefix))
        assert {"lldpd", "snmpd"} <= set(processes.within(inodes).values())
        assert folder.name not in clear(), "a living run is left alone"
        process.kill()
        process.wait()
        assert processes.within(inodes)
        assert folder.name in clear()
        assert (namespaces.existing(prefix), processes.within(inodes), folder.exists()) == ([], {}, False)

    def test_terminated_it_cleans_up_itself(self, child: tuple[subprocess.Popen[str], str, Path]) -> None:
        process, prefix, folder = child
        inodes = processes.inodes(namespaces.existing(prefix))
        process.terminate()
        assert process.wait(timeout=60) == -signal.SIGINT
        assert (namespaces.existing(prefix), processes.within(inodes), folder.exists()) == ([], {}, False)

    def test_a_failure_inside_leaves_nothing(self) -> None:
        network = Network(PAIR)
        inodes: set[int] = set()

        def fail() -> None:
            with network:
                inodes.update(processes.inodes(namespaces.existing(network.prefix)))
                raise LookupError

        with pytest.raises(LookupError):
            fail()
        assert inodes
        assert (namespaces.existing(network.prefix), network.folder.exists()) == ([], False)
        assert processes.within(inodes) == {}

    def test_a_failure_on_the_way_up_leaves_nothing(self) -> None:
        wrong = Plan(PAIR.nodes, (Cable("left", "eth1", "right", "lo"),), PAIR.credentials, PAIR.poller)
        network = Network(wrong)
        with pytest.raises(RuntimeError, match="ip "), network:
            pass
        assert (namespaces.existing(network.prefix), network.folder.exists()) == ([], False)


class TestFailures:
    pytestmark = MARKS

    def test_what_answers_when(self) -> None:
        with Network(PAIR) as network:

            def answers(address: str) -> bool:
                return (
                    network.run(["snmpget", "-v2c", "-c", "r", "-t2", "-r1", address, ".1.3.6.1.2.1.1.5.0"]).stdout
                    != ""
                )

            assert (answers("10.0.0.1"), answers("10.0.0.2")) == (True, True)
            network.cut("left--right")
            assert (answers("10.0.0.1"), answers("10.0.0.2")) == (True, False)
            network.heal("left--right")
            assert answers("10.0.0.2")
            network.mute("left--right")
            assert not answers("10.0.0.2")
            network.mute("left--right", muted=False)
            network.kill("right")
            assert not answers("10.0.0.2")
            network.boot("right")
            assert answers("10.0.0.2")
            network.stop("right", "snmpd")
            assert not answers("10.0.0.2")


def test_routes_go_around_what_is_broken() -> None:
    cut = {PLAN.cable("core1--lapthach-r1")}
    whole, around = routes(PLAN, ()), routes(PLAN, cut)
    port_of = {port.peer: port.device for port in PLAN.ports["core1"]}
    assert whole["core1"]["10.26.1.11/32"].device == port_of["lapthach-r1"]
    assert around["core1"]["10.26.1.11/32"].device == port_of["core2"]
    assert whole["tamdao-r1"] == around["tamdao-r1"] | {
        key: hop for key, hop in whole["tamdao-r1"].items() if key.startswith("10.26.1.")
    }
    isolated = routes(PLAN, {*cut, PLAN.cable("core2--lapthach-r1")})
    assert "10.26.1.11/32" not in isolated["core1"]
    assert isolated["ttlapthach-r1"]["default"] == whole["ttlapthach-r1"]["default"]


def test_addresses_of_the_plan_are_apart() -> None:
    addresses = [ipaddress.ip_address(node.address) for node in PLAN.everything]
    links = [ipaddress.ip_address(port.address) for ports in PLAN.ports.values() for port in ports]
    assert len(set(addresses + links)) == len(addresses) + len(links)
