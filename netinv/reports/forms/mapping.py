"""Units as dots of a map: where each stands on the paper, how large and in which colour. The same for HTML and PDF."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from netinv.i18n import _
from netinv.reports.model import Kind
from netinv.reports.values import shown
from netinv.text import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netinv.reports.model import Point

_GOOD, _NEAR, _BAD, _UNKNOWN = "#a6d0f0", "#f2b134", "#b3261e", "#bbbbbb"
_MARGIN = 12.0
_LETTERS = 52
"""How many heights of a letter the paper is wide."""
_MOST_NAMES, _MOST_TRIED = 15, 60


class Dot(NamedTuple):
    """A unit on the paper. ``name``: to be written beside it, at the right or (``left``) at the left of it."""

    x: float
    y: float
    radius: float
    colour: str
    label: str
    name: str = ""
    left: bool = False


def legend() -> list[tuple[str, str]]:
    """What each colour means."""
    return [
        (_GOOD, _("reaches the target")),
        (_NEAR, _("misses it")),
        (_BAD, _("misses it by more than ten times what it may")),
        (_UNKNOWN, _("not known")),
    ]


def places(points: Sequence[Point], target: float | None, width: float) -> tuple[float, float, list[Dot]]:
    """Width and height of the paper, and the dots on it, the worst last so that they lie on top."""
    lats, lons = [point.lat for point in points], [point.lon for point in points]
    across = math.cos(math.radians(sum(lats) / len(lats)))
    wide, high = max((max(lons) - min(lons)) * across, 1e-6), max(max(lats) - min(lats), 1e-6)
    scale = min((width - 2 * _MARGIN) / wide, (width - 2 * _MARGIN) / high)
    dots = []
    for point in sorted(points, key=lambda point: -2.0 if point.share is None else -point.share):
        x = _MARGIN + (point.lon - min(lons)) * across * scale
        y = _MARGIN + (max(lats) - point.lat) * scale
        colour, radius = _look(point.share, target if target is not None else 1.0)
        missing = point.share is not None and point.share < (target or 1.0)
        name = one_line(point.name)
        label = f"{name}: {shown(point.share, Kind.SHARE)}"
        dots.append(Dot(x, y, radius, colour, label, name if missing else ""))
    size = 2 * _MARGIN + wide * scale, 2 * _MARGIN + high * scale
    return *size, _named(dots, size[0], width / _LETTERS)


def _named(dots: list[Dot], width: float, letter: float) -> list[Dot]:
    """The worst keep their names, where they lie on nothing else; ``letter``: the height of one."""
    taken = [(dot.y, dot.x - dot.radius, dot.x + dot.radius) for dot in dots]
    found = [dot._replace(name="") for dot in dots]
    named = 0
    for place in reversed(range(max(0, len(dots) - _MOST_TRIED), len(dots))):
        dot = dots[place]
        long = dot.radius + letter * (0.6 * len(dot.name) + 1)
        for left in (False, True):
            begin, end = (dot.x - long, dot.x - dot.radius) if left else (dot.x + dot.radius, dot.x + long)
            inside = begin >= 0 and end <= width
            free = inside and all(abs(dot.y - y) > letter or end <= one or other <= begin for y, one, other in taken)
            if dot.name and free and named < _MOST_NAMES:
                found[place] = dot._replace(left=left)
                taken.append((dot.y, begin, end))
                named += 1
                break
    return found


def _look(share: float | None, target: float) -> tuple[str, float]:
    """Colour and size: what misses the target by more than ten times what it may is bad."""
    if share is None:
        return _UNKNOWN, 3.5
    if share >= target:
        return _GOOD, 3.5
    return (_NEAR, 5.0) if 1 - share <= 10 * (1 - target) else (_BAD, 6.5)
