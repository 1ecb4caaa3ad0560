"""The shape of a site on the map: its level by the family, its state within it. No two look alike, without colour too.

Communes have the shapes that states have everywhere; districts are square, agencies triangles, the province a star.
"""

from __future__ import annotations

from netinv.app.words.states import glyph

_ORDER = ("up", "degraded", "down", "unreachable", "unknown", "planned", "maintenance")
_FAMILIES = {
    "district": "■◧⊠□¿▫▣",
    "agency": "▲◭▼△▽▵◬",
    "province": "★✪✱☆✧✩✦",
}
_COUNTS = "  ²³⁴⁵⁶⁷⁸⁹"
ORIGIN = "origin"
"""The state, on the map alone, of a site that fails and takes others with it."""
FAINT = "◦"
"""A site that is not what one looks for; larger than the dots of links."""


def mark(level: str, state: str) -> str:
    """The shape of a site of that level in that state."""
    if state == ORIGIN:
        return "◉"
    family = _FAMILIES.get(level)
    if family is None:
        return glyph(state)
    return family[_ORDER.index(state) if state in _ORDER else _ORDER.index("unknown")]


def count(n: int) -> str:
    """How many sites stand in one cell, small, to stand beside the mark of the worst; empty for a single one."""
    return "" if n < 2 else _COUNTS[n] if n < len(_COUNTS) else "⁺"
