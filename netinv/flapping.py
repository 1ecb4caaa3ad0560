"""Restless things: a score that grows with each change and decays with time. Pure.

What changes faster than its score decays flaps: it is one problem until it has been still for a while, and not one for
each change. The idea is Zino's flap detection and that of route flap damping (RFC 2439).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from netinv.config import Settings

_CEILING = 4.0
"""So many thresholds a score has at most: what has flapped for a year is still in a few hours."""
_FORGOTTEN = 0.25
"""A score below that stands for nothing any more: the next change is the first of a new spell."""

Key = tuple[str, str]
"""Kind and name of what changes: ``device``, ``link``, ``group`` or ``interface``."""


class Damping(NamedTuple):
    """What counts as flapping. Scores are numbers of changes, as if they had come at once."""

    threshold: float
    calm: float
    half_life_s: float

    @classmethod
    def of(cls, settings: Settings) -> Damping:
        """As the settings have it."""
        return cls(settings.flap_threshold, settings.flap_calm, settings.flap_half_life_s)


class Spell(NamedTuple):
    """A time of changes: the score as it was at the last of them, how many there were, and since when."""

    score: float
    changed_at: int
    changes: int
    since: int
    flapping: bool = False

    def score_at(self, at_ms: int, damping: Damping) -> float:
        """The score when no more change has come until then."""
        age_s = max(0, at_ms - self.changed_at) / 1000
        return float(self.score * 0.5 ** (age_s / damping.half_life_s))


def changed(before: Spell | None, at_ms: int, damping: Damping) -> Spell:
    """The spell with one more change."""
    score = 0.0 if before is None else before.score_at(at_ms, damping)
    grown = min(score + 1, _CEILING * damping.threshold)
    if before is None or score < _FORGOTTEN:
        return Spell(grown, at_ms, 1, at_ms, flapping=grown >= damping.threshold)
    flaps = grown >= damping.threshold or (before.flapping and score >= damping.calm)
    return Spell(grown, at_ms, before.changes + 1, before.since, flapping=flaps)


def still_flapping(spell: Spell, at_ms: int, damping: Damping) -> bool:
    """Whether it flaps though nothing has changed until then."""
    return spell.flapping and spell.score_at(at_ms, damping) >= damping.calm


def forgotten(spell: Spell, at_ms: int, damping: Damping) -> bool:
    """Whether the spell is long over."""
    return not spell.flapping and spell.score_at(at_ms, damping) < _FORGOTTEN
