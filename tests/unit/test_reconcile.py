"""What was known and what was read give changes."""

from __future__ import annotations

from netinv.model import Address, Counters, Failure, FailureKind, Interface, Kind, Neighbor, Reading, System
from netinv.reconcile import Change, Facts, merge, reconcile

FAILED = Failure("interfaces", FailureKind.TIMEOUT, "no answer")
G1, G2 = Interface("g1", 1, oper_status=1), Interface("g2", 2, oper_status=2)


def test_facts_are_merged_by_kind_and_key() -> None:
    facts, covered = merge([Reading("interfaces", (G1, G2), (Kind.INTERFACE,)), Reading("system", (System("r1"),))])
    assert facts == {Kind.INTERFACE: {"g1": G1, "g2": G2}, Kind.SYSTEM: {"": System("r1")}}
    assert covered == {Kind.INTERFACE}


def test_snmp_counts_before_ssh_whatever_came_first() -> None:
    other = G1._replace(alias="by ssh")
    for readings in ([Reading("ssh", (other,)), Reading("interfaces", (G1,))],) * 2:
        readings.reverse()
        assert merge(readings)[0] == {Kind.INTERFACE: {"g1": G1}}


def test_counters_are_kept_elsewhere() -> None:
    assert merge([Reading("interfaces", (Counters(1, (), ()),), (Kind.COUNTERS,))])[0] == {}


def test_a_failed_reading_covers_nothing_and_retires_nothing() -> None:
    read, covered = merge([Reading("interfaces", (G1,), (Kind.INTERFACE,), FAILED)])
    assert reconcile({Kind.INTERFACE: {"g1": G1, "g2": G2}}, read, covered) == []


def test_only_a_covered_kind_is_retired() -> None:
    known: Facts = {Kind.INTERFACE: {"g1": G1, "g2": G2}, Kind.ADDRESS: {"192.0.2.1": Address("192.0.2.1")}}
    read, covered = merge([Reading("interfaces", (G1,), (Kind.INTERFACE,))])
    assert reconcile(known, read, covered) == [Change(Kind.INTERFACE, G2, None)]


def test_what_a_broken_reading_does_not_say_still_holds() -> None:
    known: Facts = {Kind.INTERFACE: {"g1": G1._replace(alias="uplink")}}
    read, covered = merge([Reading("interfaces", (Interface("g1", 7),), (), FAILED)])
    (change,) = reconcile(known, read, covered)
    assert change.new == Interface("g1", 7, alias="uplink", oper_status=1)


def test_a_kind_is_complete_only_if_none_that_has_a_part_of_it_failed() -> None:
    seen, peer = Neighbor("lldp", "g1", remote_name="b"), Neighbor("ospf", "g1", "192.0.2.9")
    known: Facts = {Kind.NEIGHBOR: {seen.key: seen, peer.key: peer}}
    lldp = Reading("neighbors", (seen,), (Kind.NEIGHBOR,))
    broken = Reading("routing_peers", (), (Kind.NEIGHBOR,), FAILED)
    for readings in ([lldp, broken], [broken, lldp]):
        assert reconcile(known, *merge(readings)) == []
    assert reconcile(known, *merge([lldp, broken._replace(failure=None)])) == [Change(Kind.NEIGHBOR, peer, None)]
