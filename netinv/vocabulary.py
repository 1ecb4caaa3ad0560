"""What stands for states, levels and statuses wherever they are shown: a glyph, a word in the language in use."""

from __future__ import annotations

from netinv.i18n import _

STATE_GLYPHS = {
    "up": "●",
    "degraded": "◐",
    "down": "✖",
    "unreachable": "○",
    "unknown": "?",
    "planned": "◇",
    "maintenance": "◆",
    "gone": "–",
}
"""Each of its own shape: meaning never depends on a colour alone."""


def state_word(state: str) -> str:
    """A state."""
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


def level_word(level: str) -> str:
    """The level of a unit."""
    return {
        "province": _("province"),
        "district": _("district"),
        "commune": _("commune"),
        "agency": _("agency"),
    }.get(level, level)


def status_word(status: str | None, unsaid: str = "") -> str:
    """How far a unit is with its connection; ``unsaid`` where nobody said."""
    words = {
        "planned": _("planned"),
        "connecting": _("connecting"),
        "connected": _("connected"),
        "disconnected": _("disconnected"),
    }
    return words.get(status, status) if status else unsaid
