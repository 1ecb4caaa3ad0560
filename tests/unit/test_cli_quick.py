"""The quick way into the terminal interface takes what opens it, and nothing that the commands must answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from netinv.cli.quick import opening


def test_what_opens_it() -> None:
    plain = opening(["tui"])
    assert plain is not None
    assert (plain.overrides, plain.read_only) == ({}, False)
    full = opening(["--db", "a.db", "--lang=vi", "--secrets", "s", "--config=c", "tui", "--read-only"])
    assert full is not None
    assert full.overrides == {"db": Path("a.db"), "lang": "vi", "secrets": Path("s"), "config": Path("c")}
    assert full.read_only


@pytest.mark.parametrize(
    "words", ["", "--help", "tui --help", "tui x", "-v tui", "--db", "--db tui", "status", "--lang", "--dbx a tui"]
)
def test_all_else_is_the_commands(words: str) -> None:
    assert opening(words.split()) is None
