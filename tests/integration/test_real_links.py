"""Where links are known from, on real agents: lldpd, FRR's OSPF and BGP, and the subnets of the cables."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from tests.integration.network import frr, inventory
from tests.integration.network.checks import eventually
from tests.integration.network.network import Network
from tests.integration.network.plan import Cable, Credential, Node, Plan, Site
from tests.integration.network.poller import Poller
from tests.integration.network.province import UNDECLARED
from tests.integration.network.requirements import MARKS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytest_plugins = ["tests.integration.network.fixtures"]
pytestmark = MARKS

_LLDP_FORGETS_S = 120.0


def only_link(poller: Poller, name: str) -> Any:
    """The one link of that name."""
    (link,) = poller.json("show", name)["links"]
    return link


def test_a_node_without_lldp_has_its_link_by_its_subnet(swept: Poller) -> None:
    link = only_link(swept, "boly-r1--tamdao-r1")
    assert (link["sources"], link["state"], link["confidence"]) == (["subnet"], "up", "one")
    assert {(one["device"], one["source"], one["current"]) for one in link["evidence"]} == {
        ("boly-r1", "subnet", True),
        ("tamdao-r1", "subnet", True),
    }


def test_the_check_says_which_end_is_blind_and_what_was_not_written_down(swept: Poller) -> None:
    found = swept.json("topology", "check", expect=1)
    assert found["missing"] == found["moved"] == found["unknown_neighbors"] == []
    assert len(found["extra"]) == len(UNDECLARED)
    (blind,) = found["one_sided"]
    assert "because daidinh-r1 is only pinged" in blind["sentence"]
    duplex = {port["duplex"] for port in swept.json("list", "interfaces") if port["device"] == "core1"}
    assert duplex == {"full", None}, "the loopback has none"


def test_a_cut_cable_that_only_its_subnet_told_of_is_down(poller: Poller) -> None:
    name = "boly-r1--tamdao-r1"
    poller.network.cut(name)
    try:
        eventually(lambda: poller.sweep(expect=1)["states"].get("unreachable") == 1)
        assert only_link(poller, name)["state"] == "down"
    finally:
        poller.network.heal(name)

    def mended() -> bool:
        poller.json("sweep", expect=None)
        return bool(only_link(poller, name)["state"] == "up")

    eventually(mended)


def test_lldp_switched_off_leaves_the_link_with_what_else_tells_of_it(poller: Poller) -> None:
    poller.network.stop("ngocmy-r1", "lldpd")
    name = "lapthach-r1--ngocmy-r1"
    try:

        def forgotten() -> bool:
            poller.sweep()
            return bool(only_link(poller, name)["sources"] == ["subnet"])

        eventually(forgotten, _LLDP_FORGETS_S)
        link = only_link(poller, name)
        past = {(one["device"], one["source"]) for one in link["evidence"] if not one["current"]}
        assert (link["state"], link["confidence"]) == ("up", "one")
        assert past == {("lapthach-r1", "lldp"), ("ngocmy-r1", "lldp")}
        assert {one["last_seen"] is not None for one in link["evidence"]} == {True}
    finally:
        poller.network.kill("ngocmy-r1")
        poller.network.boot("ngocmy-r1")


def _router(number: int) -> Node:
    address = f"10.9.0.{number}"
    return Node(f"r{number}", "1", address, snmp="campus", lldp=False, routing=("ospfd", "bgpd"))


ROUTED = Plan(
    nodes=(_router(1), _router(2), _router(3)),
    cables=(
        Cable("poller", "eth0", "r1", "eth0"),
        Cable("r1", "eth1", "r2", "eth1"),
        Cable("r2", "eth2", "r3", "eth1"),
    ),
    credentials=(Credential("campus", "snmp-v2c", (("community", "thu-nghiem"),)),),
    poller=Node("poller", "1", "10.9.255.1", lldp=False),
    sites=(Site("1", "Một", "province", None),),
    vantage=("r1",),
)
NAMES = ("r1:eth1--r2:eth1", "r2:eth2--r3:eth1")


@pytest.fixture(scope="module")
def routed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Poller]:
    """A poller that has swept three routers in a row until all their sessions were up."""
    if (reason := frr.missing()) and not os.environ.get("CI"):
        pytest.skip(reason)
    folder: Path = tmp_path_factory.mktemp("routed")
    with Network(ROUTED) as network:
        inventory.write(ROUTED, folder, undeclared=[f"{cable.a}--{cable.b}" for cable in ROUTED.device_cables])
        poller = Poller(network, folder)
        (folder / "services.csv").unlink()
        poller.netinv("import", ".")
        wanted = dict.fromkeys(NAMES, ("bgp", "ospf", "subnet"))

        def converged() -> bool:
            poller.sweep()
            return sources(poller) == wanted

        eventually(converged, 200)
        yield poller


def sources(poller: Poller) -> dict[str, tuple[str, ...]]:
    """All links that are there, with where they are known from."""
    found = {}
    for link in poller.json("list", "links"):
        if link["state"] != "gone":
            ends = (f"{link[end]['device']}:{link[end]['interface']}" for end in "ab")
            found["--".join(ends)] = tuple(link["sources"])
    return found


def test_routing_peers_are_links_and_sessions_between_loopbacks_are_none(routed: Poller) -> None:
    assert sources(routed).keys() == set(NAMES), "r1 and r3 have a session, too"
    for name in NAMES:
        link = only_link(routed, name)
        assert (link["state"], link["confidence"]) == ("up", "both")
        assert len(link["evidence"]) == 6, "three sources, each from both ends"
    told = {
        (one["protocol"], one["local_port"], one["remote_chassis"]) for one in routed.json("show", "r2")["neighbors"]
    }
    assert told == {
        (protocol, port, router)
        for protocol in ("bgp", "ospf")
        for port, router in (("eth1", "10.9.0.1"), ("eth2", "10.9.0.3"))
    }


def test_a_still_routed_network_writes_no_history(routed: Poller) -> None:
    def still() -> bool:
        """What an agent says of speeds is some seconds old at first, of a time before the links were made."""
        changes = routed.sweep()["changes"]
        speeds = {port["speed_bps"] for port in routed.json("list", "interfaces") if port["name"].startswith("eth")}
        return bool(changes == 0 and speeds == {10**9})

    eventually(still)
    before = routed.rows()
    assert routed.sweep()["changes"] == 0
    grown = {table: rows - before[table] for table, rows in routed.rows().items() if rows != before[table]}
    assert grown.keys() <= {"sweep", "counter_chunk"}, grown


def test_a_routing_daemon_that_dies_takes_its_evidence_and_no_link(routed: Poller) -> None:
    routed.network.stop("r3", "ospfd")
    wanted = {NAMES[0]: ("bgp", "ospf", "subnet"), NAMES[1]: ("bgp", "subnet")}

    def forgotten() -> bool:
        routed.sweep()
        return sources(routed) == wanted

    eventually(forgotten)
    past = {(one["device"], one["source"]) for one in only_link(routed, NAMES[1])["evidence"] if not one["current"]}
    assert past == {("r2", "ospf"), ("r3", "ospf")}
