"""Discovery on real agents: from one core address, everything that speaks, nothing twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.integration.network.province import PLAN
from tests.integration.network.requirements import MARKS

if TYPE_CHECKING:
    from tests.integration.network.poller import Poller

pytest_plugins = ["tests.integration.network.fixtures"]
pytestmark = MARKS

SNMP = tuple(dict.fromkeys(node.snmp for node in PLAN.nodes if node.snmp))
SSH = next(node.ssh for node in PLAN.nodes if node.ssh and not node.snmp)


@pytest.fixture(scope="module")
def found(swept: Poller) -> Any:
    """What a crawl from the first core finds. Which community is whose it does not know: it tries the named ones."""
    named = [option for name in SNMP for option in ("--credential", name)]
    seed = PLAN.nodes[0].address
    return swept.json("discover", seed, *named, "--ssh-credential", SSH or "")


def test_every_device_that_speaks_is_found_once(found: Any) -> None:
    reachable = {node.name for node in PLAN.nodes if (node.snmp or node.ssh) and node.lldp}
    names = [device["name"] for device in found["devices"]]
    assert len(names) == len(set(names))
    addresses = {device["address"] for device in found["devices"]}
    assert len(addresses) == len(names)
    assert set(names) >= reachable
    assert set(names) <= {node.name for node in PLAN.nodes}


def test_every_link_between_them_is_found_and_no_other(found: Any) -> None:
    names = {device["name"] for device in found["devices"]}
    lldp = {node.name for node in PLAN.nodes if node.lldp and (node.snmp or node.ssh)}
    cables = {cable.ends for cable in PLAN.device_cables}
    links = {
        frozenset(((link["a"]["device"], link["a"]["interface"]), (link["b"]["device"], link["b"]["interface"])))
        for link in found["links"]
    }
    assert links <= cables
    assert {cable.ends for cable in PLAN.device_cables if {cable.a, cable.b} <= names & lldp} <= links


def test_what_stands_in_the_inventory_is_known_again(found: Any) -> None:
    places = {node.name: node.site for node in PLAN.nodes}
    for device in found["devices"]:
        assert device["site"] == places[device["name"]]
