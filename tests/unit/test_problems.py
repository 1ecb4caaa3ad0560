"""The life of problems: matched, opened, closed; and the events that belong to them."""

from __future__ import annotations

from netinv.app.sweeps import telling, troubles
from netinv.events import NewEvent
from netinv.model import Severity
from netinv.problems import Course, OpenProblem, Trouble, course
from topology.values import Cause, Link


def trouble(
    kind: str, name: str, *silenced: int, failed: tuple[int, ...] = (), members: tuple[str, ...] = ()
) -> Trouble:
    return Trouble(
        kind,
        name,
        True,
        "down",
        "error",
        members=members or (name,),
        silenced=frozenset(silenced),
        failed=frozenset(failed),
    )


def problem(number: int, kind: str, name: str, *silenced: int, members: tuple[str, ...] = ()) -> OpenProblem:
    return OpenProblem(number, kind, name, 1000, members or (name,), (), frozenset(silenced))


def told(found: Course) -> tuple[list[str], list[tuple[int, str]], list[int]]:
    opened = [one.name for one in found.opened]
    return opened, [(one.id, now.name) for one, now in found.continued], [one.id for one in found.closed]


def test_the_same_name_goes_on() -> None:
    found = course([problem(1, "device", "r1", 1)], [trouble("device", "r1", 1, 2), trouble("device", "r9", 9)])
    assert told(found) == (["r9"], [(1, "r1")], [])


def test_a_dead_device_that_proves_to_be_a_cut_link_is_the_same_problem() -> None:
    found = course([problem(1, "device", "r1", 1, 2, 3)], [trouble("link", "r0--r1", 1, 2, 3)])
    assert told(found) == ([], [(1, "r0--r1")], [])


def test_one_problem_that_parts_has_one_heir_and_the_other_opens() -> None:
    found = course([problem(1, "device", "r1", 1, 2, 3)], [trouble("device", "r2", 2), trouble("device", "r3", 1, 3)])
    assert told(found) == (["r2"], [(1, "r3")], [])


def test_two_that_become_one_end_with_the_later() -> None:
    found = course([problem(1, "device", "r1", 1), problem(2, "device", "r2", 2)], [trouble("group", "VP-1", 1, 2)])
    assert told(found) == ([], [(1, "VP-1")], [2])


def test_what_is_not_there_any_more_ends() -> None:
    assert told(course([problem(1, "link", "a--b")], [])) == ([], [], [1])


def device_event(device_id: int, name: str, old: str, new: str, cause: str | None = None) -> NewEvent:
    return NewEvent("device", name, device_id, old, new, Severity.WARNING if new == "down" else Severity.INFO, cause)


def test_each_event_has_its_problem_and_only_the_opening_is_an_error() -> None:
    now = course([], [trouble("device", "r1", 1, 2, failed=(1,))])
    events = [device_event(1, "r1", "up", "down"), device_event(2, "r2", "up", "unreachable", "r1")]
    found = telling.tell(events, now, {("device", "r1"): 7})
    assert [(event.subject, event.severity, event.problem_id) for event in found] == [
        ("r1", Severity.ERROR, 7),
        ("r2", Severity.INFO, 7),
    ]


def test_a_cause_without_an_event_of_its_own_opens_with_one_and_ends_with_one() -> None:
    links = ("a:1--x:1", "a:2--y:1")
    opened = course([], [trouble("group", "VP-1", 1, 2, members=links)])
    found = telling.tell([device_event(1, "x", "up", "unreachable", "VP-1")], opened, {("group", "VP-1"): 3})
    assert [(event.kind, event.subject, event.new, event.severity) for event in found[1:]] == [
        ("group", "VP-1", "down", Severity.ERROR)
    ]
    ended = course([problem(3, "group", "VP-1", members=links)], [])
    (last,) = telling.tell([], ended, {})
    assert (last.kind, last.subject, last.new, last.problem_id) == ("group", "VP-1", "up", 3)


def test_a_device_that_comes_back_ends_its_problem_without_a_second_event() -> None:
    ended = course([problem(3, "device", "r1", 1)], [])
    found = telling.tell([device_event(1, "r1", "down", "up")], ended, {})
    assert [(event.subject, event.problem_id) for event in found] == [("r1", 3)]


def test_the_links_and_ports_that_a_dead_device_darkens_belong_to_its_problem() -> None:
    now = course([], [trouble("device", "r1", 1, failed=(1,))])
    links = [link("a", "r1", "down"), link("a", "z", "down")]
    events = [
        NewEvent("oper_status", "a:1", 2, "up", "down", Severity.WARNING),
        NewEvent("oper_status", "z:1", 3, "up", "down", Severity.WARNING),
        events_of_link(links[0], "up"),
        events_of_link(links[1], "up"),
        NewEvent("serial", "a", 2, "1", "2", Severity.WARNING),
    ]
    told = telling.tell([device_event(1, "r1", "up", "down")], now, {("device", "r1"): 7})
    found = telling.gathered([*events, *told], links[:1], now, {("device", "r1"): 7})
    assert [event.problem_id for event in found] == [7, None, 7, None, None, 7]
    assert [event.severity for event in found] == [event.severity for event in [*events, *told]]


def test_when_it_comes_back_so_do_its_links_and_those_of_a_device_that_answers_in_part_are_not_its_fault() -> None:
    partly = Trouble("device", "z", explains=False, state="degraded", severity="warning")
    now = course([problem(3, "device", "r1", 1)], [partly])
    back = [NewEvent("oper_status", "a:1", 2, "down", "up"), events_of_link(link("a", "r1", "up"), "down")]
    other = events_of_link(link("a", "z", "up"), "down")
    found = telling.gathered([*back, other], [link("a", "r1", "up"), link("a", "z", "up")], now, {("device", "z"): 5})
    assert [event.problem_id for event in found] == [3, 3, None]


def events_of_link(link: Link, old: str) -> NewEvent:
    return NewEvent("link", link.name, None, old, link.state, Severity.WARNING)


def link(a: str, b: str, state: str, circuit: str | None = None) -> Link:
    return Link(a, "1", b, "1", state, ("lldp",), circuit=circuit)


def test_what_no_cause_explains_is_a_problem_of_its_own() -> None:
    cause = Cause("device", "r1", ("r1",), None, "down", ("r2",), ("S1",), "sure")
    states = {"r0": "up", "r1": "down", "r2": "unreachable", "r3": "up", "r4": "degraded"}
    links = [
        *(link("r0", "r1", "down"), link("r1", "r2", "down")),  # the cause says these
        *(link("r0", "r3", "down"), link("r3", "r4", "up")),
    ]
    ids = {name: number for number, name in enumerate(states)}
    found = troubles.of_network([cause], states, {"r4"}, links, ids, dict.fromkeys(states, "S1"))
    assert [(one.kind, one.name, one.explains, one.severity) for one in found] == [
        ("device", "r1", True, Severity.ERROR),
        ("link", "r0--r3", False, Severity.WARNING),
        ("device", "r4", False, Severity.WARNING),
    ]
    assert (set(found[0].silenced), set(found[0].failed)) == ({1, 2}, {1})


def test_broken_links_over_one_circuit_are_one_problem() -> None:
    links = [link("a", "b", "down", "VP-1"), link("a", "c", "gone", "VP-1"), link("a", "d", "up", "VP-2")]
    found = troubles.of_network([], dict.fromkeys("abcd", "up"), (), links, {}, {})
    assert [(one.kind, one.name, one.state, one.members) for one in found] == [
        ("group", "VP-1", "down", ("a:1--b:1", "a:1--c:1"))
    ]
