"""Rules with thresholds: what was measured against what the settings allow. Pure.

A rule is broken when a level reaches 1, and kept again when it has sunk well below, so that what lies at its threshold
does not come and go with each sweep. What was not measured this time stays as it was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_KEPT_AGAIN = 0.7
OF_LINKS = frozenset({"errors", "discards", "load", "duplex", "speed"})
"""The rules that make a link degraded. The others are events and findings of ``netinv doctor``, never a state."""

Key = tuple[str, str]
"""A rule, and what it is broken by: a port (``DEVICE:PORT``), a link, a device, a credential."""


class Measured(NamedTuple):
    """A level (1: at the threshold) of a rule for a subject. ``said`` is what was found, as the log has it."""

    rule: str
    subject: str
    device_id: int | None
    level: float
    said: str

    @property
    def key(self) -> Key:
        """Rule and subject."""
        return (self.rule, self.subject)


class Judgement(NamedTuple):
    """Which rules are broken from now on, which are kept again, and all that are broken."""

    begun: list[Measured]
    ended: list[Measured]
    holds: dict[Key, Measured]


def judge(before: Mapping[Key, Measured], measured: Iterable[Measured]) -> Judgement:
    """What becomes of the rules that were broken, and which are broken anew."""
    holds = dict(before)
    begun, ended = [], []
    for one in measured:
        if one.key in before:
            if one.level < _KEPT_AGAIN:
                ended.append(before[one.key])
                holds.pop(one.key, None)
        elif one.level >= 1:
            begun.append(one)
            holds[one.key] = one
    return Judgement(begun, ended, holds)
