"""Keys: what they are called, which one does what, and those that the user chose in ``[keys]`` of ``netinv.toml``."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from textual.keys import _character_to_key

from netinv.errors import ConfigError
from netinv.i18n import _
from netinv.tui.actions import ACTIONS, EVERYWHERE, TABLE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

_NAMES = {
    "escape": "Esc",
    "enter": "Enter",
    "space": "Space",
    "tab": "Tab",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "backspace": "Backspace",
    "delete": "Del",
    "insert": "Ins",
}
_APART = ("search",)
"""Scopes in which letters are text: a table's keys do not work there."""
_MODAL = ("menu", "prompt")
"""Scopes of windows over the screen, beside which only tables have keys."""


@cache
def _characters() -> dict[str, str]:
    """The character of each key that Textual names: ``slash`` is ``/``."""
    return {_character_to_key(chr(code)): chr(code) for code in range(0x21, 0x7F)}


def key_name(key: str) -> str:
    """A key as it stands on the keyboard: ``/``, ``Ctrl+C``, ``F5``."""
    *modifiers, last = key.split("+")
    function_key = last[0] == "f" and last[1:].isdigit()
    name = _NAMES.get(last) or _characters().get(last, last)
    name = name.upper() if function_key or (modifiers and len(name) == 1) else name
    return "+".join([*(modifier.capitalize() for modifier in modifiers), name])


def textual_key(key: str) -> str:
    """A key as people write it, in Textual's word: ``/`` and ``slash``, ``Ctrl+R`` and ``ctrl+r``, ``F5``."""
    if len(key) == 1:
        return _character_to_key(key)
    *modifiers, last = key.split("+")
    last = _character_to_key(last.lower()) if len(last) == 1 else last.lower()
    aliases = {"esc": "escape", "return": "enter", "pgup": "pageup", "pgdn": "pagedown", "del": "delete"}
    return "+".join([*(modifier.lower() for modifier in modifiers), aliases.get(last, last)])


def keymap(chosen: Mapping[str, Sequence[str]], config: Path) -> dict[str, str]:
    """The user's keys as Textual takes them, by action.

    Raises:
        ConfigError: no action has that name, or one key would do two things in one place.
    """
    for name in chosen:
        if name not in ACTIONS:
            message = _("{config}: [keys]: no action is called “{name}”: use one of {known}")
            raise ConfigError(message.format(config=config, name=name, known=", ".join(ACTIONS)))
    found = {name: ",".join(map(textual_key, keys)) for name, keys in chosen.items()}
    clash = next(_clashes(found), None)
    if clash:
        key, one, other = clash
        message = _("{config}: [keys]: {key} would be both {one} and {other}: give one of them another key")
        raise ConfigError(message.format(config=config, key=key_name(key), one=one, other=other))
    return found


def _clashes(chosen: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    taken: dict[str, list[str]] = {}
    for name, action in ACTIONS.items():
        for key in chosen.get(name, action.keys).split(","):
            for other in taken.setdefault(key, []):
                if _meet(action.scope, ACTIONS[other].scope):
                    yield key, other, name
            taken[key].append(name)


def _meet(one: str, other: str) -> bool:
    """Whether keys of both scopes work in one place."""
    if one == other:
        return True
    if one in _MODAL or other in _MODAL:
        return TABLE in (one, other)
    return EVERYWHERE in (one, other) or (TABLE in (one, other) and not {one, other}.intersection(_APART))
