"""Sets of colours: the terminal's own, and three of ours. States differ by glyph and word too, never by colour alone.

Ours take their hues from Okabe and Ito's palette, which people with any colour vision tell apart.
"""

from __future__ import annotations

from textual.filter import NoColor
from textual.theme import Theme

from netinv.i18n import _

STATES = ("up", "degraded", "down", "unreachable", "planned", "maintenance")
TERMINAL = dict(
    zip(
        (f"state-{state}" for state in STATES),
        ("ansi_green", "ansi_yellow", "ansi_red", "ansi_magenta", "ansi_blue", "ansi_cyan"),
        strict=True,
    )
)
"""The colours of states where a theme names none: those of the terminal."""


def _theme(name: str, background: str, foreground: str, states: str, *, dark: bool) -> Theme:
    hues = states.split()
    return Theme(
        name=f"netinv-{name}",
        primary=hues[5],
        secondary=hues[4],
        warning=hues[1],
        error=hues[2],
        success=hues[0],
        accent=hues[5],
        foreground=foreground,
        background=background,
        surface=background,
        panel=background,
        dark=dark,
        variables={f"state-{state}": hue for state, hue in zip(STATES, hues, strict=True)},
    )


OURS = (
    _theme("dark", "#16181d", "#d7dae0", "#2fbf8f #f0c541 #ff7a4d #d98cc0 #8ea2c6 #62bdf0", dark=True),
    _theme("light", "#fbfbf8", "#22252b", "#00704f #8a5a00 #b53a00 #93407a #4b5a78 #005a9c", dark=False),
    _theme("contrast", "#000000", "#ffffff", "#00ff9c #ffff00 #ff8c5a #ffa6ff #b0c4ff #5ad7ff", dark=True),
)
BY_SETTING = {
    "terminal": "ansi-dark",  # only the colours that the terminal has itself: right on a dark and on a light one
    "dark": "netinv-dark",
    "light": "netinv-light",
    "contrast": "netinv-contrast",
}
COLOURLESS = (NoColor(),)
"""What takes all colours out of lines: bold, faint and reverse stay, and with them glyphs and words."""


def after(theme: str) -> str:
    """The theme that comes next."""
    names = list(BY_SETTING.values())
    return names[(names.index(theme) + 1) % len(names)]


def word(theme: str) -> str:
    """What a theme is called, with its setting."""
    words = {
        "terminal": _("colours of the terminal"),
        "dark": _("dark colours"),
        "light": _("light colours"),
        "contrast": _("colours of high contrast"),
    }
    setting = next(setting for setting, name in BY_SETTING.items() if name == theme)
    return _('{colours}: theme = "{setting}" in netinv.toml keeps them').format(colours=words[setting], setting=setting)
