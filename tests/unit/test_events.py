"""Which changes make the log."""

from __future__ import annotations

from netinv import events
from netinv.model import Interface, Kind, Severity, System
from netinv.reconcile import Change

SYSTEM = System("r1", serial="A1", os_version="1")
PORT = Interface("g1", 1, admin_status=1, oper_status=1, speed_bps=10)


def of(*changes: Change) -> list[tuple[str, str, str | None, str | None, str]]:
    return [
        (event.kind, event.subject, event.old, event.new, event.severity)
        for event in events.of_facts(1, "r1", list(changes))
    ]


def test_what_is_read_for_the_first_time_is_no_event() -> None:
    assert of(Change(Kind.SYSTEM, None, SYSTEM), Change(Kind.INTERFACE, None, PORT)) == []


def test_a_replaced_chassis_is_a_warning_a_new_version_is_news() -> None:
    new = SYSTEM._replace(serial="B2", os_version="2", contact="noc")
    assert of(Change(Kind.SYSTEM, SYSTEM, new)) == [
        ("serial", "r1", "A1", "B2", Severity.WARNING),
        ("os_version", "r1", "1", "2", Severity.INFO),
    ]
    assert of(Change(Kind.SYSTEM, SYSTEM, SYSTEM._replace(serial=None))) == []  # silence is no new serial


def test_a_port_that_breaks_is_a_warning_one_that_is_shut_is_not() -> None:
    broken = Change(Kind.INTERFACE, PORT, PORT._replace(oper_status=2))
    assert of(broken) == [("oper_status", "r1:g1", "up", "down", Severity.WARNING)]
    shut = Change(Kind.INTERFACE, PORT, PORT._replace(oper_status=2, admin_status=2))
    assert [event[4] for event in of(shut)] == [Severity.INFO, Severity.INFO]
    assert of(Change(Kind.INTERFACE, PORT, PORT._replace(speed_bps=100))) == [
        ("speed_bps", "r1:g1", "10", "100", Severity.INFO)
    ]


def test_ports_come_and_go() -> None:
    assert of(Change(Kind.INTERFACE, None, PORT)) == [("interface", "r1:g1", None, "present", Severity.INFO)]
    assert of(Change(Kind.INTERFACE, PORT, None)) == [("interface", "r1:g1", "present", None, Severity.INFO)]
    assert of(Change(Kind.INTERFACE, PORT, PORT._replace(oper_status=42)))[0][3] == "42"


def test_a_state_alone_is_no_error() -> None:
    severities = {new: events.of_state(1, "r1", "up", new, None).severity for new in ("down", "degraded", "up")}
    assert severities == {"down": Severity.WARNING, "degraded": Severity.WARNING, "up": Severity.INFO}
    assert events.of_state(1, "r1", "up", "unreachable", "r0").severity == Severity.INFO
    assert events.of_link("a--b", "up", "down").severity == Severity.WARNING
    assert events.of_link("a--b", None, "up").severity == Severity.INFO
