"""The Vietnamese catalogue: whole, with the same fields as the English text, and compiled."""

from __future__ import annotations

import gettext
import os
import subprocess
import sys
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

from netinv import i18n
from netinv.app.words.states import WORST_FIRST, glyph, look, reach_word
from netinv.model import Reached, State

ROOT = Path(__file__).parents[2]
VIETNAMESE = ROOT / "netinv/locale/vi/LC_MESSAGES/netinv.po"
KEYWORDS = {**DEFAULT_KEYWORDS, "plural": (1, 2)}


def texts() -> dict[str, str]:
    """Every text that a user may see, and the file it stands in."""
    found = {}
    for package in ("netinv", "probes", "topology"):
        for name, _line, message, _comments, _context in extract_from_dir(ROOT / package, keywords=KEYWORDS):
            found[message if isinstance(message, str) else str(next(iter(message or ())))] = f"{package}/{name}"
    return found


def first(text: object) -> str:
    """A message, or the first form of one that has several."""
    return text if isinstance(text, str) else str(next(iter(text or ("",)))) if isinstance(text, (tuple, list)) else ""


def catalogue() -> dict[str, str]:
    with VIETNAMESE.open("rb") as file:
        return {
            first(message.id): first(message.string) for message in read_po(file) if message.id and not message.fuzzy
        }


def fields(text: str) -> set[str]:
    return {name for _literal, name, _spec, _conversion in Formatter().parse(text) if name is not None}


def test_every_text_has_a_translation() -> None:
    translated = catalogue()
    missing = [f"{file}: {text}" for text, file in texts().items() if not translated.get(text)]
    assert not missing, "run make words and translate: " + "; ".join(sorted(missing))


def test_translations_have_the_fields_of_their_text() -> None:
    translated = catalogue()
    wrong = [text for text in texts() if text in translated and fields(text) != fields(translated[text])]
    assert not wrong


def test_translations_keep_blanks_and_line_ends_at_both_ends() -> None:
    for text, translation in catalogue().items():
        assert text[: len(text) - len(text.lstrip())] == translation[: len(translation) - len(translation.lstrip())]
        assert text.count("\n") == translation.count("\n")


def test_the_compiled_catalogue_is_the_written_one() -> None:
    compiled = gettext.translation("netinv", ROOT / "netinv/locale", ["vi"])
    for text, translation in catalogue().items():
        assert translation in (compiled.gettext(text), compiled.ngettext(text, text, 2))


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_state_has_a_shape_and_a_word_of_its_own(language: str) -> None:
    i18n.use(language)
    try:
        states = [state.value for state in State]
        assert set(WORST_FIRST) == set(states)
        assert len({glyph(state) for state in states}) == len(states)
        assert len({look(state).word for state in states}) == len(states)
        assert len({reach_word(reached) for reached in (None, *Reached)}) == len(Reached) + 1
    finally:
        i18n.use("en")


@pytest.mark.parametrize("command", ["backup", "maintenance list", "report coverage", "status"])
def test_options_that_several_commands_share_are_said_in_vietnamese(command: str) -> None:
    words = [sys.executable, "-m", "netinv", "--lang", "vi", *command.split(), "--help"]
    said = subprocess.run(
        words, capture_output=True, text=True, check=True, env={**os.environ, "COLUMNS": "120"}
    ).stdout
    assert "In JSON." in said
    assert "Print JSON." not in said
