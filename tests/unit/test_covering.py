"""What planned work excuses: what is worked on, what lies behind it, and nothing else."""

from __future__ import annotations

from typing import Any

from netinv.app.sweeps.covering import Work, excused, part
from netinv.app.sweeps.judging import Verdict
from netinv.model import Reach, Reached, State
from topology.values import Cause, Link

SILENT = Reach(snmp=Reached.TIMEOUT)


def link(a: str, b: str, state: str = "down", circuit: str | None = None) -> Link:
    return Link(a, "1", b, "1", state, ("lldp",), circuit=circuit)


def cause(kind: Any, name: str, *behind: str, members: tuple[str, ...] = (), alternative: str | None = None) -> Cause:
    return Cause(kind, name, members or (name,), alternative, "down", behind, (), "sure")


def work(devices: str = "", links: str = "", circuits: str = "") -> Work:
    return Work(*(frozenset(names.split()) for names in (devices, links, circuits)))


def judged(found: list[Cause], links: list[Link], now: Work, **states: str) -> tuple[list[str], dict[str, Any]]:
    parted = part(found, links, now)
    verdicts = {name: Verdict(State(state), None, SILENT) for name, state in states.items()}
    told = {name: (one.state.value, one.cause, one.planned) for name, one in excused(verdicts, now, parted).items()}
    return [one.name for one in parted.causes], told


def test_a_device_that_is_worked_on_and_what_lies_behind_it() -> None:
    found = [cause("device", "r1", "r2")]
    assert judged(found, [link("r0", "r1", "up")], work("r1"), r1="down", r2="unreachable") == (
        [],
        {"r1": ("maintenance", None, True), "r2": ("unreachable", "r1", True)},
    )


def test_a_link_at_a_device_that_is_worked_on_is_worked_on() -> None:
    found = [cause("link", "r0--r1", "r1", members=("r0:1--r1:1",))]
    assert judged(found, [link("r0", "r1")], work("r1"), r1="unreachable")[0] == []
    assert judged(found, [link("r0", "r1")], work("r9"), r1="unreachable")[0] == ["r0--r1"]


def test_a_cut_link_that_only_looks_like_a_dead_device() -> None:
    """Its far end is silent with light at the near one: the work on the link is the cause, the device lies behind."""
    found = [cause("device", "r1", "r2", alternative="r0--r1")]
    links = [link("r0", "r1", "up", "VP-1")]
    for now in (work(links="r0--r1"), work(links="r0:1--r1:1"), work(circuits="VP-1")):
        assert judged(found, links, now, r1="down", r2="unreachable") == (
            [],
            {"r1": ("unreachable", "r0--r1", True), "r2": ("unreachable", "r0--r1", True)},
        )


def test_a_second_failure_beside_the_work_is_heard() -> None:
    links = [link("r0", "r1"), link("r9", "r1")]
    found = [cause("device", "r1", alternative="r0--r1, r9--r1")]
    assert judged(found, links, work(links="r0--r1"), r1="down") == (["r1"], {"r1": ("down", None, False)})
    assert judged(found, links, work(links="r0--r1 r9--r1"), r1="down")[0] == []
    sure = [cause("device", "r1")]
    assert judged(sure, links, work(links="r0--r1"), r1="down")[0] == ["r1"]


def test_parallel_links_are_excused_together_only() -> None:
    links = [link("r0", "r1"), Link("r0", "2", "r1", "2", "down", ("lldp",))]
    found = [cause("link", "r0--r1", "r1", members=tuple(one.name for one in links))]
    assert judged(found, links, work(links="r0:1--r1:1"))[0] == ["r0--r1"]
    assert judged(found, links, work(links="r0--r1"))[0] == []


def test_what_answers_in_full_is_up_and_what_has_one_way_left_says_why() -> None:
    links = [link("r0", "r1")]
    assert judged([], links, work("r1"), r1="up", r2="unknown")[1] == {
        "r1": ("up", None, False),
        "r2": ("unknown", None, False),
    }
    parted = part([], links, work(links="r0--r1"))
    one_way = {"r2": Verdict(State.DEGRADED, "r0--r1", Reach(snmp=Reached.OK))}
    assert excused(one_way, work(links="r0--r1"), parted)["r2"] == one_way["r2"]._replace(planned=True)


def test_without_work_everything_is_as_it_was() -> None:
    found = [cause("device", "r1")]
    assert part(found, [link("r0", "r1")], Work()).causes == found
