"""A link that is no longer claimed is down, gone or still believed, never silently dropped."""

from __future__ import annotations

from topology.aging import age
from topology.values import Evidence, Link, Port

BOTH = (Evidence("lldp", "a", "a:p -> b:q"), Evidence("lldp", "b", "b:q -> a:p"))
LINK = Link("a", "p", "b", "q", "up", ("lldp",), "both", evidence=BOTH)
DECLARED = Link("a", "p", "b", "q", "unknown", ("declared",), "declared", medium="fibre")
UP = [Port("a", "p", oper_status=1), Port("b", "q", oper_status=1)]
DOWN = [Port("a", "p", oper_status=2), Port("b", "q", oper_status=1)]


def states(links: list[Link]) -> list[str]:
    return [str(link.state) for link in links]


def test_a_merely_silent_device_retires_nothing() -> None:
    assert age([LINK], [], set(), DOWN) == [LINK]
    assert age([LINK], [], {"c"}, DOWN) == [LINK]


def test_one_answering_claimant_that_no_longer_claims_decides() -> None:
    assert states(age([LINK], [], {"b"}, UP)) == ["gone"]
    assert states(age([LINK], [], {"a", "b"}, DOWN)) == ["down"]
    assert states(age([LINK], [], {"b"}, DOWN)) == ["gone"], "what a silent device's port last said is no news"
    assert states(age([LINK], [], {"a"})) == ["gone"]


def test_the_other_end_of_a_one_sided_link_is_no_claimant() -> None:
    one_sided = LINK._replace(confidence="one", evidence=BOTH[:1])
    assert age([one_sided], [], {"b"}, UP) == [one_sided]
    assert states(age([one_sided], [], {"a"}, UP)) == ["gone"]
    bare = LINK._replace(evidence=())
    assert states(age([bare], [], {"b"}, UP)) == ["gone"]


def test_gone_comes_back_when_claimed_again() -> None:
    gone = LINK._replace(state="gone")
    assert age([gone], [LINK], {"a", "b"}, UP) == [LINK]
    assert states(age([gone], [], {"a"}, UP)) == ["gone"]


def test_a_moved_cable_leaves_a_gone_link() -> None:
    moved = LINK._replace(b_interface="other")
    assert states(age([LINK], [moved], {"a", "b"}, UP)) == ["up", "gone"]


def test_learning_a_port_or_its_long_name_is_no_new_link() -> None:
    vague = LINK._replace(b_interface=None)
    assert age([vague], [LINK], {"a", "b"}, UP) == [LINK]
    short = LINK._replace(a_interface="Gi0/1")
    long = LINK._replace(a_interface="GigabitEthernet0/1")
    assert age([short], [long], {"a", "b"}, UP) == [long]
    other = vague._replace(evidence=(Evidence("lldp", "a", "a:r -> b:?"),))
    assert states(age([LINK, other], [LINK], {"a", "b"}, UP)) == ["gone", "up"]


def test_a_declared_link_never_vanishes() -> None:
    declared_and_found = LINK._replace(sources=("declared", "lldp"), medium="fibre")
    assert age([declared_and_found], [DECLARED], {"a", "b"}, UP) == [DECLARED]
    (kept,) = age([declared_and_found], [DECLARED], set(), UP)
    assert (kept.state, kept.sources, kept.confidence, kept.medium) == ("up", ("declared", "lldp"), "both", "fibre")


def test_a_withdrawn_declaration_leaves_what_was_seen() -> None:
    assert age([DECLARED], [], {"a", "b"}, UP) == []
    (seen,) = age([LINK._replace(sources=("declared", "lldp"), medium="fibre")], [], set(), UP)
    assert (seen.sources, seen.medium, seen.state) == (("lldp",), None, "up")
