"""The user's own keys: as written on keyboards, checked for actions that are not there and for two in one place."""

from __future__ import annotations

from pathlib import Path

import pytest

from netinv import config
from netinv.errors import ConfigError
from netinv.tui.keys import keymap, textual_key

CONFIG = Path("netinv.toml")


def test_keys_are_written_as_on_the_keyboard() -> None:
    written = ("/", "Ctrl+R", "F5", "Esc", "PgDn", "Alt+Left", "[", "R", "shift+tab", "ctrl+/")
    assert [textual_key(key) for key in written] == [
        "slash",
        "ctrl+r",
        "f5",
        "escape",
        "pagedown",
        "alt+left",
        "left_square_bracket",
        "R",
        "shift+tab",
        "ctrl+slash",
    ]


def test_the_keys_it_comes_with_do_not_clash() -> None:
    assert keymap({}, CONFIG) == {}


def test_other_keys_are_taken() -> None:
    assert keymap({"quit": ("Q", "F10"), "help": ("q",)}, CONFIG) == {"quit": "Q,f10", "help": "q"}
    assert keymap({"found_up": ("k",)}, CONFIG) == {"found_up": "k"}


def test_an_unknown_action_and_a_clash_are_named() -> None:
    with pytest.raises(ConfigError, match=r"netinv.toml: \[keys\]: no action is called “leave”: use one of open, "):
        keymap({"leave": ("Q",)}, CONFIG)
    with pytest.raises(ConfigError, match=r"j would be both quit and down|j would be both down and quit"):
        keymap({"quit": ("j",)}, CONFIG)


@pytest.mark.parametrize("table", ['keys = "q"', "[keys]\nquit = 1", "[keys]\nquit = []", '[keys]\nquit = ["q", 2]'])
def test_a_table_of_another_form_is_an_error(tmp_path: Path, table: str) -> None:
    path = tmp_path / "netinv.toml"
    path.write_text(table)
    with pytest.raises(ConfigError, match=r"\[keys\]"):
        config.load({"config": path}, {})
