"""How a state looks in a drawing: never by colour alone, but by a glyph, a shape and the line around it, too."""

from __future__ import annotations

from typing import NamedTuple

from netinv.model import State
from netinv.vocabulary import STATE_GLYPHS


class Look(NamedTuple):
    """Colours as #rrggbb (Okabe and Ito's, told apart by the colour-blind), ``line`` solid, dashed or dotted.

    ``shape`` is a word of Cytoscape's, ``points`` the same as corners in a square from -1 to 1; none: a circle.
    """

    name: str
    fill: str
    border: str
    line: str
    shape: str
    points: str = ""

    @property
    def glyph(self) -> str:
        """The same as on a terminal."""
        return STATE_GLYPHS[self.name]


_LOOKS = {
    look.name: look
    for look in (
        Look(State.UP, "#9ad9c4", "#009e73", "solid", "ellipse"),
        Look(State.DEGRADED, "#f6d58c", "#e69f00", "solid", "triangle", "0,-1 1,1 -1,1"),
        Look(State.DOWN, "#f0a98a", "#d55e00", "dashed", "diamond", "0,-1 1,0 0,1 -1,0"),
        Look(State.UNREACHABLE, "#e6bfd5", "#cc79a7", "dashed", "rectangle", "-1,-1 1,-1 1,1 -1,1"),
        Look(State.UNKNOWN, "#f2f2f2", "#666666", "dotted", "pentagon", "0,-1 1,-.2 .6,1 -.6,1 -1,-.2"),
        Look(State.PLANNED, "#ffffff", "#56b4e9", "dotted", "rhomboid", "-1,-1 .4,-1 1,1 -.4,1"),
        Look(State.MAINTENANCE, "#b7dcf3", "#0072b2", "solid", "hexagon", "-.5,-1 .5,-1 1,0 .5,1 -.5,1 -1,0"),
        Look(State.GONE, "#e0e0e0", "#999999", "dotted", "vee", "-1,-1 0,-.4 1,-1 0,1"),
    )
}


def look(state: str) -> Look:
    """The look of a state; one that is not known looks like ``unknown``."""
    return _LOOKS.get(state, _LOOKS[State.UNKNOWN])


def looks() -> list[Look]:
    """All of them."""
    return list(_LOOKS.values())
