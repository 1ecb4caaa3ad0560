"""How each state looks: a glyph of its own shape, a colour, a word. One table for the commands and the terminal."""

from __future__ import annotations

from typing import NamedTuple

from netinv.i18n import _


class Look(NamedTuple):
    """A state as shown. ``colour`` is an ANSI name (Rich and Textual know it); meaning never depends on it alone."""

    glyph: str
    colour: str
    word: str


WORST_FIRST = ("down", "degraded", "unreachable", "unknown", "maintenance", "planned", "gone", "up")
"""The order in which states matter to whoever looks for what is wrong."""

_SHAPES = {
    "up": ("●", "green"),
    "degraded": ("◐", "yellow"),
    "down": ("✖", "red"),
    "unreachable": ("○", "magenta"),
    "unknown": ("?", "bright_black"),
    "planned": ("◇", "blue"),
    "maintenance": ("◆", "cyan"),
    "gone": ("–", "bright_black"),
}


def word(state: str) -> str:
    """The state's word in the language in use."""
    return {
        "up": _("up"),
        "degraded": _("degraded"),
        "down": _("down"),
        "unreachable": _("unreachable"),
        "unknown": _("unknown"),
        "planned": _("planned"),
        "maintenance": _("maintenance"),
        "gone": _("gone"),
    }.get(state, state)


def reach_word(reached: str | None) -> str:
    """How a way of asking ended, as a word; None: not asked that way."""
    return {
        None: _("not asked"),
        "ok": _("answers"),
        "timeout": _("no answer"),
        "refused": _("refused"),
        "auth": _("login refused"),
        "error": _("error"),
    }.get(reached, str(reached))


def look(state: str) -> Look:
    """Glyph, colour and word of a state; one this program does not know looks like ``unknown`` under its own name."""
    glyph, colour = _SHAPES.get(state, _SHAPES["unknown"])
    return Look(glyph, colour, word(state))


def glyph(state: str) -> str:
    """The state's shape alone, for a row whose word stands elsewhere."""
    return _SHAPES.get(state, _SHAPES["unknown"])[0]


def severity(state: str) -> int:
    """Place in :data:`WORST_FIRST`, for sorting."""
    return WORST_FIRST.index(state) if state in WORST_FIRST else WORST_FIRST.index("unknown")
