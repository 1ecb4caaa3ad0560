"""What is known of each unit for an indicator, and what units come to together. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from netinv.reports.evidence import RULES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from netinv.reports.evidence import UnitFacts
    from netinv.reports.indicators import Indicator

OBSERVED, DECLARED = "observed", "declared"


class Figure(NamedTuple):
    """What was declared of a unit: a number of a total, or (total None) 1 for yes and 0 for no."""

    value: float
    total: float | None
    date: str
    source: str | None = None


class Finding(NamedTuple):
    """What is known of a unit: ``holds`` None: nothing; ``basis``: by what."""

    holds: bool | None
    basis: str | None = None
    figure: Figure | None = None


_NOTHING = Finding(None)
_SEEN = {holds: Finding(holds, OBSERVED) for holds in (True, False)}
"""Those of most units, made once."""


class Sum(NamedTuple):
    """What units of a level come to."""

    units: int
    observed: int
    declared: int
    no: int
    unknown: int
    share: float | None
    least: float | None
    most: float | None
    """What the share may be, whatever the unknown units have."""

    def met(self, target: float | None) -> bool | None:
        """Whether a target is reached; None: it depends on what is not known."""
        if target is None or self.least is None or self.most is None:
            return None
        return True if self.least >= target else None if self.most >= target else False


class Declared:
    """The figures of one indicator up to a day; a unit without one has what the units it came from have together."""

    def __init__(self, figures: Mapping[int, Figure], before: Mapping[int, Iterable[int]]) -> None:
        """``figures``: the latest of each unit; ``before``: of which units a unit was made."""
        self._figures = figures
        self._before = before

    def of(self, site_id: int, depth: int = 0) -> Figure | None:
        """None: nothing was declared, or not of all that it was made of."""
        own = self._figures.get(site_id)
        parts = list(self._before.get(site_id, ()))
        if own is not None or not parts or depth > len(self._before):
            return own
        found = [self.of(part, depth + 1) for part in parts]
        known = [figure for figure in found if figure is not None]
        if len(known) < len(found):
            return None
        date = max(figure.date for figure in known)
        totals = [figure.total for figure in known if figure.total is not None]
        if len(totals) == len(known):
            return Figure(sum(figure.value for figure in known), sum(totals), date)
        return Figure(min(figure.value for figure in known), None, date)


def finding(indicator: Indicator, level: str, facts: UnitFacts, declared: Figure | None) -> Finding:
    """What is known of one unit: what is seen goes before what is said."""
    seen = RULES[indicator.evidence](facts) if indicator.evidence else None
    if seen is not None:
        return _SEEN[seen]
    if declared is None:
        return _NOTHING
    if declared.total is None:
        return Finding(declared.value >= 1, DECLARED, declared)
    wanted = indicator.targets.get(level, 1.0)
    return Finding(declared.value / declared.total >= wanted, DECLARED, declared)


def together(indicator: Indicator, findings: Iterable[Finding]) -> Sum:
    """Units by what is known of them; the share counts unknown ones as not having it.

    Of a ratio the share is that of the numbers which are declared, and a unit without any leaves it uncertain.
    """
    found = list(findings)
    observed = sum(one.holds is True and one.basis == OBSERVED for one in found)
    declared = sum(one.holds is True and one.basis == DECLARED for one in found)
    no, unknown = (sum(one.holds is answer for one in found) for answer in (False, None))
    if not indicator.ratio:
        share, most = (
            (has / len(found) if found else None) for has in (observed + declared, observed + declared + unknown)
        )
        return Sum(len(found), observed, declared, no, unknown, share, share, most)
    figures = [one.figure for one in found if one.figure is not None]
    total = sum(figure.total or 0 for figure in figures)
    ratio = sum(figure.value for figure in figures) / total if total else None
    least, most = (0.0, 1.0) if unknown else (ratio, ratio)
    return Sum(len(found), observed, declared, no, unknown, ratio, least, most)
