"""The score of what is restless: grows with each change, decays with time, and never runs away."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from netinv.flapping import Damping, Spell, changed, forgotten, still_flapping

DAMPINGS = st.builds(
    Damping,
    threshold=st.floats(2, 100),
    calm=st.floats(0.3, 1.9),
    half_life_s=st.floats(10, 604_800),
)
GAPS = st.lists(st.integers(0, 10**9), min_size=1, max_size=60)


def lived(gaps: list[int], damping: Damping) -> tuple[Spell, int]:
    at, spell = 0, None
    for gap in gaps:
        at += gap
        spell = changed(spell, at, damping)
    assert spell is not None
    return spell, at


@given(GAPS, DAMPINGS, st.integers(1, 10**10))
def test_it_decays_and_ends(gaps: list[int], damping: Damping, wait: int) -> None:
    spell, at = lived(gaps, damping)
    assert 1 <= spell.score <= 4 * damping.threshold
    assert 0 <= spell.score_at(at + wait, damping) <= spell.score_at(at, damping)
    forever = at + round(damping.half_life_s * 1000) * 60
    assert not still_flapping(spell, forever, damping)
    assert forgotten(spell._replace(flapping=False), forever, damping)


@given(GAPS, DAMPINGS)
def test_it_counts_each_change_of_a_spell_once(gaps: list[int], damping: Damping) -> None:
    spell, at = lived(gaps, damping)
    assert 1 <= spell.changes <= len(gaps)
    assert spell.since <= spell.changed_at == at
    more = changed(spell, at, damping)
    assert (more.changes, more.since) == (spell.changes + 1, spell.since)
    assert more.score >= spell.score


@given(st.integers(1, 500), DAMPINGS)
def test_faster_changes_flap_before_slower_ones(gap_s: int, damping: Damping) -> None:
    fast, _ = lived([gap_s * 500] * 30, damping)
    slow, _ = lived([gap_s * 1000] * 30, damping)
    assert fast.score >= slow.score
    assert fast.flapping or not slow.flapping


@given(GAPS, DAMPINGS)
def test_fewer_changes_than_the_threshold_never_flap(gaps: list[int], damping: Damping) -> None:
    spell, _ = lived(gaps[: max(1, int(damping.threshold) - 1)], damping)
    assert not spell.flapping or spell.changes >= damping.threshold
