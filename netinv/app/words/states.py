"""How each state looks: a glyph of its own shape, a colour, a word. One table for the commands and the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from netinv.app.words.durations import number
from netinv.i18n import _
from netinv.vocabulary import STATE_GLYPHS, state_word

if TYPE_CHECKING:
    from collections.abc import Mapping


class Look(NamedTuple):
    """A state as shown. ``colour`` is an ANSI name (Rich and Textual know it); meaning never depends on it alone."""

    glyph: str
    colour: str
    word: str


WELL = frozenset({"up", "planned", "maintenance"})
"""The states that nobody need do anything about."""
WELL_OR_GONE = WELL | {"gone"}
"""With that of a link that is not there any more, where one looks for what is wrong."""

WORST_FIRST = ("down", "degraded", "unreachable", "unknown", "maintenance", "planned", "gone", "up")
"""The order in which states matter to whoever looks for what is wrong."""

_COLOURS = {
    "up": "green",
    "degraded": "yellow",
    "down": "red",
    "unreachable": "magenta",
    "unknown": "bright_black",
    "planned": "blue",
    "maintenance": "cyan",
    "gone": "bright_black",
}


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


def check_word(status: str | None) -> str:
    """How the check of a service ended, as a word: an HTTP status code, or why it failed."""
    if status is not None and status.isdigit():
        return f"HTTP {status}"
    return {
        None: "",
        "timeout": _("no answer in time"),
        "refused": _("refused"),
        "unreachable": _("no way to it"),
        "reset": _("connection broken off"),
        "no_address": _("its name has no address"),
        "no_resolver": _("no resolver answers for its name"),
        "no_http": _("what answers is not HTTP"),
        "no_tls": _("what answers is not TLS"),
        "text_missing": _("the expected text is missing"),
        "certificate_expired": _("certificate expired"),
        "certificate_not_yet_valid": _("certificate not valid yet"),
        "certificate_self_signed": _("certificate signed by nobody who is believed"),
        "certificate_chain_incomplete": _(
            "certificate chain broken: one in between is missing, or its authority is not believed"
        ),
        "certificate_other_name": _("certificate of another name"),
        "certificate_not_valid": _("certificate not valid"),
        "dns_no_such_name": _("there is no such name"),
        "dns_no_record": _("the name has no address"),
        "dns_refused": _("the name server refuses"),
        "error": _("error"),
    }.get(status, str(status))


def look(state: str) -> Look:
    """Glyph, colour and word of a state; one this program does not know looks like ``unknown`` under its own name."""
    return Look(glyph(state), _COLOURS.get(state, _COLOURS["unknown"]), state_word(state))


def glyph(state: str) -> str:
    """The state's shape alone, for a row whose word stands elsewhere."""
    return STATE_GLYPHS.get(state, STATE_GLYPHS["unknown"])


def severity(state: str) -> int:
    """Place in :data:`WORST_FIRST`, for sorting."""
    return WORST_FIRST.index(state) if state in WORST_FIRST else WORST_FIRST.index("unknown")


def tally(counts: Mapping[str, int]) -> str:
    """How many there are in each state, the worst first: ``✖1 ○19 ●2``."""
    return " ".join(f"{glyph(state)}{number(counts[state])}" for state in WORST_FIRST if counts.get(state))
