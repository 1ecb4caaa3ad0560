"""The uplinks of units against a search that leaves each unit out by itself."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from netinv.reports.uplinks import Joint, uplinks

units = st.integers(0, 7)
joint_lists = st.lists(st.builds(Joint, units, units, st.sampled_from(("fibre", "radio", None))), max_size=14)


def reached(joints: list[Joint], tops: set[int], without: int | None) -> dict[int, int]:
    """The units that a way leads to if one is left out, with how many links away they are."""
    far = {unit: 0 for unit in tops if unit != without}
    rounds = 0
    while True:
        rounds += 1
        new = {
            here
            for one in joints
            for here, other in ((one.a, one.b), (one.b, one.a))
            if other in far and here not in far and here != without
        }
        if not new:
            return far
        far |= dict.fromkeys(new, rounds)


@given(joint_lists, st.sets(units, min_size=1, max_size=2))
def test_each_unit_left_out_by_itself(joints: list[Joint], tops: set[int]) -> None:
    found = uplinks(joints, tops)
    far = reached(joints, tops, None)
    assert set(found) == set(far)
    for unit in far:
        if unit in tops:
            assert found[unit].media == ()
            continue
        both = [(*ends, one.medium) for one in joints for ends in ((one.a, one.b), (one.b, one.a))]
        others = [(other, medium) for here, other, medium in both if here == unit != other]
        nearer = [str(medium) for other, medium in others if far[other] < far[unit]]
        assert sorted(map(str, found[unit].media)) == sorted(nearer)
        left = reached(joints, tops, unit)
        assert found[unit].ways == sum(other in left for other, _medium in others)
