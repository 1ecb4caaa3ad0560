"""Both directions of what two devices claim of each other, put together cable by cable.

``a`` and ``b`` are the two devices in the order of their names. A half claim is sure of its own port; the port at the
far end may be unknown or a weak guess, which the claim from there corrects.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from topology.values import Evidence


class Half(NamedTuple):
    """One direction: the near port, the far port as far as it is known, and why. ``loose``: the far port may differ."""

    near: str
    far: str | None
    loose: bool
    evidence: tuple[Evidence, ...]


class Cable(NamedTuple):
    """A link found between the two devices, with the claims from either end."""

    a_port: str | None
    b_port: str | None
    evidence: tuple[Evidence, ...]
    both: bool


def merge_claims(halves: Iterable[Half]) -> list[Half]:
    """LLDP and CDP of one port become one half; a vague one joins a definite one."""
    by_near: dict[str, dict[str | None, Half]] = defaultdict(dict)
    for half in halves:
        ends = by_near[half.near]
        known = ends.get(half.far)
        ends[half.far] = (
            half
            if known is None
            else Half(half.near, half.far, half.loose and known.loose, known.evidence + half.evidence)
        )
    return [half for ends in by_near.values() for half in _without_vague(list(ends.values()))]


def _without_vague(halves: list[Half]) -> list[Half]:
    """The definite ones, or else those with a guess; what the vaguer ones say goes to the first of them."""
    if len(halves) == 1:
        return halves
    kept = [half for half in halves if not half.loose] or [half for half in halves if half.far is not None] or halves
    kept.sort(key=lambda half: half.far or "")
    vaguer = [half for half in halves if half not in kept]
    return [kept[0]._replace(evidence=sum((half.evidence for half in vaguer), kept[0].evidence)), *kept[1:]]


def pair(forward: Sequence[Half], backward: Sequence[Half]) -> list[Cable]:
    """The cables between a and b, from the merged halves of a (forward) and of b (backward)."""
    cables: list[Cable] = []
    by_ports: dict[tuple[str | None, str | None], Half] = {(half.far, half.near): half for half in backward}
    rest: list[Half] = []
    for half in forward:
        if answer := by_ports.pop((half.near, half.far), None):
            cables.append(_both(half, answer))
        else:
            rest.append(half)
    ahead, back = rest, list(by_ports.values())
    if ahead and back:
        ahead, back = _pair_loose(ahead, back, cables)
    cables.extend(Cable(half.near, half.far, half.evidence, both=False) for half in ahead)
    cables.extend(Cable(half.far, half.near, half.evidence, both=False) for half in back)
    return cables


def _both(forward: Half, backward: Half) -> Cable:
    return Cable(forward.near, backward.near, forward.evidence + backward.evidence, both=True)


def _pair_loose(ahead: list[Half], back: list[Half], cables: list[Cable]) -> tuple[list[Half], list[Half]]:
    """Pair where one end knows both ports and the other is vague, then the last vague one with the last vague one."""
    ahead, back, answered = _claim_vague(ahead, back)
    cables.extend(_both(near, far) for near, far in answered)
    back, ahead, answered = _claim_vague(back, ahead)
    cables.extend(_both(near, far) for far, near in answered)
    vague_ahead = [half for half in ahead if half.loose]
    vague_back = [half for half in back if half.loose]
    if len(vague_ahead) == len(vague_back) == 1:
        cables.append(_both(vague_ahead[0], vague_back[0]))
        ahead.remove(vague_ahead[0])
        back.remove(vague_back[0])
    return ahead, back


def _claim_vague(vague: list[Half], sure: list[Half]) -> tuple[list[Half], list[Half], list[tuple[Half, Half]]]:
    """Join each vague half with the only half from the other end that names its port."""
    naming: dict[str | None, list[Half]] = defaultdict(list)
    for half in sure:
        naming[half.far].append(half)
    from_port: dict[str, list[Half]] = defaultdict(list)
    for half in vague:
        from_port[half.near].append(half)
    joined: list[tuple[Half, Half]] = []
    for port, halves in from_port.items():
        if len(halves) == 1 and halves[0].loose and len(naming.get(port, ())) == 1:
            joined.append((halves[0], naming[port][0]))
    taken = {id(half) for two in joined for half in two}
    return [h for h in vague if id(h) not in taken], [h for h in sure if id(h) not in taken], joined
