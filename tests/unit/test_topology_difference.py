"""What changed between two states of the network."""

from __future__ import annotations

from topology.difference import Changed, difference
from topology.values import Device, Link

OLD = [Device("a", "P", "192.0.2.1", state="up", serial="S1"), Device("b", "P", "192.0.2.2", state="up")]
NEW = [Device("a", "P", "192.0.2.1", state="down", serial="S2"), Device("c", "P", "192.0.2.3")]
LINK = Link("a", "1", "b", "1", "up", ("lldp",), "both")


def test_devices_appear_go_and_change() -> None:
    found = difference(OLD, NEW, [], [])
    assert (found.devices_appeared, found.devices_gone) == (("c",), ("b",))
    assert found.devices_changed == (Changed("a", "state", "up", "down"), Changed("a", "serial", "S1", "S2"))


def test_links_appear_go_and_change() -> None:
    other = Link("a", "2", "c", "1", "up", ("cdp",), "one")
    assert difference([], [], [], [other]).links_appeared == (other,)
    assert difference([], [], [other], []).links_gone == (other,)
    changed = LINK._replace(state="down", sources=("declared", "lldp"))
    assert difference([], [], [LINK], [changed]).links_changed == (
        Changed("a:1--b:1", "state", "up", "down"),
        Changed("a:1--b:1", "sources", "lldp", "declared,lldp"),
    )


def test_a_link_that_nobody_claims_any_more_is_gone_and_comes_back() -> None:
    gone = LINK._replace(state="gone")
    assert difference([], [], [LINK], [gone]).links_gone == (LINK,)
    assert difference([], [], [gone], [LINK]).links_appeared == (LINK,)
    assert difference([], [], [gone], [gone]) == difference([], [], [], [])


def test_the_same_is_no_difference() -> None:
    assert difference(OLD, OLD[::-1], [LINK], [LINK]) == difference([], [], [], [])
